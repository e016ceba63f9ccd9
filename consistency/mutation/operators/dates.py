"""A date or a period is another."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import ClassVar

from consistency.errors import Bilingual
from consistency.model.dates import Days, format_days, parse_days
from consistency.mutation.base import Base
from consistency.mutation.edits import Mutation, says
from consistency.mutation.operators._operator import COURSE, Operator, Site
from consistency.mutation.operators.rows import entries

_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
ENDS = frozenset({
    "contract-date-conflict", "contract-expired-before-decision", "contract-without-initiative",
    "replacement-starts-after-contract-end", "replacement-ends-after-contract-end", "contract-outside-horizon",
    "expiring-contract-not-in-calendar", "tender-lead-time-too-short", "notice-date-passed", "contract-term-too-long",
    "procurement-below-threshold-procedure", "contract-duplicate",
})  # fmt: skip
GOALS = frozenset({"goal-date-mismatch", "goal-date-before-initiative-end", "goal-date-before-horizon"})


class _Date(Operator):
    expected: ClassVar = ENDS | GOALS

    def sites(self, base: Base) -> Iterator[Site]:
        for document in base.documents:
            fields = [(("contracts", c, "ends"), contract.ends) for c, contract in enumerate(document.contracts)]
            fields += [(("goals", g, "due"), goal.due) for g, goal in enumerate(document.goals)]
            fields += [
                (("statements", s, "value"), statement.value)
                for s, statement in enumerate(document.statements)
                if statement.attribute == "contract_end"
            ]
            for path, said in fields:
                days = parse_days(said.text) if said else None
                if days and self.applies(days):
                    yield Site(document, path)

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        days = parse_days(site.value.text)
        assert days is not None
        other = self.other(days, rng)
        if other is None or other == days:
            return None
        return self.mutation([site.edit(says(site.value, _written(site.value.text, other)))], [site.value])

    def applies(self, days: Days) -> bool:
        return days.first == days.last

    @abstractmethod
    def other(self, days: Days, rng: Random) -> Days | None:
        """The date in its place; None where this draw has none."""


def _written(text: str, days: Days) -> str:
    """In the form that the old date has; words where it has another."""
    numeric = _DAY_FIRST.fullmatch(text.strip())
    if numeric and days.first == days.last:
        day = days.first
        return numeric[2].join(f"{n:02}" if len(numeric[1]) == 2 else str(n) for n in (day.day, day.month, day.year))
    return format_days(days)


def _day(year: int, month: int, day: int) -> Days | None:
    try:
        return Days(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


class Day(_Date):
    name = "day"
    title = Bilingual("another day of the month", "een andere dag van de maand")

    def other(self, days: Days, rng: Random) -> Days | None:
        return _day(days.first.year, days.first.month, rng.randint(2, 27))


class Month(_Date):
    name = "month"
    title = Bilingual("another month", "een andere maand")

    def applies(self, days: Days) -> bool:
        return (days.last - days.first).days <= 31

    def other(self, days: Days, rng: Random) -> Days | None:
        month = rng.choice([m for m in range(1, 13) if m != days.first.month])
        if days.first == days.last:
            return _day(days.first.year, month, min(days.first.day, 28))
        return Days.of_months(days.first.year, month, month)


class Year(_Date):
    name = "year"
    title = Bilingual("another year in a date", "een ander jaar in een datum")

    def applies(self, days: Days) -> bool:
        return days.first.year == days.last.year

    def other(self, days: Days, rng: Random) -> Days | None:
        year = days.first.year + rng.choice([-10, -2, -1, 1, 2, 9])
        if days.first == days.last:
            return _day(year, days.first.month, min(days.first.day, 28))
        if days == Days.of_year(days.first.year):
            return Days.of_year(year)
        return Days.of_months(year, days.first.month, days.last.month)


class DayAndMonth(_Date):
    name = "transposed-date"
    title = Bilingual("day and month change places", "dag en maand zijn verwisseld")

    def other(self, days: Days, rng: Random) -> Days | None:
        return _day(days.first.year, days.first.day, days.first.month) if days.first.day <= 12 else None


class _Period(Operator):
    expected: ClassVar = COURSE | {
        "period-mismatch", "period-outside-horizon", "replacement-starts-after-contract-end",
        "roadmap-entry-without-initiative",
        "replacement-ends-after-contract-end", "dependency-order-conflict", "goal-date-before-initiative-end",
        "legal-date-before-period", "start-year-vs-chapter-title", "funding-round-later-than-cost-year",
    }  # fmt: skip

    def sites(self, base: Base) -> Iterator[Site]:
        for document in base.documents:
            for i, initiative in enumerate(document.initiatives):
                if initiative.period and _YEAR.search(initiative.period.text):
                    yield Site(document, ("initiatives", i, "period"))
            for s, statement in enumerate(document.statements):
                if statement.attribute == "period" and _YEAR.search(statement.value.text):
                    yield Site(document, ("statements", s, "value"))
        for site in entries(base):
            if site.path[0] == "roadmap" and any(_YEAR.search(said.text) for said in site.value.years):
                yield Site(site.document, (*site.path, "years"))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        listed = isinstance(site.value, list)
        before = site.value if listed else [site.value]
        named = [int(found[0]) for said in before for found in _YEAR.finditer(said.text)]
        moved = self.moved(named, rng)
        if moved is None:
            return None
        after = [says(said, _YEAR.sub(lambda m: str(moved[int(m[0])]), said.text)) for said in before]
        after = [said for number, said in enumerate(after) if said.text not in {s.text for s in after[:number]}]
        if [said.text for said in after] == [said.text for said in before]:
            return None
        return self.mutation([site.edit(after if listed else after[0])], before)

    @abstractmethod
    def moved(self, years: list[int], rng: Random) -> dict[int, int] | None:
        """Per year what is written in its place."""


class Shortened(_Period):
    name = "shortened-period"
    title = Bilingual("a period begins later or ends earlier", "een looptijd begint later of eindigt eerder")

    def moved(self, years: list[int], rng: Random) -> dict[int, int] | None:
        first, last = min(years), max(years)
        if first == last:
            return None
        later = rng.random() < 0.5
        kept = {year: year for year in years}
        return kept | ({first: first + 1} if later else {last: last - 1})


class Shifted(_Period):
    name = "shifted-period"
    title = Bilingual("a whole period is shifted", "een looptijd is in haar geheel verschoven")

    def moved(self, years: list[int], rng: Random) -> dict[int, int] | None:
        by = rng.choice([-2, -1, 1, 2, 10])
        return {year: year + by for year in years}


OPERATORS = (Day(), Month(), Year(), DayAndMonth(), Shortened(), Shifted())
