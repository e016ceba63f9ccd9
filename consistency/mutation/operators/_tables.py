"""Where amounts stand, and numbers as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from consistency.model.amount import Amount, Outcome
from consistency.model.record import DocumentRecord
from consistency.mutation.base import Base
from consistency.mutation.edits import Path, at
from consistency.mutation.operators._operator import Site

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+")


def rows(base: Base) -> Iterator[tuple[DocumentRecord, Path]]:
    """The rows of all amount tables and summary tables; not of second printings, which count for nothing."""
    for document in base.documents:
        for i, initiative in enumerate(document.initiatives):
            for t, table in enumerate(initiative.amounts):
                for r, _ in enumerate(table.rows if table.copy_of_earlier is None else ()):
                    yield document, ("initiatives", i, "amounts", t, "rows", r)
        for t, summary in enumerate(document.summary_tables):
            for r, _ in enumerate(summary.rows):
                yield document, ("summary_tables", t, "rows", r)


def cells(base: Base) -> Iterator[tuple[Site, Amount]]:
    """The cells that are read, with what each says."""
    places = base.places
    for document, path in rows(base):
        for c, said in enumerate(at(document, (*path, "cells"))):
            cell = places.cells.get(said.at) or places.summaries.get(said.at)
            if cell is not None:
                yield Site(document, (*path, "cells", c)), cell.amount


def values(base: Base) -> Iterator[Site]:
    """The cells that hold a number other than zero."""
    return (site for site, amount in cells(base) if is_value(amount))


def is_value(amount: Amount) -> bool:
    return amount.outcome is Outcome.VALUE and amount.written.low > 0 and _NUMBER.search(amount.text) is not None


def digits_of(text: str) -> list[int]:
    """The positions of the digits of the number in a text."""
    found = _NUMBER.search(text)
    return [found.start() + i for i, c in enumerate(found[0]) if c.isdigit()] if found else []


def with_number(text: str, number: int) -> str:
    """The text with another number in it, grouped as the old one was, or would be."""
    found = _NUMBER.search(text)
    assert found is not None
    sign = "," if "," in found[0] else "."
    printed = str(number) if found[0].isdigit() and len(found[0]) > 3 else f"{number:,}".replace(",", sign)
    return text[: found.start()] + printed + text[found.end() :]


def number_of(text: str) -> int:
    return int("".join(text[i] for i in digits_of(text)))
