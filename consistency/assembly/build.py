"""Records → PlanGraph, step by step; each reads the records and the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeGuard

from consistency.assembly.amounts import initiative_cells
from consistency.assembly.applications import uses
from consistency.assembly.budgets import Budgets
from consistency.assembly.calendars import excluding_tax
from consistency.assembly.contracts import Names, contracts, replacements
from consistency.assembly.goals import goal_key, goals
from consistency.assembly.lists import entries, lists_of, own_match, relations
from consistency.assembly.priorities import is_ambiguous, priority_fields
from consistency.assembly.registry import Registry, build_registry
from consistency.assembly.summaries import summary_cells
from consistency.assembly.values import funding_status, grounds_of, kind_of, procedure_of
from consistency.assembly.words import words
from consistency.model.amount import Convention, parse_amount
from consistency.model.dates import parse_days, parse_period
from consistency.model.entities import (
    ActielijnName,
    Claim,
    ClaimValue,
    Contract,
    Doubt,
    Entry,
    Funding,
    LineTotal,
    ListKind,
    Outline,
    Relation,
    Replacement,
    Use,
)
from consistency.model.graph import Node, PlanGraph
from consistency.model.location import sort_key
from consistency.model.names import plain
from consistency.model.record import InitiativeRecord, PlanSetRecord, PortfolioRecord, Said


def assemble(record: PlanSetRecord) -> PlanGraph:
    """The graph of a plan set. What cannot be understood is a `Doubt` in it, never an exception."""
    registry = build_registry(record)
    doubts = list(_unknown_members(record.portfolio, registry))
    found, names, contract_claims = contracts(registry, doubts)
    replaced = list(replacements(registry, found, names, doubts))
    related = list(relations(registry, doubts))
    listed = list(entries(registry, doubts))
    doubts += [Doubt(f"unread-{u.what}", u.text, d.document.text) for d in record.documents for u in d.unread]
    line_totals: list[LineTotal] = []
    used = list(uses(registry))
    fields = list(_actielijn_fields(registry, listed))
    lines = [line for field in fields for line in field]
    nodes, edges = _network(registry, found, replaced, related)
    edges += _named_edges(used, lines, nodes)
    return PlanGraph(
        plan_set=registry.plan_set,
        documents=registry.documents,
        initiatives=registry.initiatives,
        contracts=found,
        claims=[
            *_fiche_claims(registry, doubts),
            *_list_claims(registry, listed),
            *_actielijn_claims(fields),
            *contract_claims,
            *_statements(registry, names, doubts),
        ],
        relations=related,
        replacements=replaced,
        entries=listed,
        cells=list(initiative_cells(registry, doubts, line_totals)),
        summaries=list(summary_cells(registry, doubts, line_totals)),
        line_totals=line_totals,
        funding=list(_funding(registry, doubts)),
        goals=list(goals(registry)),
        uses=used,
        actielijn_names=lines,
        complete_lists=_complete_lists(record),
        doubts=doubts,
        nodes=nodes,
        edges=edges,
        priority_fields=list(priority_fields(registry, listed)),
        outlines=[Outline(d.document.text, tuple(d.contents), tuple(d.sections)) for d in record.documents],
    )


def _unknown_members(portfolio: PortfolioRecord, registry: Registry) -> Iterator[Doubt]:
    """Sets and organisations of municipalities, and priorities that contain others, that name what is not declared."""
    home = portfolio.plan_set.text
    served = [said for organisation in portfolio.organisations.values() for said in organisation.serves]
    for said in (*(said for members in portfolio.sets.values() for said in members), *served):
        if not registry.municipalities.one(said.text):
            yield Doubt("name", said, home)
    for priority in portfolio.priorities.values():
        yield from (Doubt("name", said, home) for said in priority.contains if said.text not in portfolio.priorities)


def _complete_lists(record: PlanSetRecord) -> dict[ListKind, frozenset[str]]:
    """Per kind of list the documents that have one which claims to be complete."""
    found: dict[ListKind, set[str]] = {kind: set() for kind in ListKind}
    for document in record.documents:
        for kind, listed in lists_of(document):
            if listed.complete:
                found[kind].add(document.document.text)
        if document.relation_matrix and document.relation_matrix.complete:
            found[ListKind.MATRIX].add(document.document.text)
    return {kind: frozenset(names) for kind, names in found.items()}


def _fiche_claims(registry: Registry, doubts: list[Doubt]) -> Iterator[Claim]:
    known = _knows_priorities(registry)
    for document in registry.record.documents:
        for initiative in document.initiatives:
            doubts += _unread_values(registry, initiative, document.document.text, known)
            subject = registry.id_of[id(initiative)]
            for attribute, value, said in _fiche_values(registry, initiative):
                certain = attribute != "priority" or not is_ambiguous(registry, said)
                yield Claim(subject, attribute, value, said, document.document.text, certain)


def _knows_priorities(registry: Registry) -> bool:
    """Not so where nothing is declared and no plan uses the usual ones: the set has a scale of its own."""
    plans = registry.record.documents
    stated = (i.priority for document in plans for i in document.initiatives)
    return bool(registry.record.portfolio.priorities) or any(registry.priority(said) for said in stated)


def _unread_values(registry: Registry, initiative: InitiativeRecord, document: str, known: bool) -> Iterator[Doubt]:
    """Fields that name something, and nothing that the set knows."""
    if known and _says(initiative.priority) and registry.priority(initiative.priority) is None:
        yield Doubt("name", initiative.priority, document)
    named = [said for said in initiative.municipalities if _says(said)]
    if named and not registry.municipalities.of_names(named):
        yield Doubt("name", named[0], document)


def _says(said: Said | None) -> TypeGuard[Said]:
    return said is not None and plain(said.text).strip() not in words("nothing")


def _list_claims(registry: Registry, listed: Iterable[Entry]) -> Iterator[Claim]:
    """What lists say of priority and municipalities. A row with several names speaks of the first, less surely.

    So does a field with several priorities.
    """
    for entry in listed:
        for match in entry.matches[:1]:
            certain = match.certain and len(entry.matches) == 1
            if entry.priority and entry.priority_said:
                sure = certain and not is_ambiguous(registry, entry.priority_said)
                yield Claim(match.id, "priority", entry.priority, entry.priority_said, entry.document, sure)
            if entry.municipalities and entry.municipalities_said:
                said = entry.municipalities_said
                yield Claim(match.id, "municipalities", entry.municipalities, said, entry.document, certain)


def _fiche_values(registry: Registry, initiative: InitiativeRecord) -> Iterator[tuple[str, ClaimValue, Said]]:
    priority = registry.priority(initiative.priority)
    if priority and initiative.priority:
        yield "priority", priority, initiative.priority
    if initiative.ao_ground and (grounds := grounds_of(initiative.ao_ground.text)):
        yield "ao_ground", grounds, initiative.ao_ground
    if "law" in grounds_of(initiative.name.text):
        yield "ao_ground", ("law",), initiative.name
    codes = registry.municipalities.of_names(initiative.municipalities)
    if codes:
        yield "municipalities", codes, min(initiative.municipalities, key=lambda said: sort_key(said.at))
    period = parse_period(initiative.period.text) if initiative.period else None
    if period and initiative.period:
        yield "period", period, initiative.period


def _statements(registry: Registry, names: Names, doubts: list[Doubt]) -> Iterator[Claim]:
    for document in registry.record.documents:
        for statement in document.statements:
            about = statement.about.text
            contract = names.find(about)
            match = None if contract else own_match(registry, document, about) or registry.resolver.resolve(about)
            subject = contract or (match.id if match else None)
            convention = registry.conventions[document.document.text]
            value = _statement_value(registry, statement.attribute, statement.value, convention)
            if subject is None:
                if names or statement.attribute not in _OF_CONTRACTS:  # without a calendar no contract is known
                    doubts.append(Doubt("name", statement.about, document.document.text))
            elif value is None:
                doubts.append(Doubt("value", statement.value, document.document.text))
            else:
                certain = match is None or match.certain
                yield Claim(subject, statement.attribute, value, statement.value, document.document.text, certain)


_OF_CONTRACTS = ("contract_end", "value_four_years", "procedure")


def _statement_value(registry: Registry, attribute: str, said: Said, convention: Convention) -> ClaimValue | None:
    if attribute == "contract_end":
        return parse_days(said.text)
    if attribute == "period":
        return parse_period(said.text)
    if attribute == "priority":
        return registry.priority(said)
    if attribute == "ao_ground":
        return grounds_of(said.text) or None
    if attribute == "municipalities":
        return registry.municipalities.of_text(said.text) or None
    if attribute == "value_four_years":
        return excluding_tax(parse_amount(said.text, convention=convention))
    return procedure_of(said.text) or "unnamed"


def _funding(registry: Registry, doubts: list[Doubt]) -> Iterator[Funding]:
    """A proposal of which some part is not understood is left out whole: half of it would say more than it does."""
    budgets = Budgets(registry.record.portfolio)
    for document in registry.record.documents:
        convention = registry.conventions[document.document.text]
        for initiative in document.initiatives:
            for record in initiative.funding:
                status, kind = funding_status(record.status), kind_of(record.kind)
                codes = registry.municipalities.one(record.municipality.text) if record.municipality else None
                period = parse_period(record.year.text) if record.year else None
                amount = parse_amount(record.amount.text, convention=convention) if record.amount else None
                read = (
                    (record.status, status),
                    (record.kind, kind),
                    (record.municipality, codes),
                    (record.year, period),
                    (record.amount, amount if amount and amount.stated else None),
                )
                unread = [said for said, value in read if said is not None and value is None]
                doubts += [Doubt("name", said, document.document.text) for said in unread]
                if unread or status is None:
                    continue
                for code in sorted(codes) if codes else [None]:
                    yield Funding(
                        initiative=registry.id_of[id(initiative)],
                        municipality=code,
                        kind=kind,
                        status=status,
                        from_year=period.first_year if period else None,
                        amount=amount,
                        said=record.status,
                        round=budgets.round_of(record, code),
                        until_year=period.last_year if period else None,
                    )


def _network(
    registry: Registry, found: dict[str, Contract], replaced: list[Replacement], related: list[Relation]
) -> tuple[dict[Node, str], list[tuple[Node, Node, str]]]:
    plan_set = registry.plan_set
    nodes: dict[Node, str] = {("document", d.id): d.title for d in registry.documents.values()}
    nodes |= {("domain", d.id): d.name for d in plan_set.domains.values()}
    nodes |= {("municipality", m.code): m.name for m in plan_set.municipalities.values()}
    nodes |= {("initiative", i.id): i.name for i in registry.initiatives.values()}
    nodes |= {("contract", c.id): c.title.text for c in found.values()}
    nodes |= {("actielijn", k): a.name.text for k, a in registry.record.portfolio.actielijnen.items()}
    edges: list[tuple[Node, Node, str]] = []
    for initiative in registry.initiatives.values():
        node = ("initiative", initiative.id)
        if initiative.document:
            edges.append((node, ("document", initiative.document), "stated_in"))
        if initiative.domain:
            nodes.setdefault(("domain", initiative.domain), initiative.domain)
            edges.append((node, ("domain", initiative.domain), "belongs_to"))
        if initiative.part_of and ("initiative", initiative.part_of) in nodes:
            edges.append((node, ("initiative", initiative.part_of), "part_of"))
    edges += [e for document in registry.record.documents for e in _fiche_edges(registry, document.initiatives, nodes)]
    for document in registry.record.documents:
        for number, goal in enumerate(document.goals, start=1):
            nodes[("goal", goal_key(goal, number))] = goal.text.text
    for contract in found.values():
        edges += [(("contract", contract.id), ("municipality", code), "serves") for code in contract.serves]
    edges += [(("initiative", r.initiative), ("contract", r.contract), "replaces") for r in replaced]
    edges += [(("initiative", r.source), ("initiative", r.target.id), r.type) for r in related if r.target]
    return nodes, edges


def _fiche_edges(
    registry: Registry, initiatives: Iterable[InitiativeRecord], nodes: dict[Node, str]
) -> Iterator[tuple[Node, Node, str]]:
    for record in initiatives:
        node = ("initiative", registry.id_of[id(record)])
        for code in registry.municipalities.of_names(record.municipalities):
            yield node, ("municipality", code), "for"


def _named_edges(
    used: Iterable[Use], lines: Iterable[ActielijnName], nodes: dict[Node, str]
) -> list[tuple[Node, Node, str]]:
    """Applications and actielijnen of each initiative; an application becomes a node by its name."""
    edges: list[tuple[Node, Node, str]] = []
    for line in lines:
        if line.initiative and line.key:
            edges.append((("initiative", line.initiative), ("actielijn", line.key), "under"))
    for use in used:
        nodes.setdefault(("application", use.application), use.name)
        edges.append((("initiative", use.initiative), ("application", use.application), "uses"))
    return list(dict.fromkeys(edges))


def _actielijn_fields(registry: Registry, listed: Iterable[Entry]) -> Iterator[tuple[ActielijnName, ...]]:
    """What each fiche and each row of a list names for one initiative; a field that names nothing is left out."""
    for document in registry.record.documents:
        for record in document.initiatives:
            named = registry.actielijnen.named(record.actielijnen, document.document.text)
            yield tuple(replace(line, initiative=registry.id_of[id(record)]) for line in named)
    for entry in listed:
        for match in entry.matches[:1]:
            certain = match.certain and len(entry.matches) == 1
            yield tuple(
                replace(line, initiative=match.id, certain=line.certain and certain) for line in entry.actielijnen
            )


def _actielijn_claims(fields: Iterable[tuple[ActielijnName, ...]]) -> Iterator[Claim]:
    """One claim a field; less sure where one of its names is not known."""
    for field in fields:
        keys = tuple(sorted({line.key for line in field if line.key}))
        if keys and field[0].initiative:
            certain = all(line.key and line.certain for line in field)
            first = min(field, key=lambda line: sort_key(line.said.at))
            yield Claim(field[0].initiative, "actielijnen", keys, first.said, first.document, certain)
