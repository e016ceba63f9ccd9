"""Summary tables: their cells, against what the initiatives under them add up to, and against one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from consistency.facts import _subjects
from consistency.facts._priorities import most_exact
from consistency.facts._sums import total, uncovered
from consistency.facts.balances import Slot, slots
from consistency.facts.cells import labelled
from consistency.model.amount import Amount, Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Funding, Side, SummaryCell
from consistency.model.facts import FactBase, FactKind, Quote, Subject, Type, quote
from consistency.model.graph import PlanGraph
from consistency.model.record import Said

_PLACE = {
    "document": Type.TOKEN,
    "table": Type.TOKEN,
    "municipality": Type.TOKEN,
    "side": Type.TOKEN,
    "kind": Type.TOKEN,
    "by": Type.TOKEN,
    "row": Type.TOKEN,
    "label": Type.TEXT,
    "year": Type.INTEGER,
    "amount": Type.AMOUNT,
}
_SLOT = ("document", "table", "row", "municipality", "side", "kind", "year")

KINDS = (
    FactKind("summary", _PLACE, slot=_SLOT, help="a cell of a summary table, totals apart"),
    FactKind("summary_total", _PLACE, slot=_SLOT, help="a cell of a summary table's total row"),
    FactKind(
        "summary_detail",
        _PLACE | {"detail": Type.AMOUNT},
        slot=_SLOT,
        help="a summary cell of costs or coverage beside the sum of the initiatives that fall under it",
    ),
    FactKind(
        "summary_pair",
        _PLACE | {"other": Type.AMOUNT, "other_document": Type.TOKEN, "other_table": Type.TOKEN},
        slot=(*_SLOT, "other_document", "other_table"),
        help="cells of two summary tables that speak of the same amounts",
    ),
    FactKind(
        "request",
        _PLACE | {"expected": Type.AMOUNT},
        slot=_SLOT,
        help="an amount to be asked for beside what is needed and neither covered nor deferred",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    details = Details(graph)
    for cell in graph.summaries:
        subject = _subjects.summary(graph, cell.by, cell.row, cell.document)
        whole = "summary_total" if cell.total else "summary"
        facts[whole].add(subject, **_place(cell, subject), said={"amount": _labelled(cell)})
        contributions = details.under(cell)
        if contributions is None:
            continue
        kind, attribute = ("request", "expected") if cell.side is Side.REQUEST else ("summary_detail", "detail")
        amounts = {attribute: total(c.amount for c in contributions)}
        facts[kind].add(
            subject,
            **_place(cell, subject),
            **amounts,
            said={
                "amount": _labelled(cell),
                attribute: [claim for c in contributions for claim in c.said],
                "blank": [claim for c in contributions for claim in c.blank],
            },
            certain=None if all(c.certain for c in contributions) else False,
        )
    for cell, other in _pairs(graph):
        subject = _subjects.summary(graph, cell.by, cell.row, cell.document)
        facts["summary_pair"].add(
            subject,
            **_place(cell, subject),
            other=other.amount,
            other_document=other.document,
            other_table=other.table,
            said={"amount": _labelled(cell), "other": _labelled(other)},
        )
    _own_requests(graph, facts, details)


def _place(cell: SummaryCell, subject: Subject) -> dict[str, Any]:
    return {
        "document": cell.document,
        "table": cell.table,
        "municipality": cell.municipality,
        "side": cell.side.value,
        "kind": cell.kind.value,
        "by": cell.by,
        "row": cell.row,
        "label": "totaal" if cell.total else subject.name,
        "year": cell.year,
        "amount": cell.amount,
    }


def _labelled(cell: SummaryCell) -> Quote:
    return quote(cell.said, cell.amount, f"{cell.row} {cell.year}")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one slot of an initiative adds to a summary cell, the claims behind it, and the cells that are empty."""

    amount: Amount
    said: tuple[Said, ...]
    blank: tuple[Said, ...]
    certain: bool


