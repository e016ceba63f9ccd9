"""Matrices: what relates to what, and which initiative serves which actielijn."""

from __future__ import annotations

from itertools import takewhile

from consistency.model.blocks import Row, Table
from consistency.model.record import ListEntryRecord, ListRecord, MatrixRowRecord, RelationMatrixRecord, Said
from consistency.reading import cells, columns
from consistency.reading.columns import Columns
from consistency.reading.context import Context
from consistency.reading.lexicon import Lexicon


def read_relations(table: Table, context: Context) -> RelationMatrixRecord | None:
    """A first column of initiatives, and columns of other plans in whose cells initiatives are named."""
    lexicon = context.lexicon
    top = enumerate(table.rows[: columns.HEADER_ROWS])
    headed = [(index, heads) for index, row in top if (heads := _relation_heads(row, context))]
    if not headed:
        return None
    header, heads = headed[0]
    body = [row for row in table.rows[header + 1 :] if cells.filled(row)]
    if any(lexicon.is_a("mark_yes", text) for row in body for column, text in cells.filled(row) if column):
        return None
    rows = [
        MatrixRowRecord(at=row.at, name=name, targets=_targets(row, heads, lexicon))
        for row in body
        if (name := cells.said(row.cells[0])) and not _relation_heads(row, context)
        if not cells.is_note(row)
    ]
    named = {head.text: head for head in reversed(heads.values())}
    complete = any(lexicon.find("complete_list", text) for text in columns.captions(context))
    heads_said = list(reversed(named.values()))
    return RelationMatrixRecord(at=table.at, complete=complete or None, columns=heads_said, rows=rows)


def _relation_heads(row: Row, context: Context) -> dict[int, Said] | None:
    """The plan that each column after the first is about, known domains by their id; None for any other row.

    Without a caption that says so, the row must be a word for initiative and nothing but domains.
    """
    lexicon = context.lexicon
    heads = {column: Said(text, row.cells[column].at) for column, text in cells.filled(row)}
    first = heads.pop(0, None)
    known = [bool(lexicon.keys_in("domain", head.text)) for head in heads.values()]
    captioned = any(lexicon.find("relation_caption", text) for text in columns.captions(context))
    if not any(known) or (first and lexicon.key("overview_column", first.text) != "name"):
        return None
    # One of the two may be missing: a column that is no known domain, or the word above the names.
    if not ((first and all(known)) or (captioned and (first or all(known)))):
        return None
    return {column: cells.domain(head, lexicon) for column, head in heads.items()}


def _targets(row: Row, heads: dict[int, Said], lexicon: Lexicon) -> dict[str, list[Said]]:
    targets: dict[str, list[Said]] = {head.text: [] for head in heads.values()}
    for column, head in heads.items():
        cell = row.cells[column] if column < len(row.cells) else None
        targets[head.text] += [piece for piece in cells.pieces(cell) if not lexicon.is_a("nothing_said", piece.text)]
    return targets


def read_actielijnen(table: Table, context: Context) -> ListRecord | None:
    """A matrix of marks: initiatives in rows, actielijnen or their aspects in columns."""
    lexicon = context.lexicon
    found = columns.find(table, lexicon, "overview_column", "name")
    if found is None:
        return None
    heads = list(takewhile(lambda row: found.said(row, "name") is None, table.rows[found.header + 1 :]))
    body = [row for row in table.rows[found.header + 1 + len(heads) :] if found.said(row, "name")]
    marks = {column for row in body for column in found.marked(row)}
    tops = [text for row in [*table.rows[: found.header + 1], *heads] for _, text in cells.filled(row)]
    if not marks or not any(lexicon.find("actielijnen_word", text) for text in [*tops, *columns.captions(context)]):
        return None
    names = _actielijnen(table, found, heads, marks)
    entries = [
        _marked_entry(row, found, names) for row in body if not found.repeats(row) and len(cells.filled(row)) > 1
    ]
    complete = any(lexicon.find("complete_list", text) for text in columns.captions(context))
    notes = cells.notes(table.rows, context.after, lexicon)
    return ListRecord(at=table.at, complete=complete, notes=notes, entries=entries)


def _marked_entry(row: Row, found: Columns, names: dict[int, str]) -> ListEntryRecord:
    number, name = cells.split_number(found.said(row, "name") or Said("", row.at))
    served: dict[str, Said] = {}
    for column in found.marked(row):
        if column in names:
            served.setdefault(names[column], Said(names[column], row.cells[column].at))
    return ListEntryRecord(
        at=row.at,
        name=name,
        number=found.said(row, "number") or number,
        domain=found.domain(row),
        priority=found.said(row, "priority"),
        municipalities=found.pieces(row, "municipalities"),
        actielijnen=list(served.values()),
    )


def _actielijnen(table: Table, found: Columns, heads: list[Row], marks: set[int]) -> dict[int, str]:
    """The actielijn of each column of marks; empty where the format lost which mark stands under which head.

    Text keeps one row of heads aligned with the rows below it, not a second one whose cells span several columns.
    """
    levels = [table.rows[found.header], *heads]
    rows = [row for row in levels if len(_heads_of_marks(row, found)) > 1]
    if not rows:
        return {}
    if table.exact:
        names = _filled_forward(min(rows, key=lambda row: len(set(_heads_of_marks(row, found).values()))), found)
    else:
        names = _heads_of_marks(rows[0], found)
        if len(rows) > 1 or not marks <= names.keys():
            return {}
    return {column: _short(name, found.lexicon) for column, name in names.items()}


def _heads_of_marks(row: Row, found: Columns) -> dict[int, str]:
    own = found.own()
    return {column: text for column, text in cells.filled(row) if column not in own}


def _filled_forward(row: Row, found: Columns) -> dict[int, str]:
    """The head over each column, a spanning one over all that it spans."""
    heads, names, current = _heads_of_marks(row, found), {}, ""
    for column in range(len(row.cells)):
        current = heads.get(column, current)
        if current:
            names[column] = current
    return names


def _short(name: str, lexicon: Lexicon) -> str:
    """`Actielijn A` and `A. Dienstverlening` by their letter; a name without the word for actielijn before it."""
    words = name.split()
    for size in (2, 1):
        if lexicon.is_a("actielijnen_word", " ".join(words[:size])) and words[size:]:
            words = words[size:]
    letter = words[0].rstrip(".:")
    return letter if len(letter) == 1 and letter.isupper() else " ".join(words)
