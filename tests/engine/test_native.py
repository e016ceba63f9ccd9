from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from consistency.engine.evaluation import evaluate
from consistency.engine.plan import compile_rules
from consistency.errors import UsageError
from consistency.model.facts import FactBase
from consistency.model.finding import Certainty, RuleOutcome, Severity

if TYPE_CHECKING:
    Lab = Any  # the helper of conftest.py


def found(outcome: RuleOutcome) -> dict[str, str]:
    """Subjects by how they came out."""
    assert outcome.error is None
    sure = {f.subjects[0].id: f.certainty.value for f in outcome.findings}
    return sure | {u.subjects[0].id: "undecided" for u in outcome.undecided}


@pytest.fixture
def totals(lab: Lab) -> FactBase:
    facts: FactBase = lab.facts(horizon="2024")
    for name, amount, parts in [
        ("right", "100", ["60", "40"]),
        ("wrong", "90", ["60", "40"]),
        ("pm", "120", ["100", "PM"]),
        ("too-little", "80", ["100", "PM"]),
        ("blank", "", ["60"]),
        ("no-parts", "70", []),
    ]:
        lab.add(facts, "thing", name, amount=amount, year=2024)
        for i, part in enumerate(parts):
            lab.add(facts, "part", f"{name}-{i}", amount=part, group=name)
    return facts


SUM = """\
for: thing t
sum: {parts: {of: p.amount, over: part p, where: [p.group == t.id]}}
where: [t.amount stated]
violated: [parts != t.amount]
difference: parts - t.amount
evidence: [parts, t.amount]
arithmetic: {nl: "{parts} ≠ {t.amount}, verschil {difference}", en: "{parts} ≠ {t.amount}; {parts.count}"}
"""


def test_totals_differ_or_may_differ(lab: Lab, totals: FactBase) -> None:
    outcome = lab.run(SUM, totals)
    assert found(outcome) == {"wrong": "definite", "pm": "possible", "too-little": "definite"}
    assert outcome.subjects == 5  # the blank total is none that the rule is about


def test_a_finding_says_what_it_rests_on(lab: Lab, totals: FactBase) -> None:
    wrong = lab.run(SUM, totals).findings[0]
    assert [(e.says, e.attribute, e.value) for e in wrong.evidence] == [
        ("60", "amount", [6000, 6000]), ("40", "amount", [4000, 4000]), ("90", "amount", [9000, 9000]),
    ]  # fmt: skip
    assert wrong.difference == (1000, 1000)
    assert wrong.arithmetic == {"nl": "€ 100 ≠ € 90, verschil € 10", "en": "€ 100 ≠ € 90; 2"}
    assert (wrong.message["nl"], wrong.severity, wrong.slot) == ("WRONG", Severity.WARNING, {"year": 2024})
    assert wrong.repair == {"nl": "r", "en": "r"}


def test_blank_cells_are_no_evidence_of_a_sum(lab: Lab) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "a", amount="5", year=2024)
    for part in ("", "3", ""):
        lab.add(facts, "part", "p", amount=part, group="a")
    (finding,) = lab.run(SUM, facts).findings
    assert [e.says for e in finding.evidence] == ["3", "5"]


def test_evidence_is_bounded(lab: Lab) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "a", amount="5", year=2024)
    for i in range(100):
        lab.add(facts, "part", f"p{i}", amount="3", group="a")
    (finding,) = lab.run(SUM, facts).findings
    assert len(finding.evidence) == 40


@pytest.mark.parametrize(
    "condition", ["t.group != x", "t.year != 1", "not t.flag", "t.tags != x", "t.amount != '€ 5'", "t.day != 2020"]
)
def test_what_is_missing_satisfies_nothing_but_missing(lab: Lab, condition: str) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "empty")
    lab.add(facts, "thing", "full", group="y", year=2, flag=False, tags=("y",), amount="6", day="2021")
    assert found(lab.run(f"for: thing t\nviolated: [{condition}]\n".replace("2020", "2020-01-01"), facts)) == {
        "full": "definite"
    }
    column = condition.removeprefix("not ").split()[0]
    assert found(lab.run(f"for: thing t\nviolated: [{column} missing]\n", facts)) == {"empty": "definite"}
    assert found(lab.run(f"for: thing t\nviolated: [{column} present]\n", facts)) == {"full": "definite"}


def test_what_the_set_does_not_say_leaves_undecided(lab: Lab) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "a", day="juni 2024", year=1)
    lab.add(facts, "thing", "b", year=2)
    outcome = lab.run(
        "for: thing t\nwhere: [t.day <= set.as_of, t.group missing]\nviolated: [t.year present]\nevidence: [t]\n", facts
    )
    assert found(outcome) == {"a": "undecided"}
    assert outcome.undecided[0].why["nl"] == "`t.day <= set.as_of`: de planset noemt geen as_of"
    assert [e.says for e in outcome.undecided[0].evidence] == ["juni 2024", "1"]


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2023", "definite"), ("2025", None), ("2024", "undecided"), ("juni 2024", None), ("mei 2024", "undecided")],
)
def test_days_are_intervals(lab: Lab, day: str, verdict: str | None) -> None:
    facts = lab.facts(as_of="31 mei 2024")
    lab.add(facts, "thing", "a", day=day)
    assert found(lab.run("for: thing t\nviolated: [t.day < set.as_of]\n", facts)).get("a") == verdict


