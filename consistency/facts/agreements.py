"""Attributes of which several places speak: whether all that is said can be true together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from consistency.facts import _periods, _priorities, _subjects
from consistency.model.dates import Days, Period, contract_end
from consistency.model.entities import Claim
from consistency.model.facts import FactBase, FactKind, Subject, Type, Value, quote
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "agreement",
        {
            "subject": Type.TOKEN,
            "name": Type.TEXT,
            "attribute": Type.TOKEN,
            "agree": Type.FLAG,
            "values": Type.TEXT,
            "claims": Type.INTEGER,
        },
        slot=("attribute",),
        help="all claims on one attribute (priority, municipalities, period, actielijnen, contract_end) of one "
        "initiative or contract",
    ),
)

Agree = Callable[[Claim, Claim], bool]


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    contains = graph.plan_set.priorities
    tests: dict[str, Agree] = {
        "priority": lambda a, b: _priorities.agree(str(a.value), str(b.value), contains),
        "municipalities": lambda a, b: a.value == b.value,
        "actielijnen": lambda a, b: a.value == b.value,
        "period": _periods.agree,
    }
    roadmaps = _periods.drawn(graph)
    for key in graph.initiatives:
        for attribute, agree in tests.items():
            claims = [*graph.claims_on(key, attribute), *(roadmaps.get(key, ()) if attribute == "period" else ())]
            _add(facts, _subjects.initiative(graph, key), attribute, claims, agree)
    for subject, claims in _contract_ends(graph):
        _add(facts, subject, "contract_end", claims, _ends_agree)


def _ends_agree(a: Claim, b: Claim) -> bool:
    if not isinstance(a.value, Days) or not isinstance(b.value, Days):
        return True
    return contract_end(a.value).meets(contract_end(b.value))


def _contract_ends(graph: PlanGraph) -> Iterator[tuple[Subject, list[Claim]]]:
    """Per contract its calendars and what is said where its replacement is described; initiatives without one alone.

    A statement about an initiative that replaces several contracts speaks of those whose end it confirms, and of all
    of them only where it confirms none.
    """
    spoken: set[str] = set()
    for contract in graph.contracts.values():
        claims = list(graph.claims_on(contract.id, "contract_end"))
        for replacement in graph.replacements:
            if replacement.contract == contract.id:
                statements = graph.claims_on(replacement.initiative, "contract_end")
                spoken.add(replacement.initiative)
                claims += [
                    replace(s, certain=s.certain and replacement.certain)
                    for s in statements
                    if not _confirms_another(graph, s, contract.id)
                ]
        yield _subjects.contract(graph, contract.id), claims
    for key in graph.initiatives:
        if key not in spoken:
            yield _subjects.initiative(graph, key), list(graph.claims_on(key, "contract_end"))


def _confirms_another(graph: PlanGraph, statement: Claim, contract: str) -> bool:
    others = {r.contract for r in graph.replacements if r.initiative == statement.subject and r.contract != contract}
    return any(
        _ends_agree(statement, claim) for other in sorted(others) for claim in graph.claims_on(other, "contract_end")
    ) and not any(_ends_agree(statement, claim) for claim in graph.claims_on(contract, "contract_end"))


def _add(facts: FactBase, subject: Subject, attribute: str, claims: Sequence[Claim], agree: Agree) -> None:
    if len(claims) < 2:
        return
    sure = [claim for claim in claims if claim.certain and claim.said.confidence >= 1]
    conflict = not _all(claims, agree)
    facts["agreement"].add(
        subject,
        subject=subject.id,
        name=subject.name,
        attribute=attribute,
        agree=not conflict,
        values="; ".join(dict.fromkeys(f"{_short(claim)} ({claim.document})" for claim in claims)),
        claims=len(claims),
        said={attribute: [quote(claim.said, _value(claim)) for claim in claims]},
        certain=not conflict or not _all(sure, agree),
    )


def _all(claims: Sequence[Claim], agree: Agree) -> bool:
    return all(agree(a, b) for a, b in combinations(claims, 2))


def _value(claim: Claim) -> Value:
    """The value as a fact would have it; a period has none."""
    return None if isinstance(claim.value, Period) else claim.value


def _short(claim: Claim) -> str:
    if isinstance(claim.value, tuple) and not isinstance(claim.value, Days):
        return "+".join(claim.value)
    return claim.value if isinstance(claim.value, str) else claim.said.text
