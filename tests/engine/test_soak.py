"""The soak itself: what it is made of, and that it finds what is wrong and shows it small."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

import pytest

from consistency.engine.plan import RulePlan
from consistency.model.facts import FactBase
from consistency.model.finding import Certainty, RuleOutcome

from . import engines, soak
from .shrinking import case_text, read_case, smallest
from .soak import Tally, batch, disagreement

BATCHES = 20


@pytest.fixture(scope="module")
def total() -> Tally:
    there = [name for name in engines.ENGINES if engines.absent(name) is None]
    total = Tally()
    for number in range(BATCHES):
        total.add(batch(f"ci/{number}", there))
    return total


def test_all_engines_agree(total: Tally) -> None:
    assert [told + "\n" + case_text(case) for told, case in total.wrong] == []


def test_the_cases_are_worth_asking(total: Tally) -> None:
    """Nearly every rule is one, half of them apply somewhere, and every truth is met."""
    assert total.refused < total.rules / 15
    assert total.found["looked"] > total.cases * 0.4
    assert total.found["definite"] > total.cases * 0.1
    assert min(total.found[truth] for truth in ("possible", "undecided")) > total.cases * 0.02
    assert total.found["chained"] > total.cases * 0.2
    assert total.found["chained on what is undecided"] > total.cases * 0.05


class Boastful(engines.Engine):
    """An engine that is always sure."""

    def __call__(self, plans: Sequence[RulePlan], facts: FactBase) -> list[RuleOutcome]:
        return [self._boast(outcome) for outcome in super().__call__(plans, facts)]

    def _boast(self, outcome: RuleOutcome) -> RuleOutcome:
        return replace(outcome, findings=tuple(replace(f, certainty=Certainty.DEFINITE) for f in outcome.findings))


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(engines.ENGINES, "boastful", Boastful())
    return "boastful"


def test_what_is_wrong_is_found_and_made_small(broken: str) -> None:
    numbers = (batch(f"ci/{number}", [broken]) for number in range(BATCHES))
    case = next(tally.wrong[0][1] for tally in numbers if tally.wrong)
    small = smallest(case, lambda smaller: disagreement(smaller, [broken]) is not None)
    assert len(small.drafts) == 1
    assert len(small.world) <= 4
    assert disagreement(small, ["native"]) is None
    again = read_case(case_text(small))
    assert again == small
    assert disagreement(again, [broken])


def test_the_command_ends_as_it_should(
    broken: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["soak", "--jobs", "1", *arguments])
        return soak.main(), capsys.readouterr().out

    code, told = run("--cases", "300", "--engines", "native,naive")
    assert (code, told.splitlines()[-1].endswith(" cases, 0 disagreements")) == (0, True)
    code, told = run("--cases", "3000", "--engines", broken)
    assert code == 1
    assert "boastful is wrong" in told
    with pytest.raises(SystemExit):
        run("--engines", "unknown")
