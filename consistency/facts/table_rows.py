"""Rows of amount tables and summaries, and whether one stands there twice."""

from __future__ import annotations

from collections.abc import Mapping

from consistency.facts import _subjects
from consistency.facts._sums import total
from consistency.facts.cells import labelled
from consistency.facts.summaries import labelled_summary
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, SummaryCell
from consistency.model.facts import FactBase, FactKind, Quote, Subject, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "table_row",
        {
            "document": Type.TOKEN,
            "table": Type.TOKEN,
            "row": Type.TOKEN,
            "kind": Type.TOKEN,
            "twice": Type.FLAG,
            "once": Type.AMOUNT,
            "added": Type.AMOUNT,
            "totals": Type.INTEGER,
        },
        slot=("document", "table", "row", "kind"),
        help="a municipality's row or the total in an amount table, or a row of a summary; if it stands there `twice`, "
        "`once` is what it says first, `added` all that it adds, and `totals` how many totals it upsets",
    ),
)

Place = tuple[str, str, str, str]
"""document, table, row, kind"""
Line = list[tuple[AmountCell | SummaryCell, Quote]]


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    found: dict[tuple[Subject, Place], Line] = {}
    for cell in graph.cells:
        known = cell.municipality in graph.plan_set.municipalities and cell.role == "row"
        if (known or cell.role == "total") and not cell.copy:
            subject = _subjects.initiative(graph, cell.initiative)
            row = cell.municipality or cell.role
            found.setdefault((subject, _place(cell, row)), []).append((cell, labelled(cell)))
    for summed in graph.summaries:
        subject = _subjects.summary(graph, summed.by, summed.row, summed.document)
        found.setdefault((subject, _place(summed, summed.row)), []).append((summed, labelled_summary(summed)))
    columns: dict[tuple[object, ...], Line] = {}
    for (subject, (document, table, row, kind)), line in found.items():
        first, later = _first_and_later(line)
        twice = bool(later) and _is_one_row(first, later)
        if twice and not columns:
            columns = _columns(found)
        mended = _mended(columns, subject, (document, table, row, kind), later) if twice else []
        facts["table_row"].add(
            subject,
            document=document,
            table=table,
            row=row,
            kind=kind,
            twice=twice,
            once=total(cell.amount for cell, _ in first),
            added=total(cell.amount for cell, _ in line),
            totals=len(mended),
            said={"added": [claim for _, claim in (later and line)], "totals": mended},
        )


def _columns(found: Mapping[tuple[Subject, Place], Line]) -> dict[tuple[object, ...], Line]:
    """All cells of each column of each table, the total's too."""
    columns: dict[tuple[object, ...], Line] = {}
    for (subject, place), line in found.items():
        for cell, claim in line:
            columns.setdefault(_column_of(subject, place, cell), []).append((cell, claim))
    return columns


def _column_of(subject: Subject, place: Place, cell: AmountCell | SummaryCell) -> tuple[object, ...]:
    owner = subject.id if isinstance(cell, AmountCell) else ""
    return owner, place[0], place[1], place[3], _column(cell)


def _mended(columns: Mapping[tuple[object, ...], Line], subject: Subject, place: Place, later: Line) -> list[Quote]:
    """The totals that agree with the rows if the later cells are left out, and do not with them."""
    mended = []
    for cell, _ in later:
        column = columns[_column_of(subject, place, cell)]
        totals = [(other, claim) for other, claim in column if _is_total(other)]
        rows = [other for other, _ in column if not _is_total(other)]
        for whole, claim in totals if not _is_total(cell) else []:
            both = total(other.amount for other in rows).written
            once = total(other.amount for other in rows if other is not cell).written
            if whole.amount.stated and once.meets(whole.amount.written) and not both.meets(whole.amount.written):
                mended.append(claim)
    return mended


def _is_total(cell: AmountCell | SummaryCell) -> bool:
    return cell.role == "total" if isinstance(cell, AmountCell) else cell.total


def _place(cell: AmountCell | SummaryCell, row: str) -> Place:
    return cell.document, cell.table, row, cell.kind.value


def _first_and_later(line: Line) -> tuple[Line, Line]:
    """The first cell of each column, and those that come after it."""
    seen: set[object] = set()
    first: Line = []
    later: Line = []
    for cell, claim in line:
        column = _column(cell)
        (later if column in seen else first).append((cell, claim))
        seen.add(column)
    return first, later


def _is_one_row(first: Line, later: Line) -> bool:
    """A municipality has one row. Two totals, and two rows of a summary, are one where all their amounts are the same:

    otherwise they can be parts of what they count.
    """
    if all(isinstance(cell, AmountCell) and cell.role == "row" for cell, _ in later):
        return True
    amounts = {_column(cell): cell.amount.written for cell, _ in first}
    says_something = any(cell.amount.written.low > 0 for cell, _ in later)
    return says_something and all(amounts[_column(cell)] == cell.amount.written for cell, _ in later)


def _column(cell: AmountCell | SummaryCell) -> tuple[str, str]:
    return cell.side.value, cell.column if isinstance(cell, AmountCell) else str(cell.year)
