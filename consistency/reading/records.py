"""One document: its sections, its initiatives, and each of its tables offered to those who may know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from consistency.model.blocks import Block, Paragraph, Table
from consistency.model.record import (
    ContentsRecord,
    ContractRecord,
    DocumentRecord,
    GoalRecord,
    ListRecord,
    RelationMatrixRecord,
    Said,
    ScoreListRecord,
    SectionRecord,
    StatementRecord,
    SummaryTableRecord,
    UnreadRecord,
)
from consistency.reading import calendars, contents, goals, lists, matrices, prose, roadmaps, summaries
from consistency.reading.amounts import filled
from consistency.reading.context import Context
from consistency.reading.documents import Document
from consistency.reading.initiatives import Found, find_initiatives
from consistency.reading.lexicon import Lexicon
from consistency.reading.names import Names
from consistency.reading.sections import Section, sections
from consistency.reading.unused import unused_amounts

NEAR = 3
"""So many paragraphs before and after a table may speak of it."""
_LONGEST_QUOTE = 80
_REASONS = ("goal", "benefits")
"""The fields of a fiche that may say why it is unavoidable."""


def read_document(document: Document, name: str, names: Names, lexicon: Lexicon) -> DocumentRecord:
    listed, used = _contents(document, lexicon)
    found = sections([block for block in document.blocks if id(block) not in used], listed, lexicon)
    domains = _domains(found, document, lexicon)
    initiatives = find_initiatives(found, domains, names, lexicon)
    in_fiches = {block for one in initiatives for block in one.used}
    tables = _Tables(names)
    for section in found:
        for block in section.blocks:
            if isinstance(block, Table) and id(block) not in in_fiches:
                tables.read(block, _context(block, document, section, lexicon))
    alone = Counter(id(one.section) for one in initiatives)
    prose_of = [one for one in initiatives if alone[id(one.section)] == 1]
    statements = tables.statements + [statement for one in prose_of for statement in _statements(one, lexicon)]
    unread = [amount for one in initiatives if one.fiche for amount in one.fiche.unread]
    return DocumentRecord(
        at=document.at,
        document=Said(name, document.at),
        kind=Said(document.kind, document.at),
        title=document.title,
        domains=document.domains,
        version=document.version,
        date=document.date,
        status=document.status,
        initiatives=[one.record for one in initiatives],
        contracts=tables.contracts,
        contract_notes=tables.contract_notes,
        relation_matrix=_joined_matrix(tables.relations),
        overview=_joined_list(tables.overviews),
        scores=_joined_list(tables.scores),
        roadmap=_joined_list(tables.roadmaps),
        actielijn_matrix=_joined_list(tables.actielijnen),
        goals=_goals(found, document, lexicon),
        summary_tables=tables.summaries,
        contents=listed,
        sections=[SectionRecord(at=one.title.at, number=one.number, title=one.title) for one in found if one.title],
        statements=statements,
        unread=tables.unread + unread,
    )


class _Tables:
    """What the tables outside the fiches are, by the first recogniser that knows them."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.contracts: list[ContractRecord] = []
        self.contract_notes: dict[str, Said] = {}
        self.relations: list[RelationMatrixRecord] = []
        self.actielijnen: list[ListRecord] = []
        self.scores: list[ScoreListRecord] = []
        self.overviews: list[ListRecord] = []
        self.roadmaps: list[ListRecord] = []
        self.summaries: list[SummaryTableRecord] = []
        self.statements: list[StatementRecord] = []
        self.unread: list[UnreadRecord] = []

    def read(self, table: Table, context: Context) -> None:
        found = self._recognised(table, context)
        if found is None:
            self._not_read(table)
        else:
            self.unread += unused_amounts(table, found)

    def _recognised(self, table: Table, context: Context) -> object | None:
        if calendar := calendars.read(table, context):
            self.contracts += calendar.contracts
            self.contract_notes |= calendar.notes
            return calendar
        if relations := matrices.read_relations(table, context):
            self.relations.append(relations)
            return relations
        if actielijnen := matrices.read_actielijnen(table, context):
            self.actielijnen.append(actielijnen)
            return actielijnen
        if scores := lists.read_scores(table, context):
            self.scores.append(scores)
            return scores
        if overview := lists.read_overview(table, context):
            complete = ListRecord(at=table.at, complete=True, notes=overview.notes, entries=overview.entries)
            self.overviews.append(complete)
            self.statements += overview.statements
            return overview
        if summed := summaries.read_all(table, context, self._names):
            self.summaries += summed
            return summed
        if roadmap := roadmaps.read(table, context):
            self.roadmaps.append(roadmap)
            return roadmap
        return None

    def _not_read(self, table: Table) -> None:
        texts = [row.cells[index].text for row in table.rows for index in filled(row)]
        if texts:
            quote = " | ".join(texts)[:_LONGEST_QUOTE]
            self.unread.append(UnreadRecord(at=table.at, what="table", text=Said(quote, table.at)))


