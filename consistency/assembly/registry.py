"""Who is who in a plan set: domains, municipalities, priorities, documents and initiatives, and how to find them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from consistency.assembly.actielijnen import Actielijnen
from consistency.assembly.fields import end_decision, filled_fields
from consistency.assembly.resolver import Named, Resolver
from consistency.assembly.standing import standing
from consistency.assembly.values import Municipalities, convention_of, grounds_of, mixed_amounts, priority_of
from consistency.model.amount import Convention
from consistency.model.dates import parse_days, parse_years
from consistency.model.entities import Document, Domain, Initiative, Municipality, PlanSet
from consistency.model.names import slug, split_number
from consistency.model.record import DocumentRecord, InitiativeRecord, PlanSetRecord, PortfolioRecord, Said

USUAL_PRIORITIES: dict[str, tuple[str, ...]] = {"AO": (), "1": ("1a", "1b"), "1a": (), "1b": (), "2": ()}
"""What contains what where a portfolio declares no priorities of its own."""
MANY = frozenset({"decision", "annex"})
"""Kinds of document that speak about all domains."""


class Registry(NamedTuple):
    """The shared lookups that every later step of the assembly uses."""

    record: PlanSetRecord
    plan_set: PlanSet
    municipalities: Municipalities
    actielijnen: Actielijnen
    documents: dict[str, Document]
    domains: Resolver
    initiatives: dict[str, Initiative]
    resolver: Resolver
    id_of: dict[int, str]
    """Initiative id by `id()` of its record."""
    taking_part: dict[str, frozenset[str]]
    """The municipalities that an initiative's own plan names, where it names any."""
    conventions: dict[str, Convention]
    """How each document writes thousands."""

    def domain(self, text: str) -> str:
        match = self.domains.resolve(text)
        return match.id if match else slug(text)

    def priority(self, said: Said | None) -> str | None:
        if said is None:
            return None
        portfolio = self.record.portfolio
        aliases = {a.text: name for name, record in portfolio.priorities.items() for a in record.aliases}
        return priority_of(said.text, self.plan_set.priorities, aliases)


def build_registry(record: PlanSetRecord) -> Registry:
    municipalities = Municipalities(record.portfolio)
    domains = _domains(record)
    domain_names = Resolver(
        Named(d.id, d.name, tuple(_domain_aliases(record.portfolio, d.id))) for d in domains.values()
    )
    documents = {}
    for document in record.documents:
        documents[document.document.text] = _document(document, domain_names)
    ids = _ids(record, documents, domain_names)
    planned = _initiatives(record, documents, domain_names, ids)
    named = list(_named(record, planned, ids))
    aliases = {entity.id: entity.aliases for entity in named}
    resolver = Resolver(named, _listed_names(record))
    initiatives = {key: _completed(initiative, resolver, aliases[key]) for key, initiative in planned.items()}
    initiatives |= _listed_only(record, resolver, domain_names, documents)
    named += _listed_named(record.portfolio, (i for i in initiatives.values() if i.document is None))
    return Registry(
        record,
        _plan_set(record, domains),
        municipalities,
        Actielijnen(record.portfolio, _actielijn_texts(record)),
        documents,
        domain_names,
        initiatives,
        Resolver(named, _listed_names(record)),
        ids,
        _taking_part(record, municipalities, ids),
        {document.document.text: convention_of(document) for document in record.documents},
    )


def _taking_part(
    record: PlanSetRecord, municipalities: Municipalities, ids: dict[int, str]
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for document in record.documents:
        for initiative in document.initiatives:
            codes = frozenset(municipalities.of_names(initiative.municipalities))
            if codes:
                found.setdefault(ids[id(initiative)], codes)
    return found


def _plan_set(record: PlanSetRecord, domains: dict[str, Domain]) -> PlanSet:
    portfolio = record.portfolio
    stated = any(initiative.ao_ground for document in record.documents for initiative in document.initiatives)
    years = [year[0] for said in portfolio.horizon if (year := parse_years(said.text))]
    decided = portfolio.decision_date
    said = {"decision_date": decided} if decided else {}
    if portfolio.horizon:
        said["horizon"] = portfolio.horizon[0]
    return PlanSet(
        id=portfolio.plan_set.text,
        decision=parse_days(decided.text) if decided else None,
        horizon=(min(years), max(years)) if years else None,
        municipalities={code: Municipality(code, r.name.text) for code, r in portfolio.municipalities.items()},
        domains=domains,
        priorities=_priorities(portfolio),
        keys={name: _shares(shares) for name, shares in portfolio.distribution_keys.items()},
        ao_grounds=tuple(sorted({ground for said in portfolio.ao_grounds for ground in grounds_of(said.text)})),
        uses_grounds=bool(portfolio.ao_grounds) or stated,
        said=said,
    )


def _shares(shares: Mapping[str, Said]) -> dict[str, Decimal]:
    """The shares above nothing of a distribution key; what is no number (`64,5`, `24 %`) has none."""
    numbers = {code: said.text.replace("%", "").replace(",", ".").strip() for code, said in shares.items()}
    found = {code: Decimal(text) for code, text in numbers.items() if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text)}
    return {code: share for code, share in found.items() if share}


