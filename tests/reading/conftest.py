from __future__ import annotations

from collections.abc import Callable

import pytest

from consistency.model.blocks import Cell, Paragraph, Row, Table
from consistency.model.location import TextLine
from consistency.model.record import Said
from consistency.reading.context import Context
from consistency.reading.lexicon import default_lexicon

PATH = "noorddam.txt"


@pytest.fixture
def table() -> Callable[..., Table]:
    """A table of lines whose cells are parted by `|`, from line 11 on."""

    def build(*lines: str, exact: bool = False) -> Table:
        rows = []
        for number, line in enumerate(lines, start=11):
            at = TextLine(PATH, number)
            rows.append(Row(tuple(Cell(text.strip(" "), at) for text in line.split("|")), at))
        return Table(tuple(rows), TextLine(PATH, 11), exact)

    return build


@pytest.fixture
def context() -> Callable[..., Context]:
    """A context with headings and the paragraphs before and after, given as texts."""

    def build(*headings: str, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Context:
        return Context(
            default_lexicon(),
            "plan",
            headings=tuple(Said(text, TextLine(PATH, 1)) for text in headings),
            before=tuple(Paragraph(text, TextLine(PATH, 10)) for text in before),
            after=tuple(Paragraph(text, TextLine(PATH, 99)) for text in after),
        )

    return build


@pytest.fixture
def paragraphs() -> Callable[..., list[Paragraph]]:
    """Paragraphs of consecutive lines; one that begins with `- ` is an item of a list, with `# ` a heading."""

    def build(*texts: str) -> list[Paragraph]:
        built = []
        for number, text in enumerate(texts, start=1):
            bullet, heading = text.startswith("- "), text.startswith("# ")
            plain = text[2:] if bullet or heading else text
            built.append(Paragraph(plain, TextLine(PATH, number), 1 if heading else None, bullet))
        return built

    return build
