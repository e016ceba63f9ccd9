"""A table of contents beside the headings of its document: which line is which section."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from consistency.model.entities import Outline
from consistency.model.names import WORD, normal, plain, split_number, stem, without_brackets
from consistency.model.numbering import Number, chains, parts_of
from consistency.model.record import ContentsRecord, Said, SectionRecord

SPELLING, LONG = 0.85, 6
"""Words of so many letters that are so alike differ in spelling only."""
RECOGNISED = 0.5
"""With a smaller part of its contents found among the headings, a document's headings were not recognised."""


def _words(title: str) -> list[str]:
    return WORD.findall(plain(without_brackets(title) or title))


class Item(NamedTuple):
    """A line of the contents or a heading, its number taken from the title where it has none of its own."""

    number: Said | None
    title: Said
    parts: Number
    page: Said | None
    form: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.number.text} {self.title.text}" if self.number else self.title.text


def _item(record: ContentsRecord | SectionRecord) -> Item:
    page = record.page if isinstance(record, ContentsRecord) else None
    number, title = record.number, record.title
    first, rest = split_number(title.text)
    if number is None and first and parts_of(first):
        number = Said(first, title.at, title.confidence)
        title = Said(rest, title.at, title.confidence)
    parts = parts_of(number.text if number else None)
    return Item(number, title, parts, page, normal(title.text), tuple(_words(title.text)))


class Paired:
    """`section_of` gives per line the index of its section, by number and title or else by title alone."""

    def __init__(self, outline: Outline) -> None:
        self.document = outline.document
        self.lines = [_item(record) for record in outline.contents]
        self.sections = [_item(record) for record in outline.sections]
        self.section_of: dict[int, int] = {}
        self._free = dict.fromkeys(range(len(self.sections)))
        self._pair(lambda line, section: line.parts == section.parts and alike(line, section, start=bool(line.parts)))
        self._pair(alike)
        self.renamed = self._renamed()

    def _pair(self, same: Callable[[Item, Item], bool]) -> None:
        for index, line in enumerate(self.lines):
            if index not in self.section_of:
                found = next((at for at in self._free if same(line, self.sections[at])), None)
                if found is not None:
                    self.section_of[index] = found
                    del self._free[found]

    def _renamed(self) -> dict[int, int]:
        """Per line without a section the left one that has its number: listed under another title."""
        found: dict[int, int] = {}
        for index, line in enumerate(self.lines):
            if index not in self.section_of and line.parts:
                same = (at for at in self._free if self.sections[at].parts == line.parts and at not in found.values())
                if (at := next(same, None)) is not None:
                    found[index] = at
        return found

    @property
    def recognised(self) -> bool:
        return len(self.section_of) >= RECOGNISED * len(self.lines)

    @property
    def renumbered(self) -> dict[int, int]:
        """The pairs of which both have a number, and not the same."""
        return {
            line: section
            for line, section in self.section_of.items()
            if self.lines[line].parts and self.sections[section].parts
            if self.lines[line].parts != self.sections[section].parts
        }

    @cached_property
    def above(self) -> list[tuple[int, ...]]:
        """Per section the indices of those it stands under, outermost first."""
        numbers = [section.parts for section in self.sections]
        return [tuple(at for at in chain if numbers[at]) for chain in chains(numbers)]

    def level(self, section: int) -> tuple[int, int]:
        """Tells `3.1` from a `1` that begins a series of its own under `3`."""
        return len(self.above[section]), len(self.sections[section].parts)

    def missing(self) -> list[int]:
        """The numbered sections that no line lists, of the levels that the lines list otherwise."""
        known = {self.level(at) for at in self.section_of.values() if self.sections[at].parts}
        left = [at for at in self._free if self.sections[at].parts and at not in self.renamed.values()]
        return [at for at in left if self.level(at) in known]

    def duplicates(self) -> list[tuple[int, int]]:
        """Sections with the number of an earlier one of their series, and that one.

        Not where the contents say more: that one has another number, or that both have this one by design.
        """
        wrong = set(self.renumbered.values())
        listed = {*self.section_of.values(), *self.renamed.values()} - wrong
        first: dict[tuple[tuple[int, ...], Number], int] = {}
        found = []
        for at, section in enumerate(self.sections):
            earlier = first.setdefault((self.above[at], section.parts), at) if section.parts else at
            pair = {at, earlier}
            if len(pair) > 1 and not wrong & pair and not pair <= listed and not alike(section, self.sections[earlier]):
                found.append((at, earlier))
        return found


def alike(a: Item, b: Item, *, start: bool = False) -> bool:
    """Whether two titles are one, give or take spelling, brackets and inflection; with `start`, one may go on."""
    if a.form == b.form:
        return True
    mine, theirs = a.words, b.words
    if start and min(len(mine), len(theirs)) > 1:
        mine, theirs = mine[: len(theirs)], theirs[: len(mine)]
    return len(mine) == len(theirs) and all(_same_word(x, y) for x, y in zip(mine, theirs, strict=True))


def _same_word(a: str, b: str) -> bool:
    if stem(a) == stem(b):
        return True
    if min(len(a), len(b)) < LONG or any(char.isdigit() for char in a + b):
        return False
    return SequenceMatcher(None, a, b).ratio() >= SPELLING


FARTHEST, MOST_PAGES = 10, 200
"""A page number beyond so many times the one before it, and this one, is none of the document's."""


def implausible_pages(lines: Iterable[Item]) -> list[list[Item]]:
    """Runs of lines whose page falls back or lies beyond the document; the fewest that leave the others in order."""
    paged = [(line, int(line.page.text)) for line in lines if line.page and line.page.text.strip().isdecimal()]
    kept = _in_order(_within(paged))
    runs: list[list[Item]] = [[]]
    for place, (line, _) in enumerate(paged):
        if place in kept:
            runs.append([])
        else:
            runs[-1].append(line)
    return [run for run in runs if run]


def _within(paged: Sequence[tuple[Item, int]]) -> list[tuple[int, int]]:
    """(place, page) of those that do not lie far beyond the page before."""
    found: list[tuple[int, int]] = []
    before = 1
    for place, (_, page) in enumerate(paged):
        if page < MOST_PAGES or page <= FARTHEST * before:
            found.append((place, page))
            before = max(before, page)
    return found


def _in_order(pages: Sequence[tuple[int, int]]) -> set[int]:
    """The places of the longest series that never falls back; of equals one that keeps the earlier."""
    ends: list[int] = []  # per length of a series, from the last page backwards, where the best such begins
    tops: list[int] = []  # and its page, negative
    after: list[int] = []  # per place, from the last on, the next of its series
    for index in range(len(pages) - 1, -1, -1):
        length = bisect_right(tops, -pages[index][1])
        after.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [index]
        tops[length : length + 1] = [-pages[index][1]]
    after.reverse()
    at = ends[-1] if ends else -1
    kept: set[int] = set()
    while at >= 0:
        kept.add(pages[at][0])
        at = after[at]
    return kept
