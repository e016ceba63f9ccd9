"""`consistency rules` as people call it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consistency.cli._explain import explanation, index, page
from consistency.cli.rules import rules
from consistency.facts import vocabulary
from consistency.rulebook.loader import load_rules
from consistency.rulebook.schema import rule_schema
from consistency.rulebook.template import TEMPLATES


def run(*arguments: str) -> Result:
    return CliRunner().invoke(rules, arguments, catch_exceptions=False)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    assert run("new", "te-duur", "--into", str(tmp_path)).exit_code == 0
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "te-duur.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_new_rule_passes_its_own_test(tmp_path: Path, kind: str, lang: str) -> None:
    assert run("new", "te-duur", "--into", str(tmp_path), "--kind", kind, "--lang", lang).exit_code == 0
    result = run("test", str(tmp_path), "--lang", "en")
    assert (result.exit_code, result.stdout.splitlines()[-1][:30]) == (0, "rules: 1; examples: 2; failed:")
    comments = re.findall("(?m)^# .*", (tmp_path / "te-duur.yaml").read_text(encoding="utf-8"))
    assert not any(re.match("# (nl|en):", comment) for comment in comments)
    assert any(("that" if lang == "en" else "een") in comment.split() for comment in comments)


def test_a_new_rule_is_a_total_where_nobody_says_otherwise(own: Path) -> None:
    assert "\nsum:\n" in (own / "te-duur.yaml").read_text(encoding="utf-8")


def test_there_is_no_other_kind_of_new_rule(tmp_path: Path) -> None:
    result = run("new", "te-duur", "--into", str(tmp_path), "--kind", "totla")
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "bedoelt u total?" in result.stderr


def test_on_a_terminal_the_kind_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(text: str, **_: object) -> str:
        asked.append(text)
        return "absence"

    monkeypatch.setattr("consistency.cli.rules.on_terminal", lambda: True)
    monkeypatch.setattr("click.prompt", answer)
    assert run("new", "te-duur", "--into", str(tmp_path)).exit_code == 0
    assert "\nnone:\n" in (tmp_path / "te-duur.yaml").read_text(encoding="utf-8")
    assert asked == ["Soort"]


def test_a_new_rule_overwrites_nothing(own: Path) -> None:
    before = (own / "te-duur.yaml").read_bytes()
    result = run("new", "te-duur", "--into", str(own))
    assert result.exit_code == 2
    assert "bestaat al" in result.stderr
    assert (own / "te-duur.yaml").read_bytes() == before


def test_a_new_rule_needs_an_id(tmp_path: Path) -> None:
    result = run("new", "../Elders", "--into", str(tmp_path))
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_an_example_that_fails_is_told_with_what_was_found(own: Path) -> None:
    change(own, "expect: [nieuw-zaaksysteem]", "expect: [ander-systeem]")
    result = run("test", str(own))
    assert result.exit_code == 1
    assert "te-duur.yaml:" in result.stdout
    assert "verwacht ander-systeem, gevonden nieuw-zaaksysteem (Nieuw zaaksysteem kost" in result.stdout


def test_a_conforming_example_must_be_silent(own: Path) -> None:
    change(own, '"60.000", "40.000"', '"60.000", "40.001"')
    result = run("test", str(own), "--lang", "en")
    assert result.exit_code == 1
    assert "expected —, found nieuw-zaaksysteem" in result.stdout


def test_both_examples_must_be_there(own: Path) -> None:
    file = own / "te-duur.yaml"
    file.write_text(file.read_text(encoding="utf-8").split("  conforms:")[0], encoding="utf-8")
    result = run("test", str(own))
    assert result.exit_code == 1
    assert "er is geen conform voorbeeld" in result.stdout


def test_an_example_that_is_no_plan_fails(own: Path) -> None:
    change(own, "initiatives:", "initiativs:")
    result = run("test", str(own))
    assert result.exit_code == 1
    assert "het voorbeeld is geen plan" in result.stdout


def test_an_invalid_rule_is_no_reason_to_skip_the_others(own: Path) -> None:
    (own / "kapot.yaml").write_text("id: kapot\nseverty: error\n", encoding="utf-8")
    result = run("test", str(own))
    assert result.exit_code == 2
    assert "regels: 1" in result.stdout
    assert "kapot.yaml:2:1: de regel heeft geen sleutel `severty` (bedoelt u `severity`?)" in result.stderr


def test_a_folder_without_rules_is_no_success(tmp_path: Path) -> None:
    assert run("test", str(tmp_path)).exit_code == 2


def test_list_shows_what_a_rule_reads(own: Path) -> None:
    result = run("list", "--rules", str(own), "--lang", "en")
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert ["te-duur", "warning", "own", "initiative,cell", "High incidental costs"] in lines
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)


def test_list_counts_where_plans_are_given(own: Path) -> None:
    plans = Path(__file__).parents[1] / "inputs" / "example"
    alone, counted = (run("list", *paths, "--rules", str(own)).stdout.splitlines() for paths in ((), (str(plans),)))
    assert [line.split("\t")[:5] for line in counted] == [line.split("\t") for line in alone]
    data = json.loads(run("list", str(plans), "--rules", str(own), "--format", "json").stdout)
    assert [[str(rule[key]) for key in ("subjects", "violated", "possible", "undecided")] for rule in data] == [
        line.split("\t")[5:] for line in counted
    ]
    assert "subjects" not in json.loads(run("list", "--format", "json").stdout)[0]


def test_a_list_for_people_has_columns_and_heads(own: Path) -> None:
    lines = run("list", "--rules", str(own), "--format", "table", "--lang", "en").stdout.splitlines()
    assert lines[0].split() == ["id", "severity", "tags", "reads", "title"]
    (own_rule,) = (line for line in lines if line.startswith("te-duur"))
    assert lines[0].index("title") == own_rule.index("High incidental costs")


def test_explain_tells_all_there_is(own: Path) -> None:
    change(
        own, 'default: "€ 100.000"', 'values: [{from: 2022-01-01, until: 2023-12-31, value: "€ 215.000", source: Wet}]'
    )
    result = run("explain", "te-duur", "--rules", str(own))
    assert result.exit_code == 0
    for text in (
        "Waarom: Boven de grens",
        "Herstel:",
        "Bron:",
        "`costs` is de som van `c.amount` over elke `cell c`",
        "- `costs` is groter dan `param.limit`",
        "Mogelijk als een PM",
        "€ 215.000 vanaf 2022-01-01 tot en met 2023-12-31 [Wet]",
        "> {i.name} kost incidenteel {costs}",
    ):
        assert text in result.stdout
    assert result.stdout.index("Dit schendt de regel (gevonden wordt: `nieuw-zaaksysteem`)") < result.stdout.index(
        "Dit voldoet"
    )


def test_explain_and_the_page_of_a_rule_are_one() -> None:
    found, _ = load_rules(vocabulary())
    for rule in found:
        dutch, _, english = page(rule, found).replace("**", "").partition("\n## English\n")
        assert explanation(rule, found, "nl") == dutch.replace(" · [English](#english)", "").strip()
        body = explanation(rule, found, "en").split("\n## This violates")[0].split("\n\n", 2)[2]
        assert body.replace("\n## ", "\n### ").strip() in english


def test_the_published_pages_are_current() -> None:
    pages = Path(__file__).parents[2] / "docs" / "rules"
    found, _ = load_rules(vocabulary())
    for rule in found:
        assert (pages / f"{rule.id}.md").read_text(encoding="utf-8") == page(rule, found)
    assert (pages / "README.md").read_text(encoding="utf-8") == index(found)
    assert {file.stem for file in pages.glob("*.md")} == {"README", *(rule.id for rule in found)}


def test_explain_knows_what_was_meant(own: Path) -> None:
    result = run("explain", "te-duurr", "--rules", str(own))
    assert result.exit_code == 2
    assert "bedoelt u te-duur?" in result.stderr


def test_schemas_are_schemas() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for arguments in ([], ["--plans"]):
        jsonschema.Draft202012Validator.check_schema(json.loads(run("schema", *arguments).stdout))


def test_the_schema_finds_what_is_misspelt() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(rule_schema(vocabulary()))
    messages = [
        error.message for error in validator.iter_errors({"id": "Te duur", "severty": "error", "for": "contrakt c"})
    ]
    assert any("severty" in message for message in messages)
    assert any("Te duur" in message for message in messages)
    assert any("contrakt c" in message for message in messages)
