"""Summary tables: needed and requested money over years, by domain, priority or initiative."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consistency.model.blocks import Row, Table
from consistency.model.dates import parse_years
from consistency.model.record import Said, SummaryColumnRecord, SummaryRowRecord, SummaryTableRecord
from consistency.reading.amounts import YearColumns, cells_by_column, filled, is_amount, year_columns
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


def read(table: Table, context: Context, names: Names) -> SummaryTableRecord | None:
    """None without a row of years, a word for a side or kind above it, and rows of amounts below it."""
    head = _head(table, context)
    if head is None:
        return None
    lexicon = context.lexicon
    by = _first(head.texts, lambda text: lexicon.key("summary_by", text) or lexicon.key_in("summary_by", text))
    if by is None:
        return None
    rows = [found for row in table.rows[head.index + 1 :] if (found := _row(row, head.years))]
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
        years = year_columns(row)
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


def _row(row: Row, years: YearColumns) -> SummaryRowRecord | None:
    columns = filled(row)
    if len(columns) < 2 or not all(is_amount(row.cells[index].text) for index in columns[1:]):
        return None
    cells = cells_by_column(row, columns[0], years)
    label = row.cells[columns[0]]
    return SummaryRowRecord(at=row.at, label=Said(label.text, label.at), cells=cells) if cells else None


def _with_total(row: SummaryRowRecord, lexicon: Lexicon) -> SummaryRowRecord:
    if lexicon.key("total", row.label.text) is None:
        return row
    return row.model_copy(update={"label": Said("total", row.label.at)})


def _first(texts: Sequence[Said], read: Callable[[str], str | None]) -> Said | None:
    """What the first text says that says it."""
    found = ((said, read(said.text)) for said in texts)
    return next((Said(value, said.at) for said, value in found if value), None)
