"""Causes before consequences: one fault is one cause, two faults hide nothing of each other."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from consistency.model.finding import Finding
from consistency.model.report import Report
from consistency.pipeline import Options, check

PORTFOLIO = {
    "plan_set": "voorbeeld",
    "decision_date": "2023-05-30",
    "horizon": [2024, 2027],
    "municipalities": {"N": {"name": "Noorddam"}, "Z": {"name": "Zuiderveen"}},
    "domains": {"sociaal": {"name": "Sociaal"}, "fysiek": {"name": "Fysiek"}},
}
BLOCKED = "ao-request-on-disputed-amount"


def initiative(name: str, priority: str, north: str, south: str, total: str) -> dict[str, Any]:
    rows = {"N": [north], "Z": [south], "total": [total]}
    table = {"side": "cost", "kind": "incidental", "years": ["2024"], "rows": rows}
    return {"name": name, "priority": priority, "municipalities": "N, Z", "amounts": [table]}


def summary(by: str, rows: dict[str, str]) -> dict[str, Any]:
    return {
        "municipality": "N",
        "kind": "incidental",
        "by": by,
        "unit": 1000,
        "columns": [{"side": "cost", "years": ["2024"]}],
        "rows": {label: [cell] for label, cell in rows.items()},
    }


SOUND: dict[str, Any] = {
    "portfolio": PORTFOLIO,
    "sociaal": {
        "document": "sociaal",
        "kind": "plan",
        "domains": ["sociaal"],
        "initiatives": [
            initiative("Nieuw zaaksysteem", "AO", "60.000", "40.000", "100.000"),
            initiative("Wijkportaal", "1", "20.000", "10.000", "30.000"),
        ],
    },
    "fysiek": {
        "document": "fysiek",
        "kind": "plan",
        "domains": ["fysiek"],
        "initiatives": [initiative("Bomenbeheer", "AO", "7.000", "5.000", "12.000")],
    },
    "nota": {
        "document": "nota",
        "kind": "decision",
        "summary_tables": [
            summary("domain", {"sociaal": "80", "fysiek": "7", "total": "87"}),
            summary("priority", {"AO": "67", "1": "20", "total": "87"}),
        ],
    },
    "bijlage": {
        "document": "bijlage",
        "kind": "annex",
        "summary_tables": [summary("domain", {"sociaal": "80", "fysiek": "7", "total": "87"})],
    },
}


@pytest.fixture
def plans() -> dict[str, Any]:
    return copy.deepcopy(SOUND)


def checked(folder: Path, plans: dict[str, Any]) -> Report:
    for name, content in plans.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content))
    return check([folder], Options(ignore=frozenset({"summary-scope-gap"})))  # the note sums up one municipality only


def consequences_of(finding: Finding, report: Report) -> Sequence[Finding]:
    return report.found.consequences_of(finding.fingerprint)


def told(report: Report) -> list[tuple[str, str]]:
    return [(finding.rule, finding.subjects[0].id) for finding in report.causes]


def test_sound_plans_have_no_findings(tmp_path: Path, plans: dict[str, Any]) -> None:
    assert list(checked(tmp_path, plans).findings) == []


def test_one_wrong_cell_is_one_cause_of_all_wrong_totals(tmp_path: Path, plans: dict[str, Any]) -> None:
    plans["sociaal"]["initiatives"][0]["amounts"][0]["rows"]["N"] = ["66.000"]
    report = checked(tmp_path, plans)
    assert told(report) == [("total-row-mismatch", "nieuw-zaaksysteem")]
    consequences = consequences_of(next(report.causes), report)
    assert {f.rule for f in consequences} == {"summary-detail-mismatch", BLOCKED}
    assert len(consequences) == 7  # sociaal and the total twice, AO and the total by priority; the request
    assert report.summary()["error"] == 1


def test_a_wrong_summary_cell_is_the_cause_of_its_wrong_total(tmp_path: Path, plans: dict[str, Any]) -> None:
    plans["nota"]["summary_tables"][0]["rows"]["sociaal"] = ["86"]
    report = checked(tmp_path, plans)
    assert told(report) == [("summary-detail-mismatch", "sociaal")]
    assert {f.rule for f in consequences_of(next(report.causes), report)} == {
        "summary-total-mismatch",
        "summaries-disagree",
    }


def test_a_wrong_summary_total_is_one_cause(tmp_path: Path, plans: dict[str, Any]) -> None:
    plans["nota"]["summary_tables"][0]["rows"]["total"] = ["97"]
    report = checked(tmp_path, plans)
    assert len(list(report.causes)) == 1
    assert len(list(report.findings)) > 1


def test_two_faults_are_two_causes(tmp_path: Path, plans: dict[str, Any]) -> None:
    plans["sociaal"]["initiatives"][0]["amounts"][0]["rows"]["N"] = ["66.000"]
    plans["fysiek"]["initiatives"][0]["amounts"][0]["rows"]["N"] = ["9.000"]
    report = checked(tmp_path, plans)
    assert sorted(told(report)) == [("total-row-mismatch", "bomenbeheer"), ("total-row-mismatch", "nieuw-zaaksysteem")]


def test_two_faults_in_one_summary_row_do_not_hide_each_other(tmp_path: Path, plans: dict[str, Any]) -> None:
    plans["sociaal"]["initiatives"][0]["amounts"][0]["rows"]["N"] = ["66.000"]
    plans["sociaal"]["initiatives"][1]["amounts"][0]["rows"]["N"] = ["23.000"]
    report = checked(tmp_path, plans)
    assert {subject for _, subject in told(report)} >= {"nieuw-zaaksysteem", "wijkportaal"}
    assert all(rule == "total-row-mismatch" for rule, _ in told(report))


def test_a_misprinted_total_does_not_swallow_a_wrong_summary(tmp_path: Path, plans: dict[str, Any]) -> None:
    plans["sociaal"]["initiatives"][0]["amounts"][0]["rows"]["total"] = ["102.000"]
    plans["nota"]["summary_tables"][0]["rows"]["sociaal"] = ["78"]
    report = checked(tmp_path, plans)
    assert set(told(report)) == {("total-row-mismatch", "nieuw-zaaksysteem"), ("summary-detail-mismatch", "sociaal")}


def test_a_row_that_fell_out_of_a_table_is_one_cause(tmp_path: Path, plans: dict[str, Any]) -> None:
    del plans["sociaal"]["initiatives"][0]["amounts"][0]["rows"]["N"]
    report = checked(tmp_path, plans)
    assert told(report) == [("total-row-mismatch", "nieuw-zaaksysteem")]
    assert len(list(report.findings)) == 8


def test_what_is_sure_counts_and_not_what_is_only_possible(tmp_path: Path, plans: dict[str, Any]) -> None:
    for row in ("N", "total"):
        plans["fysiek"]["initiatives"][0]["amounts"][0]["rows"][row] = [""]
    plans["nota"]["summary_tables"] = [summary("domain", {"sociaal": "80", "fysiek": "9", "total": "80"})]
    del plans["bijlage"]
    report = checked(tmp_path, plans)
    (cause,) = (f for f in report.causes if f.rule == "summary-total-mismatch")
    assert {f.rule for f in consequences_of(cause, report)} == {"summary-detail-mismatch"}
    assert report.summary()["error"] == 1 and report.summary()["possible"] == 0


def test_an_error_never_hides_behind_a_warning(tmp_path: Path, plans: dict[str, Any]) -> None:
    table = plans["nota"]["summary_tables"][0]
    table["columns"] = [{"side": "request", "years": ["2024"]}]
    table["rows"]["sociaal"] = ["86"]
    report = checked(tmp_path, plans)
    assert told(report) == [("summary-total-mismatch", "nota")]
    assert {f.rule for f in consequences_of(next(report.causes), report)} == {"requested-not-need-minus-coverage"}


def test_a_row_that_stands_twice_is_one_cause(tmp_path: Path, plans: dict[str, Any]) -> None:
    table = plans["sociaal"]["initiatives"][0]["amounts"][0]
    table["rows"] = [{"label": label, "cells": cells} for label, cells in table["rows"].items()]
    table["rows"].insert(1, table["rows"][1])
    report = checked(tmp_path, plans)
    assert told(report) == [("row-listed-twice", "nieuw-zaaksysteem")]
    assert [f.rule for f in consequences_of(next(report.causes), report)] == ["total-row-mismatch", BLOCKED]
    assert report.summary()["error"] == 1


@pytest.mark.parametrize(("cell", "rule"), [("PM", "pm-zero-blank-conflict"), ("n.v.t.", "summary-total-mismatch")])
def test_a_word_in_place_of_an_amount_is_one_cause(tmp_path: Path, plans: dict[str, Any], cell: str, rule: str) -> None:
    plans["nota"]["summary_tables"][0]["rows"]["sociaal"] = [cell]
    assert [found for found, _ in told(checked(tmp_path, plans))] == [rule]
