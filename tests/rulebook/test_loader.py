from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.errors import InvalidRule, UsageError
from consistency.facts import vocabulary
from consistency.model.dates import Days, parse_days
from consistency.model.facts import FactKind, Type
from consistency.model.finding import Severity
from consistency.rulebook.expressions import Column, Condition, Literal
from consistency.rulebook.grammar import parse_conditions
from consistency.rulebook.loader import load_rules, packs_folder
from consistency.rulebook.overrides import with_own_values
from consistency.rulebook.rule import Rule

Load = Callable[..., tuple[list[Rule], list[InvalidRule]]]


def with_conditions(contract_rule: str, *conditions: str) -> str:
    listed = "\n".join(f"- {condition}" for condition in conditions)
    return contract_rule.replace("none: [", f"violated:\n{listed}\nnone: [")


def test_the_agreed_example_loads_as_it_stands(load: Load, contract_rule: str) -> None:
    (rule,), errors = load(rule=contract_rule)
    assert errors == []
    assert (rule.id, rule.severity, rule.kinds) == (
        "contract-without-initiative",
        Severity.WARNING,
        ("contract", "initiative"),
    )
    assert rule.waivable
    assert rule.subject == ("c",)
    assert rule.slot == {"year": Column("c", "year", Type.INTEGER)}
    assert [condition.op for condition in rule.where] == ["within", "missing"]
    assert rule.examples[0].plan["contracts"][0]["ends"] == "1-7-2025"
    assert rule.examples[0].expect == ("contract-x",)


def test_a_broken_file_does_not_stop_the_others(load: Load, contract_rule: str) -> None:
    rules, errors = load(good=contract_rule, bad="id: [")
    assert [rule.id for rule in rules] == ["contract-without-initiative"]
    assert [error.path for error in errors] == ["bad.yaml"]


def test_one_id_in_two_files_names_both(load: Load, contract_rule: str) -> None:
    (rule,), (error,) = load(one=contract_rule, two=contract_rule)
    assert (rule.path, error.path) == ("one.yaml", "two.yaml")
    assert "one.yaml" in error.message


def test_rules_come_sorted_by_id_whatever_their_files(load: Load, contract_rule: str) -> None:
    rules, _ = load(a=contract_rule, b=contract_rule.replace("id: contract", "id: a-contract"))
    assert [rule.id for rule in rules] == ["a-contract-without-initiative", "contract-without-initiative"]


def test_an_empty_folder_is_an_error(kinds: Mapping[str, FactKind], tmp_path: Path) -> None:
    rules, (error,) = load_rules(kinds, [tmp_path], built_in=False)
    assert rules == []
    assert "no rule files" in error.message


def test_without_their_examples_the_built_in_rules_are_the_same() -> None:
    whole, short = load_rules(vocabulary())[0], load_rules(vocabulary(), examples=False)[0]
    assert all(rule.examples for rule in whole) and not any(rule.examples for rule in short)
    assert [replace(rule, examples=()) for rule in whole] == short


def test_ones_own_rules_are_read_with_their_examples(
    kinds: Mapping[str, FactKind], tmp_path: Path, contract_rule: str
) -> None:
    (tmp_path / "own.yaml").write_text(contract_rule, encoding="utf-8")
    ((rule,), _) = load_rules(kinds, [tmp_path], built_in=False, examples=False)
    assert rule.examples


def test_the_packs_are_found() -> None:
    assert packs_folder().name in ("rules", "packs")


