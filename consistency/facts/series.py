"""Costs from year to year: how long incidental ones go on, where structural ones stop, and how they jump.

Columns with a mark of their own (`2021*`) are no year of a series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise
from typing import Any

from consistency.facts import _subjects
from consistency.facts._claims import period_of
from consistency.facts._sums import total
from consistency.facts.balances import slots
from consistency.facts.cells import labelled
from consistency.model.amount import Amount, Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell
from consistency.model.facts import FactBase, FactKind, Quote, Type
from consistency.model.graph import PlanGraph

_COMMON = {"initiative": Type.TOKEN, "name": Type.TEXT, "document": Type.TOKEN, "whose": Type.TEXT}

KINDS = (
    FactKind(
        "incidental_series",
        _COMMON | {"years": Type.INTEGER, "listed": Type.TEXT, "amount": Type.AMOUNT, "decided": Type.FLAG},
        slot=("document",),
        help="incidental costs; `years`: in how many years the municipality with the most has an amount",
    ),
    FactKind(
        "structural_series",
        _COMMON
        | {
            "stops": Type.FLAG,
            "decided": Type.FLAG,
            "last_year": Type.INTEGER,
            "amount": Type.AMOUNT,
            "gap": Type.INTEGER,
            "after": Type.AMOUNT,
        },
        slot=("document", "gap"),
        help="structural costs; `stops`: after `last_year` nothing is stated in the year `gap`, inside the horizon",
    ),
    FactKind(
        "structural_step",
        _COMMON
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


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    cells: tuple[AmountCell, ...]

    @property
    def amount(self) -> Amount:
        """As one cell says it, where there is one."""
        return self.cells[0].amount if len(self.cells) == 1 else total(cell.amount for cell in self.cells)

    @property
    def stated(self) -> bool:
        return self.amount.written.low > 0

    @property
    def blank(self) -> bool:
        return all(cell.amount.outcome is Outcome.BLANK for cell in self.cells)

    @property
    def nothing(self) -> bool:
        """Empty, n.v.t. or zero, rounded or not; what is PM or unknown goes on."""
        return all(c.amount.outcome is Outcome.BLANK or _is_zero(c.amount) for c in self.cells)


def _is_zero(amount: Amount) -> bool:
    return amount.meant.high is not None and amount.meant.low <= 0 <= amount.meant.high


Series = dict[str, list[Year]]
"""By municipality, the years in order."""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    by_kind: dict[tuple[str, str], Series] = {}
    for (initiative, municipality, kind, year, mark), slot in sorted(slots(graph).items(), key=lambda item: item[0]):
        if not mark and slot.cost:
            series = by_kind.setdefault((initiative, kind), {})
            series.setdefault(municipality, []).append(Year(year, tuple(slot.cost)))
    for key in graph.initiatives:
        incidental, structural = by_kind.get((key, "incidental"), {}), by_kind.get((key, "structural"), {})
        _add_incidental(graph, facts, key, incidental)
        _add_structural(graph, facts, key, structural)
        at_work = {year.year for years in incidental.values() for year in years if not year.nothing}
        for municipality, years in structural.items():
            _add_steps(graph, facts, key, municipality, years, at_work)


def _common(graph: PlanGraph, key: str, years: Sequence[Year], municipalities: Sequence[str]) -> dict[str, Any]:
    known = graph.plan_set.municipalities
    names = [known[code].name if code in known else code for code in municipalities]
    name = graph.initiatives[key].name
    return {"initiative": key, "name": name, "document": years[0].cells[0].document, "whose": ", ".join(names)}


def _said(years: Sequence[Year]) -> list[Quote]:
    return [labelled(cell) for year in years for cell in year.cells]


def _add_incidental(graph: PlanGraph, facts: FactBase, key: str, series: Series) -> None:
    stated = {municipality: [year for year in years if year.stated] for municipality, years in series.items()}
    most = max((len(years) for years in stated.values()), default=0)
    longest = {municipality: years for municipality, years in stated.items() if len(years) == most}
    if not most:
        return
    years = [year for each in longest.values() for year in each]
    decision = graph.initiatives[key].end_decision
    facts["incidental_series"].add(
        _subjects.initiative(graph, key),
        **_common(graph, key, years, list(longest)),
        years=most,
        listed=", ".join(str(year) for year in sorted({year.year for year in years})),
        amount=total(year.amount for year in years),
        decided=decision is not None,
        said={"amount": _said(years), "decided": decision},
    )


def _add_structural(graph: PlanGraph, facts: FactBase, key: str, series: Series) -> None:
    """One fact for the municipalities that stop after the same year, and one for those that go on."""
    horizon = graph.plan_set.horizon
    groups: dict[tuple[int, int], dict[str, tuple[Year, Year]]] = {}
    goes_on: dict[str, list[Year]] = {}
    for municipality, years in series.items():
        if stop := _stop(years, horizon):
            groups.setdefault((stop[0].year, stop[1].year), {})[municipality] = stop
        elif any(year.stated for year in years):
            goes_on[municipality] = years
    decision = graph.initiatives[key].end_decision
    subject = _subjects.initiative(graph, key)
    for (last, gap), stops in groups.items():
        before, after = [b for b, _ in stops.values()], [a for _, a in stops.values()]
        facts["structural_series"].add(
            subject,
            **_common(graph, key, before, list(stops)),
            stops=True,
            decided=decision is not None,
            last_year=last,
            amount=before[0].amount if len(before) == 1 else total(year.amount for year in before),
            gap=gap,
            after=after[0].amount if len(after) == 1 else total(year.amount for year in after),
            said={"amount": _said(before), "after": _said(after), "decided": decision},
            certain=False if all(year.blank for year in after) else None,
        )
    if goes_on:
        years = [year for each in goes_on.values() for year in each if year.stated]
        facts["structural_series"].add(
            subject,
            **_common(graph, key, years, list(goes_on)),
            stops=False,
            decided=decision is not None,
            amount=total(year.amount for year in years),
            said={"amount": _said(years), "decided": decision},
        )


def _stop(years: Sequence[Year], horizon: tuple[int, int] | None) -> tuple[Year, Year] | None:
    """The last year with an amount and the first one after it with nothing, where that lies inside the horizon."""
    last: Year | None = None
    for year in years:
        if year.stated:
            last = year
        elif last and year.nothing and (horizon is None or horizon[0] <= year.year <= horizon[1]):
            return last, year
    return None


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
            **_common(graph, key, [year], [municipality]),
            municipality=municipality,
            year=year.year,
            next_year=following.year,
            amount=year.amount,
            next=following.amount,
            factor=_factor(high.low, low.high or low.low),
            ramp_up=year is first and _starts_late(graph, key, year.year, at_work) and _settles(years, following),
            said={"amount": _said([year]), "next": _said([following])},
        )


def _factor(to: int, of: int) -> Decimal:
    """By how much it surely multiplies, cut off to one decimal."""
    return (Decimal(to) / Decimal(of)).quantize(Decimal("0.1"), ROUND_DOWN)


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
