"""Summary tables: needed and requested money over years, by domain, priority or initiative."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from consistency.model.blocks import Row, Table
from consistency.model.dates import parse_years
from consistency.model.record import Said, SummaryColumnRecord, SummaryRowRecord, SummaryTableRecord
from consistency.reading.amounts import Layouts, YearColumns, cells_by_column, filled, is_amount, layouts, year_columns
from consistency.reading.captions import unit_of
from consistency.reading.context import Context
from consistency.reading.lexicon import Lexicon
from consistency.reading.names import Names

HEADER_ROWS = 4
LONGEST_TITLE = 150
_USUAL_SIDES = ("cost", "request", "coverage")


@dataclass(frozen=True, slots=True)
class _Head:
    """The row of years, and the texts that say what the table is of: title, corners, names of the column groups."""

    index: int
    years: YearColumns
    groups: list[Said]
    title: Said | None
    texts: list[Said]


def read_all(table: Table, context: Context, names: Names) -> list[SummaryTableRecord]:
    """The summaries of a table: several where rows of years in it begin others that nothing set apart."""
    found = [
        read(part, context if not index else replace(context, before=()), names)
        for index, part in _parts(table, context.lexicon)
    ]
    return [one for one in found if one]


def read(table: Table, context: Context, names: Names) -> SummaryTableRecord | None:
    """None without a row of years, a word for a side or kind above it, and rows of amounts below it."""
    head = _head(table, context)
    if head is None:
        return None
    lexicon = context.lexicon
    by = _first(head.texts, lambda text: lexicon.key("summary_by", text) or lexicon.key_in("summary_by", text))
    if by is None:
        return None
    known = layouts(table.rows, lexicon.heads_total)
    rows = [found for row in table.rows[head.index + 1 :] if (found := _row(row, head.years, known))]
    if not rows:
        return None
    return SummaryTableRecord(
        at=table.at,
        title=head.title,
        municipality=_first(head.texts, names.municipality_in),
        kind=_first([*head.texts, rows[-1].label], lambda text: next(iter(lexicon.keys_in("kind", text)), None)),
        by=by,
        unit=next(filter(None, (unit_of(said.text, said.at) for said in head.texts)), None),
        columns=_columns(head, context),
        rows=[_with_total(row, lexicon) for row in rows],
    )


def _head(table: Table, context: Context) -> _Head | None:
    lexicon = context.lexicon
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        years = year_columns(row, lexicon.heads_total)
        if years is None or len(years.years) < 2:
            continue
        above = [cell for one in table.rows[:index] for cell in one.cells if cell.text]
        groups = [Said(cell.text, cell.at) for cell in above if _is_group(cell.text, lexicon)]
        title = _title(context)
        corner = [Said(years.corner, row.at)] if years.corner else []
        texts = [*corner, *([title] if title else []), *(Said(cell.text, cell.at) for cell in above)]
        if groups or any(lexicon.find("side", said.text) or lexicon.find("kind", said.text) for said in texts):
            return _Head(index, years, groups, title, texts)
    return None


def _parts(table: Table, lexicon: Lexicon) -> Iterator[tuple[int, Table]]:
    """The table cut before each further row of years and the titles above that."""
    starts = [0]
    heads = [index for index, row in enumerate(table.rows) if _is_head(row, lexicon)]
    for head in heads[1:]:
        start = head
        while start > starts[-1] + 1 and not _has_amounts(table.rows[start - 1]) and start - 1 not in heads:
            start -= 1
        starts.append(start)
    for index, (start, end) in enumerate(pairwise([*starts, len(table.rows)])):
        yield index, Table(table.rows[start:end], table.rows[start].at, table.exact)


def _is_head(row: Row, lexicon: Lexicon) -> bool:
    """Whether the row heads columns with years, each the next or the first again; amounts never rise so."""
    head = year_columns(row, lexicon.heads_total)
    years = [year[0] for said in head.years if (year := parse_years(said.text))] if head else []
    return len(years) > 1 and all(after in (before + 1, years[0]) for before, after in pairwise(years))


def _has_amounts(row: Row) -> bool:
    columns = filled(row)
    return len(columns) > 1 and all(is_amount(row.cells[index].text) for index in columns[1:])


def _title(context: Context) -> Said | None:
    """The short line before the table, or the heading it stands under."""
    for paragraph in reversed(context.before[-2:]):
        if len(paragraph.text) <= LONGEST_TITLE and paragraph.text[-1:] not in ".;":
            return Said(paragraph.text, paragraph.at)
    return context.headings[-1] if context.headings else None


def _is_group(text: str, lexicon: Lexicon) -> bool:
    return lexicon.is_a("side", text)


def _columns(head: _Head, context: Context) -> list[SummaryColumnRecord]:
    """The years cut where they begin again; each part has the next group's side, or cost and then request."""
    runs: list[list[Said]] = []
    last = 0
    for year in head.years.years:
        number = (parse_years(year.text) or (0, ""))[0]
        if not number and runs:
            runs[-1].append(year)  # a total belongs to the years before it
            continue
        if number <= last or not runs:
            runs.append([])
        runs[-1].append(year)
        last = number
    sides = [Said(context.lexicon.keys_in("side", group.text)[0], group.at) for group in head.groups]
    if len(sides) < len(runs):
        said = _first(head.texts, lambda text: next(iter(context.lexicon.keys_in("side", text)), None))
        default = said if said and len(runs) == 1 else None
        sides = [default or Said(side, run[0].at, 0.6) for side, run in zip(_USUAL_SIDES, runs, strict=False)]
    return [SummaryColumnRecord(at=run[0].at, side=side, years=run) for side, run in zip(sides, runs, strict=False)]


def _row(row: Row, years: YearColumns, known: Layouts) -> SummaryRowRecord | None:
    if not _has_amounts(row):
        return None
    column = filled(row)[0]
    cells = cells_by_column(row, column, years, known)
    label = row.cells[column]
    return SummaryRowRecord(at=row.at, label=Said(label.text, label.at), cells=cells) if cells else None


def _with_total(row: SummaryRowRecord, lexicon: Lexicon) -> SummaryRowRecord:
    if lexicon.key("total", row.label.text) is None:
        return row
    return row.model_copy(update={"label": Said("total", row.label.at)})


def _first(texts: Sequence[Said], read: Callable[[str], str | None]) -> Said | None:
    """What the first text says that says it."""
    found = ((said, read(said.text)) for said in texts)
    return next((Said(value, said.at) for said, value in found if value), None)
