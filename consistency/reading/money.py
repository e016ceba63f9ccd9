"""The amount tables of a fiche as they come, row by row: printed once, or first nested in a cell and then again."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from consistency.model.blocks import Row, Table
from consistency.model.location import Location
from consistency.model.record import AmountRowRecord, AmountTableRecord, Said, UnreadRecord
from consistency.reading.amounts import GUESSED, Layouts, YearColumns, cells_by_column, filled, is_amount, year_columns
from consistency.reading.captions import Caption, read_caption, unit_of
from consistency.reading.footnotes import Footnotes
from consistency.reading.lexicon import Lexicon
from consistency.reading.names import Names
from consistency.reading.printings import Expected, OpenTable, alike, content_of, same_caption


class MoneyTables:
    """Collects the tables of one fiche; `unread` are amounts that stand under no year."""

    def __init__(self, names: Names, lexicon: Lexicon, known: Layouts) -> None:
        self._known = known
        self.unit: Said | None = None
        """The unit of the tables that follow and say none themselves."""
        self.unread: list[UnreadRecord] = []
        self._names = names
        self._lexicon = lexicon
        self._tables: list[OpenTable] = []
        self._open: OpenTable | None = None
        self._caption: Caption | None = None
        self._caption_text: Said | None = None
        self._unused: list[Said] = []
        self._expected: deque[Expected] = deque()
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
        self._expected.extend(Expected(caption, table) for caption, table in zip(captions, padded, strict=False))
        for table in tables[len(captions) :]:
            self._list_unread(table.rows)

    def next_is_proposal(self, label: str) -> bool:
        """Whether a row with this label begins the printing of a funding proposal that was nested before."""
        begins_again = self._open is not None and any(row.label.text == label for row in self._open.rows)
        return begins_again and bool(self._expected) and self._expected[0].caption is None

    def begin_table(self, row: Row) -> bool:
        """Whether the row is one of years; it begins a table where a caption for one was seen."""
        years = year_columns(row, self._lexicon.heads_total)
        if years is None:
            return False
        own = read_caption(years.corner, row.at, self._lexicon) if years.corner else None
        caption, copy = own[0] if own else self._caption, None
        self._caption = self._caption_text = None  # used, so not to be dropped as a mere sentence
        self.close()
        if self._expected and (caption is None or same_caption(caption, self._expected[0].caption)):
            expected = self._expected.popleft()
            caption = expected.caption
            copy = self._nested(expected)
        if caption is not None:
            self._open = self._new(caption, years, row.at)
            self._open.copy = copy
        return True

    def takes_as_row(self, row: Row) -> bool:
        """Whether a row that begins with the word of a field (`Kosten`) is one of amounts in the open table."""
        label, *others = (row.cells[index].text for index in filled(row))
        if self._open is None or not all(map(is_amount, others)):
            return False
        if self._lexicon.is_a("amount_words", label) and self._open.caption.of_which is not None:
            return True
        return len(others) > 1 and not self._open.rows

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
        is_doubled = bool(self._open.rows) and label.text == self._open.rows[-1].label.text
        if self._open.ended or (label.text in self._open.labels and not is_doubled):
            self._list_unread([row])
            self._open.ended = True
            return True
        if label.confidence < 1 and column >= self._open.years.columns[0]:
            column = -1  # the label itself is lost, the first cell is an amount
        cells = cells_by_column(row, column, self._open.years, self._known)
        if cells is None:
            self._list_unread([row])
        else:
            self._open.labels.add(label.text)
            self._open.rows.append(AmountRowRecord(at=row.at, label=label, cells=cells))
            self._list_unread([Row(row.cells[self._open.years.after :], row.at)] if self._open.years.after else [])
        return True

    def _label(self, text: str, at: Location, table: OpenTable, with_amounts: bool) -> Said | None:
        if self._lexicon.is_a("total", text):
            return Said("total", at)
        if len(self._names.codes) == 1 and table.caption.of_which is None and self._lexicon.key("side", text):
            return Said(next(iter(self._names.codes)), at)  # `Kosten`, where there is but one who pays
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
            self._keep(self._settled(self._open))
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
            content = content_of(table)
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

    def _keep(self, table: OpenTable) -> None:
        if not table.rows:
            return
        self._tables.append(table)
        if table.caption.of_which is None:
            self._labels = [row.label.text for row in table.rows]

    def _settled(self, table: OpenTable) -> OpenTable:
        """A table unlike the nested one that it was taken for is that of the next caption whose own was cut off."""
        cut_off = (i for i, one in enumerate(self._expected) if one.caption is not None and one.table is None)
        place = None if table.copy is None or alike(table, table.copy) else next(cut_off, None)
        if place is None or table.copy is None:
            return table
        self._keep(table.copy)
        for _ in range(place):
            if nested := self._nested(self._expected.popleft()):
                self._keep(nested)
        caption = self._expected.popleft().caption
        settled = self._new(caption, table.years, table.at) if caption else table
        settled.rows = table.rows
        return settled

    def _nested(self, expected: Expected) -> OpenTable | None:
        if expected.table is None or expected.caption is None:
            return None
        header, *rows = expected.table.rows
        years = year_columns(header, self._lexicon.heads_total)
        if years is None:
            self._list_unread(expected.table.rows)
            return None
        outer, self._open = self._open, self._new(expected.caption, years, expected.table.at)
        for row in rows:
            if filled(row):
                self.add_row(row)
        nested, self._open = self._open, outer
        return nested

    def _new(self, caption: Caption, years: YearColumns, at: Location) -> OpenTable:
        """A part has the kind of the table before it."""
        self._kind = caption.kind or self._kind or Said("incidental", at, GUESSED)
        unit = caption.unit or unit_of(years.corner, at) or self.unit
        return OpenTable(caption, self._kind, years, at, unit)

    def _record(self, table: OpenTable, copy: Said | None) -> AmountTableRecord:
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
