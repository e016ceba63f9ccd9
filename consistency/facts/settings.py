"""The plan set itself: its horizon, the date it is judged at, and which of its lists claim to be complete."""

from __future__ import annotations

from datetime import date

from consistency.model.dates import Days
from consistency.model.entities import ListKind
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "set",
        {
            "id": Type.TOKEN,
            "horizon": Type.DAYS,
            "first_year": Type.INTEGER,
            "last_year": Type.INTEGER,
            "as_of": Type.DAYS,
            "decision_date": Type.DAYS,
            "overview_complete": Type.FLAG,
            "scores_complete": Type.FLAG,
        },
        help="the plan set as a whole; one row, named `set` in every rule",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    plan_set = graph.plan_set
    first, last = plan_set.horizon or (None, None)
    facts["set"].add(
        id=plan_set.id,
        horizon=Days(date(first, 1, 1), date(last, 12, 31)) if first and last else None,
        first_year=first,
        last_year=last,
        as_of=as_of,
        decision_date=plan_set.decision,
        overview_complete=bool(graph.complete_lists[ListKind.OVERVIEW]),
        scores_complete=bool(graph.complete_lists[ListKind.SCORES]),
        said={"decision_date": plan_set.said.get("decision_date"), "horizon": plan_set.said.get("horizon")},
    )
