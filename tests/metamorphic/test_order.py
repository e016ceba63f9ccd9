"""The order of documents, rows, columns, entries and keys says nothing: all findings stay, and their places follow."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consistency.model.dates import parse_years
from consistency.model.names import WORD, normal
from consistency.model.record import (
    AmountTableRecord,
    ContractRecord,
    PlanSetRecord,
    Record,
    Said,
    SummaryColumnRecord,
    SummaryTableRecord,
)

from .plan_sets import Found, changed, found_before, found_in, named, names

SPOKEN = {
    "horizon": "the first year and the last",
    "contains": "the parts of a priority stand from high to low",
    "contents": "a table of contents has the order of the document",
    "sections": "headings have the order of the document",
    "copies": "which of two printings is cited first",
}
"""Lists whose order says something, and what."""


def reordered(record: PlanSetRecord, seed: int) -> PlanSetRecord:
    rng = random.Random(seed)
    shuffled = changed(record, _shuffler(rng))
    documents = list(shuffled.documents)
    rng.shuffle(documents)
    return replace(shuffled, documents=tuple(documents))


def _shuffler(rng: random.Random) -> Callable[[Any, str, Record], Any]:
    def shuffle(value: Any, field: str, record: Record) -> Any:
        if field in SPOKEN or _is_of_columns(record, field) or _stands_in_order(value, field):
            return value
        items = list(value.items()) if isinstance(value, dict) else list(value) if isinstance(value, list) else None
        if items is None:
            return value
        items = _shuffled(items, rng)
        return dict(items) if isinstance(value, dict) else items

    return shuffle


def _stands_in_order(value: Any, field: str) -> bool:
    """Numbered rows: a new series begins where the numbers do. Tables of which one refers to the one before it."""
    if field == "entries":
        return any(entry.number for entry in value)
    return field == "amounts" and any(table.of_which or table.copy_of_earlier for table in value)


def _shuffled(items: list[Any], rng: random.Random) -> list[Any]:
    """Entries that are called the same are told apart by their order alone, and keep it among each other.

    Not so contracts, which are told apart by what is said of them.
    """
    order = rng.sample(range(len(items)), len(items))
    places: dict[str, list[int]] = {}
    for i in order:
        places.setdefault(_called(items[i]), []).append(i)
    next_of = {name: iter(sorted(alike)) for name, alike in places.items()}
    return [items[next(next_of[_called(items[i])])] for i in order]


def _called(item: Any) -> str:
    named = None if isinstance(item, ContractRecord) else getattr(item, "title", None) or getattr(item, "name", None)
    return normal(named.text) if isinstance(named, Said) else repr(item)


def _is_of_columns(record: Record, field: str) -> bool:
    """What must move together, and is moved below."""
    of_amounts = isinstance(record, AmountTableRecord) and field == "years"
    of_summaries = (isinstance(record, SummaryTableRecord) and field == "columns") or (
        isinstance(record, SummaryColumnRecord) and field == "years"
    )
    return field == "cells" or of_amounts or of_summaries


def columns_reordered(record: PlanSetRecord, seed: int) -> PlanSetRecord:
    rng = random.Random(seed)

    def move(value: Any, field: str, owner: Record) -> Any:
        if field == "initiatives":
            return [i.model_copy(update={"amounts": [_amounts(table, rng) for table in i.amounts]}) for i in value]
        if field == "summary_tables":
            return [_summary(table, rng) for table in value]
        return value

    return changed(record, move)


Change = Callable[[PlanSetRecord, int], PlanSetRecord]
CHANGES: tuple[Change, ...] = (reordered, columns_reordered)


def _amounts(table: AmountTableRecord, rng: random.Random) -> AmountTableRecord:
    if any(len(row.cells) != len(table.years) for row in table.rows):
        return table
    order = _order(table.years, rng)
    rows = [row.model_copy(update={"cells": [row.cells[i] for i in order]}) for row in table.rows]
    return table.model_copy(update={"years": [table.years[i] for i in order], "rows": rows})


def _summary(table: SummaryTableRecord, rng: random.Random) -> SummaryTableRecord:
    """Groups of columns move with their cells, and the years within a group."""
    numbered, at = [], 0
    for column in table.columns:
        numbered.append((column, list(range(at, at + len(column.years)))))
        at += len(column.years)
    if any(len(row.cells) != at for row in table.rows):
        return table
    rng.shuffle(numbered)
    columns, order = [], []
    for column, places in numbered:
        within = _order(column.years, rng)
        columns.append(column.model_copy(update={"years": [column.years[i] for i in within]}))
        order += [places[i] for i in within]
    rows = [row.model_copy(update={"cells": [row.cells[i] for i in order]}) for row in table.rows]
    return table.model_copy(update={"columns": columns, "rows": rows})


def _order(years: list[Said], rng: random.Random) -> list[int]:
    """Of the columns of one table. A total stands behind the years that it adds up, so such tables stay as they are."""
    places = range(len(years))
    return rng.sample(places, len(years)) if all(parse_years(said.text) for said in years) else list(places)


def assert_order_says_nothing(record: PlanSetRecord, before: Found, change: Change, seed: int) -> None:
    after = found_in(change(record, seed))
    assert after.told() == before.told()
    assert _words(after) == _words(before)
    assert after.undecided.keys() == before.undecided.keys()
    assert after.looked_at == before.looked_at


def _words(found: Found) -> dict[str, list[list[str]]]:
    """What messages say; what they enumerate has the order of the document."""
    return {
        key: [
            sorted(WORD.findall(text.casefold())) for text in (*finding.message.values(), *finding.arithmetic.values())
        ]
        for key, finding in found.findings.items()
    }


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", names())
def test_order_says_nothing(name: str, change: Change) -> None:
    for seed in (1, 2):
        assert_order_says_nothing(named(name), found_before(name), change, seed)


def test_the_change_is_one() -> None:
    """Of the real set hardly a list stays as it was."""
    before, after = (
        [initiative.name.text for document in record.documents for initiative in document.initiatives]
        for record in (named("dowr"), reordered(named("dowr"), 1))
    )
    assert sorted(before) == sorted(after) and before != after
