"""What a cell says, whatever its table: its text without mark-up, its pieces, its footnote mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from consistency.model.blocks import Cell, Paragraph, Row
from consistency.model.record import Said
from consistency.reading.lexicon import Lexicon

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_BREAK = re.compile(r"<br[ /]{0,3}>|</p>|[\r\n]+", re.IGNORECASE)
_MARK = r"\*{1,3}\)?|[¹²³⁴-⁹†‡]"
_LEADING_MARK = re.compile(rf"\s*({_MARK})\s*")
_NUMBERED_NOTE = re.compile(r"\s*(\d\))\s+")
_TRAILING_MARK = re.compile(rf"(?:{_MARK}|(?<=\s)\d\))\Z")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3})\s+(?=\S)")


def plain(text: str) -> str:
    """One line of text without tags and double spaces."""
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    return " ".join(text.split())


def filled(row: Row) -> list[tuple[int, str]]:
    """(column, text) of the cells that are not empty."""
    texts = ((index, plain(cell.text)) for index, cell in enumerate(row.cells))
    return [(index, text) for index, text in texts if text]


def said(cell: Cell | None) -> Said | None:
    """What the cell says; None where it is empty or not there."""
    text = plain(cell.text) if cell else ""
    return Said(text, cell.at) if cell and text else None


def pieces(cell: Cell | None, separators: str = ",;") -> list[Said]:
    """The parts between line ends and separators; a separator inside brackets separates nothing."""
    if cell is None:
        return []
    parts = [part for line in _BREAK.split(cell.text) for part in _split(plain(line), separators)]
    return [Said(part, cell.at) for part in parts if part]


def _split(text: str, separators: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if char in separators and not depth:
            parts.append(text[start:index].strip())
            start = index + 1
    return [*parts, text[start:].strip()]


def split_mark(value: Said) -> tuple[Said, Said | None]:
    """The text without the footnote mark at its end (`Telefonie*`, `1a *)`) or its beginning, and the mark."""
    text = value.text
    if found := _trailing_mark(text):
        return _with(value, text[: found.start()].rstrip()), _with(value, found.group())
    if found := _LEADING_MARK.match(text):
        return _with(value, text[found.end() :]), _with(value, found.group(1))
    return value, None


def _trailing_mark(text: str) -> re.Match[str] | None:
    """The mark that ends the text; none where its bracket closes one that the text opens: `(fase 2)`."""
    found = _TRAILING_MARK.search(text)
    return found if found and text.count("(") == text.count(")", 0, found.start()) else None


def split_number(value: Said) -> tuple[Said | None, Said]:
    """`1. Name`, `4.2 Name` → the number without its last dot, and the name."""
    found = _NUMBERED.match(value.text)
    if not found:
        return None, value
    return _with(value, found.group(1).rstrip(".)")), _with(value, value.text[found.end() :])


def _with(value: Said, text: str) -> Said:
    return Said(text, value.at, value.confidence)


def domain(value: Said, lexicon: Lexicon) -> Said:
    """A domain by its id where the lexicon knows one, and only one, in the text; else as written."""
    named = lexicon.keys_in("domain", value.text)
    return _with(value, named[0]) if len(named) == 1 else value


def is_note(row: Row) -> bool:
    """Whether the row is a footnote: one filled cell that begins with a mark."""
    texts = filled(row)
    return len(texts) == 1 and _LEADING_MARK.match(texts[0][1]) is not None


def notes(rows: Sequence[Row], after: Iterable[Paragraph], lexicon: Lexicon) -> dict[str, Said]:
    """The footnotes of a table, among its rows and in the paragraphs after it: mark → `exempt`, or the note's words.

    A mark is as the entries carry it, should its note write it with a bracket. `1)` opens a note only where one does.
    """
    carried = {mark for row in rows if not is_note(row) for mark in _marks(row)}
    found: dict[str, Said] = {}
    for text in _loose_texts(rows, after):
        opening = _LEADING_MARK.match(text.text) or _NUMBERED_NOTE.match(text.text)
        words = text.text[opening.end() :] if opening else ""
        if opening is None or not words or (opening.re is _NUMBERED_NOTE and opening.group(1) not in carried):
            continue
        mark = opening.group(1)
        bare = mark.rstrip(")")
        mark = bare if mark not in carried and bare in carried else mark
        found.setdefault(mark, _with(text, lexicon.key_in("note_meaning", words) or words))
    return found


def _marks(row: Row) -> Iterator[str]:
    for _, text in filled(row):
        if mark := split_mark(Said(text, row.at))[1]:
            yield mark.text


def _loose_texts(rows: Iterable[Row], after: Iterable[Paragraph]) -> Iterator[Said]:
    """The rows of one filled cell, and the paragraphs that are no items of a list."""
    for row in rows:
        texts = filled(row)
        if len(texts) == 1:
            yield Said(texts[0][1], row.cells[texts[0][0]].at)
    for paragraph in after:
        if not paragraph.bullet:
            yield Said(plain(paragraph.text), paragraph.at)
