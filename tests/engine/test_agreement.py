"""All evaluators find the same: in worlds that are made up, in the examples of the rules, and in whole plan sets."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from consistency.engine.plan import RulePlan, compile_rule
from consistency.errors import InvalidRule
from consistency.model.facts import FactBase

from .choices import Drawn, Seeded
from .drafts import Draft, draw_draft, draw_vocabulary, rules_of
from .engines import differs, each_engine
from .naive import Meaning, naive
from .shrinking import Case, case_text, read_case
from .soak import BINDINGS, disagreement, draw_drafts
from .worlds import draw_pool, draw_world, facts_of

RULES = 3


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A rule, or some that may read of each other."""
    choices = Drawn(draw)
    pool, words = draw_pool(choices), draw_vocabulary(choices)
    drafts: list[Draft] = []
    for _ in range(1 + choices.number(RULES - 1)):
        drafts.append(draw_draft(choices, pool, words))
        words.known |= drafts[-1].get("conclude", {}).keys()
    return Case(tuple(drafts), draw_world(choices, pool))


@pytest.mark.parametrize("engine", each_engine())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case=cases())
def test_an_engine_finds_what_the_rule_means(engine: str, case: Case) -> None:
    try:
        rules = rules_of(case.drafts)
    except InvalidRule:
        assume(False)
    plans, facts = [compile_rule(rule) for rule in rules], facts_of(case.world)
    assert differs(engine, plans, facts, naive(rules, facts)) is None, case_text(case)


@cache
def many() -> tuple[list[RulePlan], FactBase, Meaning]:
    choices = Seeded("many")
    pool = draw_pool(choices)
    rules = rules_of(draw_drafts(choices, pool, 301))
    plans = [compile_rule(rule) for rule in (*rules, *rules[:1] * 300)]
    facts = facts_of(draw_world(choices, pool))
    return plans, facts, naive([plan.rule for plan in plans], facts, BINDINGS)


@pytest.mark.parametrize("engine", each_engine())
def test_many_rules_at_once_and_many_that_are_the_same(engine: str) -> None:
    assert differs(engine, *many()) is None


@pytest.mark.parametrize("engine", each_engine())
@pytest.mark.parametrize("file", sorted(Path(__file__).with_name("cases").glob("*.txt")), ids=lambda file: file.stem)
def test_a_case_that_went_wrong_before(file: Path, engine: str) -> None:
    assert disagreement(read_case(file.read_text(encoding="utf-8")), ["native", engine]) is None
