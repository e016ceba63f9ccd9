"""Amount tables that stand on their side: a row a year, a column a municipality."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from consistency.model.blocks import Cell, Row
from consistency.reading.amounts import filled, is_year


def upright(rows: Sequence[Row], is_label: Callable[[str], bool]) -> list[Row]:
    """The rows, with each run of years below a row of labels turned into a row of years over rows of amounts."""
    turned: list[Row] = []
    index = 0
    while index < len(rows):
        labels = _labels(rows[index], is_label)
        end = index + 1
        while labels and end < len(rows) and _is_year_row(rows[end], labels[0]):
            end += 1
        if end - index > 1:
            turned += _turned(rows[index], labels, rows[index + 1 : end])
        else:
            turned.append(rows[index])
        index = end
    return turned


def _labels(row: Row, is_label: Callable[[str], bool]) -> list[int]:
    """The columns that the row heads with labels, where it heads two or more and has nothing else but a corner."""
    columns = filled(row)
    if columns and not is_label(row.cells[columns[0]].text):
        columns = columns[1:]
    return columns if len(columns) > 1 and all(is_label(row.cells[index].text) for index in columns) else []


def _is_year_row(row: Row, first_label: int) -> bool:
    columns = filled(row)
    return bool(columns) and columns[0] < first_label and is_year(row.cells[columns[0]].text)


def _turned(header: Row, labels: Sequence[int], years: Sequence[Row]) -> list[Row]:
    blank = Cell("", header.at)
    heads = [row.cells[filled(row)[0]] for row in years]
    rows = [Row((blank, *heads), years[0].at)]
    for column in labels:
        cells = [row.cells[column] if column < len(row.cells) else Cell("", row.at) for row in years]
        rows.append(Row((header.cells[column], *cells), header.at))
    return rows
