"""`consistency rules mutate`: the fast part of the proof, and what a rule author sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consistency.cli import cli
from consistency.errors import UsageError

FAST = ("--count", "60", "--pairs", "15", "--format", "json")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["rules", "mutate", *arguments], standalone_mode=False)


@pytest.fixture(scope="module")
def fast() -> dict[str, Any]:
    result = run(*FAST)
    assert result.exception is None
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_on_the_clean_set_the_rules_notice(fast: dict[str, Any]) -> None:
    assert fast["known_findings"] == 0
    assert fast["singles"]["mutants"] == 60
    assert fast["singles"]["killed_percent"] >= 99
    assert fast["pairs"]["killed_percent"] >= 97


def test_on_the_clean_set_nothing_is_said_that_is_not_so(fast: dict[str, Any]) -> None:
    trials = (*fast["mutants"], *fast["double_mutants"])
    assert [trial["false_alarms"] for trial in trials if trial["false_alarms"]] == []


def test_every_survivor_shows_what_was_changed(fast: dict[str, Any]) -> None:
    for trial in fast["mutants"]:
        for one in trial["mutations"]:
            assert bool(one["diff"]) == (one["verdict"] != "killed")
            assert bool(one["reason"]) == (one["verdict"] == "equivalent")


def test_the_text_counts_and_tells() -> None:
    few = ("--count", "6", "--pairs", "0", "--operator", "digit", "--operator", "month", "--jobs", "1", "--lang", "en")
    result = run(*few, "--select", "total-row-mismatch", "--show", "1")
    assert "Single mutations: 6 mutants" in result.output
    assert "… and" in result.output
    assert "total-row-mismatch" in result.output


@pytest.mark.parametrize(("percent", "code"), [("0", 0), ("100", 1)])
def test_fail_under(percent: str, code: int) -> None:
    few = ("--count", "4", "--pairs", "0", "--operator", "digit", "--jobs", "1", "--select", "priority-mismatch")
    assert run(*few, "--fail-under", percent).return_value == code


def test_the_operators_are_listed_with_their_rules() -> None:
    listed = run("--list", "--lang", "en").output
    assert "digit: one digit of an amount is another" in listed
    assert "contract-date-conflict" in listed


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_unknown_operator_is_wrong_usage(lang: str) -> None:
    result = run("--operator", "digits", "--lang", lang)
    assert isinstance(result.exception, UsageError)
    assert result.exception.told(lang).endswith("digit?)")


def test_a_set_without_plans_is_nothing_to_mutate(tmp_path: Path) -> None:
    (tmp_path / "portfolio.yaml").write_text("plan_set: leeg\n", encoding="utf-8")
    assert isinstance(run(str(tmp_path), "--count", "3", "--pairs", "0").exception, UsageError)
