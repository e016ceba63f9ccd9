"""The JSON report: what its schema promises, and what baselines and CI systems rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from consistency.model.finding import Evidence
from consistency.model.location import DocumentCell, Location, PdfRegion, SheetCell, TextLine, YamlPlace
from consistency.outputs import writer
from consistency.pipeline import Options, check

SCHEMA = json.loads(files("consistency.outputs").joinpath("report.schema.json").read_text(encoding="utf-8"))

PORTFOLIO = {
    "plan_set": "voorbeeld",
    "decision_date": "2023-05-30",
    "horizon": [2024, 2027],
    "municipalities": {"N": {"name": "Noorddam"}, "Z": {"name": "Zuiderveen"}},
    "sets": {"NZ": ["N", "Z"]},
    "domains": {"sociaal": {"name": "Sociaal"}, "fysiek": {"name": "Fysiek"}},
    "priorities": {"AO": {}, "1": {"contains": ["1a", "1b"]}, "1a": {}, "1b": {}, "2": {}},
}


def table(side: str, rows: dict[str, list[str]]) -> dict[str, Any]:
    return {"side": side, "kind": "incidental", "years": ["2024", "2025"], "rows": rows}


SOCIAAL = {
    "document": "sociaal",
    "kind": "plan",
    "domains": ["sociaal"],
    "original_file": "voorbeeld.txt",
    "initiatives": [
        {
            "name": "Vervanging zaaksysteem",
            "original": 12,
            "priority": "AO",
            "municipalities": "NZ",
            "period": "2024 t/m 2025",
            "amounts": [
                table("cost", {"N": ["60.000", "PM"], "Z": ["40.000", ""], "total": ["110.000", "5.000"]}),
                table("coverage", {"N": ["80.000", ""], "Z": ["", ""], "total": ["80.000", ""]}),
            ],
            "relates": [{"to": "Bestaat niet", "domain": "fysiek"}],
        },
        {"name": "Wijkportaal", "original": 40, "priority": "2", "municipalities": "N", "amounts": []},
    ],
    "contracts": [
        {"supplier": "Leverancier", "title": "Zaaksysteem", "ends": "1-7-2025", "value_four_years": "€ 120.000"},
        {"supplier": "Ander", "title": "Belasting", "ends": "1-1-2023", "procedure": "Europees"},
    ],
}
NOTA = {
    "document": "nota",
    "kind": "decision",
    "overview": {
        "complete": True,
        "entries": [
            {"name": "Vervanging zaaksysteem", "priority": "2", "municipalities": "N"},
            {"name": "Wijkportaal", "priority": "1a", "municipalities": "NZ"},
        ],
    },
    "summary_tables": [
        {
            "title": "Noorddam, incidenteel per domein",
            "municipality": "N",
            "kind": "incidental",
            "by": "domain",
            "unit": 1000,
            "columns": [{"side": "cost", "years": ["2024", "2025"]}],
            "rows": {"sociaal": ["55", "0"], "fysiek": ["3", "0"], "total": ["60", "0"]},
        }
    ],
}


def reordered(value: Any) -> Any:
    """The same data with the keys of every mapping in another order; rows and columns of tables stay."""
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return [reordered(item) for item in value] if isinstance(value, list) else value


def write(folder: Path, documents: dict[str, Any], head: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in {"portfolio": PORTFOLIO, **documents}.items():
        text = head + yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def rendered(folder: Path, lang: str = "nl") -> bytes:
    return b"".join(writer("json").render(check([folder], Options()), lang))


def report(folder: Path, lang: str = "nl") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rendered(folder, lang))
    return found


def faults(data: Any, definition: str | None = None) -> list[str]:
    schema = SCHEMA if definition is None else {"$ref": f"#/$defs/{definition}", "$defs": SCHEMA["$defs"]}
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(data)]


def fingerprints(data: dict[str, Any]) -> list[str]:
    return [finding["fingerprint"] for finding in data["findings"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "plannen", {"sociaal": SOCIAAL, "nota": NOTA})


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_report_with_findings_is_what_the_schema_says(folder: Path, lang: str) -> None:
    found = report(folder, lang)
    assert faults(found) == []
    rules = {finding["rule"] for finding in found["findings"]}
    assert {"total-row-mismatch", "priority-mismatch", "summary-total-mismatch"} <= rules


def test_a_report_with_problems_is_what_the_schema_says(folder: Path) -> None:
    (folder / "kapot.yaml").write_text("document: kapot\nonbekende_sleutel: 1\n", encoding="utf-8")
    found = report(folder)
    assert faults(found) == []
    assert found["problems"]


def test_a_report_on_the_original_documents_is_what_the_schema_says(seed: Path) -> None:
    found = json.loads(b"".join(writer("json").render(check([seed], Options()), "nl")))
    assert faults(found) == []
    assert len(set(fingerprints(found))) == len(found["findings"]) > 0


def test_what_the_schema_does_not_know_is_refused(folder: Path) -> None:
    found = report(folder)
    assert faults({**found, "extra": 1})
    assert faults({**found, "findings": [{**found["findings"][0], "severity": "fatal"}]})
    assert faults({"path": "/abs/olute.txt", "line": 1}, "location")
    assert faults({"path": "nota.txt", "line": 0}, "location")


_PATHS = st.sampled_from(["nota.txt", "plannen/sociaal.yaml"])
_COUNT = st.integers(1, 9999)
_ORIGINALS = st.one_of(
    st.builds(TextLine, _PATHS, _COUNT),
    st.builds(SheetCell, _PATHS, st.just("Kosten"), st.sampled_from(["B7", "AA12"])),
    st.builds(DocumentCell, _PATHS, *[st.none() | _COUNT] * 4),
    st.builds(PdfRegion, _PATHS, _COUNT, st.none() | st.tuples(*[st.integers(0, 900)] * 4)),
)
_PLACES = _ORIGINALS | st.builds(YamlPlace, _PATHS, _COUNT, _COUNT, st.none() | _ORIGINALS)


@given(place=_PLACES, copies=st.lists(_PLACES, max_size=2).map(tuple))
@settings(max_examples=60, deadline=None)
def test_every_kind_of_place_fits_exactly_one_form(place: Location, copies: tuple[Location, ...]) -> None:
    evidence = Evidence("60.000", "amount", [6000000, None], 0.9, place, copies)
    assert faults(json.loads(json.dumps(evidence.as_data())), "evidence") == []


def test_no_two_findings_share_a_fingerprint(folder: Path) -> None:
    found = fingerprints(report(folder))
    assert len(found) == len(set(found))


def test_two_sets_in_one_report_share_no_fingerprint(tmp_path: Path) -> None:
    documents = {"sociaal": SOCIAAL, "nota": NOTA}
    write(tmp_path / "a", documents | {"portfolio": {**PORTFOLIO, "plan_set": "a"}})
    write(tmp_path / "b", documents | {"portfolio": {**PORTFOLIO, "plan_set": "b"}})
    found = report(tmp_path)
    assert found["plan_sets"] == ["a", "b"]
    assert len(fingerprints(found)) == len(set(fingerprints(found))) > 0
    assert {f["caused_by"] for f in found["findings"]} <= {None, *fingerprints(found)}


def test_consequences_name_a_cause_that_is_there_and_are_not_counted(folder: Path) -> None:
    found = report(folder)
    causes = {f["fingerprint"] for f in found["findings"] if f["caused_by"] is None}
    assert {f["caused_by"] for f in found["findings"]} <= {None, *causes}
    counts = found["summary"]
    assert sum(counts[key] for key in ("error", "warning", "info", "possible")) == len(causes)


def test_fingerprints_are_of_no_language(folder: Path) -> None:
    assert fingerprints(report(folder, "nl")) == fingerprints(report(folder, "en"))


def test_fingerprints_survive_another_order_of_keys_and_documents(folder: Path, tmp_path: Path) -> None:
    renamed = {"a-nota": reordered(NOTA), "z-sociaal": reordered(SOCIAAL)}
    other = write(tmp_path / "anders", renamed)
    assert sorted(fingerprints(report(other))) == sorted(fingerprints(report(folder)))


def test_fingerprints_survive_another_order_of_initiatives(folder: Path, tmp_path: Path) -> None:
    backwards = {**SOCIAAL, "initiatives": list(reversed(SOCIAAL["initiatives"]))}
    other = write(tmp_path / "anders", {"sociaal": backwards, "nota": NOTA})
    assert sorted(fingerprints(report(other))) == sorted(fingerprints(report(folder)))


def test_fingerprints_survive_lines_put_in(folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "anders", {"sociaal": SOCIAAL, "nota": NOTA}, head="# een regel\n\n# en nog een\n")
    before, after = report(folder), report(other)
    assert fingerprints(after) == fingerprints(before)
    places = [[e["location"]["line"] for f in data["findings"] for e in f["evidence"]] for data in (before, after)]
    assert [line + 3 for line in places[0]] == places[1]


def test_two_runs_give_the_same_bytes(folder: Path) -> None:
    assert rendered(folder) == rendered(folder)


def test_the_bytes_depend_on_no_hash_order(folder: Path) -> None:
    command = [sys.executable, "-m", "consistency", "check", str(folder), "--format", "json"]
    outputs = set()
    for hash_seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert done.returncode == 1, done.stderr.decode()
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert str(folder).encode() not in outputs.pop()
