"""Numbers as people write them: separators, the words and letters that scale, the unit of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from consistency.model.names import MEMORY

MAX_DIGITS = 40  # nobody's budget; keeps a hostile text from becoming a giant integer

SCALES = {
    "k": 10**3, "dzd": 10**3, "duizend": 10**3, "thousand": 10**3,
    "ton": 10**5,
    "m": 10**6, "mln": 10**6, "mio": 10**6, "milj": 10**6, "miljoen": 10**6, "million": 10**6,
    "mld": 10**9, "miljard": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
NUMBER = r"[0-9](?:[0-9., ']*[0-9])?"
SCALE = r"(?:(?:mln|mio|milj|mld|dzd)\.?|k|ton|duizend|thousand|miljoen|million|miljard|billion|bn|(?-i:M))(?![a-z])"
CURRENCY = r"(?:€|eur(?:o(?:'?s)?)?(?![a-z]))"


class Convention(Enum):
    """Which separator groups thousands and which one begins the decimals."""

    DUTCH = (".", ",")
    ENGLISH = (",", ".")

    @property
    def decimal(self) -> str:
        return self.value[1]


class Number(NamedTuple):
    """`digits` / 10 ** `decimals`: the value, and how precisely it was written."""

    digits: int
    decimals: int


def tidy(text: str) -> str:
    """One kind of space, dash and apostrophe; no invisible characters."""
    return " ".join(text.translate(_PLAIN).split())


_PLAIN = (
    {ord(dash): "-" for dash in "‐‑‒–—―−"}
    | {ord(quote): "'" for quote in "‘’`´"}
    | dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad\u2060"), None)
)


def scale_of(word: str | None) -> int | None:
    return SCALES[word.rstrip(".").lower()] if word else None


def read_number(text: str, convention: Convention, scale: int = 1) -> Number | None:
    """The number of a text that matches `NUMBER`; None where its digits are grouped as no number is."""
    if sum(map(str.isdigit, text)) > MAX_DIGITS:
        return None
    match = re.fullmatch(r"([0-9]{1,3}(?:([ '])[0-9]{3})(?:\2[0-9]{3})*)([.,][0-9]{1,2})?", text)
    if match:
        return _number(re.sub("[ ']", "", match[1]), (match[3] or "")[1:])
    separators = re.sub("[0-9]", "", text)
    if not separators:
        return _number(text, "")
    if len(set(separators)) == 1:
        return _one_kind(text, separators, convention, scale)
    decimal = separators[-1]
    whole, _, fraction = text.rpartition(decimal)
    grouped = not set(separators) - {".", ","} and decimal not in whole and _is_grouped(whole)
    return _number(re.sub("[.,]", "", whole), fraction) if grouped else None


def _one_kind(text: str, separators: str, convention: Convention, scale: int) -> Number | None:
    """Only points or only commas: one or two digits behind a single one are decimals, three are a group.

    Three decimals do occur in millions (`2,277 mln`), and behind what cannot be a group (`0,125`).
    """
    separator = separators[0]
    if separator not in ".,":
        return None
    whole, _, fraction = text.rpartition(separator)
    is_decimal = separator == convention.decimal
    if len(separators) == 1 and (
        len(fraction) < 3 or whole == "0" or (is_decimal and (len(fraction) > 3 or len(whole) > 3 or scale >= 10**6))
    ):
        return _number(whole, fraction)
    return _number(text.replace(separator, ""), "") if _is_grouped(text) else None


def _is_grouped(text: str) -> bool:
    return re.fullmatch(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+", text) is not None


def _number(whole: str, fraction: str) -> Number | None:
    """None for a code with leading zeros (`007`)."""
    if not whole or (len(whole) > 1 and whole[0] == "0"):
        return None
    return Number(int(whole + fraction), len(fraction))


_CELL = re.compile(rf"[-(\s]*(?P<money>{CURRENCY})?[-(\s]*(?P<number>{NUMBER})(?P<scale>\s?{SCALE})?[^0-9a-z]*", re.I)
_IN_PROSE = re.compile(rf"(?P<money>€|\beur)\s?(?P<number>[0-9][0-9.,]*[0-9])(?P<scale>\s?{SCALE})?", re.I)


def detect_convention(texts: Iterable[str]) -> tuple[Convention, bool]:
    """The convention that most of the texts show, Dutch where none does; and whether there is evidence of both.

    Evidence are texts that are one number, and amounts behind a euro sign. `4.2` is none: it may be a heading's number.
    """
    votes = dict.fromkeys(Convention, 0)
    for text in texts:
        for vote in _votes(text):
            votes[vote] += 1
    dutch, english = votes[Convention.DUTCH], votes[Convention.ENGLISH]
    return Convention.ENGLISH if english > dutch else Convention.DUTCH, bool(dutch and english)


def shown_convention(text: str) -> Convention | None:
    """The convention that the text shows; None where it is ambiguous, or shows both."""
    shown = set(_votes(text))
    return shown.pop() if len(shown) == 1 else None


@lru_cache(maxsize=MEMORY)
def _votes(text: str) -> tuple[Convention, ...]:
    plain = tidy(text)
    cell = _CELL.fullmatch(plain) if len(plain) <= 4 * MAX_DIGITS else None
    votes = (_vote(match) for match in ([cell] if cell else _IN_PROSE.finditer(plain)))
    return tuple(vote for vote in votes if vote)


def _vote(match: re.Match[str]) -> Convention | None:
    text = match["number"]
    points, commas = text.count("."), text.count(",")
    if (not points and not commas) or read_number(text, Convention.DUTCH) is None:
        return None
    if points and commas:
        return Convention.DUTCH if text.rfind(",") > text.rfind(".") else Convention.ENGLISH
    grouping = _is_grouped(text)
    if points + commas == 1 and (match["scale"] if grouping else points and not match["money"]):
        return None
    return Convention.DUTCH if bool(points) == grouping else Convention.ENGLISH


_POWER = r"1(?:[., ]?000){0,3}(?![0-9]|[.,][0-9])"
_UNIT_NUMBER = re.compile(
    rf"(?<![0-9] )(?<![\w.])(?:[x×*]|in(?=\s?€))\s?{CURRENCY}?\s?(?P<power>{_POWER})(?:\s?(?P<scale>{SCALE}))?", re.I
)
_UNIT_WORD = re.compile(
    rf"\b(?:in|[x×])\s(?:hele\s|whole\s)?(?:{CURRENCY}\s?)?"
    rf"(?P<word>duizend(?:en|tallen)?|thousands?|miljoen(?:en)?|millions?|mln\.?|miljard(?:en)?|billions?|euro(?:'?s)?)"
    rf"(?=\s?(?:$|[^\w\s]|(?:van |of )?{CURRENCY}))",
    re.I,
)
_UNIT_ALONE = re.compile(rf"{CURRENCY}?\s?(?P<power>{_POWER})(?:,-)?|(?:€\s?)?(?P<scale>k|mln\.?|(?-i:M))\s?€?", re.I)


def parse_unit(text: str) -> int | None:
    """What the numbers of a table are to be multiplied by, as its caption says it; None where it says nothing of it.

    The text may also be the unit alone (`1000`, `k€`).
    """
    plain = tidy(text[:2000])
    match = _UNIT_ALONE.fullmatch(plain) or _UNIT_NUMBER.search(plain)
    if match:
        power = int(re.sub("[., ]", "", match["power"] or "1"))
        return power * (scale_of(match["scale"]) or 1)
    if match := _UNIT_WORD.search(plain):
        word = match["word"].lower()
        return next((factor for stem, factor in _UNIT_STEMS if word.startswith(stem)), None)
    return None


_UNIT_STEMS = (
    ("euro", 1), ("duizend", 10**3), ("thousand", 10**3), ("miljoen", 10**6), ("million", 10**6), ("mln", 10**6),
    ("miljard", 10**9), ("billion", 10**9),
)  # fmt: skip
