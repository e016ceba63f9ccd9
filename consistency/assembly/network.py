"""The nodes and edges of the plan graph: what there is, and what ties it together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consistency.assembly.goals import goal_key
from consistency.assembly.registry import Registry
from consistency.model.entities import (
    ActielijnName,
    Contract,
    Relation,
    Replacement,
    Use,
)
from consistency.model.graph import Node
from consistency.model.record import InitiativeRecord


def network(
    registry: Registry, found: dict[str, Contract], replaced: list[Replacement], related: list[Relation]
) -> tuple[dict[Node, str], list[tuple[Node, Node, str]]]:
    """Nodes by type and id with their names, and edges as (source, target, type); without what fields name only."""
    plan_set = registry.plan_set
    nodes: dict[Node, str] = {("document", d.id): d.title for d in registry.documents.values()}
    nodes |= {("domain", d.id): d.name for d in plan_set.domains.values()}
    nodes |= {("municipality", m.code): m.name for m in plan_set.municipalities.values()}
    nodes |= {("initiative", i.id): i.name for i in registry.initiatives.values()}
    nodes |= {("contract", c.id): c.title.text for c in found.values()}
    nodes |= {("actielijn", k): a.name.text for k, a in registry.record.portfolio.actielijnen.items()}
    edges: list[tuple[Node, Node, str]] = []
    for initiative in registry.initiatives.values():
        node = ("initiative", initiative.id)
        if initiative.document:
            edges.append((node, ("document", initiative.document), "stated_in"))
        if initiative.domain:
            nodes.setdefault(("domain", initiative.domain), initiative.domain)
            edges.append((node, ("domain", initiative.domain), "belongs_to"))
        if initiative.part_of and ("initiative", initiative.part_of) in nodes:
            edges.append((node, ("initiative", initiative.part_of), "part_of"))
    edges += [e for document in registry.record.documents for e in _fiche_edges(registry, document.initiatives, nodes)]
    for document in registry.record.documents:
        for number, goal in enumerate(document.goals, start=1):
            nodes[("goal", goal_key(goal, number))] = goal.text.text
    for contract in found.values():
        edges += [(("contract", contract.id), ("municipality", code), "serves") for code in contract.serves]
    edges += [(("initiative", r.initiative), ("contract", r.contract), "replaces") for r in replaced]
    edges += [(("initiative", r.source), ("initiative", r.target.id), r.type) for r in related if r.target]
    return nodes, edges


def _fiche_edges(
    registry: Registry, initiatives: Iterable[InitiativeRecord], nodes: dict[Node, str]
) -> Iterator[tuple[Node, Node, str]]:
    for record in initiatives:
        node = ("initiative", registry.id_of[id(record)])
        for code in registry.municipalities.of_names(record.municipalities):
            yield node, ("municipality", code), "for"


def named_edges(
    used: Iterable[Use], lines: Iterable[ActielijnName], nodes: dict[Node, str]
) -> list[tuple[Node, Node, str]]:
    """Applications and actielijnen of each initiative; an application becomes a node by its name."""
    edges: list[tuple[Node, Node, str]] = []
    for line in lines:
        if line.initiative and line.key:
            edges.append((("initiative", line.initiative), ("actielijn", line.key), "under"))
    for use in used:
        nodes.setdefault(("application", use.application), use.name)
        edges.append((("initiative", use.initiative), ("application", use.application), "uses"))
    return list(dict.fromkeys(edges))
