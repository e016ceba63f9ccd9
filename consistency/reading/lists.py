"""Overviews of initiatives and scored lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from consistency.model.blocks import Row, Table
from consistency.model.record import ListEntryRecord, Said, ScoreListRecord, StatementRecord
from consistency.reading import cells, columns, headings, prose
from consistency.reading.columns import Columns
from consistency.reading.context import Context
from consistency.reading.lexicon import Lexicon

FACTORS_TOLD = 3
"""So many columns of factors tell that they are."""


@dataclass(frozen=True, slots=True)
class Overview:
    """`notes` per footnote mark; `statements` are claims found in the explanations, each about its entry's name."""

    entries: list[ListEntryRecord]
    notes: dict[str, Said]
    statements: list[StatementRecord]


def read_overview(table: Table, context: Context) -> Overview | None:
    """A table of initiatives with their priority or municipalities, and something to tell it from a scored list."""
    lexicon = context.lexicon
    found = columns.find(table, lexicon, "overview_column", "name")
    if found is None or _score_column(table, lexicon) is not None:
        return None
    rest = found.fields.keys() - {"name"}
    if not rest & {"priority", "municipalities"} or not rest & {"number", "explanation", "funding", "domain"}:
        return None
    if any(found.marked(row) for row in found.body()):
        return None
    entries, statements = [], []
    for row, place in _rows(found, _Place(domain_of(context), headings.above_table(context))):
        if entry := _entry(row, found, place):
            entries.append(entry)
            statements += _statements(row, found, entry)
    return Overview(entries, cells.notes(table.rows, context.after, lexicon), statements)


def read_scores(table: Table, context: Context) -> ScoreListRecord | None:
    """A table of initiatives with a score; sub-headers or rows of one domain word say the domain of what follows."""
    lexicon = context.lexicon
    score = _score_column(table, lexicon)
    found = None if score is None else _score_columns(table, score, lexicon)
    if found is None:
        return None
    factors = _factor_columns(table, lexicon)
    first = _domain_in(found, found.table.rows[found.header]) or domain_of(context)
    entries = [
        entry
        for row, place in _rows(found, _Place(first, headings.above_table(context)))
        if (entry := _entry(row, found, place, score, factors))
    ]
    return ScoreListRecord(
        at=table.at,
        complete=not any(lexicon.find("examples", paragraph.text) for paragraph in context.before),
        model=_model(table, context),
        notes=cells.notes(table.rows, context.after, lexicon),
        entries=entries,
    )


def domain_of(context: Context) -> Said | None:
    """The domain that the innermost heading with a domain in it names; None where it names several."""
    for heading in reversed(context.headings):
        if named := context.lexicon.keys_in("domain", heading.text):
            return Said(named[0], heading.at) if len(named) == 1 else None
    return None


@dataclass(frozen=True, slots=True)
class _Place:
    """Under which domain a row stands, and under which heading that tells something."""

    domain: Said | None
    heading: Said | None


def _rows(found: Columns, place: _Place) -> Iterator[tuple[Row, _Place]]:
    """The rows that can be entries, each with the domain and heading that rows of their own gave it.

    A domain ends a heading that stands under domains; any other title ends a heading in the table.
    """
    domain, heading, outer = place.domain, place.heading, place.heading
    under_domains: bool | None = None
    for row in found.body():
        named = _domain_in(found, row)
        texts = [text for _, text in cells.filled(row)]
        if named:
            domain = named
            under_domains = under_domains is not False
            heading = outer if under_domains else heading
        elif headings.of_row(texts, found.lexicon):
            heading = Said(texts[0], row.at)
            under_domains = bool(under_domains)
        elif not found.repeats(row):
            heading = heading if len(texts) > 1 else outer
            yield row, _Place(domain, heading)


def _domain_in(found: Columns, row: Row) -> Said | None:
    """The domain that a row names as a sub-header: alone, or in the name column of a repeated header."""
    texts = cells.filled(row)
    name = found.said(row, "name")
    if len(texts) == 1 and found.lexicon.is_a("domain", texts[0][1]):
        return cells.domain(Said(texts[0][1], row.cells[texts[0][0]].at), found.lexicon)
    if name and found.repeats(row, but="name") and not found.lexicon.is_a("overview_column", name.text):
        return cells.domain(name, found.lexicon)
    return None


