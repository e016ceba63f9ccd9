"""From the bindings that an engine found to the outcome of the rule: a finding a place, told by its surest bindings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consistency.engine.bindings import Matcher
from consistency.engine.closures import Environment
from consistency.engine.telling import Case, Teller, Violation
from consistency.engine.truth import POSSIBLE, UNDECIDED, YES
from consistency.model.finding import Finding, RuleOutcome, Slot, Undecided
from consistency.rulebook.expressions import Column


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found of one rule: how many places it looks at, and the bindings that are not fine, in order."""

    places: int
    violations: Sequence[Violation]


def outcome_of(matcher: Matcher, found: Found) -> RuleOutcome:
    if not found.violations:
        return RuleOutcome(matcher.plan.rule.id, found.places)
    teller = Teller(matcher)
    findings: list[Finding] = []
    undecided: list[Undecided] = []
    for case in _cases(matcher, found.violations):
        surest = max(truth for _, truth in case.bindings)
        also = POSSIBLE if surest == YES else surest
        told = [(facts, truth) for facts, truth in case.bindings if truth in (surest, also)]
        if surest == UNDECIDED:
            undecided.append(teller.undecided(case, told))
        else:
            findings.append(teller.finding(case, told))
    return RuleOutcome(matcher.plan.rule.id, found.places, tuple(findings), tuple(undecided))


def _cases(matcher: Matcher, violations: Iterable[Violation]) -> list[Case]:
    """By place, in the order in which they are met."""
    cases: dict[object, Case] = {}
    for facts, truth in violations:
        env, _ = matcher.bind(facts)
        place = matcher.place_of(env, facts)
        if place not in cases:
            cases[place] = Case(matcher.subjects(facts), _slot(matcher, env))
        cases[place].bindings.append((facts, truth))
    return list(cases.values())


def _slot(matcher: Matcher, env: Environment) -> Slot:
    read = matcher.layout.read
    values = {name: read(v)(env) if isinstance(v, Column) else v for name, v in matcher.plan.rule.slot.items()}
    return {name: ", ".join(v) if isinstance(v, tuple) else v for name, v in values.items()}
