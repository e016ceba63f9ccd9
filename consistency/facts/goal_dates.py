"""Goals with a date, against the horizon and against when the initiatives that serve them can end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from consistency.facts._claims import period_of
from consistency.model.dates import Days
from consistency.model.entities import Goal
from consistency.model.facts import FactBase, FactKind, Subject, Type, quote
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "goal_date",
        {
            "id": Type.TOKEN,
            "name": Type.TEXT,
            "document": Type.TOKEN,
            "due": Type.DAYS,
            "before_horizon": Type.FLAG,
            "initiatives": Type.TEXT,
            "can_be": Type.DAYS,
        },
        slot=("document",),
        help="a goal with a date; `can_be`: the first day on which one of the initiatives that serve it can end",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    first_year = graph.plan_set.horizon[0] if graph.plan_set.horizon else None
    for goal in graph.goals:
        if goal.due is None:
            continue
        ends = dict(_ends(graph, goal))
        known = [day for day in ends.values() if day is not None]
        can_be = min(known) if known and len(known) == len(ends) else None
        facts["goal_date"].add(
            Subject("goal", goal.id, goal.name),
            id=goal.id,
            name=goal.name,
            document=goal.document,
            due=goal.due,
            before_horizon=goal.due.last <= date(first_year, 1, 1) if first_year else None,
            initiatives=", ".join(graph.initiatives[key].name for key in ends) or None,
            can_be=Days(can_be, can_be) if can_be else None,
            said={
                "due": quote(goal.due_said, goal.due, goal.name) if goal.due_said else None,
                "can_be": [said for key in ends if (said := period_of(graph, key)[1])],
            },
        )


def _ends(graph: PlanGraph, goal: Goal) -> Iterator[tuple[str, date | None]]:
    """The first day on which each initiative can be done; what has no end can give its goal from its beginning on."""
    for key in goal.served_by:
        period, _ = period_of(graph, key)
        days = (period.end or period.start) if period else None
        yield key, days.first if days else None
