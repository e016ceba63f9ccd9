"""From the bindings that an engine found to the outcome of the rule: a finding a place, told by its surest bindings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from consistency.engine.bindings import Matcher
from consistency.engine.closures import Environment
from consistency.engine.conclusions import Conclusions, spread
from consistency.engine.telling import Case, Teller, Violation
from consistency.engine.truth import POSSIBLE, UNDECIDED, YES, Unknown
from consistency.model.finding import Finding, RuleOutcome, Slot, Undecided
from consistency.rulebook.expressions import Column


class Found(NamedTuple):
    """What an engine found of one rule: how many places it looks at, and the bindings that are not fine, in order."""

    places: int
    violations: Sequence[Violation]


def outcome_of(matcher: Matcher, found: Found, conclusions: Conclusions) -> RuleOutcome:
    if not found.violations:
        return RuleOutcome(matcher.plan.rule.id, found.places)
    teller = Teller(matcher, conclusions)
    findings: list[Finding] = []
    undecided: list[Undecided] = []
    for case in _cases(matcher, found.violations):
        surest = max(truth for _, truth in case.bindings)
        also = POSSIBLE if surest == YES else surest
        told = [(facts, truth) for facts, truth in case.bindings if truth in (surest, also)]
        if surest == UNDECIDED:
            undecided.append(teller.undecided(case, told))
            _conclude(matcher, conclusions, case, undecided[-1])
        else:
            findings.append(teller.finding(case, told))
            _conclude(matcher, conclusions, case, findings[-1])
    return RuleOutcome(matcher.plan.rule.id, found.places, tuple(findings), tuple(undecided))


def _conclude(matcher: Matcher, conclusions: Conclusions, case: Case, found: Finding | Undecided) -> None:
    """One fact a binding, as sure as the rule is violated there."""
    for conclusion in matcher.plan.rule.conclude:
        read = {name: matcher.layout.read(value) for name, value in conclusion.values.items()}
        for facts, truth in case.bindings:
            env, _ = matcher.bind(facts)
            for row in spread({name: of(env) for name, of in read.items()}, conclusion.each):
                conclusions.add(conclusion, row, found, truth)


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
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """As a slot shows it: what the plan set does not say is missing there."""
    return ", ".join(value) if isinstance(value, tuple) else None if isinstance(value, Unknown) else value
