"""The clean set of two made-up municipalities: every rule is silent on it, and has looked before it was silent.

Mutation testing changes one claim of this set at a time; so the claims of weight must be made more than once.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from consistency.engine.examples import outcome_of
from consistency.facts import vocabulary
from consistency.model.facts import FactBase, Value
from consistency.model.report import Report
from consistency.pipeline import Options, check, facts_of, facts_of_example, read
from consistency.rulebook.loader import load_rules
from consistency.rulebook.rule import Rule

PLANS = Path(__file__).parents[2] / "plans" / "noorddam-zuiderveen-2024-2027"
RULES, _ = load_rules(vocabulary())


@cache
def _report() -> Report:
    return check([PLANS], Options())


@pytest.fixture(scope="module")
def facts() -> FactBase:
    return facts_of(read([PLANS])[0])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_rule_is_silent(rule: Rule) -> None:
    (tally,) = (tally for tally in _report().found.tallies if tally.rule == rule.id)
    assert tally.error is None
    found = [f for f in _report().findings if f.rule == rule.id]
    assert [(f.certainty.value, f.message["en"], f.evidence[0].location) for f in found] == []
    undecided = [u for u in _report().found.undecided() if u.rule == rule.id]
    assert [(u.subjects, u.why["en"], u.slot) for u in undecided] == []


def test_all_of_it_was_read() -> None:
    assert _report().problems == ()
    assert [file.path for file in _report().inputs if file.unread] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_silence_is_earned(rule: Rule) -> None:
    """Only a rule whose subjects are all faults (an unknown name, an unread table) may have looked at nothing."""
    (tally,) = (tally for tally in _report().found.tallies if tally.rule == rule.id)
    assert tally.subjects or not _looks_at_what_is_right(rule), "the set has nothing that this rule looks at"


def _looks_at_what_is_right(rule: Rule) -> bool:
    """Whether the rule, in its own examples, judged something and found it to be in order."""
    for example in rule.examples:
        outcome = outcome_of(rule, facts_of_example(example.plan, rule.path, example.line), RULES)
        if outcome.subjects > len(outcome.findings) + len(outcome.undecided):
            return True
    return False


def _rows(facts: FactBase, kind: str) -> list[dict[str, Value]]:
    table = facts[kind]
    return [dict(zip(table.kind.attributes, row, strict=True)) for row in table.rows]


def test_it_has_the_size_of_a_real_set(facts: FactBase) -> None:
    wholes = [row for row in _rows(facts, "initiative") if row["in_plan"] and row["part_of"] is None]
    stated = [row for row in _rows(facts, "relation") if row["from_matrix"]]
    assert (len(wholes), len(facts["contract"]), len(stated)) == (40, 60, 80)


@pytest.mark.parametrize(
    ("attribute", "subjects", "claims"),
    [("priority", 40, 3), ("municipalities", 40, 3), ("contract_end", 60, 2)],
)
def test_what_matters_is_said_more_than_once(facts: FactBase, attribute: str, subjects: int, claims: int) -> None:
    said = [row["claims"] for row in _rows(facts, "agreement") if row["attribute"] == attribute]
    assert len(said) == subjects
    assert all(isinstance(number, int) and number >= claims for number in said)
