"""One file, several documents: a decision note, its annexes, the plans; and what each says of itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from consistency.model.blocks import Block, BlockFile, Paragraph, Table
from consistency.model.dates import find_days
from consistency.model.location import Location, TextLine
from consistency.model.record import Said
from consistency.reading.lexicon import Lexicon, normal

LONGEST_TITLE = 150
FIRST_PARAGRAPHS = 25
FORM_OF_A_NOTE = 6
"""So many paragraphs after its name a decision note says its subject."""
LONGEST_PROSE = 2000
_YEARS = re.compile(r"((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)?\d\d))?")
_VERSION = re.compile(r"(?<![\w.-])v?(\d{1,2}(?:\.\d{1,3}){0,2})(?![\d-])")
_DOMAIN_SEPARATOR = re.compile(r"\s*(?:\+|,|;|/|&|\ben\b|\band\b)\s*", re.IGNORECASE)


@dataclass(slots=True)
class Document:
    """A document's blocks and what its title line says; `number` is an annex's own."""

    kind: str
    at: Location
    title: Said | None = None
    domains: list[Said] = field(default_factory=list)
    years: list[Said] = field(default_factory=list)
    number: str | None = None
    status: Said | None = None
    version: Said | None = None
    date: Said | None = None
    blocks: list[Block] = field(default_factory=list)
    _places: dict[int, int] = field(default_factory=dict, repr=False)

    def place(self, block: Block) -> int:
        """The index of this very block."""
        if len(self._places) != len(self.blocks):
            self._places = {id(one): index for index, one in enumerate(self.blocks)}
        return self._places[id(block)]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]


def split(file: BlockFile, lexicon: Lexicon) -> list[Document]:
    """The documents of a file in order; a file without a title of any kind is one plan."""
    documents: list[Document] = []
    current = _first_document(file, lexicon)
    contents_seen = False
    listed = _listed_annexes(file.blocks, lexicon)
    notes = _notes(file.blocks, lexicon)
    for block in file.blocks:
        opened = None
        if isinstance(block, Paragraph):
            is_contents = lexicon.is_a("contents_heading", block.text)
            opened = _opened(block, current, listed, lexicon)
            if id(block) in notes and current.kind != "decision":
                opened = Document("decision", block.at)
            if opened is None and is_contents and contents_seen:
                opened = Document("plan", block.at)
            contents_seen = is_contents or (contents_seen and opened is None)
        if opened is not None:
            if any(isinstance(one, Paragraph) for one in current.blocks):
                documents.append(current)
            current = opened
        current.blocks.append(block)
    documents.append(current)
    for document in documents:
        _describe(document, lexicon)
    return documents


def document_ids(documents: Iterable[Document]) -> list[str]:
    """An id per document, unique: a plan's domains, `nota`, `bijlage-n`."""
    ids: list[str] = []
    used: Counter[str] = Counter()
    for document in documents:
        base = {"decision": "nota", "annex": f"bijlage-{document.number or ''}".rstrip("-")}.get(
            document.kind, "-".join(domain.text for domain in document.domains) or "plan"
        )
        used[base] += 1
        ids.append(base if used[base] == 1 else f"{base}-{used[base]}")
    return ids


def domain_ids(text: str, lexicon: Lexicon) -> list[str]:
    """The domains that a list of them names: those that the lexicon knows, then the others as slugs."""
    known = lexicon.keys_in("domain", text)
    rest = lexicon.without(["domain", "domain_word"], text)
    return [*known, *filter(None, map(slug, _DOMAIN_SEPARATOR.split(rest)))]


def slug(text: str) -> str:
    plain = re.sub(r"\([^()]*\)", " ", normal(text.replace("&", " en ")))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def plan_title(text: str, at: Location, lexicon: Lexicon) -> Document | None:
    """The plan that a title line announces: a word for plan, domains and years, and little else."""
    if len(text) > LONGEST_TITLE:
        return None
    plain = " ".join(text.split())
    status = lexicon.key("draft", plain)
    start = re.match(r"\w+\W+", plain)
    body = plain[start.end() :] if status is not None and start else plain
    years = _YEARS.search(body)
    if lexicon.key("plan_title", body) is None or years is None or plain.endswith("."):
        return None
    named = lexicon.without(["plan_title", "plan_subject", "domain_word"], body[: years.start()])
    domains = domain_ids(named, lexicon)
    if not domains or len(named.split()) > 12:
        return None
    is_draft = status is not None or lexicon.find("draft", body[years.end() :])
    return Document(
        "plan",
        at,
        title=Said(body, at),
        domains=[Said(domain, at) for domain in domains],
        years=_years(body, at),
        status=Said("concept", at) if is_draft else None,
    )


def _years(text: str, at: Location) -> list[Said]:
    """The first and last year of the first period in the text."""
    found = _YEARS.search(text)
    first, last = found.groups() if found else (None, None)
    if first and last and len(last) == 2:
        last = first[:2] + last
    return [Said(year, at) for year in (first, last) if year]


def _first_document(file: BlockFile, lexicon: Lexicon) -> Document:
    """What a file is before any title in it says otherwise: a note or annex if it begins as one, or else a plan."""
    first = list(islice((block for block in file.blocks if isinstance(block, Paragraph)), 3))
    at = file.blocks[0].at if file.blocks else TextLine(file.path, 1)
    if first and (annex := _annex(first[0], lexicon)):
        return annex
    is_note = any(lexicon.key("decision_note", paragraph.text) is not None for paragraph in first)
    return Document("decision" if is_note else "plan", at)