@pytest.mark.parametrize(
    ("written", "op", "left", "right"),
    [
        ("c.serves == N", "contains", "c.serves", "N"),
        ("c.serves != N", "lacks", "c.serves", "N"),
        ("N in c.serves", "contains", "c.serves", "N"),
        ("c.route in c.serves", "contains", "c.serves", "c.route"),
        ("c.serves contains c.route", "contains", "c.serves", "c.route"),
        ("c.serves in [N, Z]", "overlaps", "c.serves", ("N", "Z")),
        ("c.serves overlaps [Z, N]", "overlaps", "c.serves", ("N", "Z")),
        ("c.route in [AO, 1a, 2]", "in", "c.route", ("AO", "1a", "2")),
        ("c.route not in ['in', missing-x]", "not in", "c.route", ("in", "missing-x")),
        ("c.year in [2024, 2025]", "in", "c.year", (2024, 2025)),
        ("c.route == 2", "==", "c.route", "2"),
        ("c.route == 'een woord'", "==", "c.route", "een woord"),
        ("2024 == c.year", "==", 2024, "c.year"),
        ("c.year within set.horizon", "within", "c.year", "set.horizon"),
        ("c.expired", "true", "c.expired", None),
        ("not c.expired", "false", "c.expired", None),
        ("c.value stated", "stated", "c.value", None),
        ("c.ends < 2024-05-31", "<", "c.ends", parse_days("31 mei 2024")),
    ],
)
def test_conditions_come_to_few_forms(
    written: str, op: str, left: object, right: object, load: Load, contract_rule: str
) -> None:
    (rule,), errors = load(rule=with_conditions(contract_rule.replace(", c.route missing", ""), written))
    assert errors == []
    (condition,) = rule.violated
    assert (condition.op, condition.text) == (op, written)
    sides = [
        side.value if isinstance(side, Literal) else str(side) if side else None
        for side in (condition.left, condition.right)
    ]
    assert sides == [left, right]


def test_amounts_are_quoted_or_whole_euros(load: Load, contract_rule: str) -> None:
    (rule,), _ = load(rule=with_conditions(contract_rule, "c.value > '€ 215.000' and c.value - 5 <= 300000"))
    first, second = rule.violated
    assert [first.right.value.written.low, second.right.value.written.low] == [21_500_000, 30_000_000]  # type: ignore[union-attr]


def test_a_dated_parameter_has_one_value_a_day(load: Load, contract_rule: str) -> None:
    values = "values: [{from: 2022-01-01, until: 2023-12-31, value: 3}, {from: 2024-01-01, value: 4, source: wet}]"
    text = (
        with_conditions(contract_rule, "c.year > param.p")
        + f"parameters: {{p: {{type: integer, at: c.ends, {values}}}}}\n"
    )
    (rule,), errors = load(rule=text)
    assert errors == []
    on = rule.parameters["p"].value_on
    assert [on(parse_days(day)) for day in ("2021-12-31", "2022-01-01", "2023-12-31", "2024-06-01")] == [None, 3, 3, 4]
    assert on(parse_days("2030")) == 4
    assert on(Days(parse_days("2023-12-01").first, parse_days("2024-02-01").last)) is None  # type: ignore[union-attr]
    assert on(None) is None


def test_an_organisation_sets_its_own_value(load: Load, contract_rule: str) -> None:
    text = with_conditions(contract_rule, "c.value > param.p") + "parameters: {p: {type: amount, default: '€ 5'}}\n"
    rules, _ = load(rule=text)
    (rule,) = with_own_values(rules, {rules[0].id: {"p": "€ 7"}})
    assert rule.parameters["p"].value_on(None).written == (700, 700)  # type: ignore[union-attr]
    for own, hint in [({"contract-without-initiatve": {"p": "1"}}, rules[0].id), ({rules[0].id: {"q": "1"}}, "p")]:
        with pytest.raises(UsageError) as caught:
            with_own_values(rules, own)
        assert hint in str(caught.value.hint)
    with pytest.raises(UsageError):
        with_own_values(rules, {rules[0].id: {"p": "veel"}})


def test_conditions_equal_whatever_their_text() -> None:
    column = Column("c", "year", Type.INTEGER)
    assert Condition("missing", column, None, "a") == Condition("missing", column, None, "b")


@given(st.text(alphabet="ab.c 12'\"[]()<>=!+-,andotinmissing€", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert parse_conditions(text)
    except InvalidRule as error:
        assert error.message
