"""Stated relations: what a matrix says of another plan's initiative, and whether that plan could answer."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.facts import _subjects
from consistency.model.dates import Days
from consistency.model.entities import ListKind, Relation
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.record import Said

KINDS = (
    FactKind(
        "relation",
        {
            "source": Type.TOKEN,
            "source_name": Type.TEXT,
            "target": Type.TOKEN,
            "target_name": Type.TEXT,
            "says": Type.TOKEN,
            "type": Type.TOKEN,
            "document": Type.TOKEN,
            "column": Type.TOKEN,
            "column_name": Type.TEXT,
            "target_domain": Type.TOKEN,
            "target_document": Type.TOKEN,
            "from_matrix": Type.FLAG,
            "answerable": Type.FLAG,
            "resolved": Type.FLAG,
            "column_planned": Type.FLAG,
        },
        slot=("document", "column"),
        help="a stated relation; `answerable`: the target's plan has a matrix with a column for the source's domain",
    ),
    FactKind(
        "reply",
        {"source": Type.TOKEN, "target": Type.TOKEN, "document": Type.TOKEN},
        help="any stated relation, as an answer to one from the other side",
    ),
    FactKind(
        "needs_group",
        {"initiative": Type.TOKEN, "members": Type.TOKENS, "names": Type.TEXT, "circular": Type.FLAG},
        help="initiatives that need each other, directly or by way of others; one alone is not circular",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for relation in graph.relations:
        _add_relation(graph, facts, relation)
        if relation.target and (relation.from_matrix or relation.type == "relates"):
            facts["reply"].add(source=relation.source, target=relation.target.id, document=relation.document)
    _add_groups(graph, facts)


def _add_relation(graph: PlanGraph, facts: FactBase, relation: Relation) -> None:
    target = graph.initiatives.get(relation.target.id) if relation.target else None
    subjects = [_subjects.initiative(graph, relation.source)]
    if target:
        subjects.append(_subjects.initiative(graph, target.id))
    column = graph.plan_set.domains.get(relation.column or "")
    facts["relation"].add(
        *subjects,
        source=relation.source,
        source_name=subjects[0].name,
        target=target.id if target else None,
        target_name=target.name if target else None,
        says=relation.said.text,
        type=relation.type,
        document=relation.document,
        column=relation.column,
        column_name=column.name if column else relation.column,
        target_domain=target.domain if target else None,
        target_document=target.document if target else None,
        from_matrix=relation.from_matrix,
        answerable=_answerable(graph, relation),
        resolved=target is not None,
        column_planned=relation.column is None or relation.column in graph.planned_domains,
        said={"says": relation.said, "target_name": _other_side(graph, relation)},
        certain=None if relation.certain else False,
    )


def _other_side(graph: PlanGraph, relation: Relation) -> Said | None:
    """Where the target's plan could have said it: its row in that plan's matrix, else its section."""
    target = graph.initiatives.get(relation.target.id) if relation.target else None
    if target is None:
        return None
    rows = (
        entry.said
        for entry in graph.entries_of(ListKind.MATRIX)
        if entry.document == target.document and any(match.id == target.id for match in entry.matches)
    )
    return next(rows, target.said)


def _answerable(graph: PlanGraph, relation: Relation) -> bool:
    target = graph.initiatives.get(relation.target.id) if relation.target else None
    if target is None or target.document is None or target.document == relation.document:
        return False
    asked = graph.documents[target.document]
    columns = None if asked.gives_examples else asked.columns
    domains = graph.plan_set.domains
    asking = graph.documents[relation.document].domains
    rows = {*asking, *(domains[d].row for d in asking if d in domains)}
    return columns is not None and not rows.isdisjoint(columns)


def _add_groups(graph: PlanGraph, facts: FactBase) -> None:
    needs = [relation for relation in graph.relations if relation.type == "needs"]
    circular = graph.needs_cycles()
    grouped = {member for group in circular for member in group}
    for members in [*circular, *((key,) for key in sorted({r.source for r in needs} - grouped))]:
        within = [r.said for r in needs if r.source in members and (_is_target(r, members) or len(members) == 1)]
        subjects = [_subjects.initiative(graph, member) for member in members]
        facts["needs_group"].add(
            *subjects,
            initiative=members[0],
            members=members,
            names=" → ".join(s.name for s in (*subjects, subjects[0])),
            circular=members[0] in grouped,
            said={"members": within},
        )


def _is_target(relation: Relation, members: Sequence[str]) -> bool:
    return relation.target is not None and relation.target.id in members
