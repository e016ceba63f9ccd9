"""The amount tables of initiatives into cells, with nothing added up yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from consistency.assembly.labels import holds_quantities, is_part, is_total, subtotals_of
from consistency.assembly.registry import Registry
from consistency.assembly.values import kind_of, side_of
from consistency.assembly.words import words
from consistency.model.amount import Amount, Convention, Interval, Outcome, parse_amount, parse_unit
from consistency.model.dates import parse_column
from consistency.model.entities import AmountCell, Doubt, LineTotal
from consistency.model.names import plain, slug
from consistency.model.record import (
    AmountTableRecord,
    DocumentRecord,
    InitiativeRecord,
    Said,
)


def _unread_tables(tables: Iterable[AmountTableRecord], document: str) -> Iterator[Doubt]:
    """The side or kind that keeps a table from being read, and amounts that stand under no year."""
    for table in tables:
        if side_of(table.side) is None:
            yield Doubt("name", table.side, document)
        if kind_of(table.kind) is None:
            yield Doubt("name", table.kind, document)
        if table.unit is not None and unit_of(table.unit) is None:
            yield Doubt("value", table.unit, document)
        yield from without_year([row.cells for row in table.rows], table.years, document)


def without_year(rows: Iterable[Sequence[Said]], years: Sequence[Said], document: str) -> Iterator[Doubt]:
    known = [parse_column(said.text) is not None or is_total(said.text) for said in years]
    for cells in rows:
        for position, said in enumerate(cells):
            if (position >= len(known) or not known[position]) and parse_amount(said.text).stated:
                yield Doubt("amount", said, document)


def unit_of(said: Said | None) -> int | None:
    """Euros per unit: 1 where nothing is said, None where what is said is no unit."""
    if said is None:
        return 1
    digits = said.text.replace(".", "").replace(" ", "")
    return (int(digits) or None) if digits.isdecimal() and len(digits) < 10 else parse_unit(said.text)


def initiative_cells(registry: Registry, doubts: list[Doubt], totals: list[LineTotal]) -> Iterator[AmountCell]:
    """All cells, and into `totals` what the rows state as their own total.

    What a second document prints of an initiative's table is a copy of what the first says.
    """
    first: dict[tuple[str, str], str] = {}
    for document in registry.record.documents:
        convention = registry.conventions[document.document.text]
        for initiative in document.initiatives:
            key = registry.id_of[id(initiative)]
            doubts += _unread_tables(initiative.amounts, document.document.text)
            for table, name in _named_tables(initiative.amounts):
                home = first.setdefault((key, name), document.document.text)
                again = home != document.document.text
                found: list[LineTotal] = []
                cells = list(_table_cells(registry, document, initiative, table, name, convention, doubts, found))
                is_copy = again or table.copy_of_earlier is not None
                totals += [] if is_copy else found
                for cell in (*cells, *([] if is_copy else _rows_not_there(registry, table, cells))):
                    placed = _with_participation(registry, cell)
                    yield placed._replace(copy=True) if is_copy else placed


def _rows_not_there(registry: Registry, table: AmountTableRecord, cells: Sequence[AmountCell]) -> Iterator[AmountCell]:
    """Who takes part and has no row has said nothing, as with an empty cell; not in a table for several together."""
    rows = [cell for cell in cells if cell.role == "row"]
    present = {cell.municipality for cell in rows}
    if not rows or not present <= set(registry.municipalities.codes):
        return
    nothing = Said("", table.at)
    for code in sorted(registry.taking_part.get(rows[0].initiative, frozenset()) - present):
        for cell in (cell for cell in rows if cell.municipality == rows[0].municipality):
            yield cell._replace(municipality=code, amount=parse_amount(""), said=nothing)


def _with_participation(registry: Registry, cell: AmountCell) -> AmountCell:
    """Blank says nothing of who takes part, and nothing is to be said of who does not: for them blank is zero."""
    taking_part = registry.taking_part.get(cell.initiative)
    if not taking_part or cell.municipality not in registry.municipalities.codes:
        return cell
    takes_part = cell.municipality in taking_part
    if takes_part or cell.amount.outcome is not Outcome.BLANK:
        return cell._replace(takes_part=takes_part)
    return cell._replace(takes_part=False, amount=replace(cell.amount, meant=Interval(0, 0)))


def _named_tables(tables: Iterable[AmountTableRecord]) -> Iterator[tuple[AmountTableRecord, str]]:
    """Each table with the name its slot has: side, kind, label; a number where two would be called the same."""
    seen: dict[str, int] = {}
    for table in tables:
        side, kind = side_of(table.side), kind_of(table.kind)
        if side is None or kind is None or unit_of(table.unit) is None:
            continue
        parts = [side.value, kind.value, *(slug(said.text) for said in (table.label, table.of_which) if said)]
        name = "-".join(parts)
        if table.copy_of_earlier is None:
            seen[name] = seen.get(name, 0) + 1
        yield table, name if seen.get(name, 1) == 1 else f"{name}-{seen[name]}"


def _table_cells(
    registry: Registry,
    document: DocumentRecord,
    initiative: InitiativeRecord,
    table: AmountTableRecord,
    name: str,
    convention: Convention,
    doubts: list[Doubt],
    totals: list[LineTotal],
) -> Iterator[AmountCell]:
    side, kind = side_of(table.side), kind_of(table.kind)
    unit = unit_of(table.unit)
    assert side is not None and kind is not None and unit is not None
    years = [parse_column(said.text) for said in table.years]
    places = _places(registry, table)
    whole = _whole_of(initiative, table, name)
    for row in table.rows:
        if holds_quantities(row):
            continue
        role, municipality = places[row.label.text]
        known = municipality != row.label.text or registry.municipalities.one(municipality)
        if not known and not is_partner(initiative, row.label.text):
            doubts.append(Doubt("name", row.label, document.document.text))
        line: list[AmountCell] = []
        for said, head, year in zip(row.cells, table.years, years, strict=False):
            amount = amount_of(said, unit, convention, document, doubts) if year or is_total(head.text) else None
            if amount is not None and year is None and line:
                totals.append(LineTotal(amount, said, tuple(line)))
            if amount is None or year is None:
                continue
            line.append(
                AmountCell(
                    initiative=registry.id_of[id(initiative)],
                    document=document.document.text,
                    table=name,
                    side=side,
                    kind=kind,
                    role=role,
                    municipality=municipality,
                    year=year[0],
                    mark=year[1],
                    amount=amount,
                    said=said,
                    part_of=whole if role in ("part", "part-total") else None,
                )
            )
        yield from sorted(line, key=lambda cell: (cell.year, cell.mark))  # what speaks first is the earliest


def is_partner(initiative: InitiativeRecord, label: str) -> bool:
    """Whether the initiative itself names the party of a row, so that it is one from outside the set."""
    return any(plain(label).strip() in plain(said.text) for said in initiative.municipalities)


def _whole_of(initiative: InitiativeRecord, table: AmountTableRecord, name: str) -> str | None:
    """The table of which an "of which" table is a part: the last one before it of the same side and kind, and of its

    label where it has one. A part inside a table is one of that table.
    """
    if table.of_which is None:
        return name
    whole = None
    for earlier, called in _named_tables(initiative.amounts):
        if earlier is table:
            break
        same = (side_of(earlier.side), kind_of(earlier.kind)) == (side_of(table.side), kind_of(table.kind))
        labelled = table.label is None or (
            earlier.label is not None and slug(earlier.label.text) == slug(table.label.text)
        )
        if earlier.of_which is None and same and labelled:
            whole = called
    return whole


def _places(registry: Registry, table: AmountTableRecord) -> dict[str, tuple[str, str | None]]:
    """Role and municipality by row label. A table that has no row but its total, or one for the whole, is that row.

    A subtotal beside a total is neither: it adds some of the rows, and which ones is not said.
    """
    labels = [row.label.text for row in table.rows]
    if table.of_which is not None:
        rows = [label for label in labels if not is_total(label)]
        roles = {label: "part" if label in rows or not rows else "part-total" for label in labels}
        return {label: (role, _only(registry.municipalities.one(label))) for label, role in roles.items()}
    only_total = all(is_total(label) for label in labels if not is_part(label))
    left_out = subtotals_of(labels)
    everybody = "+".join(registry.municipalities.codes) or "all"
    places: dict[str, tuple[str, str | None]] = {}
    for label in labels:
        codes = registry.municipalities.one(label)
        if is_part(label):
            places[label] = ("part", None)
        elif label in left_out:
            places[label] = ("subtotal", None)
        elif is_total(label):
            places[label] = ("row", everybody) if only_total else ("total", None)
        elif codes:
            places[label] = ("row", next(iter(codes)) if len(codes) == 1 else label)
        else:
            places[label] = ("row", everybody if plain(label).strip() in words("whole") else label)
    return places


def _only(codes: frozenset[str] | None) -> str | None:
    return next(iter(codes)) if codes and len(codes) == 1 else None


def amount_of(said: Said, unit: int, convention: Convention, document: DocumentRecord, doubts: list[Doubt]) -> Amount:
    amount = parse_amount(said.text, unit=unit, convention=convention)
    if amount.outcome is Outcome.UNREADABLE:
        doubts.append(Doubt("amount", said, document.document.text))
    return amount
