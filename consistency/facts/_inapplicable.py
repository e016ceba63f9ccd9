"""What is said not to apply (n.v.t.) in a table or a proposal, beside the amounts that it is said of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from consistency.facts import _subjects
from consistency.facts._details import Details
from consistency.facts._pairs import Pair, is_positive, word_against_number
from consistency.facts._sums import uncovered
from consistency.facts.balances import Slot, slots
from consistency.facts.cells import labelled
from consistency.model.amount import ZERO, Amount, Outcome
from consistency.model.entities import Funding, Side
from consistency.model.facts import Quote, quote
from consistency.model.graph import PlanGraph


def tables(graph: PlanGraph, details: Details) -> Iterator[Pair]:
    """Coverage of a cost that does not apply, and a request that does not, though a cost is not covered."""
    for slot in slots(graph).values():
        covered = [cell for cell in slot.coverage if is_positive(cell.amount)]
        if slot.cost and covered:
            subject = _subjects.initiative(graph, covered[0].initiative)
            differ = word_against_number(covered[0].amount, [cell.amount for cell in slot.cost])
            others = [labelled(cell) for cell in slot.cost]
            differ = differ if differ == "not-applicable" else None
            yield Pair("tables", subject, covered[0], labelled(covered[0]), others, differ)
    for cell in graph.cells:
        if cell.side is Side.REQUEST and cell.role == "row" and not cell.copy:
            expected = details.to_request(cell) if cell.amount.outcome is Outcome.NOT_APPLICABLE else None
            if expected is not None:
                claims = [claim for claim in expected.said if isinstance(claim, Quote)]
                differ = "not-applicable" if expected.amount.written.low > 0 else None
                subject = _subjects.initiative(graph, cell.initiative)
                yield Pair("tables", subject, cell, labelled(cell), claims, differ, other=expected.amount)


def proposals(graph: PlanGraph) -> Iterator[Pair]:
    """A proposal that says n.v.t. of a municipality, with what it needs and has no coverage for."""
    needed: dict[tuple[str, str], list[tuple[str, Slot]]] = {}
    for key, slot in slots(graph).items():
        if slot.cost and uncovered(slot.amount(Side.COST), slot.amount(Side.COVERAGE)).written.low > 0:
            needed.setdefault(key[:2], []).append((key[2], slot))
    said: dict[str, list[Funding]] = {}
    for funding in graph.funding:
        said.setdefault(funding.initiative, []).append(funding)
    for funding in graph.funding:
        if funding.status == "not_applicable" and funding.municipality is not None:
            beside = needed.get((funding.initiative, funding.municipality), [])
            for kind in dict.fromkeys(kind for kind, _ in beside if _speaks(funding, kind, said[funding.initiative])):
                yield from _proposal(graph, funding, [slot for of, slot in beside if of == kind])


def _proposal(graph: PlanGraph, funding: Funding, needed: Iterable[Slot]) -> Iterator[Pair]:
    """Who takes no part has nothing to say n.v.t. of: what stands there is another fault."""
    cells = [cell for slot in needed for cell in slot.cost if cell.takes_part is not False and is_positive(cell.amount)]
    if cells:
        nothing = Amount(funding.said.text, Outcome.NOT_APPLICABLE, ZERO, ZERO)
        one = quote(replace(funding.said, text="n.v.t."), nothing, funding.municipality)
        subject = _subjects.initiative(graph, funding.initiative)
        others = [labelled(cell) for cell in cells]
        yield Pair("funding", subject, cells[0], one, others, "not-applicable", every_year=True)


def _speaks(funding: Funding, kind: str, said: Iterable[Funding]) -> bool:
    """Whether the statement is about the kind: it names it, or nothing else is said of that municipality's money."""
    if funding.kind is not None:
        return funding.kind.value == kind
    return not any(
        other is not funding
        and other.municipality in (None, funding.municipality)
        and (other.kind is None or other.kind.value == kind)
        for other in said
    )
