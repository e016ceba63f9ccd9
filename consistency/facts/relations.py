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
            "target_domain_name": Type.TEXT,
            "target_document": Type.TOKEN,
            "from_matrix": Type.FLAG,
            "answerable": Type.FLAG,
            "own_matrix": Type.TOKEN,
            "own_row": Type.TEXT,
            "fits": Type.FLAG,
            "resolved": Type.FLAG,
            "column_planned": Type.FLAG,
        },
        slot=("document", "column"),
        help="a stated relation; `answerable`: the target's plan has a matrix with a column for the source's domain; "
        "`own_matrix`: the source's plan `says` it in its matrix, `misses` it there, or has no place for it (`none`); "
        "`fits`: the target is of the domain that the column names",
    ),
    FactKind(
        "plan_matrix",
        {"document": Type.TOKEN, "name": Type.TEXT, "named_by": Type.TEXT, "present": Type.FLAG},
        help="a plan whose initiatives another plan's matrix names (`named_by`), and whether it has a matrix itself",
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
    _add_matrices(graph, facts)


def _add_relation(graph: PlanGraph, facts: FactBase, relation: Relation) -> None:
    target = graph.initiatives.get(relation.target.id) if relation.target else None
    subjects = [_subjects.initiative(graph, relation.source)]
    if target:
        subjects.append(_subjects.initiative(graph, target.id))
    row = _row_of(graph, relation.document, relation.source)
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
        column_name=_domain_name(graph, relation.column),
        target_domain=target.domain if target else None,
        target_domain_name=_domain_name(graph, target.domain) if target else None,
        target_document=target.document if target else None,
        from_matrix=relation.from_matrix,
        answerable=_answerable(graph, relation),
        own_matrix=_own_matrix(graph, relation),
        own_row=row.text if row else None,
        fits=_fits(graph, relation),
        resolved=target is not None,
        column_planned=relation.column is None or relation.column in graph.planned_domains,
        said={"says": relation.said, "target_name": _other_side(graph, relation), "own_row": row},
        certain=None if relation.certain else False,
    )


def _other_side(graph: PlanGraph, relation: Relation) -> Said | None:
    """Where the target's plan could have said it: its row in that plan's matrix, else its section."""
    target = graph.initiatives.get(relation.target.id) if relation.target else None
    if target is None:
        return None
    return _row_of(graph, target.document, target.id) or target.said


def _row_of(graph: PlanGraph, document: str | None, initiative: str) -> Said | None:
    rows = (
        row.said
        for row in graph.rows_of.get(initiative, ())
        if row.list is ListKind.MATRIX and row.document == document
    )
    return next(rows, None)


def _domain_name(graph: PlanGraph, domain: str | None) -> str | None:
    found = graph.plan_set.domains.get(domain or "")
    return found.name if found else domain


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


def _own_matrix(graph: PlanGraph, relation: Relation) -> str:
    """Whether the matrix of the source's plan, which has a row for it and a column for the target, names the target."""
    if relation.from_matrix:
        return "says"
    target = graph.initiatives.get(relation.target.id) if relation.target else None
    columns = _columns(graph, relation.document)
    if target is None or target.document == relation.document or columns.isdisjoint(_rows(graph, target.domain)):
        return "none"
    said = {r.target.id for r in _stated_in_matrix(graph, relation.document, relation.source) if r.target}
    if target.id in said:
        return "says"
    return "misses" if _row_of(graph, relation.document, relation.source) else "none"


def _stated_in_matrix(graph: PlanGraph, document: str, source: str) -> list[Relation]:
    stated = graph.relations_of.get(source, ())
    return [relation for relation in stated if relation.from_matrix and relation.document == document]


def _columns(graph: PlanGraph, document: str) -> set[str]:
    """The domains that a matrix speaks of; none where it only gives examples."""
    home = graph.documents[document]
    return set() if home.gives_examples else set(home.columns or ())


def _rows(graph: PlanGraph, domain: str | None) -> set[str]:
    """A domain and the one that includes it."""
    found = graph.plan_set.domains.get(domain or "")
    return {d for d in (domain, found.row if found else None) if d}


def _fits(graph: PlanGraph, relation: Relation) -> bool | None:
    """Domains of one plan may stand for each other, unless the matrix has a column for the target's own.

    A column whose heading is no domain of the set says nothing of where its targets belong.
    """
    target = graph.initiatives.get(relation.target.id) if relation.target else None
    if target is None or target.domain is None or relation.column not in graph.plan_set.domains:
        return None
    if not _rows(graph, target.domain).isdisjoint(_rows(graph, relation.column)):
        return True
    home = graph.documents[target.document].domains if target.document else ()
    return relation.column in home and target.domain not in _columns(graph, relation.document)


def _add_matrices(graph: PlanGraph, facts: FactBase) -> None:
    asking: dict[str, list[Relation]] = {}
    for relation in graph.relations:
        target = graph.initiatives.get(relation.target.id) if relation.target and relation.from_matrix else None
        if target and target.document and target.document != relation.document:
            asking.setdefault(target.document, []).append(relation)
    for document, relations in sorted(asking.items()):
        home = graph.documents[document]
        facts["plan_matrix"].add(
            _subjects.document(graph, document),
            document=document,
            name=home.title,
            named_by=", ".join(dict.fromkeys(graph.documents[r.document].title for r in relations)),
            present=home.columns is not None,
            said={"named_by": [relation.said for relation in relations]},
            certain=any(relation.certain for relation in relations),
        )


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
