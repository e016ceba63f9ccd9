"""PlanGraph: questions in domain words over a frozen networkx graph; amounts live beside it in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from consistency.model.entities import (
    ActielijnName,
    AmountCell,
    Claim,
    Contract,
    Document,
    Doubt,
    Entry,
    Funding,
    Goal,
    Initiative,
    LineTotal,
    ListKind,
    Outline,
    PlanSet,
    PriorityField,
    Relation,
    Replacement,
    SummaryCell,
    Use,
)

if TYPE_CHECKING:
    import networkx as nx

Node = tuple[str, str]
"""Type (initiative, domain, actielijn, municipality, contract, application, goal, document) and id."""


@dataclass(frozen=True, eq=False)
class PlanGraph:
    """`nodes` are all entities by type and id with their names; `edges` what ties them: (source, target, type).

    A graph is equal to itself alone, so that what is derived from it can be kept by it.
    """

    plan_set: PlanSet
    documents: Mapping[str, Document]
    initiatives: Mapping[str, Initiative]
    contracts: Mapping[str, Contract]
    claims: Sequence[Claim]
    relations: Sequence[Relation]
    replacements: Sequence[Replacement]
    entries: Sequence[Entry]
    cells: Sequence[AmountCell]
    summaries: Sequence[SummaryCell]
    line_totals: Sequence[LineTotal]
    funding: Sequence[Funding]
    goals: Sequence[Goal]
    uses: Sequence[Use]
    actielijn_names: Sequence[ActielijnName]
    complete_lists: Mapping[ListKind, frozenset[str]]
    doubts: Sequence[Doubt]
    nodes: Mapping[Node, str]
    edges: Sequence[tuple[Node, Node, str]]
    priority_fields: Sequence[PriorityField] = ()
    outlines: Sequence[Outline] = ()
    _claims: Mapping[tuple[str, str], tuple[Claim, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        index: dict[tuple[str, str], list[Claim]] = {}
        for claim in self.claims:
            index.setdefault((claim.subject, claim.attribute), []).append(claim)
        object.__setattr__(self, "_claims", {key: tuple(claims) for key, claims in index.items()})

    @cached_property
    def network(self) -> nx.MultiDiGraph[Node]:
        """The frozen networkx graph of all entities and the relations between them; edge key = type of relation."""
        import networkx as nx

        graph: nx.MultiDiGraph[Node] = nx.MultiDiGraph(name=self.plan_set.id)
        for node, name in self.nodes.items():
            graph.add_node(node, type=node[0], name=name)
        for source, target, kind in self.edges:
            graph.add_edge(source, target, key=kind)
        nx.freeze(graph)
        return graph

    def claims_on(self, subject: str, attribute: str) -> tuple[Claim, ...]:
        """All that is said of one attribute of one subject, in document order."""
        return self._claims.get((subject, attribute), ())

    @cached_property
    def entries_by_list(self) -> Mapping[tuple[ListKind, str], Sequence[Entry]]:
        """The rows of each list, by its kind and document."""
        found: dict[tuple[ListKind, str], list[Entry]] = {}
        for entry in self.entries:
            found.setdefault((entry.list, entry.document), []).append(entry)
        return found

    @cached_property
    def rows_of(self) -> Mapping[str, Sequence[Entry]]:
        """The rows that may be an initiative, by its id."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for match in entry.matches:
                found.setdefault(match.id, []).append(entry)
        return found

    @cached_property
    def relations_of(self) -> Mapping[str, Sequence[Relation]]:
        """What is stated of an initiative's relations with others, by its id."""
        found: dict[str, list[Relation]] = {}
        for relation in self.relations:
            found.setdefault(relation.source, []).append(relation)
        return found

    def entries_of(self, kind: ListKind) -> list[Entry]:
        return [entry for entry in self.entries if entry.list is kind]

    def needs_cycles(self) -> list[tuple[str, ...]]:
        """The initiatives of each strongly connected component of `needs` larger than one, or needing itself."""
        needs = [(a[1], b[1]) for a, b, kind in self.edges if kind == "needs" and a[0] == b[0] == "initiative"]
        if _in_order(needs):
            return []
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph(needs)
        cycles = [tuple(sorted(part)) for part in nx.strongly_connected_components(graph) if len(part) > 1]
        return sorted(cycles + [(node,) for node in nx.nodes_with_selfloops(graph)])

    @cached_property
    def planned_domains(self) -> frozenset[str]:
        """The domains that have a plan in the set."""
        plans = (document for document in self.documents.values() if document.kind == "plan")
        return frozenset(domain for document in plans for domain in document.domains)

    @cached_property
    def lacks_plans(self) -> bool:
        """Whether lists or summaries speak of a domain without a plan in the set: then nobody can add up all plans."""
        planned, domains = self.planned_domains, self.plan_set.domains.values()
        rows = {domain.row for domain in domains if domain.id in planned}
        lacking = {domain.id for domain in domains if domain.id not in planned and domain.row not in rows}
        elsewhere = (i.domain for i in self.initiatives.values() if i.document is None)
        return any(domain is None or domain in lacking for domain in elsewhere if lacking) or any(
            cell.by == "domain" and not cell.total and cell.amount.written.low > 0 and planned.isdisjoint(cell.members)
            for cell in self.summaries
        )


def _in_order(needs: Sequence[tuple[str, str]]) -> bool:
    """Whether nothing needs itself, over however many steps; a cheap question, asked before networkx is imported."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for node, needed in needs:
        sorter.add(node, needed)
    try:
        sorter.prepare()
    except CycleError:
        return False
    return True
