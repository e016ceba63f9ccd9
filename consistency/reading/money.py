"""The amount tables of a fiche as they come, row by row: printed once, or first nested in a cell and then again."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from consistency.model.blocks import Row, Table
from consistency.model.location import Location
from consistency.model.record import AmountRowRecord, AmountTableRecord, Said, UnreadRecord
from consistency.reading.amounts import GUESSED, Layouts, YearColumns, cells_by_column, filled, is_amount, year_columns
from consistency.reading.captions import Caption, unit_of
from consistency.reading.footnotes import Footnotes
from consistency.reading.lexicon import Lexicon, normal
from consistency.reading.names import Names


@dataclass(slots=True)
class _Open:
    caption: Caption
    kind: Said
    years: YearColumns
    at: Location
    unit: Said | None
    rows: list[AmountRowRecord] = field(default_factory=list)
    copy: _Open | None = None
    """The same table as printed in a cell before."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """A caption in a cell, None for a funding proposal, and the table that stood below it, if it was not cut off."""

    caption: Caption | None
    table: Table | None


class MoneyTables:
    """Collects the tables of one fiche; `unread` are amounts that stand under no year."""

    def __init__(self, names: Names, lexicon: Lexicon, known: Layouts) -> None:
        self._known = known
        self.unit: Said | None = None
        """The unit of the tables that follow and say none themselves."""
        self.unread: list[UnreadRecord] = []
        self._names = names
        self._lexicon = lexicon
        self._tables: list[_Open] = []
        self._open: _Open | None = None
        self._caption: Caption | None = None
        self._caption_text: Said | None = None
        self._unused: list[Said] = []
        self._expected: deque[_Expected] = deque()
        self._kind: Said | None = None
        self._labels: list[str] = list(names.codes)
        self.footnotes = Footnotes(lexicon)

    def caption(self, caption: Caption, text: Said) -> None:
        """A caption of its own: the next years begin its table. The nested table with the same one is its copy."""
        self._drop_caption()
        self._caption, self._caption_text = caption, text

    def expect(self, captions: Sequence[Caption | None], tables: Sequence[Table]) -> None:
        """Captions in one cell and the tables below them; they may be printed again in the rows that follow."""
        self.close(flush=True)
        padded = [*tables, *[None] * (len(captions) - len(tables))]
        self._expected.extend(_Expected(caption, table) for caption, table in zip(captions, padded, strict=False))
        for table in tables[len(captions) :]:
            self._list_unread(table.rows)

    def next_is_proposal(self, label: str) -> bool:
        """Whether a row with this label begins the printing of a funding proposal that was nested before."""
        begins_again = self._open is not None and any(row.label.text == label for row in self._open.rows)
        return begins_again and bool(self._expected) and self._expected[0].caption is None

    def begin_table(self, row: Row) -> bool:
        """Whether the row is one of years; it begins a table where a caption for one was seen."""
        years = year_columns(row)
        if years is None:
            return False
        caption, copy = self._caption, None
        self._caption = self._caption_text = None  # used, so not to be dropped as a mere sentence
        self.close()
        if self._expected and (caption is None or _same(caption, self._expected[0].caption)):
            expected = self._expected.popleft()
            caption = expected.caption
            copy = self._nested(expected)
        if caption is not None:
            self._open = self._new(caption, years, row.at)
            self._open.copy = copy
        return True

    def takes_as_row(self, row: Row) -> bool:
        """Whether a row that begins with the word of a field (`Kosten`) is one of amounts in the open table."""
        columns = filled(row)
        return (
            self._open is not None
            and self._lexicon.is_a("amount_words", row.cells[columns[0]].text)
            and self._open.caption.of_which is not None
            and all(is_amount(row.cells[index].text) for index in columns[1:])
        )

    def add_row(self, row: Row) -> bool:
        """Whether the row is one of the open table; amounts in a row that is none are listed as unread."""
        columns = filled(row)
        first, others = row.cells[columns[0]], [row.cells[index].text for index in columns[1:]]
        if self._open is None or not all(is_amount(text) or len(text) <= 2 for text in others):
            if others and any(map(is_amount, others)):
                self._list_unread([row])
                return True
            return False
        column, label = columns[0], self._label(first.text, first.at, self._open, bool(others))
        if label is None:
            return False
        if label.confidence < 1 and column >= self._open.years.columns[0]:
            column = -1  # the label itself is lost, the first cell is an amount
        cells = cells_by_column(row, column, self._open.years, self._known)
        if cells is None:
            self._list_unread([row])
        else:
            self._open.rows.append(AmountRowRecord(at=row.at, label=label, cells=cells))
        return True

    def _label(self, text: str, at: Location, table: _Open, with_amounts: bool) -> Said | None:
        if self._lexicon.is_a("total", text):
            return Said("total", at)
        if self._names.is_label(text) or self._lexicon.is_a("amount_words", text) or text in self._labels:
            return Said(text.rstrip(" :"), at)
        if not is_amount(text) and len(text) > 1:
            return Said(text, at) if with_amounts else None
        place = len(table.rows)
        taken = {row.label.text for row in table.rows}
        if place < len(self._labels) and self._labels[place] not in taken:
            return Said(self._labels[place], at, GUESSED)
        return None

    def close(self, *, flush: bool = False) -> None:
        """Ends the open table; `flush` also what was nested in a cell and is not printed again."""
        if self._open is not None:
            self._keep(self._open)
            self._open = None
        self._drop_caption()
        while flush and self._expected:
            if table := self._nested(self._expected.popleft()):
                self._keep(table)

    def finish(self) -> list[AmountTableRecord]:
        self.close(flush=True)
        records: list[AmountTableRecord] = []
        seen: set[tuple[object, ...]] = set()
        for table in self._tables:
            content = _content(table)
            records.append(self._record(table, Said("true", table.at) if content in seen else None))
            if table.copy is not None and table.copy.rows:
                records.append(self._record(table.copy, Said("true", table.copy.at)))
            if any(cell.text for row in table.rows for cell in row.cells):
                seen.add(content)
        return records

    def unused_captions(self) -> list[Said]:
        """What looked like a caption and had no table: a sentence after all."""
        return self._unused

    def _drop_caption(self) -> None:
        if self._caption is not None and self._caption_text is not None and self._caption.label is not None:
            self._unused.append(self._caption_text)
        self._caption = self._caption_text = None

    def _keep(self, table: _Open) -> None:
        if not table.rows:
            return
        self._tables.append(table)
        if table.caption.of_which is None:
            self._labels = [row.label.text for row in table.rows]

    def _nested(self, expected: _Expected) -> _Open | None:
        if expected.table is None or expected.caption is None:
            return None
        header, *rows = expected.table.rows
        years = year_columns(header)
        if years is None:
            self._list_unread(expected.table.rows)
            return None
        outer, self._open = self._open, self._new(expected.caption, years, expected.table.at)
        for row in rows:
            if filled(row):
                self.add_row(row)
        nested, self._open = self._open, outer
        return nested

    def _new(self, caption: Caption, years: YearColumns, at: Location) -> _Open:
        """A part has the kind of the table before it."""
        self._kind = caption.kind or self._kind or Said("incidental", at, GUESSED)
        unit = caption.unit or unit_of(years.corner, at) or self.unit
        return _Open(caption, self._kind, years, at, unit)

    def _record(self, table: _Open, copy: Said | None) -> AmountTableRecord:
        caption = table.caption
        texts = [year.text for year in table.years.years] + [cell.text for row in table.rows for cell in row.cells]
        return AmountTableRecord(
            at=table.at,
            side=caption.side,
            kind=table.kind,
            label=caption.label,
            unit=table.unit,
            of_which=caption.of_which,
            copy_of_earlier=copy,
            years=list(table.years.years),
            notes=self.footnotes.of(texts, caption.marks),
            rows=table.rows,
        )

    def _list_unread(self, rows: Sequence[Row]) -> None:
        cells = [cell for row in rows for cell in row.cells if cell.text and is_amount(cell.text)]
        self.unread += [UnreadRecord(at=cell.at, what="amount", text=Said(cell.text, cell.at)) for cell in cells]


def _content(table: _Open) -> tuple[object, ...]:
    """All that a second printing of the table has in common with the first."""
    caption = table.caption
    heads = [said.text if said else None for said in (caption.side, table.kind, caption.label, caption.of_which)]
    rows = tuple((row.label.text, *(cell.text for cell in row.cells)) for row in table.rows)
    return (*heads, *(year.text for year in table.years.years), rows)


def _same(one: Caption, other: Caption | None) -> bool:
    def key(caption: Caption) -> tuple[str, ...]:
        return (caption.side.text, *(normal(said.text) if said else "" for said in (caption.kind, caption.of_which)))

    return other is not None and key(one) == key(other)
