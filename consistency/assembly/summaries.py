"""Summary tables into cells: what each row counts, and nothing added up yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from consistency.assembly.amounts import amount_of, unit_of, without_year
from consistency.assembly.labels import is_total, subtotals_of
from consistency.assembly.registry import Registry
from consistency.assembly.values import kind_of, side_of
from consistency.model.dates import parse_column
from consistency.model.entities import Doubt, Kind, LineTotal, Side, SummaryCell
from consistency.model.names import slug
from consistency.model.record import DocumentRecord, Said, SummaryColumnRecord, SummaryTableRecord


def summary_cells(registry: Registry, doubts: list[Doubt], totals: list[LineTotal]) -> Iterator[SummaryCell]:
    """All cells, and into `totals` what the rows state as their own total over the years of a group of columns."""
    for document in registry.record.documents:
        convention = registry.conventions[document.document.text]
        seen: Counter[str] = Counter()
        for table in document.summary_tables:
            members = _row_members(registry, table, doubts, document)
            doubts += _unread_summary(registry, table, document.document.text)
            codes = registry.municipalities.one(table.municipality.text) if table.municipality else None
            municipality = next(iter(codes)) if codes and len(codes) == 1 else None
            printed = "-".join(
                ("summary", table.by.text, *(slug(s.text) for s in (table.kind, table.municipality) if s))
            )
            seen[printed] += 1
            name = printed if seen[printed] == 1 else f"{printed}-{seen[printed]}"
            lines: dict[tuple[int, Side, Kind], list[SummaryCell]] = {}
            for number, row, said, column, year in _summary_grid(table):
                kind = kind_of(column.kind or table.kind)
                side = side_of(column.side)
                unit = unit_of(table.unit)
                if kind is None or side is None or unit is None or (table.municipality and municipality is None):
                    continue
                amount = amount_of(said, unit, convention, document, doubts)
                line = lines.setdefault((number, side, kind), [])
                if year is None:
                    totals += [LineTotal(amount, said, tuple(line))] if line else []
                    continue
                total = is_total(row.text)
                line.append(
                    SummaryCell(
                        document=document.document.text,
                        table=name,
                        municipality=municipality,
                        side=side,
                        kind=kind,
                        by=table.by.text,
                        row="total" if total else members[row.text][0],
                        total=total,
                        members=() if total else members[row.text][1],
                        year=year,
                        amount=amount,
                        said=said,
                    )
                )
            for line in lines.values():
                yield from line


def _unread_summary(registry: Registry, table: SummaryTableRecord, document: str) -> Iterator[Doubt]:
    """What keeps a summary table, or a part of it, from being read."""
    codes = registry.municipalities.one(table.municipality.text) if table.municipality else None
    if table.municipality and (codes is None or len(codes) != 1):
        yield Doubt("name", table.municipality, document)
    for column in table.columns:
        kind = column.kind or table.kind
        if side_of(column.side) is None:
            yield Doubt("name", column.side, document)
        if kind is not None and kind_of(kind) is None:
            yield Doubt("name", kind, document)
    if table.unit is not None and unit_of(table.unit) is None:
        yield Doubt("value", table.unit, document)
    years = [year for column in table.columns for year in column.years]
    yield from without_year([row.cells for row in table.rows], years, document)


def _summary_grid(table: SummaryTableRecord) -> Iterator[tuple[int, Said, Said, SummaryColumnRecord, int | None]]:
    """Number and label of the row, the cell, its column and its year: None where the column is a total.

    Beside columns that a mark sets apart, what a total counts is not known, and it is left out.
    """
    heads = [(column, year, parse_column(year.text)) for column in table.columns for year in column.years]
    left_out = subtotals_of([row.label.text for row in table.rows])
    has_marks = any(year[1] for _, _, year in heads if year)
    for number, row in enumerate(table.rows):
        if row.label.text in left_out:
            continue
        for said, (column, head, year) in zip(row.cells, heads, strict=False):
            if year is not None and not year[1]:
                yield number, row.label, said, column, year[0]
            elif year is None and not has_marks and is_total(head.text):
                yield number, row.label, said, column, None


def _row_members(
    registry: Registry, table: SummaryTableRecord, doubts: list[Doubt], document: DocumentRecord
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Per printed row label its id and what it counts: domains with those folded in, a priority, an initiative."""
    rows: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in table.rows:
        label = row.label.text
        if is_total(label):
            continue
        if table.by.text == "domain":
            found = [m.id for _, m in registry.domains.segment(label) if m]
            members = found or [slug(label)]
            if not found:
                doubts.append(Doubt("name", row.label, document.document.text))
            folded = [d.id for d in registry.plan_set.domains.values() if d.row in members]
            rows[label] = (members[0], tuple(dict.fromkeys([*members, *folded])))
        elif table.by.text == "priority":
            priority = registry.priority(row.label) or slug(label)
            rows[label] = (priority, registry.plan_set.priorities.get(priority, (priority,)))
        else:
            match = registry.resolver.resolve(label)
            rows[label] = (match.id, (match.id,)) if match else (slug(label), ())
            if match is None:
                doubts.append(Doubt("name", row.label, document.document.text))
    return _fold_by_document(registry, rows) if table.by.text == "domain" else _own_rows_only(rows)


def _own_rows_only(rows: dict[str, tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """A member that has a row of its own is counted there and not in the row that contains it."""
    own = {key for key, _ in rows.values()}
    return {
        label: (key, tuple(m for m in members if m == key or m not in own)) for label, (key, members) in rows.items()
    }


def _fold_by_document(
    registry: Registry, rows: dict[str, tuple[str, tuple[str, ...]]]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """A domain without a row of its own is counted where a domain is that shares its plan."""
    covered = {member for _, members in rows.values() for member in members}
    extra: dict[str, list[str]] = {}
    for document in registry.documents.values():
        if document.kind != "plan":
            continue
        for domain in document.domains:
            host = next((label for label, (_, ms) in rows.items() if set(ms) & set(document.domains)), None)
            if domain not in covered and host is not None and domain not in extra.setdefault(host, []):
                extra[host].append(domain)
    return {label: (key, (*members, *extra.get(label, ()))) for label, (key, members) in rows.items()}