def _listed_annexes(blocks: Sequence[Block], lexicon: Lexicon) -> set[int]:
    """The blocks (by id) of a note's list of annexes: the lines below the word that all begin with it."""
    listed: set[int] = set()
    inside = False
    for block in blocks:
        if not isinstance(block, Paragraph):
            inside = False
        elif lexicon.is_a("annex_list", block.text):
            inside = True
        elif inside and lexicon.key("annex", block.text) is not None:
            listed.add(id(block))
        else:
            inside = False
    return listed


def _notes(blocks: Sequence[Block], lexicon: Lexicon) -> set[int]:
    """The paragraphs (by id) with which a decision note begins: its name, and the field of its subject soon after."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    subjects = [i for i, paragraph in enumerate(paragraphs) if lexicon.is_a("subject_field", paragraph.text)]
    before = (paragraph for i in subjects for paragraph in paragraphs[max(0, i - FORM_OF_A_NOTE) : i])
    return {id(one) for one in before if not one.bullet and lexicon.key("decision_note", one.text) is not None}


def _opened(block: Paragraph, current: Document, listed: set[int], lexicon: Lexicon) -> Document | None:
    """The document that begins with this paragraph, if one does."""
    if not block.bullet and (plan := plan_title(block.text, block.at, lexicon)):
        return plan
    return None if current.kind == "plan" or id(block) in listed else _annex(block, lexicon)


def _annex(block: Paragraph, lexicon: Lexicon) -> Document | None:
    if len(block.text) > LONGEST_TITLE:
        return None
    found = re.match(r"(\w+)\s+(\d{1,2}|[A-Z])\b[.:]?\s*(.*)", block.text)
    if not found or not lexicon.is_a("annex", found.group(1)) or block.text.rstrip().endswith("."):
        return None
    return Document("annex", block.at, title=Said(block.text, block.at), number=found.group(2).lower())


def _describe(document: Document, lexicon: Lexicon) -> None:
    """Fills in title, version, date and status from the first paragraphs."""
    first = document.paragraphs[:FIRST_PARAGRAPHS]
    if document.kind == "plan" and not document.title:
        _title_from_prose(document, first, lexicon)
    if document.kind == "decision":
        _describe_note(document, first, lexicon)
    for paragraph in first[:8]:
        if lexicon.key("version", paragraph.text) is not None and not document.version:
            _read_version(document, paragraph, lexicon)


def _describe_note(document: Document, first: Sequence[Paragraph], lexicon: Lexicon) -> None:
    """A decision note heads itself with its subject and a form of labels and values."""
    for label, value in pairwise(first):
        if lexicon.is_a("subject_field", label.text) and document.title is None:
            document.title = Said(value.text, value.at)
    if document.title is None and first:
        document.title = Said(first[0].text, first[0].at)
    rows = [row for block in document.blocks[:FIRST_PARAGRAPHS] if isinstance(block, Table) for row in block.rows]
    for label_cell, cell in (pair for row in rows for pair in pairwise(row.cells)):
        if lexicon.is_a("date_field", label_cell.text) and document.date is None and find_days(cell.text):
            document.date = Said(cell.text, cell.at)
        if lexicon.is_a("status_field", label_cell.text) and document.status is None and cell.text:
            final, draft = lexicon.find("final", cell.text), lexicon.find("draft", cell.text)
            document.status = Said("definitief" if final else "concept" if draft else cell.text, cell.at)


def _read_version(document: Document, paragraph: Paragraph, lexicon: Lexicon) -> None:
    """`Versie: 1.2 / 01-04-2023`, `Versie concept 0.9`."""
    text = paragraph.text[:LONGEST_TITLE]
    for begin, end, _ in find_days(text)[:1]:
        document.date = Said(text[begin:end], paragraph.at)
        text = text[:begin] + text[end:]
    if found := _VERSION.search(text):
        document.version = Said(found.group(1), paragraph.at)
    if document.status is None and lexicon.find("draft", text):
        document.status = Said("concept", paragraph.at)


def _title_from_prose(document: Document, first: Sequence[Paragraph], lexicon: Lexicon) -> None:
    """A plan whose title page was lost still names itself: `… het uitvoeringsplan sociaal 2024-2027 …`.

    A title without years is one where nothing else is.
    """
    for paragraph in first:
        for title in _titles_in(paragraph.text[:LONGEST_PROSE], lexicon):
            if found := plan_title(title, paragraph.at, lexicon):
                document.title, document.domains, document.years = found.title, found.domains, found.years
                return
    for paragraph in first[:3]:
        if len(paragraph.text) <= LONGEST_TITLE and lexicon.key("plan_title", paragraph.text) is not None:
            named = lexicon.without(["plan_title", "plan_subject", "domain_word"], paragraph.text)
            document.title = Said(paragraph.text, paragraph.at)
            document.domains = [Said(key, paragraph.at) for key in lexicon.keys_in("domain", named)]
            document.years = _years(paragraph.text, paragraph.at)
            return


def _titles_in(text: str, lexicon: Lexicon) -> Iterator[str]:
    for years in _YEARS.finditer(text):
        words = text[max(0, years.end() - 2 * LONGEST_TITLE) : years.end()].split()
        for size in range(2, min(len(words), 16) + 1):
            candidate = " ".join(words[-size:])
            if lexicon.key("plan_title", candidate) is not None:
                yield candidate
