"""Overviews, scored lists, roadmaps and matrices: each entry with what it resolves to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from consistency.assembly.priorities import heading_of
from consistency.assembly.registry import MANY, Registry
from consistency.assembly.words import words
from consistency.model.dates import parse_period, parse_years
from consistency.model.entities import Doubt, Entry, ListKind, Match, Relation
from consistency.model.location import sort_key
from consistency.model.names import WORD, plain, split_number
from consistency.model.record import (
    DocumentRecord,
    InitiativeRecord,
    ListEntryRecord,
    ListRecord,
    MatrixRowRecord,
    RelationRecord,
    Said,
    ScoreListRecord,
)

_NOTHING = frozenset({"", "-", "--", "–", "—", "nvt", "n.v.t.", "geen", "none", "n/a"})


def lists_of(document: DocumentRecord) -> Iterator[tuple[ListKind, ListRecord]]:
    for kind, record in (
        (ListKind.OVERVIEW, document.overview),
        (ListKind.SCORES, document.scores),
        (ListKind.ROADMAP, document.roadmap),
        (ListKind.ACTIELIJNEN, document.actielijn_matrix),
    ):
        if record is not None:
            yield kind, record


def entries(registry: Registry, doubts: list[Doubt]) -> Iterator[Entry]:
    for document in registry.record.documents:
        for kind, record in lists_of(document):
            for listed in record.entries:
                entry = _entry(registry, document, kind, record, listed)
                doubts += [Doubt("match", entry.said, entry.document, m.id) for m in entry.matches if not m.certain]
                if listed.score and plain(listed.score.text).strip() not in words("nothing") and entry.score is None:
                    doubts.append(Doubt("value", listed.score, entry.document))
                if (
                    listed.priority
                    and plain(listed.priority.text).strip() not in words("nothing")
                    and entry.priority is None
                ):
                    doubts.append(Doubt("name", listed.priority, entry.document))
                yield entry
        for row in document.relation_matrix.rows if document.relation_matrix else ():
            match = own_match(registry, document, row.name.text)
            yield Entry(ListKind.MATRIX, document.document.text, row.name.text, row.name, (match,) if match else ())


def own_match(registry: Registry, document: DocumentRecord, name: str) -> Match | None:
    """A name in a list of the document's own initiatives: there first, then an exact name anywhere."""
    home = registry.documents[document.document.text]
    scope = [f"document:{home.id}", *(home.domains if home.kind not in MANY else ())]
    return registry.resolver.resolve(name, scope, elsewhere=False) or registry.resolver.exact(name)


def scope_of(registry: Registry, document: DocumentRecord, domain: Said | None) -> list[str] | None:
    """The domains in which an entry must be sought: the heading it stands under, or those of its plan."""
    if domain is not None:
        found = [m.id for _, m in registry.domains.segment(domain.text) if m]
        return found or [registry.domain(domain.text)]
    home = registry.documents[document.document.text]
    return None if home.kind in MANY else [*home.domains, f"document:{home.id}"]


def _matches(registry: Registry, document: DocumentRecord, kind: ListKind, entry: ListEntryRecord) -> tuple[Match, ...]:
    name = entry.name.text
    if not name.strip():
        return ()
    if kind is ListKind.ROADMAP:
        match = own_match(registry, document, f"{entry.number} {name}" if entry.number else name)
        return (match,) if match else ()
    own = kind is ListKind.ACTIELIJNEN
    found = registry.resolver.segment(name, scope_of(registry, document, entry.domain), elsewhere=not own)
    whole = all(match for _, match in found)
    matches = (match if whole else match._replace(certain=False) for _, match in found if match)
    return tuple(dict.fromkeys(matches))


