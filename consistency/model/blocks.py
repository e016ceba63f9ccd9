"""What a document consists of, whatever its format: the common tongue of `inputs/` and `reading/`."""

from __future__ import annotations

from dataclasses import dataclass, field

from consistency.model.location import Location


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `tables` are tables nested in it; `text` is what stands beside them."""

    text: str
    at: Location
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as they stand, ragged. `exact` where the format says which column a cell is in (tabs do not)."""

    rows: tuple[Row, ...]
    at: Location
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`level` is the heading level where the format marks one, else None. `bullet` where it is an item of a list."""

    text: str
    at: Location
    level: int | None = None
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    at: Location


Block = Paragraph | Table | PageBreak


@dataclass(frozen=True, slots=True)
class BlockFile:
    """A file as blocks in reading order; `sha256` of its bytes."""

    path: str
    sha256: str
    blocks: tuple[Block, ...] = field(repr=False)
