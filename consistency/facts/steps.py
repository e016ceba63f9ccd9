"""Structural costs of two years that follow, and by how much they multiply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from consistency.facts import _subjects
from consistency.facts._claims import period_of
from consistency.facts._series import COMMON, Year, all_series, common, said
from consistency.model.amount import Amount
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "structural_step",
        COMMON
        | {
            "municipality": Type.TOKEN,
            "year": Type.INTEGER,
            "next_year": Type.INTEGER,
            "amount": Type.AMOUNT,
            "next": Type.AMOUNT,
            "factor": Type.NUMBER,
            "ramp_up": Type.FLAG,
        },
        slot=("document", "municipality", "next_year"),
        help="structural costs stated in two years that follow; `ramp_up`: the first may be a part of a year",
    ),
)

MONTHS = 12
"""A full year is at most so many times the part of it in which something ran."""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    found = all_series(graph)
    for (key, kind), series in found.items():
        if kind == "structural":
            incidental = found.get((key, "incidental"), {}).values()
            at_work = {year.year for years in incidental for year in years if not year.nothing}
            for municipality, years in series.items():
                _add_steps(graph, facts, key, municipality, years, at_work)


def _add_steps(
    graph: PlanGraph, facts: FactBase, key: str, municipality: str, years: Sequence[Year], at_work: set[int]
) -> None:
    first = next((year for year in years if year.stated), None)
    for year, following in pairwise(years):
        if not (year.stated and following.stated and following.year == year.year + 1):
            continue
        low, high = year.amount.written, following.amount.written
        facts["structural_step"].add(
            _subjects.initiative(graph, key),
            **common(graph, key, [year], [municipality]),
            municipality=municipality,
            year=year.year,
            next_year=following.year,
            amount=year.amount,
            next=following.amount,
            factor=_factor(high.low, low.high or low.low),
            ramp_up=year is first and _starts_late(graph, key, year.year, at_work) and _settles(years, following),
            said={"amount": said([year]), "next": said([following])},
        )


def _factor(to: int, of: int) -> Decimal:
    """By how much it surely multiplies, cut off to one decimal."""
    return Decimal(10 * to // of) / 10


def _starts_late(graph: PlanGraph, key: str, year: int, at_work: set[int]) -> bool:
    """Whether it is still being made in that year, or begins after the first of January."""
    period, _ = period_of(graph, key)
    start = period.start if period else None
    return year in at_work or (start is not None and start.first.year == year and start.first > date(year, 1, 1))


def _settles(years: Sequence[Year], full: Year) -> bool:
    """Whether later years stay at what the first full year says, and that is no more than a year's part can grow to."""
    first = next(year for year in years if year.stated)
    later = [year for year in years if year.year > full.year and year.stated]
    grown = full.amount.written.low <= MONTHS * (first.amount.written.high or 0)
    return grown and all(_within_tenth(year.amount, full.amount) for year in later)


def _within_tenth(a: Amount, b: Amount) -> bool:
    return abs(a.written.low - b.written.low) * 10 <= b.written.low
