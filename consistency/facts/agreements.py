"""Attributes of which several places speak: whether all that is said can be true together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from consistency.facts import _contract_ends, _periods, _priorities, _subjects
from consistency.model.amount import Amount, Outcome
from consistency.model.dates import Days, Period
from consistency.model.entities import Claim
from consistency.model.facts import FactBase, FactKind, Subject, Type, Value, quote
from consistency.model.graph import PlanGraph
from consistency.model.names import slug

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
        help="all claims on one attribute of one initiative, contract or goal: priority, municipalities, period, "
        "actielijnen, contract_end, value_four_years, procedure, goal_date",
    ),
)

Agree = Callable[[Claim, Claim], bool]
_NUMBERED = re.compile(r"[a-z]+-\d+")
_PROCEDURES = {"european", "restricted", "single"}


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
    for subject, attribute, claims, agree in _of_contracts(graph):
        _add(facts, subject, attribute, claims, agree)
    for subject, claims in _of_goals(graph):
        _add(facts, subject, "goal_date", claims, _contract_ends.agree)


def _of_contracts(graph: PlanGraph) -> Iterator[tuple[Subject, str, list[Claim], Agree]]:
    for contract in graph.contracts.values():
        subject = _subjects.contract(graph, contract.id)
        yield subject, "contract_end", _contract_ends.of_contract(graph, contract.id), _contract_ends.agree
        for attribute in ("value_four_years", "procedure"):
            yield subject, attribute, list(graph.claims_on(contract.id, attribute)), _values_agree
    for key, claims in _contract_ends.of_others(graph):
        yield _subjects.initiative(graph, key), "contract_end", claims, _contract_ends.agree


def _of_goals(graph: PlanGraph) -> Iterator[tuple[Subject, list[Claim]]]:
    """One goal by its id or its words; `Doel 2` of one document is not that of another."""
    found: dict[tuple[str, str], tuple[Subject, list[Claim]]] = {}
    for goal in graph.goals:
        names = [name for name in (goal.id, slug(goal.said.text)) if not _NUMBERED.fullmatch(name)]
        key = ("", names[0]) if names else (goal.document, goal.id)
        subject = Subject("goal", key[1], goal.name)
        if goal.due and goal.due_said:
            claim = Claim(key[1], "goal_date", goal.due, goal.due_said, goal.document)
            found.setdefault(key, (subject, []))[1].append(claim)
    yield from found.values()


def _values_agree(a: Claim, b: Claim) -> bool:
    """Amounts that meet, with or without VAT; what states no amount or no known procedure contradicts nothing."""
    if isinstance(a.value, Amount) and isinstance(b.value, Amount):
        numbers = {a.value.outcome, b.value.outcome} <= {Outcome.VALUE, Outcome.RANGE}
        return not numbers or a.value.written.meets(b.value.written) or a.value.meant.meets(b.value.meant)
    return a.value == b.value or not {a.value, b.value} <= _PROCEDURES


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
    return str(claim.value) if claim.attribute == "priority" else claim.said.text
