"""Tables of amounts: which cell belongs to which year, in rows that a conversion left ragged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consistency.model.amount import Outcome, parse_amount
from consistency.model.blocks import Cell, Row
from consistency.model.dates import parse_years
from consistency.model.record import Said

GUESSED = 0.6
"""The confidence of a cell or label whose place had to be guessed."""
MAX_YEARS = 40
MAX_SHIFT = 8
"""So far a row is moved at most to find its years."""
SHORT_ROWS = 2
"""One row that ends early may have lost a cell anywhere; several, and none that ends in an empty cell, are trimmed."""


@dataclass(frozen=True, slots=True)
class Layouts:
    """How the rows of a fiche or table stand to their headers: what to think of a row that does not fit its own.

    `first_year` gives, by the number of cells of a row and the column of its label, the column of its first year, where
    the rows agree on it. `trimmed` is a text whose rows have all lost the empty cells at their ends.
    """

    first_year: Mapping[tuple[int, int], int] = field(default_factory=dict)
    trimmed: bool = False


@dataclass(frozen=True, slots=True)
class YearColumns:
    """The years of a header row of `width` cells, and the column of each; `corner` is what stands before the first.

    A column that heads a total is among the years, as `total`; `after` is the column of another text behind them.
    """

    years: tuple[Said, ...]
    columns: tuple[int, ...]
    width: int
    corner: str = ""
    after: int | None = None


UNKNOWN = Layouts()


def filled(row: Row) -> list[int]:
    """The columns of the cells that hold something."""
    return [index for index, cell in enumerate(row.cells) if cell.text or cell.tables]


def year_columns(row: Row, is_total: Callable[[str], bool] | None = None) -> YearColumns | None:
    """The years where the row holds years, at most one text before them and one behind; None otherwise.

    With `is_total`, heads of totals may stand behind or between the years.
    """
    columns = filled(row)
    corner, after = "", None
    if len(columns) > 1 and not is_year(row.cells[columns[0]].text):
        corner = row.cells[columns.pop(0)].text
    totals = {index for index in columns[1:] if is_total is not None and is_total(row.cells[index].text)}
    last = row.cells[columns[-1]].text if columns else ""
    if len(columns) > 2 and columns[-1] not in totals and not is_year(last) and not is_amount(last):
        after = columns.pop()
    if (
        not 0 < len(columns) <= MAX_YEARS
        or (corner and len(columns) < 2)
        or not all(index in totals or is_year(row.cells[index].text) for index in columns)
    ):
        return None
    years = tuple(Said("total" if i in totals else row.cells[i].text, row.cells[i].at) for i in columns)
    return YearColumns(years, tuple(columns), len(row.cells), corner, after)


def is_year(text: str) -> bool:
    return parse_years(text) is not None


def is_amount(text: str) -> bool:
    """Whether a cell says an amount, a PM, nothing or not applicable: anything that a column of amounts may hold."""
    return parse_amount(text).outcome is not Outcome.UNREADABLE


def layouts(rows: Sequence[Row], is_total: Callable[[str], bool] | None = None) -> Layouts:
    """Where the first year is in rows that stand as their header does, and whether rows end where their text does."""
    votes: dict[tuple[int, int], Counter[int]] = {}
    header: YearColumns | None = None
    short = 0
    for row in rows:
        columns = filled(row)
        if years := year_columns(row, is_total):
            header = years
        elif header and len(columns) > 1:
            short += len(row.cells) <= header.columns[-1]
            places = header.columns
            if len(row.cells) == header.width and columns[0] < places[0] and set(columns[1:]) <= set(places):
                votes.setdefault((len(row.cells), columns[0]), Counter())[places[0]] += 1
    agreed = {shape: counted.most_common(1)[0][0] for shape, counted in votes.items() if len(counted) == 1}
    ends_empty = any(len(row.cells) > 1 and not row.cells[-1].text and not row.cells[-1].tables for row in rows)
    return Layouts(agreed, trimmed=short >= SHORT_ROWS and not ends_empty)


def cells_by_column(row: Row, label: int, header: YearColumns, known: Layouts = UNKNOWN) -> list[Said] | None:
    """The cell of each column of the header, or None where what the row holds after its label fits under no years.

    Header and row may each have lost or gained cells. Where the row does not fit as it stands, it is read as rows of
    the same shape are (`known`), or else with the nearest shift at which every filled cell stands under a year. That
    is a guess where another shift would do as well, or the row ends before the last year.
    """
    if header.after is not None:
        row = replace(row, cells=row.cells[: header.after])
        header = replace(header, width=header.after, after=None)
    columns = header.columns
    wanted = [index for index in filled(row) if index > label]
    nearest = sorted(range(-MAX_SHIFT, MAX_SHIFT + 1), key=lambda shift: (abs(shift), shift < 0))
    fitting = [shift for shift in nearest if _fits(row, label, wanted, [column + shift for column in columns])]
    usual = known.first_year.get((len(row.cells), label), -1) - columns[0]
    if fitting:
        shift = usual if usual in fitting and fitting[0] != 0 else fitting[0]
        as_headed = len(row.cells) == header.width or (known.trimmed and len(row.cells) < header.width)
        whole = columns[-1] + shift < len(row.cells)
        only = sum(_under_years(label, wanted, [column + other for column in columns]) for other in nearest) == 1
        moved_along = shift == label - (columns[0] - 1)
        sure = not wanted or shift == usual or (shift == 0 and as_headed)
        sure = sure or (whole and moved_along and (only or shift > 0))  # the label itself stands under a year
        return [_said(row, column + shift, 1.0 if sure else GUESSED) for column in columns]
    if set(wanted) <= set(columns):  # the label stands where the first year does
        return [_said(row, column, GUESSED) if column > label else _blank(row, GUESSED) for column in columns]
    return None


def _fits(row: Row, label: int, wanted: Sequence[int], places: Sequence[int]) -> bool:
    """Every filled cell under a year; a row that ends in a filled cell may have lost empty ones behind it."""
    long_enough = places[-1] < len(row.cells) or bool(row.cells[-1].text)
    return long_enough and _under_years(label, wanted, places)


def _under_years(label: int, wanted: Sequence[int], places: Sequence[int]) -> bool:
    return places[0] > label and set(wanted) <= set(places)


def _said(row: Row, column: int, confidence: float) -> Said:
    if column >= len(row.cells):
        return _blank(row, confidence)
    cell: Cell = row.cells[column]
    return Said(cell.text, cell.at, confidence)


def _blank(row: Row, confidence: float) -> Said:
    return Said("", row.at, confidence)
