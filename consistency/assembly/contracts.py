"""Contracts of all calendars, and which initiative replaces which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from consistency.assembly.calendars import FIELDS, Calendar, owners_of, says, stems, telling
from consistency.assembly.registry import Registry
from consistency.model.dates import contract_end
from consistency.model.entities import Claim, ClaimValue, Contract, Doubt, Initiative, Replacement, same_contract
from consistency.model.names import normal, slug, tokens
from consistency.model.record import ContractRecord, DocumentRecord, Said

LIKELY = 0.6
"""The part of a contract's title that an initiative must name to be its likely replacement."""


class Names:
    """The contract that an id, or else a title, stands for; of contracts with one title the first."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._titles: dict[str, str] = {}

    def add(self, record: ContractRecord, key: str) -> None:
        for name in (key, record.id.text if record.id else key):
            self._ids.setdefault(name, key)
        self._titles.setdefault(normal(record.title.text), key)

    def __bool__(self) -> bool:
        return bool(self._ids)

    def find(self, text: str) -> str | None:
        return self._ids.get(text) or self._titles.get(normal(text))


def contracts(registry: Registry, doubts: list[Doubt]) -> tuple[dict[str, Contract], Names, list[Claim]]:
    """By id, with the claims of each place that lists it. What two documents say of a contract is one contract.

    Its plan speaks first, then by name; of one calendar the contract that ends first.
    """
    names = Names()
    found: dict[str, Contract] = {}
    claims: list[Claim] = []
    named: set[str] = set()
    for document in sorted(registry.record.documents, key=lambda document: _rank(registry, document)):
        calendar = Calendar(registry, document)
        earlier = _Earlier(found.values(), frozenset(named))
        entries = [(record, calendar.contract(record, slug(record.title.text))) for record in document.contracts]
        for record, read in sorted(entries, key=lambda entry: _order(*entry)):
            read = read._replace(id=_free_id(record, found))
            before = earlier.take(record, read)
            if before:
                read = read._replace(id=before.id)
            found[read.id] = _joined(found[read.id], read) if before else read
            named |= {record.id.text} if record.id else set()
            names.add(record, read.id)
            claims += _claims(read)
            doubts += calendar.doubts(record, read)
    return found, names, claims


def _rank(registry: Registry, document: DocumentRecord) -> tuple[bool, str]:
    return registry.documents[document.document.text].kind != "plan", document.document.text


def _order(record: ContractRecord, contract: Contract) -> tuple[object, ...]:
    """By content: contracts with one title have the same ids in whatever order the calendar lists them."""
    days = [(said.first, said.last) if said else (date.max, date.max) for said in (contract.ends, contract.starts)]
    value = contract.value.written.low if contract.value else -1
    supplier = normal(contract.supplier.text) if contract.supplier else ""
    told = [said.text if said else "" for said in (record.id, contract.procedure_said, contract.route)]
    return *days, value, contract.serves, supplier, *told


class _Earlier:
    """The contracts of earlier documents. Each is taken once: a calendar that lists it again means another one."""

    def __init__(self, contracts: Iterable[Contract], named: frozenset[str]) -> None:
        """`named` are the ids that documents give; such a contract is no other with an id of its own."""
        self._named = named
        self._left = {contract.id: contract for contract in contracts}
        self._titles: dict[str, list[str]] = {}
        for contract in self._left.values():
            self._titles.setdefault(normal(contract.title.text), []).append(contract.id)

    def take(self, record: ContractRecord, contract: Contract) -> Contract | None:
        """The one that this entry lists again: by its id, else by its title; of several the one most like it.

        A title that tells nothing, such as `Licenties`, needs more in common.
        """
        if record.id and record.id.text in self._named:
            return self._left.pop(record.id.text, None)
        alike = [
            self._left[key]
            for key in self._titles.get(normal(contract.title.text), ())
            if key in self._left and not (record.id and key in self._named) and same_contract(contract, self._left[key])
        ]
        best = max(alike, key=lambda other: _in_common(contract, other), default=None)
        return self._left.pop(best.id) if best else None


def _claims(contract: Contract) -> Iterator[Claim]:
    values: tuple[tuple[str, ClaimValue | None, Said | None], ...] = (
        ("contract_end", contract.ends, contract.ends_said),
        ("value_four_years", contract.value, contract.value_said),
        ("procedure", contract.procedure, contract.procedure_said),
    )
    for attribute, value, said in values:
        if value is not None and said is not None:
            yield Claim(contract.id, attribute, value, said, contract.document)


def _in_common(a: Contract, b: Contract) -> int:
    ends = a.ends is not None and b.ends is not None and contract_end(a.ends).meets(contract_end(b.ends))
    values = a.value is not None and b.value is not None and a.value.written.meets(b.value.written)
    return ends + values + (a.supplier is not None and b.supplier is not None)


def _joined(first: Contract, later: Contract) -> Contract:
    """The first, with what only the later place says; a decision or exemption counts wherever it stands."""
    added = {
        name: getattr(later, name)
        for group in _TOGETHER
        if getattr(first, group[0]) in (None, (), False)
        for name in group
        if getattr(later, name) is not None
    }
    joined = first._replace(**added)
    said = dict(zip(FIELDS, (joined.value_said, joined.ends_said, joined.supplier, joined.procedure_said), strict=True))
    empty = {*first.left_empty, *later.left_empty}
    return joined._replace(
        left_empty=tuple(field for field in FIELDS if field in empty and not says(said[field])),
        listed_in=(*first.listed_in, *later.listed_in),
        exempt=first.exempt or later.exempt,
        exemptible=first.exemptible or later.exemptible,
    )


_TOGETHER = (
    ("supplier",), ("starts", "starts_said"), ("ends", "ends_said"), ("serves", "serves_said"), ("value", "value_said"),
    ("procedure", "procedure_said"), ("decided", "route", "lasts_on", "lasts_until", "retendered"),
    ("notice", "notice_said"), ("tacit",), ("extension", "extension_said"), ("tender", "tender_said", "announced"),
    ("implementation", "implementation_said"), ("framework",), ("motive",),
)  # fmt: skip
"""What is taken from one place together; the first of each says whether it is there."""


def _free_id(record: ContractRecord, found: Mapping[str, Contract]) -> str:
    base = record.id.text if record.id else slug(record.title.text)
    number, key = 1, base
    while key in found:
        number += 1
        key = f"{base}-{number}"
    return key


def replacements(
    registry: Registry, found: Mapping[str, Contract], names: Names, doubts: list[Doubt]
) -> Iterator[Replacement]:
    """Declared ones first; for contracts that none declares to replace, those that an initiative's name says.

    Without a calendar in the set nobody can know what is replaced.
    """
    declared: set[str] = set()
    for document in registry.record.documents:
        for record in document.initiatives:
            initiative = registry.id_of[id(record)]
            for said in record.replaces:
                key = names.find(said.text)
                if key:
                    declared.add(key)
                    yield Replacement(initiative, key, said, certain=True)
                elif found:
                    doubts.append(Doubt("contract", said, document.document.text, meant=initiative))
    undeclared = [contract for contract in found.values() if contract.id not in declared]
    yield from _inferred(registry, undeclared)


def _inferred(registry: Registry, contracts: Sequence[Contract]) -> Iterator[Replacement]:
    """An initiative whose name is a replacing word and the contract's title does replace it; one like that may."""
    owners = owners_of(registry)
    titles = [(contract, telling(contract.title.text, owners)) for contract in contracts]
    for initiative in registry.initiatives.values() if contracts else ():
        if stems("replacing").isdisjoint(tokens(initiative.name)):
            continue
        name = telling(initiative.name, owners)
        used = [telling(said.text, owners) for said in initiative.applications]
        for contract, title in titles:
            if not title or _others_only(registry, initiative, contract):
                continue
            if name[: len(title)] == title:
                yield Replacement(initiative.id, contract.id, initiative.said, certain=True)
            elif max(_part_of(title, said) for said in (name, *used)) >= LIKELY:
                yield Replacement(initiative.id, contract.id, initiative.said, certain=False)


def _others_only(registry: Registry, initiative: Initiative, contract: Contract) -> bool:
    """Whether the initiative is known to be for other municipalities than the contract serves."""
    taking_part = registry.taking_part.get(initiative.id, frozenset())
    return bool(taking_part and contract.serves) and taking_part.isdisjoint(contract.serves)


def _part_of(title: list[str], words: list[str]) -> float:
    return sum(1 for word in title if word in words) / len(title)
