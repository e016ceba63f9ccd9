"""An amount is what was written, and what it can mean: whole cents, closed intervals, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from consistency.model._number import (
    CURRENCY,
    NUMBER,
    SCALE,
    Convention,
    detect_convention,
    parse_unit,
    read_number,
    scale_of,
    shown_convention,
    tidy,
)

__all__ = [
    "ZERO", "Amount", "Convention", "Interval", "Outcome", "detect_convention", "format_cents", "format_interval",
    "parse_amount", "parse_unit", "shown_convention",
]  # fmt: skip


class Interval(NamedTuple):
    """Whole cents, both ends included; `high` None where there is no upper bound.

    A tuple by nature, so `+` would concatenate: add with `plus`.
    """

    low: int
    high: int | None

    def plus(self, other: Interval) -> Interval:
        """Minkowski sum: all that the sum of two such amounts can be."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high)

    def minus(self, other: Interval) -> Interval:
        """All that the difference can be. ValueError where `other` has no upper bound."""
        if other.high is None:
            raise ValueError("an interval without upper bound cannot be subtracted")
        return Interval(self.low - other.high, None if self.high is None else self.high - other.low)

    def meets(self, other: Interval) -> bool:
        """Whether some amount lies in both."""
        return (self.high is None or other.low <= self.high) and (other.high is None or self.low <= other.high)

    def contains(self, other: Interval) -> bool:
        """Whether all of `other` lies in this one."""
        return self.low <= other.low and (self.high is None or (other.high is not None and other.high <= self.high))


ZERO = Interval(0, 0)
_ANYTHING = Interval(0, None)


class Outcome(StrEnum):
    """What kind of thing an amount cell says."""

    VALUE = "value"
    RANGE = "range"
    PM = "pm"
    UNKNOWN = "unknown"
    NIL = "nil"
    NOT_APPLICABLE = "not-applicable"
    BLANK = "blank"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Amount:
    """`written` is what it adds in a table, `meant` what it can be, `mark` the footnote marks taken off (`*`, `¹`)."""

    text: str
    outcome: Outcome
    written: Interval
    meant: Interval
    mark: str = ""
    exact: int | None = field(init=False, repr=False, compare=False)
    """Whole cents, where it can only be that."""

    def __post_init__(self) -> None:
        low, high = self.written
        is_exact = low == high and self.meant == self.written
        object.__setattr__(self, "exact", low if is_exact else None)

    @property
    def stated(self) -> bool:
        """Whether it says a number, or says that there is nothing."""
        return self.outcome in (Outcome.VALUE, Outcome.RANGE, Outcome.NIL)


_WORDS = {
    Outcome.BLANK: "€?",
    Outcome.PM: r"p\.?\s?m\.?(?:\W.*)?|.*\b(?:p\.?m\.?[- ]?post|pro memorie)\b.*",
    Outcome.UNKNOWN: (
        r"n\.?\s?[nmt]\.?\s?b\.?|t\.?b\.?[da]\.?|(?:nog )?(?:onbekend|unknown)|\?+|not (?:yet )?known|to be determined"
        r"|(?:nog )?(?:nader )?te bepalen|(?:nog )?niet (?:bekend|geraamd|te ramen)"
    ),
    Outcome.NIL: r"-{1,3}|-/-|-[.,]-|nihil|nil|nul|geen(?: kosten)?|none|no costs",
    Outcome.NOT_APPLICABLE: r"n\.?\s?v\.?\s?t\.?|n\.?/?a\.?|niet van toepassing|not applicable",
}
_WORD_FORMS = [(outcome, re.compile(pattern, re.I)) for outcome, pattern in _WORDS.items()]
_MEANT = {Outcome.NIL: ZERO, Outcome.NOT_APPLICABLE: ZERO}

_MARK = r"\(?(?:[*†‡]+|[¹²³⁰⁴-⁹]+)\)?"
_LEADING_MARK = re.compile(_MARK)
_TRAILING_MARK = re.compile(rf"\s?{_MARK}$|(?<=[0-9a-z.,-])\s[1-9]\)$", re.I)

_APPROXIMATELY = r"(?:(?:ca\.?|circa|ongeveer|approx\.?|about|±|\+/-)\s?)?"
_SIGN = r"(?:-/-|-|\+)"
_WHOLE_EUROS = r"(?:[.,]\s?(?:--?|=))?"
_VALUE = re.compile(
    rf"{_APPROXIMATELY}(?P<before>{_SIGN})?\s?(?:{CURRENCY})?\s?(?P<within>{_SIGN})?\s?"
    rf"(?P<open>\()?\s?(?:{CURRENCY})?\s?(?P<inside>{_SIGN})?\s?"
    rf"(?P<number>{NUMBER}){_WHOLE_EUROS}\s?(?P<scale>{SCALE})?\s?(?:{CURRENCY})?\s?(?P<after>-/-|-)?"
    rf"(?P<close>\s?\))?\s?"
    rf"(?P<verdict>\(?(?-i:[NV])\)?|nadelig|voordelig)?\s?(?P<code>\([a-z]{{1,3}}\))?"
    rf"\s?(?:\(?(?:excl|incl|ex|in)(?:\.|usief|lusief|luding)? (?:btw|vat)\)?)?\s?(?P<pm>\+ ?p\.?m\.?)?",
    re.I,
)
_PART = rf"(?:{CURRENCY}\s?)?(?P<{{0}}>{NUMBER}){_WHOLE_EUROS}\s?(?P<{{0}}_scale>{SCALE})?(?:\s?{CURRENCY})?"
_RANGE = re.compile(
    rf"{_APPROXIMATELY}(?:(?:tussen|between|van|from)\s)?{_PART.replace('{0}', 'low')}"
    rf"\s?(?:-|à|t/m|tot(?: en met)?|tot|en|to|and)\s?{_PART.replace('{0}', 'high')}",
    re.I,
)
_TWO_CELLS = re.compile(r"[0-9](?:\s\s+|[\t\r\n])[0-9]")  # no grouping space: columns that ran together
_SIGNS = ("before", "within", "inside", "after")
_MAX_LENGTH = 200


