"""Plain text and Markdown, such as a PDF or Word document leaves behind: tab-separated rows, paragraphs, lists."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from consistency.errors import Bilingual, UnreadableInput, reason
from consistency.inputs._html import read_html
from consistency.inputs._tables import continued
from consistency.model.blocks import Block, BlockFile, Cell, PageBreak, Paragraph, Row, Table
from consistency.model.location import TextLine

MAX_BYTES = 50_000_000
MAX_LINE = 500_000
MAX_TABLE_LINES = 5_000
MAX_UNCLOSED_TABLES = 20
"""An HTML table may go on over so many lines; after so many that never end, no more ends are looked for."""
BLANK_LINES_OF_A_PAGE = 3
"""So many blank lines in a row are where a page ended."""
TIMES_OF_A_RUNNING_HEADER = 3
HEADER_ROWS = 3
"""A further row like one of the first so many begins another table."""
MAX_ROWS_OF_ONE_CELL = 8
LONGEST_ROW_OF_ONE_CELL = 200

_SPACES = {ord(char): " " for char in "\u00a0\u2007\u2009\u202f"} | dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))
"""Spaces that only keep words or digits together are spaces; marks that nobody sees are nothing."""
_BULLET = re.compile(r"(?:[-–•▪·]|o(?=\s))\s*(?=\S)")
_BULLETS = re.compile(rf"(?:{_BULLET.pattern}){{1,4}}")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+\S")
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_:])([^*\n]{0,300}?[^\s*])\1")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*:)])([^*\n]{0,300}?[^\s*])\*(?![\w*])")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_ENTITY = re.compile(r"&(?:#\d+|[A-Za-z]\w+);")


@dataclass(frozen=True, slots=True)
class TextReader:
    name: str = "text"
    suffixes: tuple[str, ...] = (".txt", ".md", "")

    def read(self, path: Path, shown: str) -> BlockFile:
        """The blocks of the file, each `at` its line in `shown`; raises UnreadableInput for what is no text."""
        data = _bytes_of(path, shown)
        lines = _lines_of(data, shown)
        blocks = tuple(continued(list(_blocks(_without_running_headers(lines), shown))))
        return BlockFile(shown, hashlib.sha256(data).hexdigest(), blocks)


READER = TextReader()


def _bytes_of(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = reason(error)
        raise UnreadableInput(
            f"cannot be read: {why.en}", nl=f"kan niet gelezen worden: {why.nl}", path=shown
        ) from error
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} MB"
        raise UnreadableInput(f"larger than {limit}", nl=f"groter dan {limit}", path=shown)
    return data


def _lines_of(data: bytes, shown: str) -> list[str]:
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise UnreadableInput("not a text file", nl="geen tekstbestand", path=shown, line=line)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = Bilingual("save it as UTF-8", "bewaar het als UTF-8")
        raise UnreadableInput("not UTF-8 text", nl="geen tekst in UTF-8", path=shown, line=line, hint=hint) from error
    lines = text.translate(_SPACES).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    too_long = next((number for number, one in enumerate(lines, start=1) if len(one) > MAX_LINE), None)
    if too_long is not None:
        raise UnreadableInput(
            f"a line of more than {MAX_LINE} characters",
            nl=f"een regel van meer dan {MAX_LINE} tekens",
            path=shown,
            line=too_long,
        )
    return lines


def _without_running_headers(lines: Sequence[str]) -> list[str]:
    """The lines, with those blanked that recur beside page ends and nowhere else."""
    times = Counter(line.strip() for line in lines if line.strip() and "\t" not in line)
    recurring = {line for line, count in times.items() if count >= TIMES_OF_A_RUNNING_HEADER}
    for number, line in enumerate(lines):
        if line.strip() in recurring and not _beside_page_end(lines, number):
            recurring.discard(line.strip())
    return ["" if line.strip() in recurring else line for line in lines]


def _beside_page_end(lines: Sequence[str], number: int) -> bool:
    before = lines[max(0, number - BLANK_LINES_OF_A_PAGE) : number]
    after = lines[number + 1 : number + 1 + BLANK_LINES_OF_A_PAGE]
    return any("\f" in line for line in (*before, *after)) or any(
        len(side) == BLANK_LINES_OF_A_PAGE and not any(line.strip() for line in side) for side in (before, after)
    )


def _blocks(lines: Sequence[str], shown: str) -> Iterator[Block]:
    rows: list[Row] = []
    headers: list[str] = []
    blanks, header_only, last = 0, False, 0
    for number, line in _logical_lines(lines):
        at = TextLine(shown, number)
        if _is_rule(line):
            header_only = len(rows) == 1
            continue
        if _is_row(line) or (rows and number - 1 == last and _stands_among_rows(lines, number - 1, headers)):
            last = number
            headers = [*headers, line.strip()][:HEADER_ROWS] if rows else [line.strip()]
            rows.append(_row(line, at))
            blanks, header_only = 0, False
            continue
        if header_only and not line.strip():
            continue  # a header and its rule, and the rows after an empty line
        if rows:
            yield Table(tuple(rows), rows[0].at)
            rows = []
        blanks = 0 if line.strip() else blanks + 1
        if "\f" in line or blanks == BLANK_LINES_OF_A_PAGE:
            yield PageBreak(at)
        if line.strip():
            yield from _prose(line, at, _stands_apart(lines, number - 1))
    if rows:
        yield Table(tuple(rows), rows[0].at)


def _logical_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(number, line), where an HTML table over several lines is one line, numbered as its first."""
    number, unclosed = 0, 0
    while number < len(lines):
        end = number + 1
        if "<table" in lines[number] and unclosed < MAX_UNCLOSED_TABLES:
            end = _end_of_tables(lines, number)
            unclosed += end == number
            end = max(end, number + 1)
        yield number + 1, " ".join(lines[number:end]) if end > number + 1 else lines[number]
        number = end


