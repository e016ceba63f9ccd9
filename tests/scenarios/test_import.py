from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from consistency.inputs.yaml import read_plan_set

PLAN = """# Uitvoeringsplan informatievoorziening sociaal 2024-2027

Gemeenten Noorddam en Zuiderveen

3.1 Vervanging zaaksysteem

Doel\tRegie voor inwoners
Looptijd\t2024 t/m 2025
Organisatie(s)\tNoorddam en Zuiderveen
Applicatie(s)\tZaaksysteem
Kosten\tGeraamde incidentele kosten:
\t\t2024\t2025\t2026\t2027
N\t\t60.000\t\t\t
Z\t\t40.000\t\t\t
Totaal\t\t100.000\t\t\t
Prioriteit\tPrioriteit 1
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "consistency", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "noorddam.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_document_becomes_a_plan_set_that_reads(plan: Path, tmp_path: Path) -> None:
    into = tmp_path / "plans" / "noorddam"
    done = run("import", plan, "--into", into)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"portfolio.yaml", "import-report.md"} < set(contents(into))
    plan_set = read_plan_set(into, "noorddam")
    assert plan_set.problems == ()
    initiatives = [each for document in plan_set.documents for each in document.initiatives]
    assert [each.name.text for each in initiatives] == ["Vervanging zaaksysteem"]
    (table,) = initiatives[0].amounts
    total = table.rows[-1]
    assert "100.000" in [cell.text for cell in total.cells]
    assert total.at.original.path == "noorddam.txt"
    assert "| initiatieven | 1 |" in (into / "import-report.md").read_text(encoding="utf-8")


def test_files_that_are_there_stay_unless_forced(plan: Path, tmp_path: Path) -> None:
    into = tmp_path / "set"
    assert run("import", plan, "--into", into).returncode == 0
    before = contents(into)
    assert run("import", plan, "--into", into).returncode == 0
    assert contents(into) == before
    (into / "portfolio.yaml").write_text("plan_set: van de auteur\n")
    plan.write_text(PLAN.replace("60.000", "61.000"), encoding="utf-8")
    held = contents(into)
    refused = run("import", plan, "--into", into)
    assert refused.returncode == 2
    assert "portfolio.yaml" in refused.stderr
    assert contents(into) == held
    forced = run("import", plan, "--into", into, "--force", "--lang", "en")
    assert forced.returncode == 0
    assert f"overwritten: {(into / 'portfolio.yaml').as_posix()}" in forced.stdout
    assert contents(into).keys() == before.keys()
    assert any(b"61.000" in content for content in contents(into).values())


def test_what_cannot_be_read_is_told_and_the_rest_is_written(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "kapot.txt").write_bytes(b"\x00\x01")
    done = run("import", plan, tmp_path / "kapot.txt", "--into", tmp_path / "set")
    assert done.returncode == 2
    assert "kapot.txt" in done.stderr
    assert "kapot.txt" in (tmp_path / "set" / "import-report.md").read_text(encoding="utf-8")
    assert read_plan_set(tmp_path / "set", "set").documents


@pytest.mark.parametrize("name", ["kapot.txt", "nergens.txt"])
def test_nothing_to_import_writes_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "kapot.txt").write_bytes(b"\x00\x01")
    done = run("import", tmp_path / name, "--into", tmp_path / "set")
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "set").exists()


def test_a_place_that_cannot_be_written_is_told(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "set").write_text("a file")
    done = run("import", plan, "--into", tmp_path / "set")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_real_documents_survive_being_imported(seed: Path, tmp_path: Path) -> None:
    assert run("import", seed, "--into", tmp_path / "set").returncode == 0
    of_text = run("check", seed, "--format", "json").stdout
    of_plans = run("check", tmp_path / "set", "--format", "json").stdout
    assert findings(of_text) == findings(of_plans)


def findings(report: str) -> set[tuple[str, str]]:
    import json

    return {(finding["fingerprint"], finding["certainty"]) for finding in json.loads(report)["findings"]}
