"""Fields for a priority, and what the heading above says: a priority, or the year in which things start."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from consistency.facts import _subjects
from consistency.facts._claims import period_of
from consistency.facts._priorities import agree, claimed
from consistency.model.dates import Days, Period
from consistency.model.entities import Heading, PriorityField
from consistency.model.facts import FactBase, FactKind, Subject, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import slug
from consistency.model.record import Said

KINDS = (
    FactKind(
        "priority_field",
        {
            "document": Type.TOKEN,
            "list": Type.TOKEN,
            "name": Type.TEXT,
            "row": Type.INTEGER,
            "says": Type.TEXT,
            "names": Type.TEXT,
            "several": Type.FLAG,
            "heading": Type.TEXT,
            "stated": Type.TEXT,
            "fits": Type.FLAG,
        },
        slot=("document", "list", "row"),
        help="a field for a priority; `several` if it names two that exclude each other, `fits` if the priority stated "
        "(there, or elsewhere of the initiative) is one that the heading above allows",
    ),
    FactKind(
        "start",
        {
            "document": Type.TOKEN,
            "list": Type.TOKEN,
            "name": Type.TEXT,
            "heading": Type.TEXT,
            "period": Type.TEXT,
            "fits": Type.FLAG,
        },
        slot=("document", "list"),
        help="an initiative under a heading with the year in which it starts; `fits` if its period can start then",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    seen: Counter[tuple[object, ...]] = Counter()
    for field in graph.priority_fields:
        subject = _subject(graph, field)
        place = (field.document, field.list, subject.id)
        seen[place] += 1
        _add_field(graph, facts, field, subject, seen[place])
        if field.heading and field.heading.starts and field.initiative:
            _add_start(graph, facts, field, field.heading, subject)


def _subject(graph: PlanGraph, field: PriorityField) -> Subject:
    if field.initiative:
        return _subjects.initiative(graph, field.initiative.id)
    return Subject("entry", slug(field.name) or f"{field.document}-unnamed", field.name or "—")


def _add_field(graph: PlanGraph, facts: FactBase, field: PriorityField, subject: Subject, row: int) -> None:
    contains = graph.plan_set.priorities
    stated, said = _stated(graph, field)
    allowed = field.heading.priorities if field.heading else ()
    fits = any(agree(a, b, contains) for a in allowed for b in stated) if allowed and stated else None
    facts["priority_field"].add(
        subject,
        document=field.document,
        list=field.list.value if field.list else None,
        name=subject.name,
        row=row if row > 1 else None,
        says=field.said.text if field.said else None,
        names=" + ".join(field.names) or None,
        several=any(not agree(a, b, contains) for a, b in combinations(field.names, 2)) if field.names else None,
        heading=field.heading.said.text if allowed and field.heading else None,
        stated=" / ".join(stated) or None,
        fits=fits,
        said={
            "says": field.said,
            "heading": field.heading.said if field.heading else None,
            "stated": said,
        },
        certain=field.initiative is None or field.initiative.certain or bool(field.said),
    )


def _stated(graph: PlanGraph, field: PriorityField) -> tuple[tuple[str, ...], list[Said]]:
    """The priorities of the field itself; where it has none, all that documents give the initiative."""
    if field.names and field.said:
        return field.names, [field.said]
    if field.initiative is None:
        return (), []
    claims = graph.claims_on(field.initiative.id, "priority")
    return claimed(graph, field.initiative.id), [claim.said for claim in claims]


def _add_start(graph: PlanGraph, facts: FactBase, field: PriorityField, heading: Heading, subject: Subject) -> None:
    period, said = period_of(graph, subject.id)
    facts["start"].add(
        subject,
        document=field.document,
        list=field.list.value if field.list else None,
        name=subject.name,
        heading=heading.said.text,
        period=period.text if period else None,
        fits=_can_start(period, heading) if period else None,
        said={"heading": heading.said, "period": said},
        certain=None if field.initiative and field.initiative.certain else False,
    )


def _can_start(period: Period, heading: Heading) -> bool | None:
    """None where the period does not say when it starts."""
    if period.start is None:
        return None
    first, last = period.start.first.year, period.start.last.year
    return last >= heading.starts[0] and (heading.open or first <= heading.starts[-1])
