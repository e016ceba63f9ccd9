"""All evaluators find the same: in worlds that are made up, in the examples of the rules, and in whole plan sets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from consistency.engine.plan import compile_rule
from consistency.errors import InvalidRule
from consistency.rulebook.rule import Rule

from .choices import Choices, Drawn, Seeded
from .drafts import Draft, draw_draft, rule_of, rule_text
from .engines import ENGINES, differs, differs_from_naive, each_engine
from .naive import naive
from .shrinking import read_case
from .soak import disagreement
from .worlds import Pool, World, draw_pool, draw_world, facts_of, written

Case = tuple[Draft, World]


def draw_case(choices: Choices) -> Case:
    pool = draw_pool(choices)
    return draw_draft(choices, pool), draw_world(choices, pool)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    return draw_case(Drawn(draw))


@pytest.mark.parametrize("engine", each_engine())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case=cases())
def test_an_engine_finds_what_the_rule_means(engine: str, case: Case) -> None:
    draft, world = case
    try:
        rule = rule_of(draft)
    except InvalidRule:
        assume(False)
    assert differs(engine, compile_rule(rule), facts_of(world)) is None, rule_text(draft) + written(world)


@pytest.mark.parametrize("engine", each_engine())
def test_many_rules_at_once_and_many_that_are_the_same(engine: str) -> None:
    choices = Seeded("many")
    pool = draw_pool(choices)
    rules = [replace(drawn_rule(choices, pool), id=f"rule-{number}") for number in range(301)]
    plans = [compile_rule(rule) for rule in (*rules, *rules[:1] * 300)]
    facts = facts_of(draw_world(choices, pool))
    outcomes = ENGINES[engine](plans, facts)
    differing = [differs_from_naive(o, naive(plan.rule, facts)) for o, plan in zip(outcomes, plans, strict=True)]
    assert list(filter(None, differing)) == []


def drawn_rule(choices: Choices, pool: Pool) -> Rule:
    while True:
        try:
            return rule_of(draw_draft(choices, pool))
        except InvalidRule:
            continue


@pytest.mark.parametrize("engine", each_engine())
@pytest.mark.parametrize("file", sorted(Path(__file__).with_name("cases").glob("*.txt")), ids=lambda file: file.stem)
def test_a_case_that_went_wrong_before(file: Path, engine: str) -> None:
    assert disagreement(read_case(file.read_text(encoding="utf-8")), ["native", engine]) is None
