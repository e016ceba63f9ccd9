"""Which column of a table holds what, found by the words of its header row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consistency.model.blocks import Cell, Row, Table
from consistency.model.record import Said
from consistency.reading import cells
from consistency.reading.context import Context
from consistency.reading.lexicon import Lexicon

HEADER_ROWS = 4
"""A header stands within the first rows, below a title row or two."""

_LONGEST_HEADER = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """`header` is the index of the header row, `fields` the column of each field of the lexicon group."""

    table: Table
    header: int
    fields: Mapping[str, int]
    group: str
    lexicon: Lexicon

    def cell(self, row: Row, field: str) -> Cell | None:
        index = self.fields.get(field)
        return row.cells[index] if index is not None and index < len(row.cells) else None

    def said(self, row: Row, field: str) -> Said | None:
        return cells.said(self.cell(row, field))

    def domain(self, row: Row) -> Said | None:
        """What the column of domains says, by the id of a known one."""
        value = self.said(row, "domain")
        return cells.domain(value, self.lexicon) if value else None

    def pieces(self, row: Row, field: str) -> list[Said]:
        return cells.pieces(self.cell(row, field))

    def body(self) -> Iterator[Row]:
        """The rows below the header that are not blank and no footnote."""
        for row in self.table.rows[self.header + 1 :]:
            if cells.filled(row) and not cells.is_note(row):
                yield row

    def own(self) -> set[int]:
        """The columns that say something of the entry itself, unlike those of its actielijnen."""
        return {index for field, index in self.fields.items() if field != "actielijnen"}

    def marked(self, row: Row) -> list[int]:
        """The further columns in which the row carries a mark such as `v`."""
        own = self.own()
        return [
            column for column, text in cells.filled(row) if column not in own and self.lexicon.is_a("mark_yes", text)
        ]

    def repeats(self, row: Row, *, but: str = "") -> bool:
        """Whether the row is the header again; the field `but` may say something else in it."""
        named = fields_of(row, self.group, self.lexicon)
        wanted = {field: index for field, index in self.fields.items() if field != but}
        return bool(wanted) and all(named.get(field) == index for field, index in wanted.items())


def captions(context: Context) -> list[str]:
    """The texts that may say what a table is: the innermost heading and the paragraphs before it."""
    return [heading.text for heading in context.headings[-1:]] + [paragraph.text for paragraph in context.before]


def find(table: Table, lexicon: Lexicon, group: str, *needed: str) -> Columns | None:
    """The first of the top rows that heads a column for each needed field; None where there is none."""
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        fields = fields_of(row, group, lexicon)
        if fields.keys() >= set(needed) and (len(fields) > 1 or _heads_alone(row, fields, group, lexicon)):
            return Columns(table, index, fields, group, lexicon)
    return None


def _heads_alone(row: Row, fields: Mapping[str, int], group: str, lexicon: Lexicon) -> bool:
    """Whether the one known word heads a column beside others, and is not in the title of the table."""
    texts = cells.filled(row)
    return len(texts) > 1 and any(column in fields.values() and lexicon.is_a(group, text) for column, text in texts)


def fields_of(row: Row, group: str, lexicon: Lexicon) -> dict[str, int]:
    """The field that each cell heads: exact words first, then words within longer headers, left to right."""
    headers = [(index, text) for index, text in cells.filled(row) if len(text) <= _LONGEST_HEADER]
    fields: dict[str, int] = {}
    for index, text in headers:
        if lexicon.is_a(group, text):
            fields.setdefault(lexicon.keys_in(group, text)[0], index)
    for index, text in headers:
        free = [key for key in lexicon.keys_in(group, text) if key not in fields]
        if free and index not in fields.values():
            fields[free[0]] = index
    return fields
