"""What the documents of a plan set share: municipalities, domains, actielijnen, priorities, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from consistency.model.blocks import Paragraph
from consistency.model.dates import find_days
from consistency.model.location import Location
from consistency.model.record import (
    ActielijnRecord,
    DocumentRecord,
    DomainRecord,
    MunicipalityRecord,
    OrganisationRecord,
    PortfolioRecord,
    PriorityRecord,
    Said,
)
from consistency.reading.documents import Document
from consistency.reading.lexicon import Lexicon, normal
from consistency.reading.names import Names

_LETTERED = re.compile(r"([A-Z])[.:)]?\s+(\S.{0,80}?)\s*(?:[:;.]|$)")
_PRIORITY = re.compile(r"(?<![\w.,])(\d[a-z]?)(?![\w]|[.,]\d)")
_SHARED_SERVICE = re.compile(r"([A-Z]{2,12})-[A-Za-z]{1,12}")
MAX_ALIASES = 20
SPELLING = 0.93
"""Names more alike than this differ in spelling only."""


def portfolio(
    documents: Sequence[Document],
    records: Sequence[DocumentRecord],
    names: Names,
    introduced: Location | None,
    plan_set: Said,
    lexicon: Lexicon,
) -> PortfolioRecord:
    """The portfolio, as far as the documents themselves say it; distribution keys and budget cycles they do not."""
    at = introduced or plan_set.at
    sets = names.sets()
    paragraphs = [paragraph for document in documents for paragraph in document.paragraphs]
    return PortfolioRecord(
        at=plan_set.at,
        plan_set=plan_set,
        decision_date=_decision_date(documents, lexicon),
        horizon=_horizon(documents),
        municipalities={
            code: MunicipalityRecord(at=at, name=Said(name, at), aliases=_aliases(name, records, lexicon))
            for code, name in names.codes.items()
        },
        sets={name: [Said(code, at) for code in codes] for name, codes in sets.items()},
        organisations=_organisations(records, sets),
        domains=_domains(documents, records, lexicon),
        actielijnen=_actielijnen(paragraphs, lexicon),
        priorities=_priorities(records, lexicon),
    )


def _aliases(name: str, records: Iterable[DocumentRecord], lexicon: Lexicon) -> list[Said]:
    """`Gemeente Noorddam`, where a row, a list or a contract has it so."""
    wanted = {f"{word} {normal(name)}" for word in lexicon.words("municipality_word")}
    return next(([said] for record in records for said in _owners(record) if normal(said.text) in wanted), [])


def _owners(record: DocumentRecord) -> Iterator[Said]:
    for initiative in record.initiatives:
        yield from initiative.municipalities
        yield from (row.label for table in initiative.amounts for row in table.rows)
    for contract in record.contracts:
        yield from contract.organisation
    for listed in (record.overview, record.scores):
        yield from (said for entry in listed.entries for said in entry.municipalities) if listed else ()


def _decision_date(documents: Iterable[Document], lexicon: Lexicon) -> Said | None:
    for document in documents:
        for paragraph in document.paragraphs if document.kind == "decision" else ():
            days = find_days(paragraph.text)
            if days and lexicon.key("decision_date", paragraph.text) is not None:
                return Said(paragraph.text[days[0][0] : days[0][1]], paragraph.at)
    return None


def _horizon(documents: Iterable[Document]) -> list[Said]:
    years = sorted((year for document in documents for year in document.years), key=lambda said: said.text)
    return [years[0], years[-1]] if years else []


def _organisations(
    records: Iterable[DocumentRecord], sets: dict[str, tuple[str, ...]]
) -> dict[str, OrganisationRecord]:
    """Owners of contracts that are named after a set (`NZ-ICT`): they serve it."""
    found: dict[str, OrganisationRecord] = {}
    for owner in (said for record in records for contract in record.contracts for said in contract.organisation):
        named = _SHARED_SERVICE.fullmatch(owner.text)
        if named and named.group(1) in sets:
            serves = [Said(code, owner.at) for code in sets[named.group(1)]]
            found.setdefault(owner.text, OrganisationRecord(at=owner.at, serves=serves))
    return found


def _domains(
    documents: Iterable[Document], records: Iterable[DocumentRecord], lexicon: Lexicon
) -> dict[str, DomainRecord]:
    """The domains of the plans' titles; one without a row in the summaries is included in the one that has it."""
    plans = [document.domains for document in documents if document.kind == "plan"]
    labels = [
        lexicon.keys_in("domain", row.label.text)
        for record in records
        for table in record.summary_tables
        if table.by.text == "domain"
        for row in table.rows
    ]
    owners = [named[0] for named in labels if named]
    includes: dict[str, list[Said]] = {}
    found: dict[str, Said] = {}
    for domains in plans:
        for said in domains:
            found.setdefault(said.text, said)
            named_by = [named[0] for named in labels if said.text in named]
            others = [other.text for other in domains if other.text in owners]
            if owners and said.text not in owners and (named_by or others):
                includes.setdefault((named_by or others)[0], []).append(said)
    return {
        domain: DomainRecord(at=said.at, name=Said(_shown(domain), said.at), includes=includes.get(domain, []))
        for domain, said in found.items()
    }


