"""Amounts that a recogniser left lying in a table that it did read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any

from consistency.model.amount import Outcome, parse_amount
from consistency.model.blocks import Table
from consistency.model.location import Location
from consistency.model.record import Record, Said, UnreadRecord
from consistency.reading.amounts import is_year

_MONEY = re.compile(r"€|\d{1,3}(?:\.\d{3})+|\d{4}")
"""What tells an amount of money from a number, a score or a count."""


def unused_amounts(table: Table, found: object) -> list[UnreadRecord]:
    """The cells of the table that hold an amount and whose text is nowhere in what was found in it."""
    used: dict[Location, str] = {}
    for said in _said_in(found):
        used[said.at] = f"{used.get(said.at, '')}\n{said.text}"
    return [
        UnreadRecord(at=cell.at, what="amount", text=Said(cell.text, cell.at))
        for row in table.rows
        for cell in row.cells
        if _is_money(cell.text) and cell.text not in used.get(cell.at, "")
    ]


def _is_money(text: str) -> bool:
    return _MONEY.search(text) is not None and not is_year(text) and parse_amount(text).outcome is Outcome.VALUE


def _said_in(found: Any) -> Iterator[Said]:
    if isinstance(found, Said):
        yield found
    elif isinstance(found, Record):
        for name in type(found).model_fields:
            yield from _said_in(getattr(found, name))
    elif is_dataclass(found):
        for name in found.__dataclass_fields__:
            yield from _said_in(getattr(found, name))
    elif isinstance(found, Mapping):
        for value in found.values():
            yield from _said_in(value)
    elif isinstance(found, Sequence) and not isinstance(found, str):
        for value in found:
            yield from _said_in(value)
