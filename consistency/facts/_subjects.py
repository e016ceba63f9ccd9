"""The entities of a graph as subjects of findings."""

from __future__ import annotations

from consistency.model.facts import Subject
from consistency.model.graph import PlanGraph


def initiative(graph: PlanGraph, key: str) -> Subject:
    found = graph.initiatives.get(key)
    return Subject("initiative", key, found.name if found else key)


def contract(graph: PlanGraph, key: str) -> Subject:
    return Subject("contract", key, graph.contracts[key].title.text)


def document(graph: PlanGraph, key: str) -> Subject:
    """A document; the plan set itself for what its portfolio says."""
    found = graph.documents.get(key)
    return Subject("document", key, found.title) if found else Subject("plan_set", key, key)


def summary(graph: PlanGraph, by: str, row: str, document_id: str) -> Subject:
    """A row of a summary table: the domain, priority or initiative it sums, or the whole document for its total."""
    if row == "total":
        return document(graph, document_id)
    if by == "domain":
        domain = graph.plan_set.domains.get(row)
        return Subject("domain", row, domain.name if domain else row)
    if by == "initiative" and row in graph.initiatives:
        return initiative(graph, row)
    return Subject(by, row, f"prio {row}" if by == "priority" else row)