class Details:
    """The amounts of initiatives, ready to be summed under the rows of summary tables."""

    def __init__(self, graph: PlanGraph) -> None:
        self._graph = graph
        self._slots = slots(graph)
        self._by_place: dict[tuple[str, int], list[tuple[str, str, Slot]]] = {}
        for (initiative, municipality, kind, year, mark), slot in self._slots.items():
            if not mark:
                self._by_place.setdefault((kind, year), []).append((initiative, municipality, slot))
        self._priority = {key: most_exact(graph, key) for key in graph.initiatives}
        self._planned = graph.domains_of(d.id for d in graph.documents.values() if d.kind == "plan")
        self._rows: dict[tuple[str, str], list[SummaryCell]] = {}
        for cell in graph.summaries:
            if not cell.total:
                self._rows.setdefault((cell.document, cell.table), []).append(cell)

    def under(self, cell: SummaryCell) -> list[Contribution] | None:
        """What falls under a cell; None where no plan in the set could say, so that nothing can be compared."""
        members = set(cell.members)
        if cell.total:
            members = {m for row in self._rows.get((cell.document, cell.table), ()) for m in row.members}
        if not members or not self._planned or (cell.by == "domain" and members.isdisjoint(self._planned)):
            return None
        found = []
        for initiative, municipality, slot in self._by_place.get((cell.kind.value, cell.year), ()):
            counted, sure = self._counts(initiative, cell, members)
            if counted and cell.municipality in (None, municipality):
                found.append(self.contribution(initiative, municipality, slot, cell, sure))
        return found

    def _counts(self, initiative: str, cell: SummaryCell, members: set[str]) -> tuple[bool, bool]:
        home = self._graph.initiatives[initiative]
        document = self._graph.documents[cell.document]
        if document.kind == "plan" and home.document != document.id:
            return False, True
        if cell.by == "priority":
            priority, sure = self._priority[initiative]
            return priority in members, sure
        return (initiative if cell.by == "initiative" else home.domain) in members, True

    def contribution(
        self, initiative: str, municipality: str, slot: Slot, cell: SummaryCell, certain: bool
    ) -> Contribution:
        if cell.side is not Side.REQUEST:
            cells = slot.cost if cell.side is Side.COST else slot.coverage
            return Contribution(total(c.amount for c in cells), *_claims(self._graph, cells), certain)
        amount, deferral = self.to_request(initiative, municipality, cell.kind.value, cell.year, slot)
        stated, blank = _claims(self._graph, [*slot.cost, *slot.coverage])
        return Contribution(amount, (*stated, deferral.said) if deferral else stated, blank, certain)

    def to_request(
        self, initiative: str, municipality: str, kind: str, year: int, slot: Slot
    ) -> tuple[Amount, Funding | None]:
        """What is needed and not covered, less what will be asked for later: all of it, or an amount."""
        open_amount = uncovered(slot.amount(Side.COST), slot.amount(Side.COVERAGE))
        for funding in self._graph.funding:
            if (
                funding.initiative == initiative
                and funding.status == "deferred"
                and (funding.municipality == municipality or (funding.municipality is None and funding.amount is None))
                and (funding.kind is None or funding.kind.value == kind)
                and (funding.from_year is None or funding.from_year <= year)
            ):
                return uncovered(open_amount, funding.amount or open_amount), funding
        return open_amount, None


def _claims(graph: PlanGraph, cells: list[AmountCell]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """What the cells say, and those that are empty."""
    stated = tuple(_named(graph, cell) for cell in cells if cell.amount.outcome is not Outcome.BLANK)
    return stated, tuple(_named(graph, cell) for cell in cells if cell.amount.outcome is Outcome.BLANK)


def _named(graph: PlanGraph, cell: AmountCell) -> Quote:
    name = graph.initiatives[cell.initiative].name
    return quote(cell.said, cell.amount, f"{name}, {cell.municipality} {cell.column}")


def _pairs(graph: PlanGraph) -> Iterator[tuple[SummaryCell, SummaryCell]]:
    """Each cell with the first table's cell of the same meaning: rows of one division, totals whatever the division."""
    first: dict[tuple[object, ...], SummaryCell] = {}
    for cell in graph.summaries:
        document = graph.documents[cell.document]
        scope = document.id if document.kind == "plan" else ""
        meaning = (
            scope,
            cell.municipality,
            cell.side,
            cell.kind,
            cell.year,
            "total" if cell.total else (cell.by, cell.row),
        )
        earlier = first.setdefault(meaning, cell)
        if (earlier.document, earlier.table) != (cell.document, cell.table):
            yield cell, earlier


def _own_requests(graph: PlanGraph, facts: FactBase, details: Details) -> None:
    """Amounts to be asked for that an initiative's own table states."""
    found = slots(graph)
    for cell in graph.cells:
        if cell.side is not Side.REQUEST or cell.role != "row" or cell.copy or cell.municipality is None:
            continue
        slot = found.get((cell.initiative, cell.municipality, cell.kind.value, cell.year, cell.mark), Slot())
        if not slot.cost or not cell.amount.stated:
            continue
        amount, deferral = details.to_request(cell.initiative, cell.municipality, cell.kind.value, cell.year, slot)
        facts["request"].add(
            _subjects.initiative(graph, cell.initiative),
            document=cell.document,
            table=cell.table,
            municipality=cell.municipality,
            side=cell.side.value,
            kind=cell.kind.value,
            by="initiative",
            row=cell.initiative,
            label=graph.initiatives[cell.initiative].name,
            year=cell.year,
            amount=cell.amount,
            expected=amount,
            said={
                "amount": labelled(cell),
                "expected": [*_claims(graph, [*slot.cost, *slot.coverage])[0], *([deferral.said] if deferral else [])],
            },
        )
