"""Runs the examples of a rule: each must fire and stay silent as its own file says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from consistency.engine.evaluation import evaluate
from consistency.engine.plan import compile_rule
from consistency.errors import ConsistencyError
from consistency.model.facts import FactBase
from consistency.model.finding import RuleOutcome
from consistency.rulebook.rule import Example, Rule
from consistency.rulebook.strata import with_premises

FactsOf = Callable[[Mapping[str, Any], str], FactBase]
"""The facts of an example's plan; the text is the path to show as its place."""


class Remark(NamedTuple):
    """Something to tell the author of a rule; `line` in its file, or None where it is about what is not there."""

    rule: str
    path: str
    line: int | None
    message: Mapping[str, str]


def outcome_of(rule: Rule, facts: FactBase, rules: Iterable[Rule]) -> RuleOutcome:
    """What one rule finds; those of `rules` from which it reads conclusions are evaluated for these alone."""
    (outcome, *_) = evaluate([compile_rule(each) for each in with_premises([rule], rules)], facts)
    return outcome


def failures(rule: Rule, facts_of: FactsOf, rules: Sequence[Rule] = ()) -> Iterator[Remark]:
    """What is wrong with the rule's examples, in the order of the file; nothing where all is well.

    An example violates as it should when every subject that it expects is found and every finding is about one of them.
    `rules` are those from which it may read conclusions.
    """
    for violates, nl, en in ((True, "schendend", "violating"), (False, "conform", "conforming")):
        if not any(bool(example.expect) == violates for example in rule.examples):
            message = {"nl": f"er is geen {nl} voorbeeld", "en": f"there is no {en} example"}
            yield Remark(rule.id, rule.path, None, message)
    for example in rule.examples:
        if found := _failure(rule, example, facts_of, rules):
            yield Remark(rule.id, rule.path, example.line, found)


def _failure(rule: Rule, example: Example, facts_of: FactsOf, rules: Sequence[Rule]) -> Mapping[str, str] | None:
    try:
        facts = facts_of(example.plan, f"{rule.path}:{example.line}")
    except ConsistencyError as error:
        return {
            "nl": f"het voorbeeld is geen plan: {error.told('nl')}",
            "en": f"the example is no plan: {error.told('en')}",
        }
    outcome = outcome_of(rule, facts, rules)
    if outcome.error:
        return {"nl": f"de regel faalde: {outcome.error}", "en": f"the rule failed: {outcome.error}"}
    expected = set(example.expect)
    found = [{subject.id for subject in finding.subjects} for finding in outcome.findings]
    if expected <= set().union(*found) and all(ids & expected for ids in found):
        return None
    return {
        "nl": f"verwacht {_listed(expected)}, gevonden {_found(outcome, 'nl')}",
        "en": f"expected {_listed(expected)}, found {_found(outcome, 'en')}",
    }


def _found(outcome: RuleOutcome, lang: str) -> str:
    found = [f"{', '.join(s.id for s in finding.subjects)} ({finding.message[lang]})" for finding in outcome.findings]
    found += [f"{', '.join(s.id for s in u.subjects)} (? {u.why[lang]})" for u in outcome.undecided]
    looked = {"nl": f"{outcome.subjects} bekeken", "en": f"{outcome.subjects} looked at"}
    return f"{'; '.join(found) or '—'} [{looked[lang]}]"


def _listed(ids: set[str]) -> str:
    return ", ".join(sorted(ids)) or "—"