def _entry(
    row: Row, found: Columns, place: _Place, score: int | None = None, factors: Mapping[str, int] = MappingProxyType({})
) -> ListEntryRecord | None:
    """A row as an entry; one that has a priority or score and no name is kept with an empty name."""
    name, priority = found.said(row, "name"), found.said(row, "priority")
    scored = cells.said(row.cells[score]) if score is not None and score < len(row.cells) else None
    if len(cells.filled(row)) < 2 or (name is None and priority is None and scored is None):
        return None
    (priority, first), (scored, second), (name, third) = map(_split_mark, (priority, scored, name))
    number = found.said(row, "number")
    if name and number is None:
        number, name = cells.split_number(name)
    return ListEntryRecord(
        at=row.at,
        name=name or Said("", row.at),
        number=number,
        heading=place.heading,
        domain=found.domain(row) or place.domain,
        priority=priority,
        municipalities=found.pieces(row, "municipalities"),
        score=scored,
        factors={
            name: said
            for name, column in factors.items()
            if column < len(row.cells) and (said := cells.said(row.cells[column]))
        },
        actielijnen=found.pieces(row, "actielijnen"),
        mark=first or second or third,
    )


def _split_mark(value: Said | None) -> tuple[Said | None, Said | None]:
    return cells.split_mark(value) if value else (None, None)


def _statements(row: Row, found: Columns, entry: ListEntryRecord) -> list[StatementRecord]:
    explanation = found.said(row, "explanation")
    if explanation is None or not entry.name.text:
        return []
    found_in = prose.statements(explanation.text, explanation.at, entry.name, found.lexicon)
    if entry.priority and found.lexicon.key("priority", entry.priority.text):
        found_in += prose.grounds([explanation], entry.name, found.lexicon)
    return found_in


def _score_column(table: Table, lexicon: Lexicon) -> int | None:
    """The column that a cell of the top rows heads as the score."""
    for row in table.rows[: columns.HEADER_ROWS]:
        texts = cells.filled(row)
        for index, text in reversed(texts):
            if len(texts) > 1 and lexicon.key("score_column", text) is not None:
                return index
    return None


def _factor_columns(table: Table, lexicon: Lexicon) -> dict[str, int]:
    """The columns of the factors, where one of the top rows heads one for most of them."""
    for row in table.rows[: columns.HEADER_ROWS]:
        fields = {
            lexicon.keys_in("score_factor", text)[0]: index
            for index, text in reversed(cells.filled(row))
            if lexicon.is_a("score_factor", text)
        }
        if len(fields) >= FACTORS_TOLD:
            return dict(sorted(fields.items(), key=lambda field: field[1]))
    return {}


def _score_columns(table: Table, score: int, lexicon: Lexicon) -> Columns | None:
    """The columns of a scored list, whose name column may be headed by the domain of the rows below."""
    found = columns.find(table, lexicon, "overview_column", "name")
    if found:
        return found
    for index, row in enumerate(table.rows[: columns.HEADER_ROWS]):
        fields = columns.fields_of(row, "overview_column", lexicon)
        others = [column for column, _ in cells.filled(row) if column != score and column not in fields.values()]
        domains = [column for column in others if lexicon.is_a("domain", cells.plain(row.cells[column].text))]
        named = domains or others
        if fields.keys() & {"priority", "municipalities"} and len(named) == 1:
            return Columns(table, index, {**fields, "name": named[0]}, "overview_column", lexicon)
    return None


def _model(table: Table, context: Context) -> Said | None:
    """The score model that the table's top rows, the text before it or the headings name, as the lexicon calls it."""
    places = [(text, row.cells[index].at) for row in table.rows[:2] for index, text in cells.filled(row)]
    places += [(paragraph.text, paragraph.at) for paragraph in reversed(context.before)]
    places += [(heading.text, heading.at) for heading in reversed(context.headings)]
    for text, at in places:
        if model := context.lexicon.key_in("score_model", text):
            return Said(model, at)
    return None
