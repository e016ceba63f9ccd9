"""Where something was said: a tagged union, one class a kind of source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text file; `line` is 1-based."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of a workbook, `cell` as in `B7`."""

    path: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class DocumentCell:
    """A paragraph or table cell of a Word document; all counts are 1-based."""

    path: str
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class PdfRegion:
    """A box (x0, top, x1, bottom in whole points) on a page of a PDF; `page` is 1-based."""

    path: str
    page: int
    box: tuple[int, int, int, int] | None = None


Original = TextLine | SheetCell | DocumentCell | PdfRegion


@dataclass(frozen=True, slots=True)
class YamlPlace:
    """A place in a plan file (1-based), and the place in the document it was taken from, where the file names one."""

    path: str
    line: int
    column: int
    original: Original | None = None


Location = TextLine | SheetCell | DocumentCell | PdfRegion | YamlPlace


def as_data(place: Location) -> dict[str, Any]:
    """The form a report has: `path` and what the kind of place needs, without what is not there."""
    data: dict[str, Any] = {}
    for name in place.__slots__:
        value = getattr(place, name)
        if isinstance(value, TextLine | SheetCell | DocumentCell | PdfRegion):
            value = as_data(value)
        if value is not None:
            data[name] = list(value) if isinstance(value, tuple) else value
    return data


def sort_key(place: Location) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Document order within a path, whichever kind of place; total, so that reports never depend on input order."""
    return place.path, tuple([_part(getattr(place, name)) for name in place.__slots__[1:]])


def _part(value: Any) -> tuple[int, str]:
    if value is None or isinstance(value, int):
        return value or 0, ""
    return value[1] if isinstance(value, tuple) else 0, str(value)
