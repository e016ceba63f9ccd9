"""Many plan sets in one check: shared out over processes, and told as if one process had done it all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from consistency import pipeline
from consistency.errors import ConsistencyError
from consistency.model.record import PlanSetRecord
from consistency.pipeline import Options, check
from consistency.sources import Plans

SETS = 7
PORTFOLIO = """
plan_set: voorbeeld
decision_date: 2023-05-30
horizon: [2024, 2027]
municipalities: {N: {name: Noorddam}, Z: {name: Zuiderveen}}
domains: {sociaal: {name: Sociaal}}
"""
PLAN = """
document: sociaal
kind: plan
domains: [sociaal]
initiatives:
  - name: Nieuw zaaksysteem
    municipalities: N, Z
    amounts:
      - {side: cost, kind: incidental, years: ["2024"], rows: {N: ["60.000"], Z: ["40.000"], total: ["TOTAL"]}}
"""


def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "consistency", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    for number in range(SETS):
        folder = tmp_path / f"set-{number}"
        folder.mkdir()
        name = "dezelfde" if number in (2, 4) else f"set-{number}"
        (folder / "portfolio.yaml").write_text(PORTFOLIO.replace("voorbeeld", name))
        (folder / "sociaal.yaml").write_text(PLAN.replace("TOTAL", f"{100 + number}.000"))
    return tmp_path


@pytest.mark.parametrize("shown", ["json", "terminal"])
def test_the_same_bytes_however_many_processes(sets: Path, shown: str) -> None:
    runs = [run("check", sets, "--format", shown, "--jobs", jobs) for jobs in ("1", "2", "5")]
    assert {done.returncode for done in runs} == {1}
    assert runs[0].stdout == runs[1].stdout == runs[2].stdout
    assert {done.stderr for done in runs} == {""}


def test_sets_are_told_in_order_and_apart(sets: Path) -> None:
    found = json.loads(run("check", sets, "--format", "json").stdout)
    assert found["plan_sets"] == ["set-0", "set-1", "dezelfde", "set-3", "dezelfde (2)", "set-5", "set-6"]
    in_error = {f["slot"]["plan_set"] for f in found["findings"] if f["rule"] == "total-row-mismatch"}
    assert in_error == {"set-1", "dezelfde", "set-3", "dezelfde (2)", "set-5", "set-6"}


def test_a_set_that_cannot_be_read_stops_no_other(sets: Path) -> None:
    (sets / "set-3" / "sociaal.yaml").write_text("document: [")
    done = run("check", sets, "--format", "json", "--jobs", "2")
    found = json.loads(done.stdout)
    assert done.returncode == 2
    assert [problem["path"] for problem in found["problems"]] == ["sociaal.yaml"]
    assert found["summary"]["error"] == SETS - 2


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_set_on_which_the_tool_fails_is_told_and_stops_no_other(
    sets: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    read = Plans.read

    def failing(self: Plans) -> PlanSetRecord:
        if self.path.name == "set-5":
            raise ZeroDivisionError("oeps")
        return read(self)

    monkeypatch.setattr(Plans, "read", failing)
    monkeypatch.setattr("consistency.pool._forks", lambda: True)  # else the other process reads as always
    report = check([sets], Options(jobs=jobs))
    (problem,) = report.problems
    assert problem.path == "set-5" and "ZeroDivisionError: oeps" in problem.message
    assert len(report.plan_sets) == SETS - 1 and report.exit_code(None) == 2


def test_a_process_that_dies_is_told_as_a_problem_of_its_set(sets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Plans.read

    def dying(self: Plans) -> PlanSetRecord:
        if self.path.name == "set-1":
            os.kill(os.getpid(), signal.SIGKILL)
        return read(self)

    monkeypatch.setattr(Plans, "read", dying)
    monkeypatch.setattr("consistency.pool._forks", lambda: True)
    report = check([sets], Options(jobs=2))
    (problem,) = report.problems
    assert isinstance(problem, ConsistencyError) and problem.path == "set-1" and "SIGKILL" in problem.nl
    assert len(report.plan_sets) == SETS - 1


def test_no_process_is_started_for_a_few_sets(sets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "FEW", SETS)
    monkeypatch.setattr("consistency.pool._Worker", None)
    assert len(check([sets], Options()).plan_sets) == SETS


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_ctrl_c_ends_it_all(sets: Path) -> None:
    for number in range(SETS, 3000):
        (sets / f"set-{number}").symlink_to(sets / f"set-{number % SETS}")
    command = [sys.executable, "-m", "consistency", "check", str(sets), "--jobs", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        time.sleep(1.5)
        os.killpg(process.pid, signal.SIGINT)
        out, told = process.communicate(timeout=20)
    assert process.returncode == 2
    assert out == "" and told.strip() == ""
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
