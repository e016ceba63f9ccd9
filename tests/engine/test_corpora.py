"""All evaluators find the same where people wrote the rules and the plans: the rules' examples and whole plan sets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from consistency.engine.plan import RulePlan, compile_rules
from consistency.facts import vocabulary
from consistency.model.facts import FactBase
from consistency.mutation.edits import mutated
from consistency.mutation.session import Session, Settings, clean_set
from consistency.pipeline import facts_of, facts_of_example, read
from consistency.rulebook.loader import load_rules

from .engines import ENGINES, differs_from, differs_from_naive, each_engine, others
from .naive import Verdict, naive

DOWR = Path(__file__).parents[2] / "plans" / "dowr-2022-2025"
MUTANTS = 8
BINDINGS = 150_000
"""So many combinations of facts the naive evaluator looks at within seconds; no rule has more."""


@cache
def rules() -> list[RulePlan]:
    kinds = vocabulary()
    return compile_rules(load_rules(kinds)[0], kinds)


@cache
def plan_set(path: Path) -> FactBase:
    return facts_of(read([path])[0])


@cache
def examples() -> list[tuple[str, FactBase]]:
    found = [(plan.rule.path, example) for plan in rules() for example in plan.rule.examples]
    return [(f"{path}:{example.line}", facts_of_example(example.plan, path, example.line)) for path, example in found]


@cache
def mutants() -> list[tuple[str, FactBase]]:
    """Of the clean set, of one change each."""
    session = Session(Settings(clean_set()))
    picks = session.chooser.singles(seed=1, count=MUTANTS)
    changes = [mutation for pick in picks if (mutation := session.chooser.make(pick))]
    return [(change.operator, facts_of(mutated(session.base.plan_set, [change]))) for change in changes]


@cache
def meant(facts: FactBase) -> Sequence[Verdict | None]:
    """What each rule means there."""
    found = naive([plan.rule for plan in rules()], facts, BINDINGS).verdicts
    assert None not in found
    return found


def disagreements(engine: str, facts: FactBase) -> list[str]:
    """All rules over one fact base, by an engine and by what they mean."""
    outcomes = zip(ENGINES[engine](rules(), facts), meant(facts), strict=True)
    told = ((outcome.rule, differs_from_naive(outcome, verdict)) for outcome, verdict in outcomes)
    return [f"{rule}: {differs}" for rule, differs in told if differs]


def differences(engine: str, facts: FactBase) -> list[str]:
    """All rules over one fact base, by two engines, with all that they tell."""
    found = zip(ENGINES["native"](rules(), facts), ENGINES[engine](rules(), facts), strict=True)
    return [f"{one.rule}: {differs}" for one, other in found if (differs := differs_from(one, other))]


@pytest.mark.parametrize("engine", each_engine())
def test_the_examples_of_all_rules_mean_the_same(engine: str) -> None:
    assert [(name, told) for name, facts in examples() if (told := disagreements(engine, facts))] == []


@pytest.mark.parametrize("engine", each_engine())
@pytest.mark.parametrize("path", [DOWR, clean_set()], ids=["dowr", "clean"])
def test_whole_plan_sets_mean_the_same(path: Path, engine: str) -> None:
    assert disagreements(engine, plan_set(path)) == []


@pytest.mark.parametrize("engine", others())
def test_the_examples_are_told_the_same(engine: str) -> None:
    assert [(name, told) for name, facts in examples() if (told := differences(engine, facts))] == []


@pytest.mark.parametrize("engine", others())
@pytest.mark.parametrize("path", [DOWR, clean_set()], ids=["dowr", "clean"])
def test_whole_plan_sets_are_told_the_same(path: Path, engine: str) -> None:
    assert differences(engine, plan_set(path)) == []


@pytest.mark.parametrize("engine", others())
def test_mutants_are_told_the_same(engine: str) -> None:
    assert len(mutants()) == MUTANTS
    assert [(name, told) for name, facts in mutants() if (told := differences(engine, facts))] == []
