"""`consistency check` as its users run it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

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
      - side: cost
        kind: incidental
        years: ["2024"]
        rows:
          N: {cells: ["60.000"]}
          Z: {cells: ["40.000"]}
          total: {cells: ["TOTAL"]}
"""


def run(
    *args: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "consistency", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env={**os.environ, **(env or {})}, check=False
    )


def report(*args: str | Path) -> dict[str, Any]:
    done = run("check", *args, "--format", "json")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "portfolio.yaml").write_text(PORTFOLIO)
    (tmp_path / "sociaal.yaml").write_text(PLAN.replace("TOTAL", "110.000"))
    return tmp_path


def test_a_wrong_total_is_found_where_it_stands(folder: Path) -> None:
    done = run("check", folder)
    assert done.returncode == 1
    assert "Totaal klopt niet met de rijen" in done.stdout and "Nieuw zaaksysteem" in done.stdout
    assert "€ 100.000" in done.stdout and "€ 110.000" in done.stdout
    assert "sociaal.yaml:15:" in done.stdout
    (finding,) = [f for f in report(folder)["findings"] if f["rule"] == "total-row-mismatch"]
    assert finding["slot"] == {
        "document": "sociaal",
        "table": "cost-incidental",
        "side": "cost",
        "kind": "incidental",
        "year": 2024,
        "column": "2024",
    }
    assert finding["evidence"][0]["value"] == [11_000_000, 11_000_000]
    assert finding["evidence"][0]["location"] == {"path": "sociaal.yaml", "line": 15, "column": 27}


def test_plans_without_contradiction_pass(folder: Path) -> None:
    (folder / "sociaal.yaml").write_text(PLAN.replace("TOTAL", "100.000"))
    done = run("check", folder, "--lang", "en")
    assert done.returncode == 0
    assert "No contradiction found" in done.stdout


def test_english_and_files_beside_what_is_printed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("out") / "report.json"
    done = run("check", folder, "--lang", "en", "--output", f"json={target}")
    assert "Total differs from its rows" in done.stdout
    assert json.loads(target.read_text())["summary"]["error"] == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--fail-on", "never"], 0),
        (["--ignore", "totals"], 0),
        (["--ignore", "total-row-mismatch"], 0),
        (["--select", "totals"], 1),
        (["--select", "priorities"], 2),
    ],
)
def test_exit_codes(folder: Path, options: Sequence[str], code: int) -> None:
    assert run("check", folder, *options).returncode == code


def test_nothing_checked_is_no_success(folder: Path) -> None:
    done = run("check", folder, "--select", "contract-date-conflict")
    assert done.returncode == 2
    assert "Er is niets gecontroleerd" in done.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--select", "total-row-mismatc"], "total-row-mismatch"),
        (["--format", "jsn"], "json"),
        (["--output", "json"], "json=BESTAND"),
        (["--as-of", "gisteren"], "2021-03-30"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_wrong_usage_says_what_was_meant(folder: Path, options: Sequence[str], words: str) -> None:
    done = run("check", folder, *options)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_one_bad_document_does_not_hide_the_findings_of_the_others(folder: Path) -> None:
    (folder / "fysiek.yaml").write_text("document: fysiek\nkind: plan\ninitiatves: []\n")
    done = run("check", folder)
    assert done.returncode == 2
    assert "fysiek.yaml:3:1" in done.stdout and "initiatives" in done.stdout
    assert "Totaal klopt niet met de rijen" in done.stdout


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("nl", "fysiek.yaml:3:1: onbekende sleutel 'initiatves' (bedoelt u 'initiatives'?)"),
        ("en", "fysiek.yaml:3:1: unknown key 'initiatves' (did you mean 'initiatives'?)"),
    ],
)
def test_what_is_wrong_with_a_plan_is_told_in_either_language(folder: Path, lang: str, told: str) -> None:
    (folder / "fysiek.yaml").write_text("document: fysiek\nkind: plan\ninitiatves: []\n")
    assert told in run("check", folder, "--lang", lang).stdout
    as_data = run("check", folder, "--lang", lang, "--format", "json")
    assert f"consistency: {told}" in as_data.stderr
    (problem,) = json.loads(as_data.stdout)["problems"]
    assert told == f"fysiek.yaml:3:1: {problem['message']} ({problem['hint']})"
    nowhere = run("check", folder / "sociaa.yaml", f"--lang={lang}")
    assert {"nl": "bedoelt u sociaal.yaml?", "en": "did you mean sociaal.yaml?"}[lang] in nowhere.stderr


def test_a_missing_path_proposes_its_neighbour(folder: Path) -> None:
    done = run("check", folder / "sociaa.yaml")
    assert done.returncode == 2
    assert "sociaal.yaml" in done.stderr


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    done = run("check", tmp_path)
    assert done.returncode == 2
    assert "er staan geen plannen in deze map (er is niets gecontroleerd)" in done.stderr


def test_a_folder_of_plan_sets_is_checked_set_by_set(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    sets = tmp_path_factory.mktemp("sets")
    for name in ("een", "twee"):
        (sets / name).mkdir()
        for file in folder.iterdir():
            (sets / name / file.name).write_text(file.read_text().replace("voorbeeld", name))
    found = report(sets)
    assert found["plan_sets"] == ["een", "twee"]
    assert found["summary"]["error"] == 2
    assert len({f["fingerprint"] for f in found["findings"]}) == len(found["findings"])


def test_a_rule_of_ones_own_is_added_and_a_broken_one_stops_no_other(folder: Path, tmp_path: Path) -> None:
    rules = tmp_path / "own"
    rules.mkdir()
    (rules / "bad.yaml").write_text("id: bad\nseverity: fatal\n")
    done = run("check", folder, "--rules", rules)
    assert done.returncode == 2
    assert "bad.yaml" in done.stdout
    assert "Totaal klopt niet met de rijen" in done.stdout


def test_the_same_bytes_whatever_the_hash_seed(folder: Path) -> None:
    runs = [run("check", folder, "--format", "json", env={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1", "77")]
    assert runs[0] and runs[0] == runs[1] == runs[2]


def test_passed_rules_and_timings(folder: Path) -> None:
    done = run("check", folder, "--show-passed", "--timings")
    assert "total-row-mismatch: 0 in orde" in done.stdout
    assert re.fullmatch(r"(durable-rules|eigen engine): [0-9]+ regels; [0-9.]+ s\n", done.stderr)
