"""Relations between initiatives: both plans say them, and what is needed is there in time."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.model.dates import Days, Period
from consistency.model.entities import Relation
from consistency.model.graph import PlanGraph
from consistency.model.names import slug
from consistency.mutation.base import Places
from consistency.mutation.witnesses._witness import Witness, witness


def witnesses(places: Places, as_of: Days | None) -> Iterator[Witness]:
    graph = places.graph
    stated = {(r.source, r.target.id) for r in graph.relations if r.target and r.type == "relates"}
    for relation in graph.relations:
        key = (relation.type, relation.source, relation.document, relation.column)
        target = graph.initiatives.get(relation.target.id) if relation.target else None
        ids = [relation.source, target.id if target else slug(relation.said.text)]
        planned = relation.column is None or relation.column in graph.planned_domains
        if planned:
            unknown = target is None or target.document is None
            yield witness("related", *key, ids[1], fault=unknown or None, said=[relation.said], ids=ids)
        if target and relation.column:
            elsewhere = relation.column not in _columns(graph, target.domain)
            yield witness("column", *key, target.id, fault=elsewhere or None, said=[relation.said], ids=ids)
        if target and relation.type == "relates" and _answerable(graph, relation):
            fault = (target.id, relation.source) not in stated or None
            yield witness("answered", relation.source, target.id, fault=fault, said=[relation.said], ids=ids)
        if target and relation.type == "needs":
            yield from _needed(graph, relation, target.id)
    circles = {member for group in graph.needs_cycles() for member in group}
    yield witness("circle", fault=tuple(sorted(circles)) or None, ids=circles)


def _columns(graph: PlanGraph, domain: str | None) -> set[str | None]:
    """A domain, the one that includes it, and those that share its plan."""
    known = graph.plan_set.domains.get(domain or "")
    together = [set(d.domains) for d in graph.documents.values() if d.kind == "plan" and domain in d.domains]
    return {domain, known.row if known else None}.union(*together)


def _answerable(graph: PlanGraph, relation: Relation) -> bool:
    target = graph.initiatives[relation.target.id] if relation.target else None
    if target is None or target.document in (None, relation.document):
        return False
    asked = graph.documents[target.document or ""]
    if asked.columns is None or asked.gives_examples:
        return False
    asking = graph.documents[relation.document].domains
    domains = graph.plan_set.domains
    return not {*asking, *(domains[d].row for d in asking if d in domains)}.isdisjoint(asked.columns)


def _needed(graph: PlanGraph, relation: Relation, target: str) -> Iterator[Witness]:
    """It does not end before what it needs can be there, and not for more municipalities."""
    periods = [next((c for c in graph.claims_on(key, "period")), None) for key in (relation.source, target)]
    mine, theirs = periods
    if mine and theirs and isinstance(mine.value, Period) and isinstance(theirs.value, Period):
        end, ready = mine.value.end, theirs.value.end
        late = bool(end and ready and end.last < ready.first)
        said = [mine.said, theirs.said, relation.said]
        yield witness("in time", relation.source, target, fault=late or None, said=said, ids=[relation.source, target])
    sets = [next((c for c in graph.claims_on(key, "municipalities")), None) for key in (relation.source, target)]
    if sets[0] and sets[1]:
        gap = set(sets[0].value) - set(sets[1].value)  # type: ignore[arg-type]
        said = [sets[0].said, sets[1].said, relation.said]
        fault = tuple(sorted(map(str, gap))) or None
        yield witness("for whom", relation.source, target, fault=fault, said=said, ids=[relation.source, target])