def _end_of_tables(lines: Sequence[str], first: int) -> int:
    """The index after the line that closes the tables opened in the first, or `first` where none does in reach."""
    still_open = length = 0
    for index in range(first, min(first + MAX_TABLE_LINES, len(lines))):
        still_open += lines[index].count("<table") - lines[index].count("</table>")
        length += len(lines[index]) + 1
        if still_open <= 0 or length > MAX_LINE:
            return index + 1 if still_open <= 0 else first
    return first


def _is_rule(line: str) -> bool:
    """The line of hyphens below a Markdown header."""
    return "---" in line and not line.strip(" \t|:+-–")


def _is_row(line: str) -> bool:
    return ("\t" in line and bool(line.strip())) or _is_pipe_row(line)


def _stands_among_rows(lines: Sequence[str], index: int, headers: Sequence[str]) -> bool:
    """Whether the line is a row of one cell that lost its trailing tabs: more rows follow, and no new table."""
    for below in range(index, min(index + MAX_ROWS_OF_ONE_CELL + 1, len(lines))):
        text = lines[below].strip()
        if _is_row(lines[below]):
            return "\t" in lines[below] and text not in headers
        if not text or len(text) > LONGEST_ROW_OF_ONE_CELL or text[-1] in ".:" or _HEADING.match(text):
            return False
        if _BULLET.match(text) or _NUMBERED.match(text) or "<table" in text or "\f" in text:
            return False
    return False


def _is_pipe_row(line: str) -> bool:
    return len(line.strip()) > 1 and line.strip()[0] == line.strip()[-1] == "|"


def _row(line: str, at: TextLine) -> Row:
    parts = line.strip().strip("|").split("|") if _is_pipe_row(line) else line.split("\t")
    cells = [_cell(part, at) for part in parts]
    return Row(tuple(_without_flattened(cells)), at)


def _cell(text: str, at: TextLine) -> Cell:
    if "<table" in text:
        beside, tables = read_html(text, at)
        return Cell(_plain(beside), at, tables)
    return Cell(_plain(text), at)


def _without_flattened(cells: list[Cell]) -> list[Cell]:
    """The cells up to the last one with tables in it, where those after it only print these tables once more."""
    last = max((index for index, cell in enumerate(cells) if cell.tables), default=None)
    if last is None:
        return cells
    nested = [cell.text for table in cells[last].tables for row in table.rows for cell in row.cells if cell.text]
    after = [cell.text for cell in cells[last + 1 :] if cell.text]
    return cells[: last + 1] if after == nested[: len(after)] else cells


def _prose(line: str, at: TextLine, apart: bool) -> Iterator[Block]:
    if "<table" in line:
        beside, tables = read_html(line, at)
        yield from (Paragraph(_plain(text), at) for text in beside.splitlines())
        yield from tables
        return
    text, level, bullet = line.strip(), None, False
    if heading := _HEADING.match(text):
        text, level = text[heading.end() :].rstrip("# "), len(heading.group(1))
    if mark := _BULLETS.match(text):
        text, bullet = text[mark.end() :], True
    text = " ".join(_plain(text).split())
    if text.strip("-–•▪·"):
        yield Paragraph(text, at, level, bullet or (not apart and _NUMBERED.match(text) is not None))


def _stands_apart(lines: Sequence[str], index: int) -> bool:
    """Whether a line has nothing above it and no further list item below it: a numbered one may be a heading."""
    above = lines[index - 1].strip() if index else ""
    below = lines[index + 1].strip() if index + 1 < len(lines) else ""
    return not above and not _NUMBERED.match(below) and not _BULLET.match(below)


def _plain(text: str) -> str:
    """Without Markdown and HTML marks; a line a paragraph."""
    if ("<" in text and _TAG.search(text)) or ("&" in text and _ENTITY.search(text)):
        text = read_html(text, TextLine("", 0))[0]
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "__" in text:
        text = _ITALIC.sub(r"\1", _BOLD.sub(r"\2", text))
    return text.strip()
