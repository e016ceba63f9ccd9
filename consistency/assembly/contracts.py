"""Contracts of all calendars, and which initiative replaces which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from consistency.assembly.lists import exempts
from consistency.assembly.registry import Registry
from consistency.assembly.values import procedure_of
from consistency.assembly.words import words
from consistency.model.amount import Amount, Interval, parse_amount
from consistency.model.dates import parse_days
from consistency.model.entities import Claim, Contract, Doubt, Initiative, Replacement
from consistency.model.names import normal, plain, slug, stem, tokens
from consistency.model.record import ContractRecord, DocumentRecord, Said

LIKELY = 0.6
"""The part of a contract's title that an initiative must name to be its likely replacement."""
HIGHEST_VAT = 21
"""Per cent: the general rate since 2012 (Wet op de omzetbelasting 1968, art. 9)."""


def contracts(registry: Registry, doubts: list[Doubt]) -> tuple[dict[str, Contract], list[Claim]]:
    """By id, with one claim per place that gives an end date. What two documents say of a contract is one contract."""
    found: dict[str, Contract] = {}
    claims: list[Claim] = []
    same: dict[tuple[str, ...], str] = {}
    for document in registry.record.documents:
        calendar = _Calendar(registry, document)
        taken: set[str] = set()
        for record in document.contracts:
            identity = _identity(record)
            key = same.get(identity)
            if key is None or key in taken:
                key = _free_id(record, found)
                same.setdefault(identity, key)
                found[key] = calendar.contract(record, key)
            else:
                found[key] = _joined(found[key], calendar.contract(record, key))
            taken.add(key)
            ends = parse_days(record.ends.text) if record.ends else None
            if record.ends and ends is None and record.ends.text.strip():
                doubts.append(Doubt("value", record.ends, document.document.text))
            if record.ends and ends:
                claims.append(Claim(key, "contract_end", ends, record.ends, document.document.text))
    return found, claims


def _joined(first: Contract, later: Contract) -> Contract:
    """The first, with what only the later place says; a decision or exemption counts wherever it stands."""
    return replace(
        first,
        supplier=first.supplier or later.supplier,
        ends=first.ends or later.ends,
        ends_said=first.ends_said if first.ends else later.ends_said,
        serves=first.serves or later.serves,
        value=first.value or later.value,
        value_said=first.value_said or later.value_said,
        procedure=first.procedure or later.procedure,
        procedure_said=first.procedure_said if first.procedure else later.procedure_said or first.procedure_said,
        route=first.route if first.decided else later.route or first.route,
        decided=first.decided or later.decided,
        exempt=first.exempt or later.exempt,
        exemptible=first.exemptible or later.exemptible,
    )


def _identity(record: ContractRecord) -> tuple[str, ...]:
    if record.id:
        return ("id", record.id.text)
    parties = sorted(normal(said.text) for said in record.organisation)
    return (normal(record.title.text), normal(record.supplier.text) if record.supplier else "", *parties)


def _free_id(record: ContractRecord, found: Mapping[str, Contract]) -> str:
    base = record.id.text if record.id else slug(record.title.text)
    number, key = 1, base
    while key in found:
        number += 1
        key = f"{base}-{number}"
    return key


class _Calendar:
    """The contracts of one document, and what its footnotes say of them all."""

    def __init__(self, registry: Registry, document: DocumentRecord) -> None:
        self._registry = registry
        self._document = document
        self._convention = registry.conventions[document.document.text]
        self._exempting = {mark for mark, note in document.contract_notes.items() if exempts(note)}
        marked = {record.mark.text for record in document.contracts if record.mark}
        self._mark_may_be_lost = bool(self._exempting - marked)

    def contract(self, record: ContractRecord, key: str) -> Contract:
        served = {code for said in record.organisation for code in _served(self._registry, said)}
        value, route = record.value_four_years, record.route
        return Contract(
            id=key,
            title=record.title,
            document=self._document.document.text,
            supplier=record.supplier,
            ends=parse_days(record.ends.text) if record.ends else None,
            ends_said=record.ends,
            serves=tuple(code for code in self._registry.municipalities.codes if code in served),
            value=_excluding_tax(parse_amount(value.text, convention=self._convention)) if value else None,
            value_said=value,
            procedure=procedure_of(record.procedure.text) if record.procedure else None,
            procedure_said=record.procedure,
            route=route,
            decided=route is not None and words("undecided").isdisjoint(plain(route.text).split()),
            exempt=record.mark is not None and record.mark.text in self._exempting,
            exemptible=self._mark_may_be_lost,
        )


def _excluding_tax(value: Amount) -> Amount:
    """Values are compared without VAT; of what is stated with it, the highest rate may have to come off."""
    if value.meant.high is None or not any(word in plain(value.text) for word in words("including_tax")):
        return value
    return replace(value, meant=Interval(value.meant.low * 100 // (100 + HIGHEST_VAT), value.meant.high))


def _served(registry: Registry, said: Said) -> Iterable[str]:
    return registry.municipalities.one(said.text) or registry.municipalities.of_text(said.text)


def replacements(registry: Registry, found: Mapping[str, Contract], doubts: list[Doubt]) -> Iterator[Replacement]:
    """Declared ones first; for contracts that none declares to replace, those that an initiative's name says."""
    by_name = {normal(c.title.text): c.id for c in found.values()}
    declared: set[str] = set()
    for document in registry.record.documents:
        for record in document.initiatives:
            initiative = registry.id_of[id(record)]
            for said in record.replaces:
                key = said.text if said.text in found else by_name.get(normal(said.text))
                if key:
                    declared.add(key)
                    yield Replacement(initiative, key, said, certain=True)
                else:
                    doubts.append(Doubt("name", said, document.document.text))
    undeclared = [contract for contract in found.values() if contract.id not in declared]
    yield from _inferred(registry, undeclared)


def _inferred(registry: Registry, contracts: Sequence[Contract]) -> Iterator[Replacement]:
    """An initiative whose name is a replacing word and the contract's title does replace it; one like that may."""
    owners = frozenset(word for m in registry.plan_set.municipalities.values() for word in tokens(m.name))
    titles = [(contract, _telling(contract.title.text, owners)) for contract in contracts]
    for initiative in registry.initiatives.values() if contracts else ():
        if _stems("replacing").isdisjoint(tokens(initiative.name)):
            continue
        name = _telling(initiative.name, owners)
        used = [_telling(said.text, owners) for said in initiative.applications]
        for contract, title in titles:
            if not title or _others_only(registry, initiative, contract):
                continue
            if name[: len(title)] == title:
                yield Replacement(initiative.id, contract.id, initiative.said, certain=True)
            elif max(_part_of(title, said) for said in (name, *used)) >= LIKELY:
                yield Replacement(initiative.id, contract.id, initiative.said, certain=False)


def _telling(text: str, owners: frozenset[str]) -> list[str]:
    """The words that say what a thing is: no replacing words, no general ones, no owner's name."""
    passed_over = owners | _stems("replacing") | _stems("generic_title")
    return [word for word in tokens(text) if word not in passed_over and len(word) > 1]


def _others_only(registry: Registry, initiative: Initiative, contract: Contract) -> bool:
    """Whether the initiative is known to be for other municipalities than the contract serves."""
    taking_part = registry.taking_part.get(initiative.id, frozenset())
    return bool(taking_part and contract.serves) and taking_part.isdisjoint(contract.serves)


@cache
def _stems(group: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(group))


def _part_of(title: list[str], words: list[str]) -> float:
    return sum(1 for word in title if word in words) / len(title)
