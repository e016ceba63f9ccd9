"""Amount tables while they are read, and whether two of them are one table printed twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from consistency.model.blocks import Table
from consistency.model.location import Location
from consistency.model.record import AmountRowRecord, Said
from consistency.reading.amounts import YearColumns
from consistency.reading.captions import Caption
from consistency.reading.lexicon import normal


@dataclass(slots=True)
class OpenTable:
    """`copy` is the same table as printed in a cell before, `labels` are those of the rows.

    `ended` where rows have begun again: they are of another table, whose years are lost.
    """

    caption: Caption
    kind: Said
    years: YearColumns
    at: Location
    unit: Said | None
    rows: list[AmountRowRecord] = field(default_factory=list)
    copy: OpenTable | None = None
    labels: set[str] = field(default_factory=set)
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """A caption in a cell, None for a funding proposal, and the table that stood below it, if it was not cut off."""

    caption: Caption | None
    table: Table | None


def content_of(table: OpenTable) -> tuple[object, ...]:
    """All that a second printing of the table has in common with the first."""
    caption = table.caption
    heads = [said.text if said else None for said in (caption.side, table.kind, caption.label, caption.of_which)]
    rows = tuple((row.label.text, *(cell.text for cell in row.cells)) for row in table.rows)
    return (*heads, *(year.text for year in table.years.years), rows)


def same_caption(one: Caption, other: Caption | None) -> bool:
    def key(caption: Caption) -> tuple[str, ...]:
        return (caption.side.text, *(normal(said.text) if said else "" for said in (caption.kind, caption.of_which)))

    return other is not None and key(one) == key(other)


def alike(one: OpenTable, other: OpenTable) -> bool:
    """Whether half of the cells or more are the same that either fills in a row of both: a copy may be changed."""
    rows = {row.label.text: row for row in other.rows}
    shared = [(row, rows[row.label.text]) for row in one.rows if row.label.text in rows]
    pairs = [(a.text, b.text) for row, copy in shared for a, b in zip(row.cells, copy.cells, strict=False)]
    filled = [(a, b) for a, b in pairs if a or b]
    return bool(shared) and 2 * sum(a == b for a, b in filled) >= len(filled)