def _entry(
    registry: Registry, document: DocumentRecord, kind: ListKind, record: ListRecord, entry: ListEntryRecord
) -> Entry:
    note = record.notes.get(entry.mark.text) if entry.mark else None
    return Entry(
        list=kind,
        document=document.document.text,
        name=split_number(entry.name.text)[1],
        said=entry.name,
        matches=_matches(registry, document, kind, entry),
        priority=registry.priority(entry.priority),
        priority_said=entry.priority,
        municipalities=registry.municipalities.of_names(entry.municipalities),
        municipalities_said=min(entry.municipalities, key=lambda said: sort_key(said.at), default=None),
        score=number_of(entry.score),
        score_said=entry.score,
        model=_model(record),
        years=tuple(sorted({y for said in entry.years for y in _years(said.text)})),
        years_said=tuple(entry.years),
        exempt=note is not None and exempts(note),
        number=entry.number or _own_number(entry.name),
        heading=heading_of(registry, entry.heading),
        factors=entry.factors,
        domains=tuple(scope_of(registry, document, entry.domain) or ()) if entry.domain else (),
        domain_said=entry.domain,
        heading_said=entry.heading,
        actielijnen=tuple(registry.actielijnen.named(entry.actielijnen, document.document.text)),
    )


def _own_number(name: Said) -> Said | None:
    number = split_number(name.text)[0]
    return Said(number, name.at, name.confidence, name.copies) if number else None


def exempts(note: Said) -> bool:
    """Whether a footnote says that the entries with its mark are treated elsewhere, or may differ."""
    return any(word in plain(note.text) for word in words("exempt"))


def _model(record: ListRecord) -> str | None:
    """The id of a model that the tool knows; another name as it stands."""
    if not isinstance(record, ScoreListRecord) or record.model is None:
        return None
    said = plain(record.model.text)
    return "nijmegen" if not words("nijmegen").isdisjoint(said.split()) else said


def number_of(said: Said | None) -> Decimal | None:
    if said is None:
        return None
    try:
        return Decimal(said.text.strip().replace(",", "."))
    except InvalidOperation:
        return None


def _years(text: str) -> list[int]:
    head = parse_years(text)
    if head:
        return [head[0]]
    period = parse_period(text)
    first, last = (period.first_year, period.last_year) if period else (None, None)
    return list(range(first, (last or first) + 1)) if first else []


def relations(registry: Registry, doubts: list[Doubt]) -> Iterator[Relation]:
    for document in registry.record.documents:
        for initiative in document.initiatives:
            stated = [
                *_stated(registry, document, initiative, "relates", initiative.relates),
                *_stated(registry, document, initiative, "needs", initiative.needs),
            ]
            doubts += [Doubt("name", r.said, r.document) for r in stated if r.target is None and _planned(registry, r)]
            yield from stated
        for row in document.relation_matrix.rows if document.relation_matrix else ():
            yield from _matrix_row(registry, document, row)


def _planned(registry: Registry, relation: Relation) -> bool:
    """Whether some plan in the set ought to have what a relation names: its domain is not one without a plan."""
    plans = [d for d in registry.documents.values() if d.kind == "plan"]
    return relation.column is None or any(relation.column in document.domains for document in plans)


def _stated(
    registry: Registry, document: DocumentRecord, initiative: InitiativeRecord, kind: str, stated: list[RelationRecord]
) -> Iterator[Relation]:
    for relation in stated:
        column = registry.domain(relation.domain.text) if relation.domain else None
        match = registry.resolver.resolve(relation.to.text, [column] if column else None)
        source = registry.id_of[id(initiative)]
        yield Relation(
            kind, source, match, relation.to, document.document.text, column, False, match is None or match.certain
        )


def _names_nothing(text: str) -> bool:
    """A stated nothing, or words such as `alle` and `nog niet bekend` that name no initiative."""
    vague = words("no_application") | words("no_relation")
    return plain(text).strip() in _NOTHING or vague.issuperset(WORD.findall(plain(text)))


def _matrix_row(registry: Registry, document: DocumentRecord, row: MatrixRowRecord) -> Iterator[Relation]:
    source = own_match(registry, document, row.name.text)
    if source is None:
        return
    for heading, cells in row.targets.items():
        column = registry.domain(heading)
        for said in cells:
            if _names_nothing(said.text):
                continue
            for text, match in registry.resolver.segment(said.text, [column]):
                part = Said(text, said.at, said.confidence, said.copies)
                certain = source.certain and (match is None or match.certain)
                yield Relation("relates", source.id, match, part, document.document.text, column, True, certain)
