"""The grammar of date expressions: which days a piece of text can mean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1990, 2079  # a bare number outside is no year of a plan


class Days(NamedTuple):
    """The days that a date expression can mean, both ends included."""

    first: date
    last: date

    @classmethod
    def of_months(cls, year: int, first: int, last: int) -> Days:
        return cls(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))

    @classmethod
    def of_year(cls, year: int) -> Days:
        return cls(date(year, 1, 1), date(year, 12, 31))

    def meets(self, other: Days) -> bool:
        """Whether some day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def contains(self, other: Days) -> bool:
        return self.first <= other.first and other.last <= self.last


MONTH_NAMES = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_MONTHS = {
    name.lower()[:length]: number
    for names in MONTH_NAMES.values()
    for number, name in enumerate(names, start=1)
    for length in (3, len(name))
} | {"mrt": 3, "sept": 9}
_ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
}  # fmt: skip
_SEASONS = {
    (1, 4): ("begin", "early", "start of", "the start of", "the beginning of"),
    (5, 8): ("medio", "mid", "midden", "half"),
    (9, 12): ("eind", "einde", "late", "end of", "the end of", "najaar", "autumn", "fall", "herfst"),
    (3, 6): ("voorjaar", "lente", "spring"),
    (6, 9): ("zomer", "summer"),
}
_MONTHS_OF = {word: months for months, words in _SEASONS.items() for word in words}

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_OF = r"(?:\s(?:van|of|in)\s|\s?,\s|\s)"
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_NTH = rf"(?P<nth>[1-4](?:e|de|ste|st|nd|rd|th)?|{'|'.join(_ORDINALS)})"
_HALF = r"(?P<nth>1(?:e|ste|st)?|2(?:e|de|nd)?|eerste|tweede|first|second)"
_PART = rf"(?P<part>{'|'.join(sorted(_MONTHS_OF, key=len, reverse=True))})"
_ALONE = r"(?:(?<![0-9][-/.])|(?<=[12][09][0-9]{2}[-/]))"  # not inside a longer number, but maybe behind another date
_END = r"(?![-/.][0-9](?![0-9]?[-/.][0-9]{1,2}[-/.](?:19|20)[0-9]{2}))"
_DAY = r"(?P<day>[0-3]?[0-9])"


def _day(match: re.Match[str]) -> Days:
    year = int(match["year"])
    day = date(year if year > 99 else 2000 + year, _month_number(match["month"]), int(match["day"]))
    return Days(day, day)


def _month_number(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text.lower()]


def _month(match: re.Match[str]) -> Days:
    month = _month_number(match["month"])
    return Days.of_months(int(match["year"]), month, month)


def _month_of_iso(match: re.Match[str]) -> Days:
    """`2023-06`; `2021-12` too, but `2011-12` and `2022-25` are spans of years."""
    if int(match["month"]) > int(match["year"]) % 100:
        raise ValueError("a span of years")
    return _month(match)


def _part_of_year(size: int) -> Callable[[re.Match[str]], Days]:
    """The nth part of `size` months: quarters of 3, halves of 6."""

    def build(match: re.Match[str]) -> Days:
        word = match["nth"].lower()
        last = size * (_ORDINALS.get(word) or int(word[0]))
        return Days.of_months(int(match["year"]), last - size + 1, last)

    return build


def _season(match: re.Match[str]) -> Days:
    return Days.of_months(int(match["year"]), *_MONTHS_OF[match["part"].lower()])


def _week(match: re.Match[str]) -> Days:
    monday = date.fromisocalendar(int(match["year"]), int(match["week"]), 1)
    return Days(monday, monday + timedelta(days=6))


def _ultimo(match: re.Match[str]) -> Days:
    last = date(int(match["year"]), 12, 31)
    return Days(last, last)


