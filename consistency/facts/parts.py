"""Parts of costs ("of which internal hours", in euros) beside the costs that they are a part of."""

from __future__ import annotations

from consistency.facts import _subjects
from consistency.facts._sums import total
from consistency.facts.cells import labelled
from consistency.model.amount import Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "part",
        {
            "initiative": Type.TOKEN,
            "document": Type.TOKEN,
            "table": Type.TOKEN,
            "side": Type.TOKEN,
            "kind": Type.TOKEN,
            "municipality": Type.TOKEN,
            "whose": Type.TEXT,
            "column": Type.TOKEN,
            "year": Type.INTEGER,
            "amount": Type.AMOUNT,
            "whole": Type.AMOUNT,
        },
        slot=("document", "table", "municipality", "column"),
        help='an amount of an "of which" row or table beside what it is a part of, where the same column says how much',
    ),
)

_OPEN = (Outcome.BLANK, Outcome.PM, Outcome.UNKNOWN, Outcome.UNREADABLE)

Place = tuple[str, str, str | None, str]
"""initiative, document, table, column"""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    wholes: dict[Place, list[AmountCell]] = {}
    for cell in graph.cells:
        if cell.role in ("row", "total") and not cell.copy:
            wholes.setdefault((cell.initiative, cell.document, cell.table, cell.column), []).append(cell)
    for part in graph.cells:
        if part.role not in ("part", "part-total") or part.copy or not part.amount.stated:
            continue
        beside = wholes.get((part.initiative, part.document, part.part_of, part.column), [])
        whole = _whole(part, beside)
        if any(cell.amount.outcome not in _OPEN for cell in whole):
            facts["part"].add(
                _subjects.initiative(graph, part.initiative),
                initiative=part.initiative,
                document=part.document,
                table=part.table,
                side=part.side.value,
                kind=part.kind.value,
                municipality=part.municipality,
                whose=part.municipality or "+".join(cell.municipality or cell.role for cell in whole),
                column=part.column,
                year=part.year,
                amount=part.amount,
                whole=total(cell.amount for cell in whole),
                said={"amount": labelled(part), "whole": [labelled(cell) for cell in whole]},
            )


def _whole(part: AmountCell, beside: list[AmountCell]) -> list[AmountCell]:
    """The rows that the part is of: its own municipality's, or all; the total where that states more than its rows."""
    rows = [cell for cell in beside if cell.role == "row" and part.municipality in (None, cell.municipality)]
    written = total(cell.amount for cell in rows).written
    more = (
        [cell]
        for cell in beside
        if cell.role == "total" and cell.amount.stated and cell.amount.written.low > (written.high or 0)
    )
    return rows if part.municipality is not None else next(more, rows)
