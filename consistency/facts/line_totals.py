"""Totals that stand behind a row, as the last column of a table, beside what the row adds up to over its years."""

from __future__ import annotations

from consistency.facts import _subjects
from consistency.facts._sums import total
from consistency.facts.cells import labelled
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, LineTotal
from consistency.model.facts import FactBase, FactKind, Quote, Subject, Type, quote
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "line_total",
        {
            "document": Type.TOKEN,
            "table": Type.TOKEN,
            "row": Type.TOKEN,
            "initiative": Type.TOKEN,
            "side": Type.TOKEN,
            "kind": Type.TOKEN,
            "amount": Type.AMOUNT,
            "years": Type.AMOUNT,
            "all_columns": Type.AMOUNT,
        },
        slot=("document", "table", "row", "side", "kind"),
        help="a row's stated total beside the sum of its `years`, and of `all_columns`, those with a mark among them",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for line in graph.line_totals:
        first = line.cells[0]
        row = (first.municipality or first.role) if isinstance(first, AmountCell) else first.row
        facts["line_total"].add(
            _subject(graph, line),
            document=first.document,
            table=first.table,
            row=row,
            initiative=first.initiative if isinstance(first, AmountCell) else None,
            side=first.side.value,
            kind=first.kind.value,
            amount=line.amount,
            years=total(cell.amount for cell in line.cells if not (isinstance(cell, AmountCell) and cell.mark)),
            all_columns=total(cell.amount for cell in line.cells),
            said={"amount": quote(line.said, line.amount, row), "years": _claims(line)},
        )


def _subject(graph: PlanGraph, line: LineTotal) -> Subject:
    first = line.cells[0]
    if isinstance(first, AmountCell):
        return _subjects.initiative(graph, first.initiative)
    return _subjects.summary(graph, first.by, first.row, first.document)


def _claims(line: LineTotal) -> list[Quote]:
    return [
        labelled(cell) if isinstance(cell, AmountCell) else quote(cell.said, cell.amount, f"{cell.row} {cell.year}")
        for cell in line.cells
    ]