def test_why_says_between_which_values_it_lies(lab: Lab) -> None:
    facts = lab.facts(as_of="31 mei 2024")
    lab.add(facts, "thing", "a", day="2024")
    (undecided,) = lab.run("for: thing t\nviolated: [t.day < set.as_of]\n", facts).undecided
    assert undecided.why["en"] == "`t.day < set.as_of` cannot be decided: t.day is 2024; set.as_of is 31 May 2024"


@pytest.mark.parametrize(
    ("cost", "verdict"),
    [
        ("100", None), ("49", "definite"), ("50", None), ("PM", "possible"), ("", "possible"),
        ("60 - 80", None), ("40 - 80", "undecided"),
    ],
)  # fmt: skip
def test_sufficiency_asks_what_an_amount_can_mean(lab: Lab, cost: str, verdict: str | None) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "a", amount=cost)
    assert found(lab.run("for: thing t\nviolated: [t.amount < '€ 50']\n", facts)).get("a") == verdict


NONE = "for: thing t\nnone: [part p where p.tags == t.id and p.flag]\n"


def test_none_looks_for_a_certain_match(lab: Lab) -> None:
    facts = lab.facts()
    for name in ("alone", "matched", "half", "unflagged", "both"):
        lab.add(facts, "thing", name)
    lab.add(facts, "part", "p1", tags=("both", "matched"), flag=True)
    lab.add(facts, "part", "p2", tags=("both", "half"), flag=True, certain=False)
    lab.add(facts, "part", "p3", tags=("unflagged",), flag=False)
    assert found(lab.run(NONE, facts)) == {"alone": "definite", "half": "possible", "unflagged": "definite"}
    assert found(lab.run(NONE.replace("none", "some"), facts)) == {
        "matched": "definite",
        "both": "definite",
        "half": "possible",
    }


def test_an_undecided_match_leaves_undecided(lab: Lab) -> None:
    facts = lab.facts(as_of="31 mei 2024")
    lab.add(facts, "thing", "a")
    lab.add(facts, "part", "p", group="a", day="2024")
    outcome = lab.run("for: thing t\nnone: [part p where p.group == t.id and p.day < set.as_of]\n", facts)
    assert found(outcome) == {"a": "undecided"}
    assert "p.day is 2024" in outcome.undecided[0].why["nl"]


def test_an_uncertain_fact_makes_a_finding_possible(lab: Lab) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "sure", group="x")
    lab.add(facts, "thing", "unsure", group="x", certain=False)
    assert found(lab.run("for: thing t\nviolated: [t.group == x]\n", facts)) == {
        "sure": "definite",
        "unsure": "possible",
    }
    lab.add(facts, "part", "p", group="sure", certain=False)
    joined = "for: thing t\nwith: [part p]\nwhere: [p.group == t.id]\nviolated: [t.group == x]\n"
    assert found(lab.run(joined, facts)) == {"sure": "possible"}


def test_joins_on_members_and_on_reckoned_values(lab: Lab) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "a", tags=("x", "y"), year=2024)
    lab.add(facts, "thing", "b", tags=("z",), year=2024)
    lab.add(facts, "part", "p", tags=("y", "x"), year=2025)
    overlap = (
        "for: thing t\nwith: [part p]\nwhere: [t.tags overlaps p.tags]\nviolated: [p.year > t.year]\nsubject: [t, p]\n"
    )
    (finding,) = lab.run(overlap, facts).findings
    assert [s.id for s in finding.subjects] == ["a", "p"]
    later = "for: thing t\nwith: [part p]\nwhere: [p.year == t.year + 1]\nviolated: [t.tags subset_of p.tags]\n"
    assert found(lab.run(later, facts)) == {"a": "definite"}


def test_bindings_of_one_subject_and_slot_are_one_finding(lab: Lab) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "a", year=2024)
    lab.add(facts, "part", "p", group="a", year=1, certain=False)
    lab.add(facts, "part", "q", group="a", year=2)
    lab.add(facts, "part", "r", group="a", year=9)
    body = (
        "for: thing t\nwith: [part p]\nwhere: [p.group == t.id]\nviolated: [p.year < 5]\nevidence: [p.year]\n"
        'message: {nl: "{p.name}", en: "{p.name}"}\n'
    )
    outcome = lab.run(body, facts)
    (finding,) = outcome.findings
    assert (outcome.subjects, finding.certainty, finding.message["nl"]) == (1, Certainty.DEFINITE, "Q")
    assert [e.says for e in finding.evidence] == ["1", "2"]


