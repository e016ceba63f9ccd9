"""The template of each document: which fields most of its initiatives fill in, and who leaves one of them empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from consistency.facts import _subjects
from consistency.facts._claims import period_of
from consistency.facts.cells import largest_first
from consistency.model.amount import Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Initiative, Side
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

_COMMON = {"initiative": Type.TOKEN, "name": Type.TEXT, "document": Type.TOKEN}

KINDS = (
    FactKind(
        "template_field",
        _COMMON | {"field": Type.TOKEN, "filled": Type.FLAG, "others": Type.INTEGER, "among": Type.INTEGER},
        slot=("document", "field"),
        help="a field that most initiatives of a document fill in: `others` of the `among` that are there",
    ),
    FactKind(
        "period",
        _COMMON | {"says": Type.TEXT, "usable": Type.FLAG, "outside": Type.FLAG, "horizon": Type.TEXT},
        slot=("document",),
        help="the period of an initiative whose plan asks for one; `outside`: wholly outside the horizon",
    ),
    FactKind(
        "cost_table",
        _COMMON | {"lacks": Type.TOKEN, "kind": Type.TOKEN},
        slot=("document", "kind"),
        help="costs that a plan ought to have; `lacks` incidental-cost-table or structural-cost-table "
        "(there is one of coverage), any-cost, or is missing",
    ),
)

AT_LEAST = 3
"""Fewer initiatives show no template."""
FIELDS = ("priority", "municipalities", "goals", "actielijnen", "benefits", "applications", "funding")
"""Those of which the rule on empty fields speaks; of the period and the costs there are rules of their own."""
PROPOSALS = ("proposal", "unread proposal")


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    in_parts = {initiative.part_of for initiative in graph.initiatives.values()}
    described: dict[str, list[Initiative]] = {}
    for initiative in graph.initiatives.values():
        if initiative.document and not initiative.part_of and (initiative.fields or initiative.id not in in_parts):
            described.setdefault(initiative.document, []).append(initiative)
    tables = _tables(graph)
    for initiatives in described.values():
        filled = Counter(name for initiative in initiatives for name in initiative.fields)
        # who covers nothing has no coverage table; that the template asks for a proposal, proposals show
        filled["funding"] = sum(not initiative.fields.keys().isdisjoint(PROPOSALS) for initiative in initiatives)
        required = {name for name in filled if len(initiatives) >= AT_LEAST and 2 * filled[name] > len(initiatives)}
        with_costs = any(c.side is Side.COST for initiative in initiatives for c in tables.get(initiative.id, ()))
        for initiative in initiatives:
            own = tables.get(initiative.id, [])
            asked = {name: filled[name] for name in FIELDS if name in required}
            if not _may_cost(own):
                asked.pop("funding", None)
            _add_fields(graph, facts, initiative, asked, len(initiatives))
            if "period" in initiative.fields or "period" in required:
                _add_period(graph, facts, initiative)
            _add_cost_tables(graph, facts, initiative, own)
            if with_costs and initiative.id not in in_parts:
                _add_costs(graph, facts, initiative)


def _tables(graph: PlanGraph) -> dict[str, list[AmountCell]]:
    found: dict[str, list[AmountCell]] = {}
    for cell in graph.cells:
        found.setdefault(cell.initiative, []).append(cell)
    return found


def _add_fields(
    graph: PlanGraph, facts: FactBase, initiative: Initiative, required: Mapping[str, int], among: int
) -> None:
    for name, count in required.items():
        facts["template_field"].add(
            _subjects.initiative(graph, initiative.id),
            initiative=initiative.id,
            name=initiative.name,
            document=initiative.document,
            field=name,
            filled=name in initiative.fields,
            others=count,
            among=among,
            said={"name": initiative.said, "filled": initiative.fields.get(name)},
        )


def _may_cost(cells: Iterable[AmountCell]) -> bool:
    """Whether some cost that it speaks of may be above zero: what costs nothing needs no money."""
    costs = (c.amount for c in cells if c.side is Side.COST and c.amount.outcome is not Outcome.BLANK)
    return any(amount.meant.high is None or amount.meant.high > 0 for amount in costs)


def _add_period(graph: PlanGraph, facts: FactBase, initiative: Initiative) -> None:
    period, said = period_of(graph, initiative.id)
    said = said or initiative.fields.get("period")
    horizon = graph.plan_set.horizon
    outside = None
    if period and horizon and (period.start or period.end):
        ended = period.last_year is not None and period.last_year < horizon[0]
        outside = ended or (period.first_year is not None and period.first_year > horizon[1])
    facts["period"].add(
        _subjects.initiative(graph, initiative.id),
        initiative=initiative.id,
        name=initiative.name,
        document=initiative.document,
        says=said.text if said else None,
        usable=period is not None,
        outside=outside,
        horizon=f"{horizon[0]}-{horizon[1]}" if horizon else None,
        said={"says": said, "name": initiative.said},
    )


def _add_cost_tables(graph: PlanGraph, facts: FactBase, initiative: Initiative, cells: Sequence[AmountCell]) -> None:
    for kind in sorted({cell.kind.value for cell in cells}):
        of_kind = [cell for cell in cells if cell.kind.value == kind]
        facts["cost_table"].add(
            _subjects.initiative(graph, initiative.id),
            initiative=initiative.id,
            name=initiative.name,
            document=initiative.document,
            kind=kind,
            lacks=None if any(cell.side is Side.COST for cell in of_kind) else f"{kind}-cost-table",
            said={"lacks": largest_first(of_kind)[0].said},
        )


def _add_costs(graph: PlanGraph, facts: FactBase, initiative: Initiative) -> None:
    facts["cost_table"].add(
        _subjects.initiative(graph, initiative.id),
        initiative=initiative.id,
        name=initiative.name,
        document=initiative.document,
        lacks=None if initiative.fields.keys() & {"costs", "funding"} else "any-cost",
        said={"lacks": initiative.said},
    )
