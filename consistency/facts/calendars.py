"""Contract calendars as lists: what they leave empty, what they list twice, and what they do not list."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.facts import _contract_ends, _subjects
from consistency.facts.contracts import listed_together, repeats
from consistency.model.dates import Days
from consistency.model.entities import Claim, Contract
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.record import Said

KINDS = (
    FactKind(
        "omission",
        {"contract": Type.TOKEN, "title": Type.TEXT, "document": Type.TOKEN, "missing": Type.TOKENS},
        help="a contract and what its calendar states of others and not of it: value, end, supplier, procedure; "
        "`missing` is missing itself where nothing is",
    ),
    FactKind(
        "repetition",
        {
            "contract": Type.TOKEN,
            "first": Type.TOKEN,
            "title": Type.TEXT,
            "document": Type.TOKEN,
            "same": Type.FLAG,
        },
        slot=("first",),
        help="two entries of one calendar with one title, supplier and municipalities; `same` if their values can be "
        "one, unsure where the ends cannot",
    ),
    FactKind(
        "unlisted",
        {"initiative": Type.TOKEN, "name": Type.TEXT, "says": Type.TEXT, "listed": Type.FLAG},
        help="an initiative that names a contract's end, or a contract that it replaces, where the set has a calendar; "
        "`listed` if a calendar has it",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    same = {(first.id, second.id) for first, second in repeats(graph)}
    repeated = {second for _, second in same}
    for contract in graph.contracts.values():
        if contract.id not in repeated:
            _add_omission(graph, facts, contract)
    for first, second in listed_together(graph):
        _add_repetition(graph, facts, first, second, (first.id, second.id) in same)
    if graph.contracts:
        for initiative, said, listed, sure in _leaning(graph):
            facts["unlisted"].add(
                _subjects.initiative(graph, initiative),
                initiative=initiative,
                name=_subjects.initiative(graph, initiative).name,
                says=said.text,
                listed=listed,
                said={"says": said},
                certain=sure,
            )


def _add_omission(graph: PlanGraph, facts: FactBase, contract: Contract) -> None:
    facts["omission"].add(
        _subjects.contract(graph, contract.id),
        contract=contract.id,
        title=contract.title.text,
        document=contract.document,
        missing=contract.left_empty or None,
        said={"title": contract.title},
    )


def _add_repetition(graph: PlanGraph, facts: FactBase, first: Contract, second: Contract, same: bool) -> None:
    numbers = [contract.value.written for contract in (first, second) if contract.value and contract.value.stated]
    alike = bool(first.about) and (len(numbers) < 2 or numbers[0].meets(numbers[1]))
    facts["repetition"].add(
        _subjects.contract(graph, second.id),
        contract=second.id,
        first=first.id,
        title=second.title.text,
        document=second.document,
        same=same or alike,
        said={"title": [first.title, second.title]},
        certain=same,
    )


def _leaning(graph: PlanGraph) -> Iterator[tuple[str, Said, bool, bool]]:
    """Each initiative that leans on a contract's end: what says so, whether it is listed, and whether that is sure."""
    listed = {replacement.initiative: replacement.certain for replacement in graph.replacements}
    for doubt in graph.doubts:
        if doubt.what == "contract" and doubt.meant:
            yield doubt.meant, doubt.said, False, True
    for replacement in graph.replacements:
        for claim in graph.claims_on(replacement.initiative, "contract_end")[:1]:
            yield replacement.initiative, claim.said, True, listed[replacement.initiative]
    named = {doubt.meant for doubt in graph.doubts if doubt.what == "contract"}
    for key, claims in _contract_ends.of_others(graph):
        if key not in named:
            claim = min(claims, key=lambda claim: (not claim.certain, -claim.said.confidence))
            yield key, claim.said, False, _surely_not_listed(graph, key, claim)


def _surely_not_listed(graph: PlanGraph, initiative: str, claim: Claim) -> bool:
    """Not so where its own plan has no calendar, or one with an unclaimed entry that ends at that time."""
    home = graph.initiatives[initiative].document
    taken = {replacement.contract for replacement in graph.replacements}
    calendar = [contract for contract in graph.contracts.values() if home in contract.listed_in]
    perhaps = (
        agreeing
        for contract in calendar
        if contract.id not in taken
        for agreeing in graph.claims_on(contract.id, "contract_end")
        if _contract_ends.agree(agreeing, claim)
    )
    return bool(calendar) and claim.certain and claim.said.confidence >= 1 and next(perhaps, None) is None
