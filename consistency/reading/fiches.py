"""The fiche of an initiative: fields with their values, and in the money fields tables of amounts and proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from consistency.model.blocks import Block, Cell, Paragraph, Row, Table
from consistency.model.location import Location
from consistency.model.record import AmountTableRecord, FundingRecord, Said, UnreadRecord
from consistency.reading import funding
from consistency.reading.amounts import Layouts, filled, is_amount, layouts, year_columns
from consistency.reading.captions import read_caption, unit_of
from consistency.reading.lexicon import Lexicon
from consistency.reading.money import MoneyTables
from consistency.reading.names import Names
from consistency.reading.transposed import upright

MONEY_FIELDS = {"costs": "cost", "funding": "coverage"}
"""The fields with amount tables, and the side of those whose caption says none."""
FIELDS_OF_A_FICHE = 2
"""A table with so many fields is a fiche."""


@dataclass(slots=True)
class Fiche:
    """What a fiche says; `fields` per key of the lexicon group fiche_field, without the money ones.

    `remarks` are the first words beside the tables of a money field: PM, a sentence.
    """

    at: Location
    fields: dict[str, Said] = field(default_factory=dict)
    amounts: list[AmountTableRecord] = field(default_factory=list)
    funding: list[FundingRecord] = field(default_factory=list)
    remarks: dict[str, Said] = field(default_factory=dict)
    unread: list[UnreadRecord] = field(default_factory=list)


def holds_fiche(table: Table, lexicon: Lexicon) -> bool:
    """Whether the table is a fiche, or a piece of one that a page end cut off."""
    keys = {field_of(row, lexicon) for row in table.rows} - {None}
    return len(keys) >= FIELDS_OF_A_FICHE


def field_of(row: Row, lexicon: Lexicon) -> str | None:
    """The field that the row begins with; None for other rows, and for those that head columns with such words."""
    columns = filled(row)
    if not columns or not lexicon.is_a("fiche_field", row.cells[columns[0]].text):
        return None
    others = [row.cells[index].text for index in columns[1:]]
    if any(lexicon.is_a("fiche_field", text) for text in others):
        return None
    return lexicon.keys_in("fiche_field", row.cells[columns[0]].text)[0]


def fiche_blocks(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """The blocks of a section from the first table that is a fiche to the first that cannot belong to it."""
    start = next((i for i, one in enumerate(blocks) if isinstance(one, Table) and holds_fiche(one, lexicon)), None)
    if start is None:
        return []
    field_now: str | None = None
    for index, block in enumerate(blocks[start:], start):
        rows = block.rows if isinstance(block, Table) else ()
        if isinstance(block, Paragraph):
            rows = (Row((Cell(block.text, block.at),), block.at),)
        named = [key for row in rows if (key := field_of(row, lexicon))]
        if isinstance(block, Table) and not named and field_now not in MONEY_FIELDS and block.rows[0].cells[0].text:
            return list(blocks[start:index])
        field_now = named[-1] if named else field_now
    return list(blocks[start:])


def split_by_name(blocks: Sequence[Block], lexicon: Lexicon) -> list[list[Block]]:
    """The blocks of each fiche where several follow one another: each begins with the name of its initiative."""
    fiches: list[list[Block]] = [[]]
    named = False
    for block in blocks:
        if not isinstance(block, Table):
            fiches[-1].append(block)
            continue
        first = 0
        for index, row in enumerate(block.rows):
            if field_of(row, lexicon) != "name":
                continue
            if named:
                _add_rows(fiches[-1], block.rows[first:index])
                fiches.append([])
                first = index
            named = True
        _add_rows(fiches[-1], block.rows[first:])
    return fiches


def _add_rows(fiche: list[Block], rows: tuple[Row, ...]) -> None:
    if rows:
        fiche.append(Table(rows, rows[0].at))


def read_fiche(blocks: Sequence[Block], names: Names, lexicon: Lexicon) -> Fiche:
    """The fiche that the blocks of a section hold, from its first field on; pages and empty lines may cut it."""
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    reader = _FicheReader(blocks[0].at, names, lexicon, layouts(rows, lexicon.heads_total))
    for block in blocks:
        if isinstance(block, Table):
            for row in upright(block.rows, names.is_label):
                reader.read_row(row)
        elif isinstance(block, Paragraph):
            reader.read_paragraph(block)
    return reader.finish()


class _FicheReader:
    def __init__(self, at: Location, names: Names, lexicon: Lexicon, known: Layouts) -> None:
        self._fiche = Fiche(at)
        self._names = names
        self._lexicon = lexicon
        self._field: str | None = None
        self._money = MoneyTables(names, lexicon, known)
        self._proposal = False
        self._said: list[tuple[Said | None, Said]] = []

    def finish(self) -> Fiche:
        self._fiche.amounts = self._money.finish()
        self._fiche.unread += self._money.unread
        self._said += [(None, text) for text in self._money.unused_captions()]
        self._fiche.funding = funding.read(self._said, self._names, self._lexicon)
        return self._fiche

    def read_paragraph(self, paragraph: Paragraph) -> None:
        if self._field is None:
            return
        row = Row((Cell(paragraph.text, paragraph.at),), paragraph.at)
        if field_of(row, self._lexicon) or self._field in MONEY_FIELDS or self._field not in self._fiche.fields:
            self.read_row(row)

    def read_row(self, row: Row) -> None:
        columns = filled(row)
        if not columns:
            return
        key = field_of(row, self._lexicon)
        if key and not self._money.takes_as_row(row):
            self._begin(key)
            columns = columns[1:]
        elif self._heads_amounts(row) and self._read_money_row(row, columns):
            return
        for index in columns:
            self._content(row.cells[index])

    def _heads_amounts(self, row: Row) -> bool:
        """Whether the row can be one of amounts; years in another field begin a money field whose name is unknown."""
        years = None if self._field in MONEY_FIELDS else year_columns(row, self._lexicon.heads_total)
        if years and len(years.years) > 1:
            self._begin("costs")
        return self._field in MONEY_FIELDS

    def _begin(self, key: str) -> None:
        self._money.close(flush=True)
        self._field, self._proposal = key, False

    def _read_money_row(self, row: Row, columns: list[int]) -> bool:
        """Whether the row is one of a table: years, amounts, or what is proposed for a municipality."""
        if self._money.begin_table(row):
            self._proposal = False
            return True
        label = row.cells[columns[0]]
        texts = [row.cells[index] for index in columns[1:]]
        if self._is_proposal(label, texts):
            self._money.close()
            self._proposal = True
            self._propose(label, texts)
            return True
        return self._money.add_row(row)

    def _is_proposal(self, label: Cell, texts: list[Cell]) -> bool:
        if not texts or not self._names.is_label(label.text) or any(cell.tables for cell in texts):
            return False
        if self._proposal or self._money.next_is_proposal(label.text):
            return True
        return len(texts) == 1 and not is_amount(texts[0].text) and len(texts[0].text.split()) > 1

    def _propose(self, label: Cell, texts: list[Cell]) -> None:
        municipality = Said(label.text, label.at)
        for cell in texts[:1]:
            self._remark(Said(cell.text, cell.at))
        self._said += [(municipality, Said(" ".join(cell.text.split()), cell.at)) for cell in texts]

    def _content(self, cell: Cell) -> None:
        if self._field not in MONEY_FIELDS:
            self._add_text(cell)
            return
        captions = []
        for line in cell.text.splitlines():
            found = read_caption(line, cell.at, self._lexicon, MONEY_FIELDS[self._field])
            proposal = self._lexicon.is_a("funding_proposal", line)
            if found or proposal:
                captions.append(found[0] if found else None)
                self._proposal = proposal and not cell.tables
            rest = found[1] if found else "" if proposal else line
            self._money.unit = unit_of(rest, cell.at) or self._money.unit
            if rest and is_amount(rest):
                self._remark(Said(rest, cell.at))
                self._fiche.unread.append(UnreadRecord(at=cell.at, what="amount", text=Said(rest, cell.at)))
            elif rest and (text := self._money.footnotes.take(Said(rest, cell.at))):
                self._remark(text)
                self._said.append((None, text))
        if cell.tables or len(captions) > 1:
            self._money.expect(captions, cell.tables)
            self._read_proposals_of(captions, cell.tables)
        elif captions and captions[0]:
            self._money.close()
            self._money.caption(captions[0], Said(cell.text, cell.at))
        elif captions:
            self._money.close()

    def _remark(self, said: Said) -> None:
        if self._field is not None and not self._lexicon.find("template_text", said.text):
            self._fiche.remarks.setdefault(self._field, said)

    def _read_proposals_of(self, captions: Sequence[object], tables: Sequence[Table]) -> None:
        for caption, table in zip(captions, tables, strict=False):
            for row in table.rows if caption is None else ():
                columns = filled(row)
                if len(columns) > 1:
                    self._propose(row.cells[columns[0]], [row.cells[index] for index in columns[1:]])

    def _add_text(self, cell: Cell) -> None:
        text = " ".join(cell.text.split())
        if not text or self._field is None:
            return
        before = self._fiche.fields.get(self._field)
        self._fiche.fields[self._field] = Said(f"{before.text} {text}", before.at) if before else Said(text, cell.at)
