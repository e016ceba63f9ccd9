"""`consistency check --engine …` as its users run it: the same report by every engine, and what is told beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consistency.cli import cli
from consistency.engine import durable, worker
from consistency.engine.bindings import Matcher
from consistency.engine.durable import Durable
from consistency.engine.outcomes import Found

PLANS = Path(__file__).parents[2] / "plans"
DOWR = PLANS / "dowr-2022-2025"
with_durable = pytest.mark.skipif(
    not durable.is_there(), reason="durable-rules is not installed, or not for this Python"
)


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["check", *map(str, arguments)], standalone_mode=False)


@with_durable
@pytest.mark.parametrize("engine", ["auto", "durable", "both"])
def test_every_engine_gives_the_same_bytes(engine: str) -> None:
    by_native = check(DOWR, "--engine", "native", "--format", "json")
    found = check(DOWR, "--engine", engine, "--format", "json")
    assert (found.return_value, found.stdout_bytes) == (by_native.return_value, by_native.stdout_bytes)
    assert found.return_value == 1
    assert found.stderr == ""


@with_durable
def test_timings_tell_which_engine_took_the_rules() -> None:
    assert check(DOWR, "--timings").stderr.startswith("durable-rules: ")
    assert check(DOWR, "--timings", "--engine", "native").stderr.startswith("eigen engine: ")
    assert check(DOWR, "--timings", "--engine", "native", "--lang", "en").stderr.startswith("native engine: ")


@with_durable
def test_several_processes_have_an_engine_each() -> None:
    alone = check(PLANS, "--engine", "durable", "--jobs", "1", "--format", "json")
    shared = check(PLANS, "--engine", "durable", "--jobs", "2", "--format", "json", "--timings")
    assert shared.stdout_bytes == alone.stdout_bytes
    assert shared.stderr.startswith("durable-rules: ")


@with_durable
def test_engines_that_disagree_end_with_2_and_the_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Durable.find

    def without_one(self: Durable, matchers: Sequence[Matcher]) -> Iterator[Found | Exception]:
        for matcher, found in zip(matchers, whole(self, matchers), strict=True):
            if matcher.plan.rule.id == "total-row-mismatch" and isinstance(found, Found):
                yield Found(found.places, found.violations[1:])
            else:
                yield found

    monkeypatch.setattr(Durable, "find", without_one)
    found = check(DOWR, "--engine", "both", "--lang", "en")
    assert found.return_value == 2
    assert "the engines disagree on total-row-mismatch: violated/looked at: native" in found.output
    assert "initiative " in found.output.partition("the engines disagree")[2]
    assert check(DOWR, "--engine", "durable").return_value == 1


def test_an_engine_that_is_absent_is_told_where_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "is_there", lambda: False)
    for engine in ("durable", "both"):
        found = check(DOWR, "--engine", engine)
        assert found.return_value == 1
        assert "durable-rules is niet geïnstalleerd, of niet voor deze Python" in found.stderr
    assert check(DOWR).stderr == ""
    assert "durable-rules is niet" in check(DOWR, "--timings").stderr


@with_durable
@pytest.mark.parametrize("program", ["import os\nos.abort()\n", "print('?' * 10000)\n", "import no_such_module\n"])
def test_a_worker_that_fails_is_told_and_the_native_engine_serves(
    program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    by_native = check(DOWR, "--engine", "native", "--format", "json", "--lang", "en")
    broken = tmp_path / "worker.py"
    broken.write_text(program)
    monkeypatch.setattr(worker, "PROGRAM", broken)
    found = check(DOWR, "--format", "json", "--lang", "en")
    assert (found.return_value, found.stdout_bytes) == (1, by_native.stdout_bytes)
    assert "durable-rules failed at " in found.stderr
    assert "the native engine took over" in found.stderr


@with_durable
def test_a_match_that_the_c_engine_loses_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    by_native = check(DOWR, "--engine", "native", "--format", "json", "--lang", "en")
    ask = worker.Worker.ask
    monkeypatch.setattr(worker.Worker, "ask", lambda self, rules, facts: ask(self, rules, facts)[1:])
    found = check(DOWR, "--engine", "durable", "--format", "json", "--lang", "en")
    assert found.stdout_bytes == by_native.stdout_bytes
    assert "durable-rules did not find " in found.stderr


def test_another_engine_is_refused() -> None:
    assert "'drools' is not one of" in str(check(DOWR, "--engine", "drools").exception)