def _shown(domain: str) -> str:
    """The id as a name: an abbreviation in capitals."""
    return domain.upper() if len(domain) <= 3 else domain.replace("-", " ").capitalize()


def _actielijnen(paragraphs: Sequence[Paragraph], lexicon: Lexicon) -> dict[str, ActielijnRecord]:
    """The letters and names of the lists that are introduced by, or consist of, the word for an actielijn."""
    found: dict[str, ActielijnRecord] = {}
    for letter, name in _lettered(paragraphs, lexicon):
        known = found.get(letter)
        if known is None:
            found[letter] = ActielijnRecord(at=name.at, name=name)
            continue
        is_new = normal(name.text) not in map(normal, (known.name.text, *(alias.text for alias in known.aliases)))
        if is_new and len(known.aliases) < MAX_ALIASES and _same_but_spelling(name.text, known.name.text, lexicon):
            found[letter] = known.model_copy(update={"aliases": [*known.aliases, name]})
    return {letter: found[letter] for letter in sorted(found)} if len(found) > 1 else {}


def _lettered(paragraphs: Sequence[Paragraph], lexicon: Lexicon) -> Iterator[tuple[str, Said]]:
    introduced = False
    for paragraph in paragraphs:
        if not paragraph.bullet:
            introduced = bool(lexicon.find("actielijn_word", paragraph.text))
            continue
        text = paragraph.text
        first = text.split()[0]
        own = lexicon.is_a("actielijn_word", first)
        match = _LETTERED.match(text[len(first) :].lstrip() if own else text)
        if match and (own or introduced):
            yield match.group(1), Said(match.group(2), paragraph.at)


def _same_but_spelling(one: str, other: str, lexicon: Lexicon) -> bool:
    def bare(text: str) -> str:
        return re.sub(r"[^a-z0-9]", "", lexicon.without(["article"], text))

    return SequenceMatcher(None, bare(one), bare(other)).ratio() >= SPELLING


def _priorities(records: Iterable[DocumentRecord], lexicon: Lexicon) -> dict[str, PriorityRecord]:
    """The priorities that the documents use; `1` contains `1a` and `1b`."""
    found: dict[str, Said] = {}
    for said in _priority_texts(records):
        key = lexicon.key("priority", said.text)
        for name in [key] if key else _PRIORITY.findall(normal(said.text))[:2]:
            found.setdefault(name, said)
    parts = {name for name in found if len(name) == 2 and name[0].isdigit()}
    for part in sorted(parts):
        found.setdefault(part[0], found[part])
    return {
        name: PriorityRecord(
            at=found[name].at, contains=[Said(part, found[part].at) for part in sorted(parts) if part[0] == name]
        )
        for name in sorted(found, key=lambda name: (name[0].isdigit(), name))
    }


def _priority_texts(records: Iterable[DocumentRecord]) -> Iterator[Said]:
    for record in records:
        yield from (initiative.priority for initiative in record.initiatives if initiative.priority)
        for listed in (record.overview, record.scores):
            yield from (entry.priority for entry in listed.entries if entry.priority) if listed else ()
        for table in record.summary_tables:
            yield from (row.label for row in table.rows if table.by.text == "priority")
