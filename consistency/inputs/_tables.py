"""Tables that a page end cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consistency.model.blocks import Block, Cell, PageBreak, Paragraph, Row, Table


def continued(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with tables joined between which nothing stands and whose columns or headers are the same."""
    joined: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and (rest := _rest_before(joined)):
            joined.pop()
            block = replace(block, rows=(rest, *block.rows), at=rest.at)
        at = _table_before(joined) if isinstance(block, Table) else None
        before = joined[at] if at is not None else None
        if (
            at is not None
            and isinstance(block, Table)
            and isinstance(before, Table)
            and _belong_together(before, block)
        ):
            joined[at] = _joined(before, block)
        else:
            joined.append(block)
    return joined


def _table_before(blocks: Sequence[Block]) -> int | None:
    """The index of the table after which nothing but page ends stands."""
    for index in range(len(blocks) - 1, -1, -1):
        if not isinstance(blocks[index], PageBreak):
            return index if isinstance(blocks[index], Table) else None
    return None


def _rest_before(blocks: Sequence[Block]) -> Row | None:
    """The rest of a row that lost its tabs: a line between a table, a page end and the rest of the table."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, Paragraph) or last.bullet or not isinstance(blocks[-2:][0], PageBreak):
        return None
    row = Row((Cell(last.text, last.at),), last.at)
    return row if _is_rest_of_a_row(row) and _table_before(blocks[:-1]) is not None else None


def _belong_together(first: Table, second: Table) -> bool:
    if first.exact or second.exact:
        return False
    next_row = second.rows[1] if len(second.rows) > 1 and len(second.rows[0].cells) == 1 else second.rows[0]
    return _texts(first.rows[0]) == _texts(second.rows[0]) or len(first.rows[-1].cells) == len(next_row.cells)


def _joined(first: Table, second: Table) -> Table:
    rows = list(second.rows)
    if _texts(rows[0]) == _texts(first.rows[0]):
        rows = rows[1:]
    elif _is_rest_of_a_row(rows[0]):
        return replace(first, rows=(*first.rows[:-1], _with_rest(first.rows[-1], rows[0]), *rows[1:]))
    return replace(first, rows=(*first.rows, *rows))


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text.casefold() for cell in row.cells)


def _is_rest_of_a_row(row: Row) -> bool:
    """One text alone in the first column that begins in lower case: the end of a sentence of the page before."""
    first, others = row.cells[0], row.cells[1:]
    return first.text[:1].islower() and " " in first.text and not any(cell.text for cell in others)


def _with_rest(row: Row, rest: Row) -> Row:
    """The row with the rest behind its longest text that does not end a sentence."""
    open_cells = [index for index, cell in enumerate(row.cells) if cell.text and cell.text[-1] not in ".:;!?"]
    if not open_cells:
        return row
    longest = max(open_cells, key=lambda index: len(row.cells[index].text))
    cells = list(row.cells)
    cells[longest] = Cell(f"{cells[longest].text} {rest.cells[0].text}", cells[longest].at, cells[longest].tables)
    return replace(row, cells=tuple(cells))
