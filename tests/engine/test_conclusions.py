"""Chains of rules: what is concluded, how surely, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from consistency.engine.causes import settle_causes
from consistency.engine.evaluation import evaluate, evaluate_with_conclusions
from consistency.engine.plan import RulePlan, compile_rules
from consistency.model.facts import FactBase
from consistency.model.finding import Finding, RuleOutcome
from consistency.rulebook.loader import load_rules

if TYPE_CHECKING:
    Lab = Any  # the helper of conftest.py

Chain = Callable[..., list[RulePlan]]
HEAD = """\
title: {nl: t, en: t}
why: {nl: w, en: w}
repair: {nl: r, en: r}
source: s
message: {nl: "{t.name}", en: "{t.name}"}
examples: {}
"""
LATE = """\
for: thing t
violated: [t.day > set.as_of]
evidence: [t.day]
conclude: {late: {id: t.id, name: t.name}}"""
"""Sure, or undecided where the day is a year that holds the as-of date."""
SMALL = """\
for: thing t
violated: [t.amount < '€ 5']
evidence: [t.amount]
conclude: {late: {id: t.id, name: t.name}}"""
"""The same conclusion from amounts: possible where the amount is open-ended."""
AS_OF = "1 juni 2024"
SURE, UNDECIDED, FINE = "2025", "2024", "2023"


@pytest.fixture
def chain(tmp_path: Path, lab: Lab) -> Chain:
    """Compiled rules; `rule_b=(severity, body)` or a body alone, which is a warning."""

    def load(**bodies: str | tuple[str, str]) -> list[RulePlan]:
        for name, given in bodies.items():
            severity, body = given if isinstance(given, tuple) else ("warning", given)
            text = f"id: {name.replace('_', '-')}\nseverity: {severity}\n{HEAD}{body}\n"
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        rules, errors = load_rules(lab.kinds, [tmp_path], built_in=False)
        assert [str(error) for error in errors] == []
        return compile_rules(rules, lab.kinds)

    return load


@pytest.fixture
def facts(lab: Lab) -> FactBase:
    """Three things, surely late, perhaps late (nobody can decide) and in time, each with a part of its name."""
    base: FactBase = lab.facts(as_of=AS_OF)
    for name, day in (("late", SURE), ("open", UNDECIDED), ("fine", FINE)):
        lab.add(base, "thing", name, day=day, group="g" if name == "fine" else name)
        lab.add(base, "part", name, group=name)
    return base


def found(outcome: RuleOutcome) -> dict[str, str]:
    assert outcome.error is None
    sure = {f.subjects[0].id: f.certainty.value for f in outcome.findings}
    return sure | {u.subjects[0].id: "undecided" for u in outcome.undecided}


def last(plans: Sequence[RulePlan], facts: FactBase) -> RuleOutcome:
    return evaluate(plans, facts)[-1]


READERS = {
    "for": "for: late t\nviolated: [t.id present]",
    "with": "for: part t\nwith: [late x]\nwhere: [x.id == t.id]\nviolated: [t.id present]",
    "some": "for: part t\nsome: [late x where x.id == t.id]",
    "none": "for: part t\nnone: [late x where x.id == t.id]",
    "count": "for: part t\ncount: {n: {over: late x where x.id == t.id}}\nviolated: [n >= 1]",
    "no count": "for: part t\ncount: {n: {over: late x where x.id == t.id}}\nviolated: [n == 0]",
    "no max": "for: part t\nmax: {n: {of: x.year, over: late x where x.id == t.id}}\nviolated: [n missing]",
}


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("for", {"late": "definite", "open": "undecided"}),
        ("with", {"late": "definite", "open": "undecided"}),
        ("some", {"late": "definite", "open": "undecided"}),
        ("none", {"open": "undecided", "fine": "definite"}),
        ("count", {"late": "definite", "open": "undecided"}),
        ("no count", {"open": "undecided", "fine": "definite"}),
        ("no max", {"open": "undecided", "fine": "definite"}),
    ],
)
def test_what_is_undecided_stays_so_whatever_reads_it(
    chain: Chain, facts: FactBase, way: str, expected: dict[str, str]
) -> None:
    plans = chain(rule_a=LATE.replace("name: t.name", "name: t.name, year: 3"), rule_b=READERS[way])
    assert found(last(plans, facts)) == expected


def test_what_kept_the_premise_from_a_verdict_is_told(chain: Chain, facts: FactBase) -> None:
    for reader in ("some", "none", "with", "count"):
        first, second = evaluate(chain(rule_a=LATE, rule_b=READERS[reader]), facts)
        assert second.undecided[0].why == first.undecided[0].why


def test_what_is_possible_stays_so(chain: Chain, lab: Lab) -> None:
    facts = lab.facts()
    for name, amount, certain in (("sure", "3", True), ("doubted", "3", False), ("much", "10", True)):
        lab.add(facts, "thing", name, amount=amount, certain=certain)
        lab.add(facts, "part", name)
    for reader, expected in (
        ("some", {"sure": "definite", "doubted": "possible"}),
        ("none", {"doubted": "possible", "much": "definite"}),
        ("count", {"sure": "definite", "doubted": "possible"}),
    ):
        assert found(last(chain(rule_a=SMALL, rule_b=READERS[reader]), facts)) == expected


def test_one_fact_of_several_rules_is_as_sure_as_the_surest(chain: Chain, lab: Lab) -> None:
    facts = lab.facts(as_of=AS_OF)
    lab.add(facts, "thing", "both", group="g", day=UNDECIDED, amount="3")
    lab.add(facts, "part", "both")
    plans = chain(
        rule_a=LATE,
        rule_b=SMALL,
        rule_c="for: part t\ncount: {n: {over: late x where x.id == t.id}}\nviolated: [n == 1]",
    )
    outcomes, grown = evaluate_with_conclusions(plans, facts)
    assert (len(grown["late"]), grown["late"].sure) == (1, [3])
    assert found(outcomes[-1]) == {"both": "definite"}
    assert [premise.rule for premise in outcomes[-1].findings[0].because] == ["rule-b"]


def test_a_sure_conclusion_names_its_sure_premises(chain: Chain, lab: Lab) -> None:
    facts = lab.facts(as_of=AS_OF)
    lab.add(facts, "thing", "both", day=SURE, amount="PM")
    lab.add(facts, "part", "both")
    amounts = SMALL.replace("t.amount < '€ 5'", "t.amount != 5")
    first, second, third = evaluate(chain(rule_a=LATE, rule_b=amounts, rule_c=READERS["some"]), facts)
    assert [found(outcome)["both"] for outcome in (first, second, third)] == ["definite", "possible", "definite"]
    assert [premise.rule for premise in third.findings[0].because] == ["rule-a"]


DEPTH = {
    "rule_a": LATE,
    "rule_b": "for: part t\nnone: [late x where x.id == t.id]\nevidence: [t.group]\nconclude: {calm: {part: t.id}}",
    "rule_c": "for: thing t\ncount: {n: {over: calm c where c.part == t.id}}\nviolated: [n == 0]\n"
    "conclude: {rough: {id: t.id}}",
    "rule_d": "for: thing t\nsome: [rough r where r.id == t.id]",
}
"""Three layers of conclusions, one of them by `none` and one by counting."""


def test_conclusions_rest_on_conclusions(chain: Chain, facts: FactBase) -> None:
    outcomes = evaluate(chain(**DEPTH), facts)
    assert [found(outcome) for outcome in outcomes] == [
        {"late": "definite", "open": "undecided"},
        {"fine": "definite", "open": "undecided"},
        {"late": "definite", "open": "undecided"},
        {"late": "definite", "open": "undecided"},
    ]


def test_the_order_of_the_rules_does_not_matter(chain: Chain, facts: FactBase) -> None:
    plans = chain(**DEPTH)
    expected = {outcome.rule: outcome for outcome in evaluate(plans, facts)}
    for shuffled in permutations(plans):
        assert {outcome.rule: outcome for outcome in evaluate(shuffled, facts)} == expected


def test_the_facts_that_are_given_stay_as_they_are(chain: Chain, facts: FactBase) -> None:
    plans = chain(**DEPTH)
    before = {table.kind.name: len(table) for table in facts}
    first = evaluate(plans, facts)
    assert {table.kind.name: len(table) for table in facts} == before
    assert evaluate(plans, facts) == first


def test_a_rule_whose_premise_failed_or_is_not_there_says_so(chain: Chain, facts: FactBase) -> None:
    plans = chain(**DEPTH)
    alone = evaluate(plans[1:2], facts)[0]
    assert "late" in str(alone.error)
    facts["thing"].rows[0] = (*facts["thing"].rows[0][:-1], "no date")
    errors = [outcome.error for outcome in evaluate(plans, facts)]
    assert all(errors)
    assert "rule-a failed" in str(errors[1])
    assert "rule-b failed" in str(errors[2])


def test_each_member_of_a_set_is_concluded(chain: Chain, lab: Lab) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "one", tags=("a", "b"))
    lab.add(facts, "thing", "none", tags=())
    for name in "abc":
        lab.add(facts, "part", name)
    tagged = "for: thing t\nviolated: [t.id present]\nconclude: {tagged: {id: each t.tags, by: t.id}}"
    reader = "for: part t\nsome: [tagged x where x.id == t.id]"
    outcomes, grown = evaluate_with_conclusions(chain(rule_a=tagged, rule_b=reader), facts)
    kind = grown["tagged"].kind
    told = [dict(zip(kind.attributes, row, strict=True)) for row in grown["tagged"].rows]
    assert told == [{"by": "one", "id": "a"}, {"by": "one", "id": "b"}]
    assert found(outcomes[1]) == {"a": "definite", "b": "definite"}


def test_the_chain_is_evidence(chain: Chain, facts: FactBase) -> None:
    onward = "for: part t\nsome: [late x where x.id == t.id]\nevidence: [t.group]\nconclude: {hit: {part: t.id}}"
    reader = "for: part t\nwith: [hit h]\nwhere: [h.part == t.id]\nviolated: [t.id present]"
    first, second, third = evaluate(chain(rule_a=LATE, rule_b=onward, rule_c=reader), facts)
    (root,), (middle,), (end,) = (outcome.findings for outcome in (first, second, third))
    assert (middle.because, end.because, end.chain) == ((root,), (middle,), (root, middle))
    assert [item.says for item in end.evidence] == ["late", SURE]
    assert [item.says for item in middle.evidence] == ["late", SURE]


def test_claims_are_cited_by_the_names_of_the_conclusion(chain: Chain, facts: FactBase) -> None:
    late = LATE.replace("name: t.name", "when: t.day")
    reader = "for: part t\nwith: [late x]\nwhere: [x.id == t.id]\nviolated: [t.id present]\nevidence: [x.when]"
    (finding,) = last(chain(rule_a=late, rule_b=reader), facts).findings
    assert [(item.says, item.attribute, item.value) for item in finding.evidence] == [
        (SURE, "when", ["2025-01-01", "2025-12-31"])
    ]


# --- causes ---------------------------------------------------------------------------------------------------------

READER = "for: part t\nsome: [late x where x.id == t.id]"


def settled(plans: Sequence[RulePlan], facts: FactBase, without: str = "") -> dict[str, Finding]:
    outcomes = [outcome for outcome in evaluate(plans, facts) if outcome.rule != without]
    return {f.rule: f for outcome in settle_causes(outcomes, {}) for f in outcome.findings}


@pytest.mark.parametrize(("premise", "conclusion", "follows"), [
    ("error", "error", True), ("error", "warning", True), ("warning", "info", True), ("warning", "error", False),
])  # fmt: skip
def test_a_conclusion_follows_from_its_premise_unless_it_weighs_more(
    chain: Chain, facts: FactBase, premise: str, conclusion: str, follows: bool
) -> None:
    by_rule = settled(chain(rule_b=(premise, LATE), rule_a=(conclusion, READER)), facts)
    assert by_rule["rule-a"].caused_by == (by_rule["rule-b"].fingerprint if follows else None)
    assert by_rule["rule-b"].caused_by is None
    assert [premise.rule for premise in by_rule["rule-a"].chain] == ["rule-b"]


def test_a_chain_leads_to_its_root_through_what_is_not_reported(chain: Chain, facts: FactBase) -> None:
    onward = f"{READER}\nconclude: {{hit: {{part: t.id}}}}"
    plans = chain(rule_c=LATE, rule_b=onward, rule_a="for: part t\nsome: [hit h where h.part == t.id]")
    for without in ("", "rule-b"):
        by_rule = settled(plans, facts, without)
        assert by_rule["rule-a"].caused_by == by_rule["rule-c"].fingerprint
        assert [premise.rule for premise in by_rule["rule-a"].chain] == ["rule-c", "rule-b"]
    assert settled(plans, facts, "rule-c")["rule-b"].caused_by is None