def _priorities(portfolio: PortfolioRecord) -> dict[str, tuple[str, ...]]:
    """What each priority contains, itself included."""
    declared = {name: tuple(s.text for s in r.contains) for name, r in portfolio.priorities.items()}
    return {name: (name, *contains) for name, contains in (declared or USUAL_PRIORITIES).items()}


def _domains(record: PlanSetRecord) -> dict[str, Domain]:
    portfolio = record.portfolio
    declared = {key: d.name.text for key, d in portfolio.domains.items()}
    folded = {slug(said.text): key for key, d in portfolio.domains.items() for said in d.includes}
    known = Resolver(Named(k, n, tuple(_domain_aliases(portfolio, k))) for k, n in declared.items())
    names = dict(declared)
    for document in record.documents:
        for said in (*document.domains, *(i.domain for i in document.initiatives if i.domain)):
            if not known.exact(said.text):
                names.setdefault(slug(said.text), said.text)
    for key, domain in portfolio.domains.items():
        for said in domain.includes:
            names.setdefault(slug(said.text), said.text)
            folded[slug(said.text)] = key
    return {key: Domain(key, name, folded.get(key, key)) for key, name in names.items()}


def _domain_aliases(portfolio: PortfolioRecord, key: str) -> Iterable[str]:
    record = portfolio.domains.get(key)
    return [alias.text for alias in record.aliases] if record else []


def _document(record: DocumentRecord, domains: Resolver) -> Document:
    found = []
    for said in record.domains:
        match = domains.exact(said.text)
        found.append(match.id if match else slug(said.text))
    title = record.title.text if record.title else record.document.text
    columns = None
    if record.relation_matrix is not None:
        headed = [said.text for said in record.relation_matrix.columns] or sorted(
            {column for row in record.relation_matrix.rows for column in row.targets}
        )
        matches = [(domains.exact(name) or domains.likely(name), name) for name in headed]
        columns = tuple(match.id if match else slug(name) for match, name in matches)
    examples = record.relation_matrix is not None and record.relation_matrix.complete is False
    return Document(
        id=record.document.text,
        kind=record.kind.text,
        title=title,
        domains=tuple(found),
        said=record.document,
        columns=columns,
        gives_examples=examples,
        version=record.version,
        date=record.date,
        status=record.status,
        standing=standing(record),
        amounts_written=mixed_amounts(record),
    )


def _ids(record: PlanSetRecord, documents: dict[str, Document], domains: Resolver) -> dict[int, str]:
    """Per record the declared id, or the name's. One name in the plans of two domains is two initiatives."""
    ids: dict[int, str] = {}
    home: dict[str, str | None] = {}
    for document in record.documents:
        for r in document.initiatives:
            domain = _domain_of(r, documents[document.document.text], domains)
            key = r.id.text if r.id else slug(split_number(r.name.text)[1])
            if r.id is None and home.get(key, domain) != domain:
                key = f"{key}-{domain}"
            home.setdefault(key, domain)
            ids[id(r)] = key
    return ids


def _domain_of(record: InitiativeRecord, document: Document, domains: Resolver) -> str | None:
    if record.domain is None:
        return next(iter(document.domains), None)
    match = domains.exact(record.domain.text)
    return match.id if match else slug(record.domain.text)


