"""Tables of contents: lines with a dotted leader or a tab before the page number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from consistency.model.blocks import Paragraph, Row, Table
from consistency.model.record import ContentsRecord, Said
from consistency.reading import cells, columns
from consistency.reading.context import Context

_LEADER = re.compile(r"(?:\s?[.·…_]){2,}\s*\Z|…\s*\Z")
_DOTTED_LINE = re.compile(r"(\S.{0,300}?)\s?(?:(?:[.·_] ?){3,}|… ?)\s*(\d{1,4})\s*\Z")
_PAGE = re.compile(r"\d{1,4}|[ivxlc]{1,6}", re.IGNORECASE)
_LONGEST_LINE = 400
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}\.?")


def read(table: Table, context: Context) -> list[ContentsRecord] | None:
    """A table whose rows are [number,] title and page, under a heading for contents or with dotted leaders."""
    rows = [row for row in table.rows if cells.filled(row)]
    paged = [row for row in rows if _is_line(row)]
    dotted = any(_LEADER.search(text) for row in paged for _, text in cells.filled(row)[:-1])
    if not paged or not (dotted or _under_contents(context)) or len(paged) * 3 < len(rows) * 2:
        return None
    return [_record(row, paged=_is_line(row)) for row in rows]


def read_lines(paragraphs: Iterable[Paragraph]) -> list[ContentsRecord]:
    """The paragraphs that are a title, a dotted leader and a page number, as records; others are left out."""
    records = []
    for paragraph in paragraphs:
        text = cells.plain(paragraph.text)
        if len(text) <= _LONGEST_LINE and (found := _DOTTED_LINE.fullmatch(text)):
            number, title = _split_number(Said(found.group(1), paragraph.at))
            records.append(
                ContentsRecord(at=paragraph.at, number=number, title=title, page=Said(found.group(2), paragraph.at))
            )
    return records


def _split_number(title: Said) -> tuple[Said | None, Said]:
    """The number before a title, which in a table of contents needs no dot."""
    first, _, rest = title.text.partition(" ")
    if rest and _NUMBER.fullmatch(first):
        return Said(first.rstrip("."), title.at), Said(rest.lstrip(), title.at)
    return None, title


def _under_contents(context: Context) -> bool:
    return any(context.lexicon.is_a("contents_heading", text) for text in columns.captions(context))


def _is_line(row: Row) -> bool:
    """One or two texts and a page number, the first text no mere number where it is alone."""
    texts = [text for _, text in cells.filled(row)]
    return (
        len(texts) in (2, 3)
        and _PAGE.fullmatch(texts[-1]) is not None
        and len(texts[-2]) <= _LONGEST_LINE
        and any(char.isalpha() for char in texts[-2])
        and (len(texts) == 2 or _NUMBER.fullmatch(texts[0]) is not None)
    )


def _record(row: Row, *, paged: bool) -> ContentsRecord:
    said = [Said(text, row.cells[column].at) for column, text in cells.filled(row)]
    page = said.pop() if paged else None
    title = Said(_LEADER.sub("", said[-1].text).rstrip(), said[-1].at)
    number, title = _split_number(title)
    if len(said) > 1:
        number = Said(said[0].text.rstrip("."), said[0].at)
    return ContentsRecord(at=row.at, number=number, title=title, page=page)
