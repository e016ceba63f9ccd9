"""Dates and periods are intervals too: `2021` is its year, `juni 2023` its month, `per 1 juli 2023` a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from consistency.model._calendar import FIRST_YEAR, LAST_YEAR, MONTH_NAMES, Days, all_days, days_of
from consistency.model._number import tidy

__all__ = [
    "Days", "Period", "contract_end", "find_days", "format_days", "parse_column", "parse_days", "parse_period",
    "parse_years",
]  # fmt: skip


@lru_cache(maxsize=65536)
def parse_days(text: str) -> Days | None:
    """The days that a text means which is one date expression; day before month, always. None for anything else."""
    return days_of(tidy(text))


def find_days(text: str) -> list[tuple[int, int, Days]]:
    """The date expressions in prose as (begin, end, days), left to right; of two that overlap the longer."""
    if not re.search("[0-9]{2}", text):
        return []
    plain = re.sub(r"\s", " ", re.sub("[‐‑‒–—―−]", "-", text))  # of equal length, so that the places hold
    found: list[tuple[int, int, Days]] = []
    for begin, end, days in sorted(all_days(plain), key=lambda hit: (hit[0], -hit[1])):
        if not found or begin >= found[-1][1]:
            found.append((begin, end, days))
    return found


def contract_end(days: Days) -> Days:
    """The days that can be the last of a contract said to end then.

    The first day of a month may name the first day without the contract, so the day before it counts as well.
    """
    if days.first != days.last or days.first.day != 1 or days.first == date.min:
        return days
    return Days(days.first - timedelta(days=1), days.last)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, each as precise as it was said; None where it is not said.

    `open_end`: said to go on (`2022 e.v.`); `continuous`: said to have neither begin nor end (`continu`).
    """

    text: str
    start: Days | None
    end: Days | None
    open_end: bool
    continuous: bool

    @property
    def first_year(self) -> int | None:
        return self.start.first.year if self.start else None

    @property
    def last_year(self) -> int | None:
        return self.end.last.year if self.end else None

    def covers_year(self, year: int) -> bool | None:
        """Whether some of the year can lie in the period; None where the missing end would have to say."""
        if self.start and year < self.start.first.year:
            return False
        if self.end and year > self.end.last.year:
            return False
        begun = self.start is not None or self.continuous
        ended = self.end is not None or self.open_end
        if (begun and ended) or any(known and year in _years(known) for known in (self.start, self.end)):
            return True
        return None


def _years(days: Days) -> range:
    return range(days.first.year, days.last.year + 1)


_SHORT_YEAR = re.compile(
    r"(?<![\w.,-])((?:19|20)([0-9]{2}))"
    r"(\s?(?:-|/|t/m|tot(?: en met)?|to|through|until)\s?|\s?(?:,|&|en|and)\s?(?='|[0-9]{2}$))'?([0-9]{2})"
    r"(?![\w'/]|[-.,][0-9]|\s(?:jan|feb|m[aeir]|apr|jun|jul|aug|sep|o[ck]t|nov|dec))",
    re.I,
)
_CONTINUOUS = re.compile(r"\b(?:continue?|continuous(?:ly)?|doorlopende?|permanente?|ongoing)\b", re.I)
_GOES_ON = re.compile(
    r"[0-9]\s?(?:(?:en|and)\s(?:verder|verdere jaren|volgende(?: jaren)?|daarna|later|beyond|onwards?|after|further)\b"
    r"|,?\s?e\.?\s?v\.?(?!\w)|onwards?\b|ff\.?(?!\w)|(?:-|>|->|→|\+|\.\.\.|…)$)",
    re.I,
)
_STARTS = re.compile(r"(?:start|gestart|starts|starting|begint)\s", re.I)
_BEGINS = re.compile(r"\b(?:vanaf|sinds|from|since|as of|m\.?i\.?v\.?|met ingang van)\s", re.I)
_ENDS = re.compile(r"(?:-|→|t/m|tot(?: en met)?|uiterlijk|until|through|by|gereed|klaar)\s?", re.I)


@lru_cache(maxsize=65536)
def parse_period(text: str) -> Period | None:
    """What a text says of a period: the span from the first to the last date it names. None where it names none."""
    plain = _SHORT_YEAR.sub(_spell_year, tidy(text))
    named = [days for _, _, days in find_days(plain)]
    continuous = _CONTINUOUS.search(plain) is not None
    if not named:
        return Period(text, None, None, open_end=True, continuous=True) if continuous else None
    start: Days | None = min(named)
    end: Days | None = max(named, key=lambda days: (days.last, days.first))
    goes_on = continuous or _GOES_ON.search(plain) is not None
    if len(named) == 1 and not goes_on:
        start = None if _ENDS.match(plain) else start
        end = None if _STARTS.match(plain) else end
        goes_on = start is not None and _BEGINS.search(plain) is not None
    return Period(text, start, None if goes_on else end, open_end=goes_on, continuous=continuous)


def _spell_year(match: re.Match[str]) -> str:
    """`2021 t/m 25` as 2021 t/m 2025; a number that is no later year stays as it is."""
    year, short, between, later = match.groups()
    return f"{year}{between}{year[:2]}{later}" if later > short else match[0]


_COLUMN = re.compile(r"(?:(?:jaar|year)\s)?([0-9]{4})\s?(\(?(?:[*†‡]+|[¹²³⁰⁴-⁹]+)\)?|[1-9]\))?", re.I)


@lru_cache(maxsize=65536)
def parse_years(text: str) -> tuple[int, str] | None:
    """The year and the footnote mark of a column head: `2021*` is (2021, "*")."""
    match = _COLUMN.fullmatch(tidy(text))
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    return int(match[1]), match[2] or ""


_HEAD = re.compile(
    r"(?:(?:jaarschijf|begroting|raming|budget|estimate)\s)?([0-9]{4})"
    r"(?:\s?(?:e\.?\s?v\.?|en\sverder|and\son)|\s?\((?:raming|begroting|budget|estimate)\))?",
    re.I,
)


@lru_cache(maxsize=65536)
def parse_column(text: str) -> tuple[int, str] | None:
    """The same of what is known to head a column: there `2025 e.v.` is the first of its years."""
    match = _HEAD.fullmatch(tidy(text))
    return parse_years(text) or (parse_years(match[1]) if match else None)


def format_days(days: Days, lang: str = "nl") -> str:
    """`1 juli 2023`, `juni 2023`, `2023`, else `1 mei – 31 augustus 2023`."""
    first, last = days
    names = MONTH_NAMES["en" if lang == "en" else "nl"]
    if first == last:
        return f"{first.day} {names[first.month - 1]} {first.year}"
    if first.year == last.year:
        if days == Days.of_year(first.year):
            return str(first.year)
        if days == Days.of_months(first.year, first.month, first.month):
            return f"{names[first.month - 1]} {first.year}"
    begin = f"{first.day}"
    if (first.year, first.month) != (last.year, last.month):
        begin += f" {names[first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    return f"{begin} – {last.day} {names[last.month - 1]} {last.year}"
