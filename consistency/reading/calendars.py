"""Contract, tender and replacement calendars."""

from __future__ import annotations

from dataclasses import dataclass

from consistency.model.blocks import Row, Table
from consistency.model.record import ContractRecord, Said
from consistency.reading import cells, columns
from consistency.reading.columns import Columns
from consistency.reading.context import Context


@dataclass(frozen=True, slots=True)
class Calendar:
    """`notes` says per footnote mark what it means for the contracts that carry it (`exempt`, or the note's words)."""

    contracts: list[ContractRecord]
    notes: dict[str, Said]


def read(table: Table, context: Context) -> Calendar | None:
    """A table with at least a title and an end date column, in whatever order; None for any other table."""
    found = columns.find(table, context.lexicon, "contract_column", "title", "ends")
    if found is None or not _of_contracts(found, context):
        return None
    contracts = [contract for row in found.body() if (contract := _contract(row, found))]
    return Calendar(contracts, cells.notes(table.rows, context.after, context.lexicon))


def _of_contracts(found: Columns, context: Context) -> bool:
    """Tasks have a title and an end date too; a contract has a supplier, value, procedure or a telling caption."""
    if found.fields.keys() & {"supplier", "value_four_years", "procedure"}:
        return True
    titles = [text for row in found.table.rows[: found.header + 1] for _, text in cells.filled(row)]
    return any(context.lexicon.find("calendar_caption", text) for text in [*titles, *columns.captions(context)])


def _contract(row: Row, found: Columns) -> ContractRecord | None:
    title = found.said(row, "title")
    # A lone text is a section title or the rest of a row that broke off, no contract.
    if title is None or len(cells.filled(row)) < 2 or found.repeats(row):
        return None
    title, mark = cells.split_mark(title)
    ends = found.said(row, "ends")
    if ends:
        ends, mark_of_date = cells.split_mark(ends)
        mark = mark or mark_of_date
    return ContractRecord(
        at=row.at,
        supplier=found.said(row, "supplier"),
        title=title,
        ends=ends,
        starts=found.said(row, "starts"),
        notice=found.said(row, "notice"),
        renewal=found.said(row, "renewal"),
        extension=found.said(row, "extension"),
        tender=found.said(row, "tender"),
        implementation=found.said(row, "implementation"),
        framework=found.said(row, "framework"),
        motive=found.said(row, "motive"),
        organisation=found.pieces(row, "organisation"),
        value_four_years=found.said(row, "value_four_years"),
        procedure=found.said(row, "procedure"),
        mark=mark,
    )
