"""PM and unknown beside what states a number: a total or summary is open where, and only where, something in it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from consistency.model.amount import Amount, Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Side
from consistency.mutation.base import Places
from consistency.mutation.witnesses._witness import Witness, witness


def witnesses(places: Places, as_of: Days | None) -> Iterator[Witness]:
    graph = places.graph
    columns: dict[tuple[str, str, str, str], list[AmountCell]] = defaultdict(list)
    parts: dict[tuple[str | None, str, str, int], list[AmountCell]] = defaultdict(list)
    for cell in graph.cells:
        if cell.role in ("row", "total"):
            columns[cell.initiative, cell.document, cell.table, cell.column].append(cell)
        if cell.role == "row" and not cell.copy and not cell.mark:
            parts[cell.municipality, cell.side, cell.kind, cell.year].append(cell)
    for key, cells in columns.items():
        rows = [cell for cell in cells if cell.role == "row"]
        for total in (cell for cell in cells if cell.role == "total" and rows):
            fault = _conflict(total.amount, [cell.amount for cell in rows])
            said = [total.said, *(cell.said for cell in rows)]
            yield witness("open total", *key, fault=fault or None, said=said, ids=[key[0]])
    for summary in graph.summaries:
        if summary.side is not Side.REQUEST and _is_open(summary.amount):
            codes = [summary.municipality] if summary.municipality else list(graph.plan_set.municipalities)
            below = [c for code in codes for c in parts[code, summary.side, summary.kind, summary.year]]
            fault = _conflict(summary.amount, [cell.amount for cell in below])
            key = (summary.document, summary.table, summary.row, summary.side)
            yield witness("open summary", *key, summary.year, fault=fault or None, said=[summary.said])


def _is_open(amount: Amount) -> bool:
    return amount.meant.high is None and amount.outcome is not Outcome.BLANK


def _conflict(whole: Amount, parts: Iterable[Amount]) -> bool:
    """Open, and nothing in it is; or nothing, in a word, and something in it is open: a printed total leaves PM out."""
    known = list(parts)
    if _is_open(whole):
        return all(part.meant.high is not None for part in known)
    return whole.outcome is Outcome.NIL and any(_is_open(part) for part in known)
