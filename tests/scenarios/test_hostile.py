"""Bad input and bad usage of every kind: a message and exit code 2, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "consistency"]
PORTFOLIO = """
plan_set: voorbeeld
decision_date: 2023-05-30
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
      - {side: cost, kind: incidental, years: ["2024"], rows: {N: ["60.000"], Z: ["40.000"], total: ["110.000"]}}
"""


def run(*args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*COMMAND, *map(str, args)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **env},
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "portfolio.yaml").write_text(PORTFOLIO, encoding="utf-8")
    (folder / "sociaal.yaml").write_text(PLAN, encoding="utf-8")
    return folder


def test_what_is_neither_file_nor_folder_is_refused(tmp_path: Path) -> None:
    fifo = tmp_path / "pijp.yaml"
    os.mkfifo(fifo)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path, message in (
        (fifo, "geen bestand en geen map"),
        ("/dev/zero", "geen bestand"),
        (loop, "niet gelezen worden"),
    ):
        done = run("check", path)
        assert done.returncode == 2 and message in done.stderr
    assert run("check", "a" * 5000).returncode == 2


def test_a_path_that_is_not_there_does_not_hide_the_others(folder: Path) -> None:
    done = run("check", folder, folder.parent / "plan", "--format", "json")
    assert done.returncode == 2 and "bedoelt u plans?" in done.stderr
    assert [f["rule"] for f in json.loads(done.stdout)["findings"]] == ["total-row-mismatch"]


def test_the_same_path_twice_is_read_once_and_two_sets_of_one_name_are_told_apart(folder: Path) -> None:
    once = run("check", folder, "--format", "json").stdout
    assert run("check", folder, f"{folder}/.", "--format", "json").stdout == once
    other = folder.with_name("other")
    other.mkdir()
    for file in folder.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    report = json.loads(run("check", folder, other, "--format", "json").stdout)
    assert report["plan_sets"] == ["voorbeeld", "voorbeeld (2)"]
    assert len({f["fingerprint"] for f in report["findings"]}) == 2


@pytest.mark.parametrize("target", ["nodir/x.json", ".", "-"])
def test_an_output_that_cannot_be_written_is_refused(folder: Path, target: str) -> None:
    done = run("check", folder, "--output", f"json={target}")
    assert done.returncode == 2 and "--output" in done.stderr


def test_one_file_for_two_formats_is_refused(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "out"
    assert run("check", folder, "--output", f"json={file}", "--output", f"terminal={file}").returncode == 2
    assert not file.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said_and_what_was_found_is_still_printed(folder: Path) -> None:
    done = run("check", folder, "--output", "json=/dev/full")
    assert (
        done.returncode == 2
        and "/dev/full: kan niet geschreven worden: de schijf is vol" in done.stderr
        and "110.000" in done.stdout
    )
    with Path("/dev/full").open("w") as full:
        to_full = subprocess.run(
            [*COMMAND, "check", folder], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert to_full.returncode == 2 and "Traceback" not in to_full.stderr


@pytest.mark.parametrize("what", [["rules", "list"], ["rules", "schema"]])
def test_a_closed_pipe_is_no_traceback(what: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, *what], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (2, "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_narrow_output_encoding_does_not_stop_a_check(folder: Path, encoding: str) -> None:
    done = subprocess.run(
        [*COMMAND, "check", folder],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 1 and b"110.000" in done.stdout


def test_names_on_disk_may_hold_any_bytes(folder: Path) -> None:
    (folder / "sociaal.yaml").rename(os.fsdecode(os.fsencode(folder) + b"/x\xff\x1b.yaml"))
    report = json.loads(run("check", folder, "--format", "json").stdout)
    assert [file["path"] for file in report["inputs"]] == ["portfolio.yaml", "x\ufffd\ufffd.yaml"]


def test_an_escaped_control_character_does_not_reach_the_terminal(folder: Path) -> None:
    (folder / "sociaal.yaml").write_text(PLAN.replace("Nieuw zaaksysteem", r'"\e[31mrood"'), encoding="utf-8")
    done = run("check", folder)
    assert done.returncode == 1 and "[31mrood" in done.stdout and "\x1b" not in done.stdout


def test_one_document_in_two_files_is_counted_once(folder: Path) -> None:
    (folder / "tweede.yaml").write_text(PLAN, encoding="utf-8")
    done = run("check", folder)
    assert done.returncode == 2 and "tweede.yaml:2:11: het document 'sociaal' staat al in sociaal.yaml" in done.stdout
    assert "€ 200.000" not in done.stdout


def test_two_portfolios_in_one_folder_are_refused(folder: Path) -> None:
    (folder / "portfolio.yml").write_text(PORTFOLIO, encoding="utf-8")
    done = run("check", folder)
    assert done.returncode == 2 and "portfolio.yml: de set heeft al een portfolio.yaml" in done.stdout


@pytest.mark.parametrize("place", ["-5", "0", "{page: 0}", "{lien: 3}", "[1]"])
def test_a_place_that_is_none_is_refused_where_it_stands(folder: Path, place: str) -> None:
    text = PLAN.replace("    municipalities", f"    original: {place}\n    municipalities")
    (folder / "sociaal.yaml").write_text(text, encoding="utf-8")
    done = run("check", folder)
    assert done.returncode == 2 and "sociaal.yaml:7:" in done.stdout


@pytest.mark.parametrize(
    "line", ["horizon: [2024, 999999]", f"horizon: [{'9' * 5000}]", "horizon: [later]", "decision_date: 31-02-2024"]
)
def test_a_portfolio_value_beyond_reason_leaves_the_rest_checked(tmp_path: Path, line: str) -> None:
    (tmp_path / "portfolio.yaml").write_text(f"plan_set: x\nmunicipalities: {{N: {{name: Noorddam}}}}\n{line}\n")
    plan = "document: a\nkind: plan\ninitiatives: [{name: Website, needs: [{to: Website}]}]\n"
    (tmp_path / "a.yaml").write_text(plan)
    done = run("check", tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "Website" in done.stdout
