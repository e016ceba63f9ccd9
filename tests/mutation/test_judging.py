"""Killed, survived, a false alarm: on a set small enough to see what is true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from consistency.mutation.trial import Verdict
from consistency.pipeline import Options

COST = ("initiatives", 0, "amounts", 0, "rows")
BAD_RULE = """
id: contract-beside-large-cost
severity: warning
title: {nl: Fout, en: Wrong}
why: {nl: Fout, en: Wrong}
repair: {nl: Geen, en: None}
source: Verzonnen
for: contract c
some: [total t where t.document == c.document and t.amount > "€ 150.000"]
violated: []
subject: c
evidence: [c.title]
message: {nl: "{c.title} staat naast hoge kosten.", en: "{c.title} stands beside large costs."}
examples:
  violates:
    - expect: [zaaksysteem]
      plan:
        contracts: [{title: Zaaksysteem}]
        initiatives:
          - name: A
            amounts: [{side: cost, kind: incidental, years: ["2024"], rows: {N: [""], total: ["200.000"]}}]
  conforms:
    - plan: {contracts: [{title: Zaaksysteem}]}
"""


def test_an_expected_rule_that_cites_the_place_kills(small: Any) -> None:
    mutation = small.mutation("sociaal", (*COST, 0, "cells", 0), "90.000", ["total-row-mismatch"])
    trial = small.trial(mutation)
    (tried,) = trial.tried
    assert (tried.verdict, tried.expected) == (Verdict.KILLED, ("total-row-mismatch",))
    assert "summary-detail-mismatch" in tried.others
    assert trial.alarms == ()


def test_a_summary_row_that_counts_the_amount_kills(small: Any) -> None:
    """Its finding is about the domain; what it cites is the initiative's cell."""
    path = ("initiatives", 1, "amounts", 0, "rows", 0, "cells", 0)
    assert small.verdict("sociaal", path, "21.000", "summary-detail-mismatch") == (Verdict.KILLED, None)


def test_another_rule_than_expected(small: Any) -> None:
    verdict = small.verdict("sociaal", (*COST, 0, "cells", 0), "90.000", "score-not-attainable")
    assert verdict == (Verdict.OTHER, None)


def test_what_no_rule_sees_survives(small_with: Any) -> None:
    blind = small_with(Options(ignore=frozenset({"totals", "summaries", "coverage", "time"})))
    (tried,) = blind.trial(blind.mutation("sociaal", (*COST, 0, "cells", 0), "90.000", ["total-row-mismatch"])).tried
    assert tried.verdict is Verdict.SURVIVED
    assert '-          N: {cells: ["60.000", PM]}' in tried.diff.splitlines()
    assert '+          N: {cells: ["90.000", PM]}' in tried.diff.splitlines()


def test_a_finding_about_something_else_is_a_false_alarm(small_with: Any, tmp_path: Path) -> None:
    (tmp_path / "contract-beside-large-cost.yaml").write_text(BAD_RULE, encoding="utf-8")
    bad = small_with(Options(rule_folders=(tmp_path,)))
    trial = bad.trial(bad.mutation("sociaal", (*COST, 2, "cells", 0), "900.000", ["total-row-mismatch"]))
    assert [alarm.rule for alarm in trial.alarms] == ["contract-beside-large-cost"]
    assert trial.tried[0].verdict is Verdict.KILLED


def test_two_mutations_are_both_found(small: Any) -> None:
    amount = small.mutation("sociaal", (*COST, 0, "cells", 0), "90.000", ["total-row-mismatch"])
    priority = small.mutation("nota", ("overview", "entries", 1, "priority"), "2", ["priority-mismatch"])
    trial = small.trial(amount, priority)
    assert [tried.verdict for tried in trial.tried] == [Verdict.KILLED, Verdict.KILLED]
    assert trial.verdict is Verdict.KILLED


@pytest.mark.parametrize("order", [1, -1])
def test_one_of_two_that_is_not_found_fails_the_pair(small: Any, order: int) -> None:
    amount = small.mutation("sociaal", (*COST, 0, "cells", 0), "90.000", ["total-row-mismatch"])
    missed = small.mutation("sociaal", ("initiatives", 1, "amounts", 0, "rows", 0, "cells", 0), "21.000", [])
    trial = small.trial(*[amount, missed][::order])
    assert trial.verdict is Verdict.OTHER