def test_another_severity_where_it_surely_holds(lab: Lab) -> None:
    facts = lab.facts(as_of="31 mei 2024")
    for name, day in [("sure", "2025"), ("unsure", "2024")]:
        lab.add(facts, "thing", name, day=day, group="x")
    body = "for: thing t\nviolated: [t.group == x]\nescalate: {severity: error, where: [t.day > set.as_of]}\n"
    severities = {f.subjects[0].id: f.severity for f in lab.run(body, facts).findings}
    assert severities == {"sure": Severity.ERROR, "unsure": Severity.WARNING}


PARAMETER = """\
for: thing t
parameters:
  limit:
    type: amount
    at: t.day
    values: [{from: 2022-01-01, until: 2023-12-31, value: "€ 215"}, {from: 2024-01-01, value: "€ 221"}]
violated: [t.amount >= param.limit]
message: {nl: "{t.amount} {param.limit}", en: x}
"""


def test_a_parameter_has_the_value_of_its_day(lab: Lab) -> None:
    facts = lab.facts(as_of="2023")
    for name, day in [
        ("then", "2023"),
        ("later", "juni 2024"),
        ("before", "2021"),
        ("between", "2023"),
        ("undated", None),
    ]:
        lab.add(facts, "thing", name, amount="218", **({"day": day} if day else {}))
    facts["thing"].rows[3] = (
        *facts["thing"].rows[3][:-1],
        lab.value("day", "eind 2023")._replace(last=lab.value("day", "2024").last),
    )
    outcome = lab.run(PARAMETER, facts)
    assert found(outcome) == {"then": "definite", "before": "undecided", "between": "undecided", "undated": "undecided"}
    assert outcome.findings[0].message["nl"] == "€ 218 € 215"
    assert (
        outcome.undecided[0].why["en"]
        == "`t.amount >= param.limit`: param.limit: no single value is valid on 2021-01-01 – 2021-12-31"
    )
    assert found(lab.run(PARAMETER, facts, limit="€ 300")) == {}
    assert len(found(lab.run(PARAMETER, facts, limit="€ 200"))) == 5


def test_counts_and_extremes(lab: Lab) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "a", year=1)
    lab.add(facts, "thing", "b", year=1)
    for i, (day, weight) in enumerate([("2024", 3), ("mei 2023", 9)]):
        lab.add(facts, "part", f"p{i}", group="a", day=day, year=weight)
    over = "over: part p, where: [p.group == t.id]"
    body = (
        f"for: thing t\ncount: {{n: {{{over}}}}}\nmax: {{last: {{of: p.day, {over}}}, most: {{of: p.year, {over}}}}}\n"
        f"min: {{first: {{of: p.day, {over}}}}}\nsum: {{all: {{of: p.year, {over}}}}}\n"
        'violated: [n >= 0]\nmessage: {nl: "{n} {last} {most} {first} {all}", en: x}\n'
    )
    assert [f.message["nl"] for f in lab.run(body, facts).findings] == ["2 2024 9 mei 2023 12", "0 — — — —"]


def test_an_aggregate_over_uncertain_members_is_uncertain(lab: Lab) -> None:
    facts = lab.facts(as_of="31 mei 2024")
    for name in ("sure", "unsure", "undated"):
        lab.add(facts, "thing", name, amount="1")
    lab.add(facts, "part", "p", group="sure", amount="5", day="2020")
    lab.add(facts, "part", "p", group="unsure", amount="5", day="2020", certain=False)
    lab.add(facts, "part", "p", group="undated", amount="5", day="2020")
    lab.add(facts, "part", "p", group="undated", amount="5", day="2024")
    body = (
        "for: thing t\nsum: {parts: {of: p.amount, over: part p, where: [p.group == t.id, p.day < set.as_of]}}\n"
        "violated: [parts > t.amount]\n"
    )
    outcome = lab.run(body, facts)
    assert found(outcome) == {"sure": "definite", "unsure": "possible", "undated": "undecided"}
    assert "p.day is 2024" in outcome.undecided[0].why["nl"]


def test_a_rule_that_crashes_stops_no_other(lab: Lab, totals: FactBase) -> None:
    totals["thing"].rows[0] = (*totals["thing"].rows[0][:-2], 5, None)  # an amount that is none
    rules = [lab.rule(SUM), lab.rule("for: thing t\nviolated: [t.year == 2024]\n")]
    crashed, fine = evaluate(compile_rules(rules, lab.kinds), totals)
    assert crashed.error
    assert len(fine.findings) == 6


def test_own_values_must_name_a_parameter(lab: Lab, totals: FactBase) -> None:
    with pytest.raises(UsageError):
        lab.run(SUM, totals, limit="3")


def test_the_same_facts_give_the_same_outcome(lab: Lab, totals: FactBase) -> None:
    assert lab.run(SUM, totals) == lab.run(SUM, totals)
