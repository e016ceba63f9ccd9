"""Durations as people write them (`6 maanden`, `half jaar`, `90 dagen`, `2 x 1 jaar`), and reckoning back with them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from consistency.model._number import tidy
from consistency.model.dates import Days

__all__ = ["Duration", "Span", "before", "find_durations", "months_between", "parse_duration", "shifted"]


class Span(NamedTuple):
    """Months and days are kept apart: three months are not ninety days."""

    months: int
    days: int


class Duration(NamedTuple):
    """All that a text can mean: `6 tot 9 maanden` is from six to nine, most texts are one span."""

    shortest: Span
    longest: Span

    def plus(self, other: Duration) -> Duration:
        return Duration(_sum(self.shortest, other.shortest), _sum(self.longest, other.longest))


def _sum(a: Span, b: Span) -> Span:
    return Span(a.months + b.months, a.days + b.days)


_UNITS = {
    Span(12, 0): r"jaar|jaren|jr|years?|yrs?",
    Span(3, 0): r"kwartaal|kwartalen|quarters?",
    Span(1, 0): r"maand(?:en)?|mnde?n?|mdn?|months?",
    Span(0, 7): r"weken|week|wkn?|weeks?",
    Span(0, 1): r"(?:kalender)?dag(?:en)?|dgn?|(?:calendar )?days?",
}
_COUNTS = {
    word: number
    for number, words in enumerate(
        (
            "een één eenmaal one a", "twee tweemaal two", "drie driemaal three", "vier viermaal four", "vijf five",
            "zes six", "zeven seven", "acht eight", "negen nine", "tien ten", "elf eleven", "twaalf twelve",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_MOST = 1200
"""No contract of this world lasts a hundred years; a greater number is a misreading."""
_COUNT = rf"(?:[0-9]{{1,4}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_UNIT = "|".join(f"(?P<u{i}>{words})" for i, words in enumerate(_UNITS.values()))
_DURATION = re.compile(
    r"(?<![\w.,/-])(?:"
    rf"(?:(?P<times>{_COUNT})\s?(?:x|×|\*|maal|keer|times)\s?(?:een\s)?)?"
    r"(?P<half>half(?:\s?jaar|\s?year)|anderhalf jaar|half a year)"
    rf"|(?P<options>[1-9](?:\s?\+\s?[1-9])+)\s?(?:jaar|jaren|years?)"
    rf"|(?:(?P<repeat>{_COUNT})\s?(?:x|×|\*|maal|keer|times)\s?)?(?P<low>{_COUNT})"
    rf"(?:\s?(?:-|à|a|tot|of|to|or)\s?(?P<high>{_COUNT}))?[\s-]?(?:{_UNIT})"
    r")(?!\w)\.?",
    re.I,
)
_JOINED = re.compile(r"\s?(?:,|en|and|plus|\+)?\s?", re.I)


def find_durations(text: str) -> list[Duration]:
    """The durations in a text, left to right; `1 jaar en 6 maanden` is one."""
    plain = tidy(text)[:500]
    found: list[Duration] = []
    end, unit = 0, 0
    for match in _DURATION.finditer(plain):
        duration, size = _of_match(match)
        if duration is None:
            continue
        if found and size < unit and _JOINED.fullmatch(plain[end : match.start()]):
            found[-1] = found[-1].plus(duration)
        else:
            found.append(duration)
        end, unit = match.end(), size
    return found


def parse_duration(text: str) -> Duration | None:
    """The one duration that a text names. None where it names none, or several that are not the same."""
    named = set(find_durations(text))
    return named.pop() if len(named) == 1 else None


def _of_match(match: re.Match[str]) -> tuple[Duration | None, int]:
    """The duration, and about how many days its unit has."""
    if match["half"]:
        span = Span((18 if match["half"].lower().startswith("ander") else 6) * _number(match["times"]), 0)
        return Duration(span, span), 30
    if match["options"]:
        span = Span(12 * sum(map(int, re.findall("[0-9]", match["options"]))), 0)
        return Duration(span, span), 365
    unit = next(span for i, span in enumerate(_UNITS) if match[f"u{i}"])
    low = _number(match["low"]) * _number(match["repeat"])
    high = _number(match["high"]) * _number(match["repeat"]) if match["high"] else low
    if not low <= high <= _MOST:
        return None, 0
    size = unit.months * 30 + unit.days
    return Duration(Span(unit.months * low, unit.days * low), Span(unit.months * high, unit.days * high)), size


def _number(word: str | None) -> int:
    return 1 if word is None else int(word) if word.isdigit() else _COUNTS[word.lower()]


def shifted(day: date, span: Span, sign: int) -> date:
    """`day` later (`sign` 1) or earlier (-1): by months first, on the month's last day where it has no such day.

    Beyond the calendar it is the calendar's first or last day.
    """
    number = day.year * 12 + day.month - 1 + sign * span.months
    year, month = divmod(number, 12)
    try:
        start = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        return start + timedelta(days=sign * span.days)
    except (ValueError, OverflowError):
        return date.max if sign > 0 else date.min


def before(ends: Days, duration: Duration) -> Days:
    """The days that can be the last on which a whole `duration` is left of what lasts to the end of `ends`.

    At the end of a month there are two ways to reckon: three months before 30 June is 30 March, or, since April, May
    and June are three months, 31 March.
    """
    ways = [
        day
        for end, span in ((ends.first, duration.longest), (ends.last, duration.shortest))
        for day in (shifted(end, span, -1), _by_whole_months(end, span))
    ]
    return Days(min(ways), max(ways))


def _by_whole_months(end: date, span: Span) -> date:
    if end == date.max:
        return end
    start = shifted(end + timedelta(days=1), span, -1)
    return start if start == date.min else start - timedelta(days=1)


def months_between(first: date, last: date) -> int:
    """The whole months from the begin of `first` to the end of `last`; below zero where `last` is before."""
    if last == date.max:
        return (last.year - first.year) * 12
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return months - (shifted(first, Span(months, 0), 1) > after)
