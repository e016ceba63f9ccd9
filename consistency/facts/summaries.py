"""Summary tables: their cells, against what the initiatives under them add up to, and against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from consistency.facts import _subjects
from consistency.facts._details import Details, kept_details
from consistency.facts._sums import either, total, uncovered
from consistency.facts.cells import labelled
from consistency.model.amount import Amount
from consistency.model.dates import Days
from consistency.model.entities import Side, SummaryCell
from consistency.model.facts import FactBase, FactKind, Quote, Subject, Type, quote
from consistency.model.graph import PlanGraph

_PLACE = {
    "document": Type.TOKEN,
    "table": Type.TOKEN,
    "municipality": Type.TOKEN,
    "whose": Type.TEXT,
    "side": Type.TOKEN,
    "kind": Type.TOKEN,
    "by": Type.TOKEN,
    "row": Type.TOKEN,
    "initiative": Type.TOKEN,
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
    details = kept_details(graph)
    printed = {(c.document, c.table, c.row, c.municipality, c.kind, c.year, c.side): c.amount for c in graph.summaries}
    for cell in graph.summaries:
        subject = _subjects.summary(graph, cell.by, cell.row, cell.document)
        whole = "summary_total" if cell.total else "summary"
        facts[whole].add(subject, **_place(graph, cell, subject), said={"amount": labelled_summary(cell)})
        contributions = details.under(cell)
        if contributions is None:
            continue
        kind, attribute = ("request", "expected") if cell.side is Side.REQUEST else ("summary_detail", "detail")
        facts[kind].add(
            subject,
            **_place(graph, cell, subject)
            | {attribute: _as_printed(cell, total(c.amount for c in contributions), printed)},
            said={
                "amount": labelled_summary(cell),
                attribute: [claim for c in contributions for claim in c.said],
                "blank": [claim for c in contributions for claim in c.blank],
            },
        )
    for cell, other in same_meaning(graph):
        subject = _subjects.summary(graph, cell.by, cell.row, cell.document)
        facts["summary_pair"].add(
            subject,
            **_place(graph, cell, subject),
            other=other.amount,
            other_document=other.document,
            other_table=other.table,
            said={"amount": labelled_summary(cell), "other": labelled_summary(other)},
        )
    _own_requests(graph, facts, details)


def _as_printed(cell: SummaryCell, amount: Amount, printed: Mapping[tuple[Any, ...], Amount]) -> Amount:
    """A request may also be reckoned from the rounded need and coverage beside it in the table."""
    place = (cell.document, cell.table, cell.row, cell.municipality, cell.kind, cell.year)
    need, covered = printed.get((*place, Side.COST)), printed.get((*place, Side.COVERAGE))
    if cell.side is not Side.REQUEST or need is None or covered is None:
        return amount
    reckoned = uncovered(need, covered)
    return either(amount, reckoned) if reckoned.written.meets(amount.written) else amount


def whose(graph: PlanGraph, municipality: str | None) -> str:
    """The municipality's name; of a table for all, their codes."""
    found = graph.plan_set.municipalities.get(municipality or "")
    return found.name if found else municipality or "+".join(graph.plan_set.municipalities)


def _place(graph: PlanGraph, cell: SummaryCell, subject: Subject) -> dict[str, Any]:
    return {
        "document": cell.document,
        "table": cell.table,
        "municipality": cell.municipality,
        "whose": whose(graph, cell.municipality),
        "side": cell.side.value,
        "kind": cell.kind.value,
        "by": cell.by,
        "row": cell.row,
        "initiative": cell.row if cell.by == "initiative" and not cell.total else None,
        "label": cell.row if cell.total else subject.name,
        "year": cell.year,
        "amount": cell.amount,
    }


def labelled_summary(cell: SummaryCell) -> Quote:
    return quote(cell.said, cell.amount, f"{cell.row} {cell.year}")


def same_meaning(graph: PlanGraph) -> Iterator[tuple[SummaryCell, SummaryCell]]:
    """Each cell with the first table's cell of the same meaning: rows of one division, totals whatever the division.

    The decision comes first, then its annexes, then by name: in whatever order documents are read, a pair is the same.
    """

    def place(cell: SummaryCell) -> tuple[bool, bool, str, str]:
        kind = graph.documents[cell.document].kind
        return kind != "decision", kind != "annex", cell.document, cell.table

    first: dict[tuple[object, ...], SummaryCell] = {}
    for cell in sorted(graph.summaries, key=place):
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
    for cell in graph.cells:
        if cell.side is not Side.REQUEST or cell.role != "row" or cell.copy or not cell.amount.stated:
            continue
        expected = details.to_request(cell)
        if expected is None:
            continue
        facts["request"].add(
            _subjects.initiative(graph, cell.initiative),
            document=cell.document,
            table=cell.table,
            municipality=cell.municipality,
            whose=whose(graph, cell.municipality),
            side=cell.side.value,
            kind=cell.kind.value,
            by="initiative",
            row=cell.initiative,
            initiative=cell.initiative,
            label=graph.initiatives[cell.initiative].name,
            year=cell.year,
            amount=cell.amount,
            expected=expected.amount,
            said={"amount": labelled(cell), "expected": expected.said, "blank": expected.blank},
        )
