"""What the line above an amount table says of it: side, kind, what it is for, what it is a part of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from consistency.model.amount import parse_unit
from consistency.model.location import Location
from consistency.model.record import Said
from consistency.reading.lexicon import Lexicon

MAX_WORDS = 20
LONGEST_UNIT = 150
_UNIT = re.compile(
    r"[(,]?\s*(?:\w+\s)?(?:[x×*]|in)\s?(?:€|euro)?\s?(?:1[.,]?000(?:[.,]000)?|duizend\w*|miljoen\w*)\s?\)?"
)
_MARKS = re.compile(r"[*†‡¹²³⁰⁴-⁹]+")
_SENTENCE = re.compile(r"(?<!\b\w)[.;!?]\s+[A-Z]|\w{3}\.\s*$")
_LONGEST_PHRASE = 3
_SIDES_BY_RANK = ("request", "coverage", "cost")
"""`dekking incidentele kosten` is coverage (of costs), `aan te vragen dekking` a request (for it)."""


@dataclass(frozen=True, slots=True)
class Caption:
    """`kind` is None for a part (`of_which`), which has the kind of its whole."""

    side: Said
    kind: Said | None
    label: Said | None = None
    of_which: Said | None = None
    unit: Said | None = None
    marks: tuple[str, ...] = ()
    """The footnote marks in it."""


def read_caption(text: str, at: Location, lexicon: Lexicon, side: str | None = None) -> tuple[Caption, str] | None:
    """The caption that the text is or begins with, and what follows its colon; None where it is none.

    `side` is that of a caption which is nothing but a kind.
    """
    head, _, rest = text.partition(":")
    unit = unit_of(head, at)
    words = _MARKS.sub("", _UNIT.sub(" ", head) if unit else head).split()
    if not words or len(words) > MAX_WORDS or _SENTENCE.search(head):
        return None
    caption = _part(words, at, lexicon) or _whole(words, at, lexicon, side)
    return (replace(caption, unit=unit, marks=tuple(_MARKS.findall(head))), rest.strip()) if caption else None


def unit_of(text: str, at: Location) -> Said | None:
    """What a caption or a corner says that its numbers are to be multiplied by, as digits."""
    unit = parse_unit(text) if len(text) <= LONGEST_UNIT else None
    return Said(str(unit), at) if unit and any(map(str.isalpha, text)) else None


def _part(words: list[str], at: Location, lexicon: Lexicon) -> Caption | None:
    if lexicon.key("of_which", " ".join(words)) is None:
        return None
    name = _without_leading(words, ("of_which", "caption_filler"), lexicon)
    part = lexicon.without(["per_municipality"], " ".join(name))
    return Caption(Said("cost", at), None, of_which=Said(part, at)) if part else None


def _whole(words: list[str], at: Location, lexicon: Lexicon, default: str | None) -> Caption | None:
    text = " ".join(words)
    rest = _without_leading(words, ("side", "kind", "caption_filler"), lexicon)
    said = " ".join(words[: len(words) - len(rest)])
    sides, kinds = lexicon.keys_in("side", said), lexicon.keys_in("kind", said)
    if default and not sides and not rest:
        sides = [default]
    if not sides or len(kinds) != 1 or len(lexicon.keys_in("kind", text)) != 1:
        return None
    side = next(side for side in _SIDES_BY_RANK if side in sides)
    label = Said(" ".join(rest), at) if rest else None
    return Caption(Said(side, at), Said(kinds[0], at), label)


def _without_leading(words: list[str], groups: tuple[str, ...], lexicon: Lexicon) -> list[str]:
    """The words after those at the beginning that are of the groups."""
    start = 0
    while start < len(words):
        sizes = (size for size in range(_LONGEST_PHRASE, 0, -1) if start + size <= len(words))
        phrases = ((size, " ".join(words[start : start + size])) for size in sizes)
        size = next((size for size, phrase in phrases if any(lexicon.is_a(group, phrase) for group in groups)), 0)
        if not size:
            break
        start += size
    return words[start:]
