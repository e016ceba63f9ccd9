"""HTML that stands in a line or a table cell of a text: its words, and the tables in it. Bounded, never strict."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from consistency.model.blocks import Cell, Row, Table
from consistency.model.location import Location

MAX_DEPTH = 8
MAX_CELLS = 20_000
MAX_SPAN = 100

_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]{0,2000}>)")
_BLOCK_TAGS = frozenset({"p", "br", "div", "ul", "ol", "li", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN_TAGS = frozenset({"script", "style"})


def read_html(text: str, at: Location) -> tuple[str, tuple[Table, ...]]:
    """The text beside the tables (one line a paragraph) and the tables, in order; every cell is `at` the same place."""
    parser = _Parser(at)
    parser.feed(_NO_TAG.sub("&lt;", text))  # the standard parser takes quadratic time over tags that never end
    parser.close()
    return parser.result()


@dataclass(slots=True)
class _OpenTable:
    rows: list[list[Cell]] = field(default_factory=list)
    spans: dict[int, int] = field(default_factory=dict)
    """column → rows that a cell above still covers"""
    cell: _OpenCell | None = None


@dataclass(slots=True)
class _OpenCell:
    columns: int = 1
    rows: int = 1
    text: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self, at: Location) -> None:
        super().__init__(convert_charrefs=True)
        self._at = at
        self._outside = _OpenCell()
        self._open: list[_OpenTable] = []
        self._cells = 0
        self._hidden = 0

    def result(self) -> tuple[str, tuple[Table, ...]]:
        while self._open:
            self._close_table()
        return tidy("".join(self._outside.text)), tuple(self._outside.tables)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCK_TAGS:
            self._place().text.append("\n")
        if tag in _HIDDEN_TAGS:
            self._hidden += 1
        elif tag == "table" and len(self._open) < MAX_DEPTH:
            self._open.append(_OpenTable())
        elif self._open and tag == "tr":
            self._close_cell(self._open[-1])
            self._open[-1].rows.append([])
        elif self._open and tag in ("td", "th"):
            self._open_cell(self._open[-1], dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN_TAGS:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "table" and self._open:
            self._close_table()
        elif tag in ("td", "th", "tr") and self._open:
            self._close_cell(self._open[-1])
        if tag in _BLOCK_TAGS:
            self._place().text.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._place().text.append(data)

    def _place(self) -> _OpenCell:
        """Where text goes: the innermost open cell, or beside the tables."""
        for table in reversed(self._open):
            if table.cell is not None:
                return table.cell
        return self._outside

    def _open_cell(self, table: _OpenTable, attrs: dict[str, str | None]) -> None:
        self._close_cell(table)
        if self._cells < MAX_CELLS:
            table.cell = _OpenCell(_span(attrs.get("colspan")), _span(attrs.get("rowspan")))

    def _close_cell(self, table: _OpenTable) -> None:
        if table.cell is None:
            return
        if not table.rows:
            table.rows.append([])
        row, cell, table.cell = table.rows[-1], table.cell, None
        self._fill_covered(table, row)
        for index in range(cell.columns):
            if cell.rows > 1:
                table.spans[len(row)] = cell.rows - 1
            text = tidy("".join(cell.text)) if index == 0 else ""
            row.append(Cell(text, self._at, tuple(cell.tables) if index == 0 else ()))
        self._cells += cell.columns

    def _fill_covered(self, table: _OpenTable, row: list[Cell]) -> None:
        while table.spans.get(len(row), 0) > 0:
            table.spans[len(row)] -= 1
            row.append(Cell("", self._at))

    def _close_table(self) -> None:
        table = self._open.pop()
        self._close_cell(table)
        rows = tuple(Row(tuple(cells), self._at) for cells in table.rows if cells)
        if rows:
            self._place().tables.append(Table(rows, self._at, exact=True))


def _span(value: str | None) -> int:
    return (
        min(int(value), MAX_SPAN)
        if value and value.isascii() and value.isdigit() and len(value) < 6 and int(value)
        else 1
    )


def tidy(text: str) -> str:
    """Single spaces within a line, no empty lines."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
