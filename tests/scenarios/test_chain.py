"""Chains of rules as users see them: built-in rules, and own ones that read what built-in rules conclude."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from consistency.cli import cli

PORTFOLIO = """\
plan_set: voorbeeld
decision_date: 2023-05-30
horizon: [2024, 2027]
municipalities: {N: {name: Noorddam}, Z: {name: Zuiderveen}}
domains: {sociaal: {name: Sociaal}}
"""
PLAN = """\
document: sociaal
kind: plan
domains: [sociaal]
contracts: [{title: Zaaksysteem, supplier: Leverancier, ends: 1-7-2025}]
initiatives:
  - {name: Dossiers op orde, priority: "2", applications: [Zaaksysteem]}
  - {name: Inzage voor inwoners, priority: "2", needs: [{to: Dossiers op orde}]}
"""
OWN = """\
id: own-rule
severity: SEVERITY
title: {nl: Eigen regel, en: Own rule}
why: {nl: w, en: w}
repair: {nl: r, en: r}
source: s
for: contract c
where: [c.supplier present]
some: [contract_without_route u where u.contract == c.id]
message: {nl: "{c.title} heeft geen vervolg", en: "{c.title} has no route"}
examples:
  violates:
    - plan: {horizon: [2024, 2027], contracts: [{title: Zaaksysteem, supplier: Leverancier, ends: 1-7-2025}]}
      expect: [zaaksysteem]
  conforms:
    - plan: {horizon: [2024, 2027], contracts: [{title: Zaaksysteem, supplier: L, ends: 1-7-2025, route: verlengd}]}
"""
PREMISE, LEANS = "contract-without-initiative", "initiative-leans-on-contract-without-route"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def report(*arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("check", *arguments, "--format", "json", "--lang", "en").stdout)
    schema = json.loads(files("consistency.outputs").joinpath("report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(found)
    return found


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "portfolio.yaml").write_text(PORTFOLIO, encoding="utf-8")
    (folder / "sociaal.yaml").write_text(PLAN, encoding="utf-8")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "own-rule.yaml").write_text(OWN.replace("SEVERITY", "warning"), encoding="utf-8")
    return folder


def of(found: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [finding for finding in found["findings"] if finding["rule"] == rule]


def test_a_consequence_names_its_cause_and_counts_for_nothing(plans: Path) -> None:
    found = report(plans, "--select", f"{PREMISE}", "--select", LEANS)
    (cause,), leaning = of(found, PREMISE), of(found, LEANS)
    assert [finding["subjects"][0]["id"] for finding in leaning] == ["dossiers-op-orde", "inzage-voor-inwoners"]
    assert {finding["caused_by"] for finding in leaning} == {cause["fingerprint"]}
    assert [[premise["fingerprint"] for premise in finding["because"]] for finding in leaning] == [
        [cause["fingerprint"]]
    ] * 2
    assert "because" not in cause
    assert (found["summary"]["warning"], found["summary"]["error"]) == (1, 0)
    printed = run("check", plans, "--select", f"{PREMISE}", "--select", LEANS, "--lang", "en").stdout
    assert f"From this follow 2 other findings ({LEANS})" in printed
    assert "Follows from" not in printed


@pytest.mark.parametrize("options", [("--select", LEANS), ("--ignore", PREMISE)])
def test_rules_that_are_off_still_conclude(plans: Path, options: tuple[str, str]) -> None:
    found = report(plans, *options)
    leaning = of(found, LEANS)
    assert [(finding["caused_by"], finding["because"][0]["rule"]) for finding in leaning] == [(None, PREMISE)] * 2
    assert of(found, PREMISE) == []
    assert PREMISE not in {rule["id"] for rule in found["rules"]}
    printed = run("check", plans, *options, "--lang", "en").stdout
    line = next(line.strip() for line in printed.splitlines() if "Follows from" in line)
    assert line.startswith("Follows from: Zaaksysteem: The contract ends 1 July 2025")
    assert line.endswith(f"[{PREMISE}]")


@pytest.mark.parametrize("severity", ["warning", "error"])
def test_an_own_rule_reads_what_a_built_in_one_concludes(plans: Path, own: Path, severity: str) -> None:
    """What weighs more than its cause stands by itself, and shows the chain all the same."""
    (own / "own-rule.yaml").write_text(OWN.replace("SEVERITY", severity), encoding="utf-8")
    found = report(plans, "--rules", own)
    (cause,), (conclusion,) = of(found, PREMISE), of(found, "own-rule")
    assert conclusion["caused_by"] == (cause["fingerprint"] if severity == "warning" else None)
    assert conclusion["because"][0]["fingerprint"] == cause["fingerprint"]
    assert "1-7-2025" in {evidence["says"] for evidence in conclusion["evidence"]}
    printed = run("check", plans, "--rules", own, "--lang", "nl").stdout
    assert ("Volgt uit: " in printed) == (severity == "error")


def test_two_plan_sets_in_one_report_keep_their_chains_apart(plans: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    for file in plans.iterdir():
        (again / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    found = report(plans, again)
    causes = {finding["fingerprint"]: finding["slot"]["plan_set"] for finding in of(found, PREMISE)}
    assert len(causes) == 2
    for finding in of(found, LEANS):
        (premise,) = finding["because"]
        assert finding["caused_by"] == premise["fingerprint"]
        assert causes[premise["fingerprint"]] == finding["slot"]["plan_set"]


def test_own_rules_are_tried_with_the_rules_they_read_from(own: Path) -> None:
    result = run("rules", "test", own, "--lang", "en")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "rules: 1; examples: 2; failed: 0; warnings: 0")
    told = run("rules", "explain", PREMISE, "--rules", own, "--lang", "en").stdout
    assert f"Concludes `contract_without_route` (`contract`: `c.id`); read by: `{LEANS}`, `own-rule`." in told
    told = run("rules", "explain", "own-rule", "--rules", own, "--lang", "en").stdout
    assert f"`contract_without_route` is concluded by: `{PREMISE}`." in told
    assert "this example" not in told
    assert "Zaaksysteem has no route" in told


def test_a_conclusion_that_nobody_reads_is_suspicious(own: Path) -> None:
    with (own / "own-rule.yaml").open("a", encoding="utf-8") as file:
        file.write("conclude: {nobody_reads: {contract: c.id}}\n")
    result = run("rules", "test", own, "--lang", "en")
    assert "own-rule: warning: no rule reads `nobody_reads`" in result.stdout


def test_a_circle_is_told_with_its_place_and_the_other_rules_run(plans: Path, own: Path) -> None:
    with (own / "own-rule.yaml").open("a", encoding="utf-8") as file:
        file.write("conclude: {contract_without_route: {contract: c.id}}\n")
    arguments = ["check", str(plans), "--rules", str(own), "--lang", "en"]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert result.return_value == 2
    assert "own-rule.yaml:17: a rule cannot read what follows from itself: own-rule → own-rule" in result.output
    assert f"[{PREMISE}]" in result.stdout


def test_the_list_of_rules_says_what_they_conclude() -> None:
    listed = {rule["id"]: rule for rule in json.loads(run("rules", "list", "--format", "json").stdout)}
    assert listed[PREMISE]["concludes"] == ["contract_without_route"]
    assert "contract_without_route" in listed[LEANS]["reads"]
