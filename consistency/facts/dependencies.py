"""What an initiative needs: when it can be there, for whom, and whether it has its money in the years that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from consistency.facts import _subjects
from consistency.facts._claims import municipalities_of, period_of
from consistency.facts._priorities import most_exact
from consistency.model.amount import Outcome
from consistency.model.dates import Days, Period
from consistency.model.entities import AmountCell, Relation, Side
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

_PAIR = {
    "source": Type.TOKEN,
    "source_name": Type.TEXT,
    "target": Type.TOKEN,
    "target_name": Type.TEXT,
    "document": Type.TOKEN,
}
KINDS = (
    FactKind(
        "dependency",
        {
            **_PAIR,
            "period": Type.TEXT,
            "target_period": Type.TEXT,
            "latest_end": Type.DAYS,
            "earliest": Type.DAYS,
        },
        slot=("document",),
        help="an initiative and one that it needs; `latest_end`: the last day on which it can end, `earliest`: the "
        "first on which what it needs can be there",
    ),
    FactKind(
        "dependency_cover",
        {
            **_PAIR,
            "municipalities": Type.TOKENS,
            "target_municipalities": Type.TOKENS,
            "gap": Type.TEXT,
            "covered": Type.FLAG,
        },
        slot=("document",),
        help="an initiative and one that it needs, each with its municipalities; `gap`: those that only the first has",
    ),
    FactKind(
        "dependency_year",
        {**_PAIR, "year": Type.INTEGER, "amount": Type.AMOUNT, "state": Type.TOKEN, "funded": Type.FLAG},
        slot=("document",),
        help="a year in which an initiative has cost, and how what it needs stands then: `state` PM, or its priority "
        "where that is lower",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    seen: set[tuple[str, str]] = set()
    costs: dict[str, list[AmountCell]] = {}
    for cell in graph.cells if any(relation.type == "needs" for relation in graph.relations) else ():
        if cell.side is Side.COST and cell.role == "row" and not cell.mark and not cell.copy:
            costs.setdefault(cell.initiative, []).append(cell)
    for relation in graph.relations:
        target = relation.target.id if relation.target else relation.source
        if relation.type == "needs" and target != relation.source and (relation.source, target) not in seen:
            seen.add((relation.source, target))
            _add_pair(graph, facts, relation, target)
            _add_cover(graph, facts, relation, target)
            _add_years(graph, facts, relation, target, costs)


def _pair(graph: PlanGraph, relation: Relation, target: str) -> dict[str, str]:
    return {
        "source": relation.source,
        "source_name": graph.initiatives[relation.source].name,
        "target": target,
        "target_name": graph.initiatives[target].name,
        "document": relation.document,
    }


def _add_pair(graph: PlanGraph, facts: FactBase, relation: Relation, target: str) -> None:
    (own, own_said), (other, other_said) = period_of(graph, relation.source), period_of(graph, target)
    facts["dependency"].add(
        _subjects.initiative(graph, relation.source),
        _subjects.initiative(graph, target),
        **_pair(graph, relation, target),
        period=own.text if own else None,
        target_period=other.text if other else None,
        latest_end=_day(own.end.last) if own and own.end else None,
        earliest=_earliest(other),
        said={"document": relation.said, "period": own_said, "target_period": other_said},
        certain=None if relation.certain else False,
    )


def _add_cover(graph: PlanGraph, facts: FactBase, relation: Relation, target: str) -> None:
    covers, covers_said = municipalities_of(graph, relation.source)
    offers, offers_said = municipalities_of(graph, target)
    names = {code: m.name for code, m in graph.plan_set.municipalities.items()}
    missing = [code for code in covers or () if offers is not None and code not in offers]
    facts["dependency_cover"].add(
        _subjects.initiative(graph, relation.source),
        _subjects.initiative(graph, target),
        **_pair(graph, relation, target),
        municipalities=covers,
        target_municipalities=offers,
        gap=", ".join(names.get(code, code) for code in missing),
        covered=None if covers is None or offers is None else not missing,
        said={"document": relation.said, "municipalities": covers_said, "target_municipalities": offers_said},
        certain=None if relation.certain and _undisputed(graph, (relation.source, target)) else False,
    )


def _earliest(period: Period | None) -> Days | None:
    """Where no end is said, it may be there as soon as it starts."""
    known = (period.end or period.start) if period else None
    return _day(known.first) if known else None


def _day(day: date) -> Days:
    return Days(day, day)


def _undisputed(graph: PlanGraph, initiatives: Iterable[str]) -> bool:
    """Not where several places give them other municipalities: that is for another rule to say."""
    return all(len({claim.value for claim in graph.claims_on(key, "municipalities")}) <= 1 for key in initiatives)


def _add_years(
    graph: PlanGraph, facts: FactBase, relation: Relation, target: str, costs: Mapping[str, Sequence[AmountCell]]
) -> None:
    """`costs` are the cells of cost tables by initiative; only what is above nothing is a cost of the source."""
    lower, priority = _lower(graph, relation.source, target)
    for cost in costs.get(relation.source, ()):
        if cost.amount.written.low <= 0:
            continue
        open_cells = _open(costs.get(target, ()), cost)
        state = priority if lower else "PM" if open_cells else None
        facts["dependency_year"].add(
            _subjects.initiative(graph, relation.source),
            _subjects.initiative(graph, target),
            **_pair(graph, relation, target),
            year=cost.year,
            amount=cost.amount,
            state=f"prio {state}" if lower else state,
            funded=state is None,
            said={
                "document": relation.said,
                "amount": cost.said,
                "state": [claim.said for claim in graph.claims_on(target, "priority")]
                if lower
                else [cell.said for cell in open_cells],
            },
            certain=None if relation.certain and cost.said.confidence >= 1 else False,
        )


def _open(cells: Iterable[AmountCell], cost: AmountCell) -> list[AmountCell]:
    """The cells of the year, for the same municipality, that are PM; none where an amount is stated beside them."""
    beside = [
        cell
        for cell in cells
        if cell.year == cost.year
        if cell.municipality in (None, cost.municipality) or cost.municipality is None
    ]
    if any(cell.amount.written.low > 0 for cell in beside):
        return []
    return [cell for cell in beside if cell.amount.outcome in (Outcome.PM, Outcome.UNKNOWN)]


def _lower(graph: PlanGraph, source: str, target: str) -> tuple[bool, str | None]:
    """Whether the target's priority is surely lower, in the order in which the set declares its priorities."""
    (mine, sure), (other, other_sure) = most_exact(graph, source), most_exact(graph, target)
    ranks, others = _ranks(graph, mine), _ranks(graph, other)
    lower = sure and other_sure and bool(ranks and others) and min(others) > max(ranks)
    return lower, other


def _ranks(graph: PlanGraph, priority: str | None) -> list[int]:
    """The places, from high to low, of all that a priority can mean: what contains others means one of these."""
    contains = graph.plan_set.priorities
    leaves = [name for name, parts in contains.items() if len(parts) == 1]
    return [leaves.index(part) for part in contains.get(priority or "", ()) if part in leaves]
