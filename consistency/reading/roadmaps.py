"""Roadmaps: initiatives over years, as a list under a row of years or as names in the columns of years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from consistency.model.amount import Outcome, parse_amount
from consistency.model.blocks import Row, Table
from consistency.model.dates import parse_years
from consistency.model.record import ListEntryRecord, ListRecord, Said
from consistency.reading import cells, columns, headings
from consistency.reading.context import Context
from consistency.reading.lexicon import Lexicon, normal

_MONEY = re.compile(r"€|\d{1,3}(?:\.\d{3})+|\d{4,}")
_LONGEST_NAME = 500
_SHORTEST_NAMES = 4
"""Where no row has a longer label, the rows are municipalities of an amount table."""
ALONE = 0.8
"""Confidence of a name that stands in one column: its bar, lost in text, may have gone on."""


class _Name(NamedTuple):
    """`priority` as a remark in brackets after the name says it (`prio 2`)."""

    said: Said
    priority: Said | None


class _Found(NamedTuple):
    """A name (or a mark beside it) in a column; `year` is None where the columns do not say it."""

    name: _Name
    year: Said | None
    at: Row
    heading: Said | None


def read(table: Table, context: Context) -> ListRecord | None:
    """A row of years over rows of names; `years` of an entry are known only where the columns carry text or marks."""
    lexicon = context.lexicon
    header = _year_row(table)
    if header is None:
        return None
    years = _years(table.rows[header])
    headed = list(_body(table.rows[header + 1 :], headings.above_table(context, years=False), lexicon))
    body = [row for row, _ in headed]
    if not body or not _is_roadmap(table.rows[:header], body, years, context):
        return None
    layout = _layout(body, years, lexicon)
    placed = _placed(body, years, layout)
    found = [one for row, heading in headed for one in _in_row(row, heading, placed, layout, lexicon)]
    complete = any(lexicon.find("complete_list", text) for text in columns.captions(context))
    return ListRecord(at=table.at, complete=complete, entries=_entries(found, exact=table.exact))


def _year_row(table: Table) -> int | None:
    """The first of the top rows with two years or more and nothing else but a label before them."""
    for index, row in enumerate(table.rows[: columns.HEADER_ROWS]):
        texts = cells.filled(row)
        years = _years(row)
        others = [column for column, _ in texts if column not in years]
        if len(years) > 1 and others in ([], [0]):
            return index
    return None


def _years(row: Row) -> dict[int, Said]:
    """The columns headed by a year."""
    return {
        column: Said(text, row.cells[column].at) for column, text in cells.filled(row) if parse_years(text) is not None
    }


def _body(rows: tuple[Row, ...], heading: Said | None, lexicon: Lexicon) -> Iterator[tuple[Row, Said | None]]:
    """The rows up to a legend, without titles of priorities and domains and repeated rows of years.

    Each with the title above it that tells something of it.
    """
    for row in rows:
        texts = [text for _, text in cells.filled(row)]
        if texts and lexicon.key("legend", texts[0]) is not None:
            return
        title = len(texts) == 1 and _is_title(texts[0], lexicon)
        if headings.of_row(texts, lexicon) and title:
            heading = Said(texts[0], row.at)
        if texts and not title and len(_years(row)) < 2 and not cells.is_note(row):
            yield row, heading


def _is_title(text: str, lexicon: Lexicon) -> bool:
    if lexicon.is_a("domain", text) or lexicon.is_a("priority", text):
        return True
    return lexicon.key("fiche_field", text) == "priority"


def _is_roadmap(above: tuple[Row, ...], body: list[Row], years: dict[int, Said], context: Context) -> bool:
    """Not so for a table of amounts: numbers in its cells, municipalities or a total as labels, a caption of money."""
    lexicon = context.lexicon
    captions = [text for row in above for _, text in cells.filled(row)]
    if any(lexicon.key_in("side", text) or lexicon.key_in("kind", text) for text in captions):
        return False
    texts = [text for row in body for column, text in cells.filled(row) if column or 0 in years]
    if any(parse_amount(text).outcome is not Outcome.UNREADABLE for text in texts):
        return False
    labels = [cells.filled(row)[0][1] for row in body]
    if any(lexicon.is_a("total", label) for label in labels):
        return False
    captioned = any(lexicon.find("roadmap_caption", text) for text in [*captions, *columns.captions(context)])
    return captioned or any(len(label) > _SHORTEST_NAMES for label in labels)


class _Layout(Enum):
    LABELLED = auto()
    """Names in a column before the years, marks or texts under the years."""
    UNDER_YEARS = auto()
    """Names under the years themselves."""
    BARS_LOST = auto()
    """Names in the first column below a row of years, and nothing else: where the bars stood is not known."""


def _layout(body: list[Row], years: dict[int, Said], lexicon: Lexicon) -> _Layout:
    if min(years) > 0 or any(lexicon.is_a("mark_yes", text) for row in body for _, text in cells.filled(row)):
        return _Layout.LABELLED
    lost = all([column for column, _ in cells.filled(row)] == [0] for row in body)
    return _Layout.BARS_LOST if lost else _Layout.UNDER_YEARS


def _placed(body: list[Row], years: dict[int, Said], layout: _Layout) -> dict[int, Said]:
    """The year of each column of the body; none where the row of years has lost its place above it.

    A row of years that begins in the first column, over rows with a label before their marks, lacks one cell.
    """
    if layout is _Layout.BARS_LOST:
        return {}
    if layout is _Layout.UNDER_YEARS or min(years) > 0:
        return years
    wider = all(len(row.cells) == max(years) + 2 for row in body)
    return {column + 1: year for column, year in years.items()} if wider else {}


def _in_row(
    row: Row, heading: Said | None, placed: dict[int, Said], layout: _Layout, lexicon: Lexicon
) -> Iterator[_Found]:
    texts = cells.filled(row)
    if layout is not _Layout.LABELLED:
        for column, text in texts:
            yield _Found(_name(text, row, column, lexicon), placed.get(column), row, heading)
        return
    name = _name(texts[0][1], row, texts[0][0], lexicon)
    under = [placed[column] for column, _ in texts[1:] if column in placed]
    yield _Found(name, None, row, heading)
    yield from (_Found(name, year, row, heading) for year in under)


def _name(text: str, row: Row, column: int, lexicon: Lexicon) -> _Name:
    """The name without the bracketed remarks about money and priority that end it."""
    at, priority = row.cells[column].at, None
    while len(text) <= _LONGEST_NAME and (start := _last_bracket(text)):
        remark = text[start:]
        if not _MONEY.search(remark) and lexicon.find("remark_in_brackets", remark) is None:
            break
        priority = headings.priority_words(remark, lexicon) or priority
        text = text[:start].rstrip()
    return _Name(Said(text, at), Said(priority, at) if priority else None)


def _last_bracket(text: str) -> int:
    """Where the bracket that ends the text begins, brackets within it included; 0 where none ends it."""
    if not text.endswith(")"):
        return 0
    depth = 0
    for index in range(len(text) - 1, 0, -1):
        depth += (text[index] == ")") - (text[index] == "(")
        if not depth:
            return index
    return 0


def _entries(found: list[_Found], *, exact: bool) -> list[ListEntryRecord]:
    """One entry a distinct name under one heading, its years in order, each once."""
    by_name: dict[tuple[str, str], list[_Found]] = {}
    for one in found:
        under = normal(one.heading.text) if one.heading else ""
        by_name.setdefault((normal(one.name.said.text), under), []).append(one)
    entries = []
    for same in by_name.values():
        number, name = cells.split_number(same[0].name.said)
        priority = next((one.name.priority for one in same if one.name.priority), None)
        years = {one.year.text: one.year for one in same if one.year}
        sure = 1.0 if exact or len(years) > 1 else ALONE
        said = [Said(year.text, year.at, sure) for _, year in sorted(years.items())]
        heading = same[0].heading
        entries.append(
            ListEntryRecord(at=same[0].at.at, name=name, number=number, heading=heading, priority=priority, years=said)
        )
    return entries