def _year(match: re.Match[str]) -> Days:
    year = int(match["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR or _is_of_a_number(match):
        raise ValueError("no year of a plan")
    return Days.of_year(year)


# What may stand against a bare year: nothing, punctuation, a word, another year. Digits or one letter make it a code.
_BEFORE_A_YEAR = re.compile(r"(?:^|[^\w.,:;/€$#-]|\s-|(?<![0-9])(?:19|20)[0-9]{2}[-/]|[a-z]{2}[-/:])$", re.I)
_AFTER_A_YEAR = re.compile(
    r"$|[^\w.,:;/-]|[.,:;]+(?![0-9])|-(?:$|\s|[a-z]{2})"
    r"|[-/](?:(?:19|20)[0-9]{2}(?!\w|[.,]\w)|[0-9]{2}(?!\w|[-/.,]\w))",
    re.I,
)
_MONEY_BEFORE, _MONEY_AFTER = re.compile(r"(?:€|\beur)\s?$", re.I), re.compile(r"\s?(?:€|eur(?:o|\b))", re.I)


def _is_of_a_number(match: re.Match[str]) -> bool:
    """Whether the digits belong to an amount or a code: `€ 2021`, `2021-000601`, but not `2021-2025`, `2021/22`."""
    before, after = match.string[max(0, match.start() - 6) : match.start()], match.string[match.end() : match.end() + 8]
    if _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after):
        return True
    return not (_BEFORE_A_YEAR.search(before) and _AFTER_A_YEAR.match(after))


_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Days]], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), build)
    for pattern, build in (
        (rf"{_ALONE}{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}}){_END}", _day),
        (rf"{_ALONE}{_DAY}(?P<dash>[-/.])(?P<month>[01]?[0-9])(?P=dash){_YEAR}{_END}", _day),
        (rf"{_ALONE}{_DAY}(?P<dash>[-/])(?P<month>[01]?[0-9])(?P=dash)(?P<year>[0-7][0-9]){_END}", _day),
        (rf"{_DAY}(?:e|de|ste|st|nd|rd|th)?[ -](?:of )?{_MONTH},?[ -]{_YEAR}", _day),
        (rf"{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}", _day),
        (rf"(?:{_PART}[ -])?{_MONTH}{_OF}{_YEAR}", _month),
        (rf"{_ALONE}(?P<month>0[1-9]|1[0-2])[-/]{_YEAR}{_END}", _month),
        (rf"{_ALONE}{_YEAR}-(?P<month>[0-9]{{2}}){_END}", _month_of_iso),
        (rf"[qk](?P<nth>[1-4])(?:{_OF}|\s?[-/]\s?)?{_YEAR}", _part_of_year(3)),
        (rf"{_YEAR}(?:\s|[-/])?q(?P<nth>[1-4])", _part_of_year(3)),
        (rf"{_NTH} (?:kwartaal|quarter){_OF}{_YEAR}", _part_of_year(3)),
        (rf"kwartaal {_NTH}{_OF}{_YEAR}", _part_of_year(3)),
        (rf"{_HALF} (?:helft|half|halfjaar){_OF}{_YEAR}", _part_of_year(6)),
        (rf"h(?P<nth>[12]) {_YEAR}", _part_of_year(6)),
        (rf"{_PART}(?:{_OF}|-){_YEAR}", _season),
        (rf"(?:week|wk\.?)\s?(?P<week>[0-9]{{1,2}}){_OF}{_YEAR}", _week),
        (rf"{_YEAR}-?w(?P<week>[0-9]{{2}})", _week),
        (rf"ultimo {_YEAR}", _ultimo),
        (_YEAR, _year),
    )
)

_AROUND_A_DATE = re.compile(
    r"(?:(?:per|op|in|t/m|tot en met|tot|uiterlijk|as of|from|by|on|until|through)\s)?"
    r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\s|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?"
    r"(?P<core>.*?)"
    r"(?:[ T][0-9]{1,2}[.:][0-9]{2}(?::[0-9]{2})?(?:\s?u(?:ur)?\.?)?)?"
    r"(?:\s?\(?(?:[*†‡]+|[¹²³⁰⁴-⁹]+)\)?)?\.?",
    re.I,
)


def days_of(plain: str) -> Days | None:
    """The days of a tidied text that is one date expression, a preposition or a time of day around it allowed."""
    if len(plain) > 80:
        return None
    around = _AROUND_A_DATE.fullmatch(plain)
    for pattern, build in _GRAMMAR if around else ():
        if around and (match := pattern.fullmatch(around["core"])):
            with suppress(ValueError):
                return build(match)
    return None


def all_days(text: str) -> Iterator[tuple[int, int, Days]]:
    """Every reading of every part of the text, overlapping ones included, in no order."""
    for pattern, build in _GRAMMAR:
        for match in pattern.finditer(text):
            with suppress(ValueError):
                yield match.start(), match.end(), build(match)
