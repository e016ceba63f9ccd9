"""Records → PlanGraph, step by step; each reads the records and the registry."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.assembly.amounts import initiative_cells
from consistency.assembly.applications import uses
from consistency.assembly.claims import actielijn_claims, actielijn_fields, fiche_claims, list_claims, statements
from consistency.assembly.contracts import contracts, replacements
from consistency.assembly.funding import fundings
from consistency.assembly.goals import goals
from consistency.assembly.lists import entries, lists_of, relations
from consistency.assembly.network import named_edges, network
from consistency.assembly.priorities import priority_fields
from consistency.assembly.registry import Registry, build_registry
from consistency.assembly.summaries import summary_cells
from consistency.model.entities import (
    Doubt,
    LineTotal,
    ListKind,
    Outline,
)
from consistency.model.graph import PlanGraph
from consistency.model.record import PlanSetRecord, PortfolioRecord


def assemble(record: PlanSetRecord) -> PlanGraph:
    """The graph of a plan set. What cannot be understood is a `Doubt` in it, never an exception."""
    registry = build_registry(record)
    doubts = list(_unknown_members(record.portfolio, registry))
    found, names, contract_claims = contracts(registry, doubts)
    replaced = list(replacements(registry, found, names, doubts))
    related = list(relations(registry, doubts))
    listed = list(entries(registry, doubts))
    doubts += [Doubt(f"unread-{u.what}", u.text, d.document.text) for d in record.documents for u in d.unread]
    line_totals: list[LineTotal] = []
    used = list(uses(registry))
    fields = list(actielijn_fields(registry, listed))
    lines = [line for field in fields for line in field]
    nodes, edges = network(registry, found, replaced, related)
    edges += named_edges(used, lines, nodes)
    return PlanGraph(
        plan_set=registry.plan_set,
        documents=registry.documents,
        initiatives=registry.initiatives,
        contracts=found,
        claims=[
            *fiche_claims(registry, doubts),
            *list_claims(registry, listed),
            *actielijn_claims(fields),
            *contract_claims,
            *statements(registry, names, doubts),
        ],
        relations=related,
        replacements=replaced,
        entries=listed,
        cells=list(initiative_cells(registry, doubts, line_totals)),
        summaries=list(summary_cells(registry, doubts, line_totals)),
        line_totals=line_totals,
        funding=list(fundings(registry, doubts)),
        goals=list(goals(registry)),
        uses=used,
        actielijn_names=lines,
        complete_lists=_complete_lists(record),
        doubts=doubts,
        nodes=nodes,
        edges=edges,
        priority_fields=list(priority_fields(registry, listed)),
        outlines=[Outline(d.document.text, tuple(d.contents), tuple(d.sections)) for d in record.documents],
    )


def _unknown_members(portfolio: PortfolioRecord, registry: Registry) -> Iterator[Doubt]:
    """Sets and organisations of municipalities, and priorities that contain others, that name what is not declared."""
    home = portfolio.plan_set.text
    served = [said for organisation in portfolio.organisations.values() for said in organisation.serves]
    for said in (*(said for members in portfolio.sets.values() for said in members), *served):
        if not registry.municipalities.one(said.text):
            yield Doubt("name", said, home)
    for priority in portfolio.priorities.values():
        yield from (Doubt("name", said, home) for said in priority.contains if said.text not in portfolio.priorities)


def _complete_lists(record: PlanSetRecord) -> dict[ListKind, frozenset[str]]:
    """Per kind of list the documents that have one which claims to be complete."""
    found: dict[ListKind, set[str]] = {kind: set() for kind in ListKind}
    for document in record.documents:
        for kind, listed in lists_of(document):
            if listed.complete:
                found[kind].add(document.document.text)
        if document.relation_matrix and document.relation_matrix.complete:
            found[ListKind.MATRIX].add(document.document.text)
    return {kind: frozenset(names) for kind, names in found.items()}
