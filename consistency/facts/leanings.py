"""Initiatives that lean on a contract, as far as a plan says so: they change what it delivers, or need those who do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from consistency.facts import _subjects
from consistency.facts._claims import municipalities_of
from consistency.model.dates import Days
from consistency.model.entities import Contract
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import normal, tokens
from consistency.model.record import Said

KINDS = (
    FactKind(
        "leaning",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "contract": Type.TOKEN,
            "title": Type.TEXT,
            "ends": Type.DAYS,
            "says": Type.TEXT,
        },
        slot=("contract",),
        help="an initiative and a contract it leans on: its application, or what it needs, is what the contract is "
        "called (unsure where only a part of that), or it needs an initiative that leans on it; never what replaces it",
    ),
)
SHORTEST = 3
"""Letters of a name that can tell a contract."""


class Leaning(NamedTuple):
    """`said` is what says so, from the initiative itself on to the one that names what the contract delivers."""

    initiative: str
    contract: Contract
    said: tuple[Said, ...]
    certain: bool


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for found in _all(graph):
        contract = found.contract
        facts["leaning"].add(
            _subjects.initiative(graph, found.initiative),
            initiative=found.initiative,
            name=graph.initiatives[found.initiative].name,
            contract=contract.id,
            title=contract.title.text,
            ends=contract.ends,
            says=found.said[0].text,
            said={"says": found.said, "title": contract.title, "ends": contract.ends_said},
            certain=None if found.certain else False,
        )


def _all(graph: PlanGraph) -> Sequence[Leaning]:
    """Each initiative and contract once, by the shortest way."""
    replacing = {(replacement.initiative, replacement.contract) for replacement in graph.replacements}
    found: dict[tuple[str, str], Leaning] = {}
    ways = list(_direct(graph))
    for leaning in ways:
        key = (leaning.initiative, leaning.contract.id)
        if key in replacing or key in found or _others_only(graph, leaning):
            continue
        found[key] = leaning
        for relation in graph.relations:
            if relation.type == "needs" and relation.target and relation.target.id == leaning.initiative:
                said, certain = (relation.said, *leaning.said), relation.certain and leaning.certain
                ways.append(Leaning(relation.source, leaning.contract, said, certain))
    return list(found.values())


def _direct(graph: PlanGraph) -> Iterator[Leaning]:
    """Sure ones first: by what the contract is called, then by a part of it."""
    names = [(use.initiative, use.name, use.said) for use in graph.uses]
    names += [(r.source, r.said.text, r.said) for r in graph.relations if r.type == "needs" and r.target is None]
    named = [(key, normal(name), said) for key, name, said in names if len(normal(name)) >= SHORTEST]
    titles = [(contract, tokens(contract.title.text)) for contract in graph.contracts.values()]
    for sure in (True, False):
        for key, name, said in named:
            for contract, title in titles:
                if ("".join(title) == name) if sure else _is_part(name, title):
                    yield Leaning(key, contract, (said,), sure)


def _is_part(name: str, title: Sequence[str]) -> bool:
    """Whether some words of the title, one after another, are the name."""
    return any("".join(title[i:j]) == name for i in range(len(title)) for j in range(i + 1, len(title) + 1))


def _others_only(graph: PlanGraph, leaning: Leaning) -> bool:
    """Whether the contract serves none of those who take part."""
    taking_part = set(municipalities_of(graph, leaning.initiative)[0] or ())
    return bool(taking_part and leaning.contract.serves) and taking_part.isdisjoint(leaning.contract.serves)
