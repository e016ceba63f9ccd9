"""The headings of a document, and what stands under each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consistency.model.blocks import Block, Paragraph
from consistency.model.record import ContentsRecord, Said
from consistency.reading.lexicon import Lexicon, normal

Number = tuple[int, ...]

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
    open_sections: tuple[Section, ...] = ()
    for block in blocks:
        heading = _heading(block, unnumbered, lexicon) if isinstance(block, Paragraph) else None
        if heading is None or heading.title is None:
            found[-1].blocks.append(block)
            continue
        unnumbered.discard(normal(heading.title.text))
        heading.above = _above(heading, open_sections)
        open_sections = (*heading.above, heading)
        found.append(heading)
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


def _above(heading: Section, open_sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The open headings that the new one stands under."""
    if heading.level is not None:
        return tuple(one for one in open_sections if one.level is None or one.level < heading.level)
    if not heading.number:
        return tuple(one for one in open_sections if one.number)
    for index in range(len(open_sections) - 1, -1, -1):
        if _is_child(heading.parts, open_sections[index].parts):
            return open_sections[: index + 1]
        if _is_next(heading.parts, open_sections[index].parts):
            first = next(i for i, one in enumerate(open_sections) if _is_next(heading.parts, one.parts) and i <= index)
            return _outer(open_sections, index, first, heading.parts)
    if heading.parts[-1] == 1:
        return open_sections[:DEEPEST]  # a numbering that begins again inside a section
    return open_sections[: next((i for i, one in enumerate(open_sections) if one.number), len(open_sections))]


def _outer(open_sections: tuple[Section, ...], index: int, first: int, parts: Number) -> tuple[Section, ...]:
    """`5` after `4` and `4.3` ends both; after `4` and a `4` of an inner numbering it ends the inner one."""
    same_series = open_sections[index].parts[: len(parts)]
    while index > first and open_sections[index - 1].parts[: len(parts)] == same_series:
        index -= 1
    return open_sections[:index]


def _is_child(parts: Number, of: Number) -> bool:
    return bool(of) and len(parts) > len(of) and parts[: len(of)] == of


def _is_next(parts: Number, after: Number) -> bool:
    """Whether the one numbering goes on where the other was: `4` after `3` or `3.2`, `3.1` after `2`."""
    depth = min(len(parts), len(after))
    return bool(depth) and parts[: depth - 1] == after[: depth - 1] and parts[depth - 1] == after[depth - 1] + 1
