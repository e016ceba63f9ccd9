"""The headings of a document, and what stands under each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consistency.model.blocks import Block, Paragraph
from consistency.model.numbering import Number, still_open
from consistency.model.record import ContentsRecord, Said
from consistency.reading.lexicon import Lexicon, normal

LONGEST_HEADING = 150
DEEPEST = 12
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\)?\s+(?=[^\W\d]|[('‘“\"])")


@dataclass(slots=True)
class Section:
    """A heading, the headings it stands under (outermost first), and its blocks up to the next heading.

    `title` is None for what stands before the first heading. `number` is as printed, without its last dot.
    """

    title: Said | None
    number: Said | None = None
    level: int | None = None
    above: tuple[Section, ...] = ()
    blocks: list[Block] = field(default_factory=list)

    @property
    def parts(self) -> Number:
        return tuple(map(int, self.number.text.split("."))) if self.number else ()

    @property
    def depth(self) -> int:
        return self.level or len(self.parts)

    @property
    def parent(self) -> Section | None:
        """The innermost heading above whose number this one's continues (`4.1` under `4`), or of a higher level."""
        for section in reversed(self.above):
            if section.level is not None and self.level is not None:
                return section
            if section.parts and section.parts == self.parts[:-1]:
                return section
        return None


def sections(blocks: Sequence[Block], contents: Iterable[ContentsRecord], lexicon: Lexicon) -> list[Section]:
    """All blocks in order; headings are those of the format, those that the contents list, and numbered lines alone."""
    unnumbered = _unnumbered(blocks, contents)
    found = [Section(None)]
    for block in blocks:
        heading = _heading(block, unnumbered, lexicon) if isinstance(block, Paragraph) else None
        if heading is None or heading.title is None:
            found[-1].blocks.append(block)
            continue
        unnumbered.discard(normal(heading.title.text))
        found.append(heading)
    _place(found[1:])
    return found


def split_number(said: Said) -> tuple[Said | None, Said]:
    """`4.1 Name`, `4. Name` → the number without its last dot, and the name."""
    match = _NUMBERED.match(said.text)
    if match is None:
        return None, said
    return Said(match.group(1), said.at), Said(said.text[match.end() :], said.at)


def _unnumbered(blocks: Sequence[Block], contents: Iterable[ContentsRecord]) -> set[str]:
    """The titles in the contents that are no numbered line of the document: each heads a section once."""
    lines = [split_number(Said(block.text, block.at)) for block in blocks if isinstance(block, Paragraph)]
    numbered = {normal(title.text) for number, title in lines if number}
    return {normal(record.title.text) for record in contents} - numbered


def _heading(block: Paragraph, unnumbered: set[str], lexicon: Lexicon) -> Section | None:
    number, title = split_number(Said(block.text, block.at))
    if block.level is not None:
        return Section(title, number, block.level)
    if block.bullet or len(block.text) > LONGEST_HEADING or block.text.rstrip()[-1:] in ".,;:":
        return None
    if number is None and normal(block.text) not in unnumbered and not _names_domains_only(block.text, lexicon):
        return None
    return Section(title, number)


def _names_domains_only(text: str, lexicon: Lexicon) -> bool:
    rest = re.sub(r"[&+,]|\b(?:en|and)\b", " ", lexicon.without(["domain", "domain_word"], text))
    return lexicon.find("domain", text) is not None and not rest.strip()


def _place(headings: Sequence[Section]) -> None:
    """Tells each heading under which it stands: by level where the format marks one, else by number."""
    numbers = [heading.parts for heading in headings]
    opened: tuple[Section, ...] = ()
    for at, heading in enumerate(headings):
        if heading.level is not None:
            heading.above = tuple(one for one in opened if one.level is None or one.level < heading.level)
        elif heading.number:
            heading.above = opened[: still_open([one.parts for one in opened], numbers, at)]
        else:
            heading.above = tuple(one for one in opened if one.number)
        opened = (*heading.above, heading)