def _initiatives(
    record: PlanSetRecord, documents: dict[str, Document], domains: Resolver, ids: dict[int, str]
) -> dict[str, Initiative]:
    found: dict[str, Initiative] = {}
    for document in record.documents:
        home = documents[document.document.text]
        for r in document.initiatives:
            number, bare = split_number(r.name.text)
            found.setdefault(
                ids[id(r)],
                Initiative(
                    id=ids[id(r)],
                    name=bare,
                    said=r.name,
                    document=home.id,
                    domain=_domain_of(r, home, domains),
                    number=r.number.text if r.number else number,
                    part_of=r.part_of.text if r.part_of else None,
                    heading=r.heading,
                    applications=tuple(r.applications),
                    fields=filled_fields(r),
                    end_decision=end_decision(r),
                    number_said=r.number,
                ),
            )
    return found


def _actielijn_texts(record: PlanSetRecord) -> Iterable[str]:
    for document in record.documents:
        yield from (said.text for initiative in document.initiatives for said in initiative.actielijnen)
        lists = (document.overview, document.scores, document.roadmap, document.actielijn_matrix)
        yield from (said.text for listed in lists if listed for entry in listed.entries for said in entry.actielijnen)


def _completed(initiative: Initiative, resolver: Resolver, aliases: tuple[str, ...]) -> Initiative:
    """With its aliases and the id of the initiative it is a part of; a whole that is no initiative is none."""
    whole = resolver.exact(initiative.part_of) if initiative.part_of else None
    return replace(initiative, part_of=whole.id if whole and whole.id != initiative.id else None, aliases=aliases)


def _named(record: PlanSetRecord, initiatives: dict[str, Initiative], ids: dict[int, str]) -> Iterable[Named]:
    declared = {key: [said.text for said in names] for key, names in record.portfolio.aliases.items()}
    aliases: dict[str, list[str]] = {}
    for document in record.documents:
        for r in document.initiatives:
            aliases.setdefault(ids[id(r)], []).extend(alias.text for alias in r.aliases)
    for key, initiative in initiatives.items():
        names = (*aliases.get(key, ()), *declared.get(key, ()))
        extra = [k for k, alts in declared.items() if k != key and slug(initiative.name) in {k, *map(slug, alts)}]
        names = (*names, *extra, *(alt for k in extra for alt in declared[k]))
        yield Named(key, initiative.name, names, _scopes(initiative), initiative.number)


def _scopes(initiative: Initiative) -> frozenset[str]:
    return frozenset(s for s in (initiative.domain, initiative.document and f"document:{initiative.document}") if s)


def _listed_names(record: PlanSetRecord) -> list[str]:
    return [
        entry.name.text
        for document in record.documents
        for entries in (document.overview, document.scores)
        if entries
        for entry in entries.entries
    ]


def _listed_only(
    record: PlanSetRecord, resolver: Resolver, domains: Resolver, documents: dict[str, Document]
) -> dict[str, Initiative]:
    """Initiatives that only overviews or scored lists name; a list is compared with the lists before it."""
    found: dict[str, Initiative] = {}
    declared = {slug(alt.text): key for key, alts in record.portfolio.aliases.items() for alt in alts}
    for document in record.documents:
        home = documents[document.document.text]
        for entries in (document.overview, document.scores):
            before = Resolver(_listed_named(record.portfolio, found.values()))
            for entry in entries.entries if entries else ():
                match = domains.exact(entry.domain.text) if entry.domain else None
                domain = match.id if match else home.domains[0] if len(home.domains) == 1 and not entry.domain else None
                scope = [domain] if domain else None
                if not entry.name.text.strip() or _known(resolver, before, entry.name.text, scope):
                    continue
                key = slug(entry.name.text)
                key = declared.get(key, key)
                aliases = tuple(said.text for said in record.portfolio.aliases.get(key, ()))
                name = split_number(entry.name.text)[1]
                found.setdefault(key, Initiative(key, name, entry.name, domain=domain, aliases=aliases))
    return found


def _listed_named(portfolio: PortfolioRecord, initiatives: Iterable[Initiative]) -> Iterable[Named]:
    for initiative in initiatives:
        aliases = tuple(said.text for said in portfolio.aliases.get(initiative.id, ()))
        yield Named(initiative.id, initiative.name, aliases, _scopes(initiative), initiative.number)


def _known(resolver: Resolver, listed: Resolver, name: str, scope: Sequence[str] | None) -> bool:
    if any(match for _, match in resolver.segment(name, scope)):
        return True
    return listed.resolve(name, scope) is not None