def _contents(document: Document, lexicon: Lexicon) -> tuple[list[ContentsRecord], set[int]]:
    """The lines of the table of contents, and the blocks (by id) that hold them."""
    listed: list[ContentsRecord] = []
    used: set[int] = set()
    for block in document.blocks:
        found: Sequence[ContentsRecord] = []
        if isinstance(block, Table):
            found = contents.read(block, _context(block, document, Section(None), lexicon)) or []
        elif isinstance(block, Paragraph):
            found = contents.read_lines([block])
        if found:
            listed += found
            used.add(id(block))
    return listed, used


def _context(block: Block, document: Document, section: Section, lexicon: Lexicon) -> Context:
    place = document.place(block)
    own = [one.title for one in (*section.above, section) if one.title is not None]
    return Context(
        lexicon=lexicon,
        document_kind=document.kind,
        domains=tuple(said.text for said in document.domains),
        headings=tuple(own),
        before=tuple(reversed(_paragraphs(document.blocks[index] for index in range(place - 1, -1, -1)))),
        after=tuple(_paragraphs(document.blocks[index] for index in range(place + 1, len(document.blocks)))),
    )


def _paragraphs(blocks: Iterable[Block]) -> list[Paragraph]:
    """The first paragraphs, up to the next table."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Table) or len(found) == NEAR:
            break
        if isinstance(block, Paragraph):
            found.append(block)
    return found


def _domains(found: Sequence[Section], document: Document, lexicon: Lexicon) -> dict[int, str | None]:
    """The domain of each section by id: that of the part of the document it is in, as headings name it."""
    own = [said.text for said in document.domains]
    current = own[0] if len(own) == 1 else None
    domains: dict[int, str | None] = {}
    for section in found:
        if section.title is not None and len(own) > 1:
            named = lexicon.keys_in("domain", section.title.text)
            of_a_domain = lexicon.find("domain_word", section.title.text) or lexicon.is_a("domain", section.title.text)
            if len(named) == 1 and of_a_domain and named[0] in own:
                current = named[0]
        domains[id(section)] = current
    return domains


def _statements(found: Found, lexicon: Lexicon) -> list[StatementRecord]:
    """What the prose of an initiative claims about it."""
    about, priority = found.record.name, found.record.priority
    texts = [Said(block.text, block.at) for block in found.section.blocks if isinstance(block, Paragraph)]
    claimed = [one for said in texts for one in prose.statements(said.text, said.at, about, lexicon)]
    if priority and not found.record.ao_ground and lexicon.key("priority", priority.text):
        fields = found.fiche.fields if found.fiche else {}
        claimed += prose.grounds([*texts, *(fields[key] for key in _REASONS if key in fields)], about, lexicon)
    return claimed


def _goals(found: Sequence[Section], document: Document, lexicon: Lexicon) -> list[GoalRecord]:
    read: list[GoalRecord] = []
    for section in found:
        paragraphs = [block for block in section.blocks if isinstance(block, Paragraph)]
        if section.title is not None:
            paragraphs.insert(0, Paragraph(section.title.text, section.title.at))
        context = _context_of(section, document, lexicon)
        read += goals.read(paragraphs, context)
    return read


def _context_of(section: Section, document: Document, lexicon: Lexicon) -> Context:
    titles = tuple(one.title for one in (*section.above, section) if one.title is not None)
    return Context(lexicon, document.kind, tuple(said.text for said in document.domains), titles)


def _joined_list(listed: Sequence[Any]) -> Any:
    """Several lists of one kind as one: complete where each is."""
    if not listed:
        return None
    return listed[0].model_copy(
        update={
            "complete": all(one.complete for one in listed),
            "notes": {mark: note for one in listed for mark, note in one.notes.items()},
            "entries": [entry for one in listed for entry in one.entries],
        }
    )


def _joined_matrix(listed: Sequence[RelationMatrixRecord]) -> RelationMatrixRecord | None:
    if not listed:
        return None
    columns = {said.text: said for one in listed for said in one.columns}
    return listed[0].model_copy(
        update={
            "complete": all(one.complete for one in listed) or None,
            "columns": list(columns.values()),
            "rows": [row for one in listed for row in one.rows],
        }
    )