@lru_cache(maxsize=65536)
def parse_amount(text: str, *, unit: int = 1, convention: Convention = Convention.DUTCH) -> Amount:
    """What an amount cell says; total on any text.

    `unit` is the table's (`parse_unit`); a scale written in the cell itself (`2,3 mln`) goes before it. Whole euros and
    cents are exact; what is written in a larger unit stands for its rounding interval.
    """
    plain = tidy(text)
    if len(plain) > _MAX_LENGTH or _TWO_CELLS.search(text):
        return Amount(text, Outcome.UNREADABLE, ZERO, _ANYTHING)
    plain, mark = _without_marks(plain)
    outcome = _word_outcome(plain)
    if outcome:
        return Amount(text, outcome, ZERO, _MEANT.get(outcome, _ANYTHING), mark)
    return (
        _value(text, plain, mark, unit, convention)
        or _range(text, plain, mark, unit, convention)
        or Amount(text, Outcome.UNREADABLE, ZERO, _ANYTHING, mark)
    )


def _without_marks(plain: str) -> tuple[str, str]:
    marks = []
    if leading := _LEADING_MARK.match(plain):
        marks.append(leading[0])
        plain = plain[leading.end() :]
    if trailing := _TRAILING_MARK.search(plain):
        marks.append(trailing[0].strip())
        plain = plain[: trailing.start()]
    return plain.strip(), "".join(marks)


def _word_outcome(plain: str) -> Outcome | None:
    if re.search("[0-9]", plain):
        return None
    word = re.sub(rf"^{CURRENCY}\s?(?!$)|^\((?=.*\)$)|(?<=.)\)$", "", plain, flags=re.I)
    return next((outcome for outcome, form in _WORD_FORMS if form.fullmatch(word)), None)


def _value(text: str, plain: str, mark: str, unit: int, convention: Convention) -> Amount | None:
    match = _VALUE.fullmatch("0" if plain in ("o", "O") else plain)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    written = _rounded(match["number"], scale_of(match["scale"]) or unit, convention)
    if written is None:
        return None
    verdict = (match["verdict"] or "").strip("()")
    is_minus = any("-" in (match[sign] or "") for sign in _SIGNS) or match["open"] or verdict[:1] in ("N", "n")
    if is_minus:
        written = ZERO.minus(written)
    meant = Interval(written.low, None) if match["pm"] else written
    return Amount(text, Outcome.VALUE, written, meant, mark + (match["code"] or ""))


def _range(text: str, plain: str, mark: str, unit: int, convention: Convention) -> Amount | None:
    """`1 - 2 mln` is of millions, `500.000 - 1 mln` is not."""
    match = _RANGE.fullmatch(plain)
    if match is None:
        return None
    own, high_scale = scale_of(match["low_scale"]), scale_of(match["high_scale"]) or unit
    high = _rounded(match["high"], high_scale, convention)
    for low_scale in (own,) if own else (high_scale, unit):
        low = _rounded(match["low"], low_scale, convention)
        if low and high and high.high is not None and low.low <= high.high:
            both = Interval(low.low, high.high)
            return Amount(text, Outcome.RANGE, both, both, mark)
    return None


def _rounded(digits: str, scale: int, convention: Convention) -> Interval | None:
    """The interval that is rounded to this number: exact at scale 1, else half a unit of the last digit either way.

    What is finer than a cent widens to whole cents.
    """
    number = read_number(digits.strip(), convention, scale)
    if number is None:
        return None
    size = 10**number.decimals
    half = 1 if scale > 1 else 0
    doubled = [(2 * number.digits + side) * scale * 100 for side in (-half, half)]
    return Interval(doubled[0] // (2 * size), -(-doubled[1] // (2 * size)))


def format_cents(cents: int, lang: str = "nl") -> str:
    """`€ 12.282`, `-€ 1.234,50`; cents only where there are any."""
    group, decimal = (",", ".") if lang == "en" else (".", ",")
    euros, rest = divmod(abs(cents), 100)
    whole = f"{euros:,}".replace(",", group)
    return f"{'-' if cents < 0 else ''}€ {whole}{f'{decimal}{rest:02}' if rest else ''}"


def format_interval(interval: Interval, lang: str = "nl") -> str:
    """`€ 5`, `€ 5 – € 6`, `ten minste € 5`."""
    low = format_cents(interval.low, lang)
    if interval.high is None:
        return f"{'at least' if lang == 'en' else 'ten minste'} {low}"
    return low if interval.low == interval.high else f"{low} – {format_cents(interval.high, lang)}"
