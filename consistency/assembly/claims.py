"""What each document claims of an attribute: in fiches, in lists, and in statements of prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from consistency.assembly.calendars import excluding_tax
from consistency.assembly.contracts import Names
from consistency.assembly.lists import own_match
from consistency.assembly.priorities import is_ambiguous
from consistency.assembly.registry import Registry
from consistency.assembly.values import grounds_of, procedure_of
from consistency.assembly.words import words
from consistency.model.amount import Convention, parse_amount
from consistency.model.dates import parse_days, parse_period
from consistency.model.entities import (
    ActielijnName,
    Claim,
    ClaimValue,
    Doubt,
    Entry,
)
from consistency.model.location import sort_key
from consistency.model.names import plain
from consistency.model.record import InitiativeRecord, Said


def fiche_claims(registry: Registry, doubts: list[Doubt]) -> Iterator[Claim]:
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


def list_claims(registry: Registry, listed: Iterable[Entry]) -> Iterator[Claim]:
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


def statements(registry: Registry, names: Names, doubts: list[Doubt]) -> Iterator[Claim]:
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


def actielijn_fields(registry: Registry, listed: Iterable[Entry]) -> Iterator[tuple[ActielijnName, ...]]:
    """What each fiche and each row of a list names for one initiative; a field that names nothing is left out."""
    for document in registry.record.documents:
        for record in document.initiatives:
            named = registry.actielijnen.named(record.actielijnen, document.document.text)
            yield tuple(line._replace(initiative=registry.id_of[id(record)]) for line in named)
    for entry in listed:
        for match in entry.matches[:1]:
            certain = match.certain and len(entry.matches) == 1
            yield tuple(
                line._replace(initiative=match.id, certain=line.certain and certain) for line in entry.actielijnen
            )


def actielijn_claims(fields: Iterable[tuple[ActielijnName, ...]]) -> Iterator[Claim]:
    """One claim a field; less sure where one of its names is not known."""
    for field in fields:
        keys = tuple(sorted({line.key for line in field if line.key}))
        if keys and field[0].initiative:
            certain = all(line.key and line.certain for line in field)
            first = min(field, key=lambda line: sort_key(line.said.at))
            yield Claim(field[0].initiative, "actielijnen", keys, first.said, first.document, certain)
