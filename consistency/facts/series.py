"""How long incidental costs go on, and where structural ones stop."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.facts import _subjects
from consistency.facts._series import COMMON, Series, Year, all_series, common, said
from consistency.facts._sums import total
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "incidental_series",
        COMMON | {"years": Type.INTEGER, "listed": Type.TEXT, "amount": Type.AMOUNT, "decided": Type.FLAG},
        slot=("document",),
        help="incidental costs; `years`: in how many years the municipality with the most has an amount",
    ),
    FactKind(
        "structural_series",
        COMMON
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
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for (key, kind), series in all_series(graph).items():
        (_add_incidental if kind == "incidental" else _add_structural)(graph, facts, key, series)


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
        **common(graph, key, years, list(longest)),
        years=most,
        listed=", ".join(str(year) for year in sorted({year.year for year in years})),
        amount=total(year.amount for year in years),
        decided=decision is not None,
        said={"amount": said(years), "decided": decision},
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
            **common(graph, key, before, list(stops)),
            stops=True,
            decided=decision is not None,
            last_year=last,
            amount=before[0].amount if len(before) == 1 else total(year.amount for year in before),
            gap=gap,
            after=after[0].amount if len(after) == 1 else total(year.amount for year in after),
            said={"amount": said(before), "after": said(after), "decided": decision},
            certain=False if all(year.blank for year in after) else None,
        )
    if goes_on:
        years = [year for each in goes_on.values() for year in each if year.stated]
        facts["structural_series"].add(
            subject,
            **common(graph, key, years, list(goes_on)),
            stops=False,
            decided=decision is not None,
            amount=total(year.amount for year in years),
            said={"amount": said(years), "decided": decision},
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
