"""Initiatives that ask for money: by a proposal, by an amount to be asked for, or by costs that nothing covers."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.facts import _subjects
from consistency.facts._needs import needs
from consistency.facts.cells import labelled
from consistency.model.amount import Outcome
from consistency.model.dates import Days
from consistency.model.entities import Side
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.record import Said

KINDS = (
    FactKind(
        "ask",
        {"initiative": Type.TOKEN, "name": Type.TEXT, "document": Type.TOKEN, "says": Type.TEXT},
        help="an initiative that asks for money: its proposal or a request table says so, or its stated costs go "
        "beyond its coverage and are not deferred",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    """What says that it asks is cited; where nothing does, the costs that are left open."""
    found: dict[str, list[Said]] = {}
    for key, said in _asking(graph):
        found.setdefault(key, []).append(said)
    left_open: dict[str, list[Said]] = {}
    for need in needs(graph):
        if need.unsettled:
            left_open.setdefault(need.initiative, []).extend(
                said for said in need.said() if not said.text.endswith(": ")
            )
    for key, initiative in graph.initiatives.items():
        claims = found.get(key) or left_open.get(key)
        if claims:
            facts["ask"].add(
                _subjects.initiative(graph, key),
                initiative=key,
                name=initiative.name,
                document=initiative.document,
                says=claims[0].text,
                said={"says": claims},
            )


def _asking(graph: PlanGraph) -> Iterator[tuple[str, Said]]:
    for claim in graph.funding:
        if claim.status == "to_request":
            yield claim.initiative, claim.said
    for cell in graph.cells:
        if cell.side is Side.REQUEST and (cell.amount.written.low > 0 or cell.amount.outcome is Outcome.PM):
            yield cell.initiative, labelled(cell)
