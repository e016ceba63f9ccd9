"""Rules that conclude what other rules read: the order of loading, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from consistency.errors import InvalidRule
from consistency.model.facts import FactKind, Type
from consistency.rulebook.loader import load_rules
from consistency.rulebook.rule import Rule
from consistency.rulebook.schema import rule_schema
from consistency.rulebook.strata import with_conclusions, with_premises

Load = Callable[..., tuple[list[Rule], list[InvalidRule]]]
HEAD = """\
severity: warning
title: {nl: t, en: t}
why: {nl: w, en: w}
repair: {nl: r, en: r}
source: s
message: {nl: m, en: m}
examples: {}
"""
FIRST = "for: contract c\nviolated: [c.route missing]\nconclude: {loose: {contract: c.id, year: c.year}}"
SECOND = """\
for: initiative i
some: [loose u where u.contract in i.replaces]
conclude: {shaky: {initiative: i.id}}"""
THIRD = "for: initiative i\nnone: [shaky u where u.initiative == i.id]"


def rule(id_: str, body: str) -> str:
    return f"id: {id_}\n{HEAD}{body}\n"


def only(errors: list[InvalidRule]) -> InvalidRule:
    (error,) = errors
    return error


@pytest.mark.parametrize("names", ["abc", "cba", "bca"])
def test_the_order_of_the_files_does_not_matter(load: Load, names: str) -> None:
    bodies = dict(zip(names, (FIRST, SECOND, THIRD), strict=True))
    found, errors = load(**{name: rule(f"rule-{name}", body) for name, body in bodies.items()})
    assert errors == []
    by_id = {one.id: one for one in found}
    assert list(by_id) == ["rule-a", "rule-b", "rule-c"]
    (conclusion,) = by_id[f"rule-{names[0]}"].conclude
    assert conclusion.kind == FactKind("loose", {"contract": Type.TOKEN, "year": Type.INTEGER})
    assert by_id[f"rule-{names[1]}"].kinds == ("initiative", "loose")


def test_what_is_concluded_is_an_attribute_a_word_a_number_or_each_of_a_set(load: Load) -> None:
    values = (
        "{contract: c.id, why: no-route, weight: 3, sure: true, whom: each c.serves, all: c.serves, worth: c.value}"
    )
    (found,), errors = load(rule=rule("a-rule", FIRST.replace("{contract: c.id, year: c.year}", values)))
    assert errors == []
    assert {name: type_.value for name, type_ in found.conclude[0].kind.attributes.items()} == {
        "contract": "token", "why": "token", "weight": "integer", "sure": "flag", "whom": "token", "all": "tokens",
        "worth": "amount",
    }  # fmt: skip
    assert found.conclude[0].each == {"whom"}


@pytest.mark.parametrize(
    ("conclude", "message"),
    [
        ("{contract: {id: c.id}}", "derived from the plans"),
        ("{Loose: {id: c.id}}", "cannot be a name"),
        ("{loose: {Id: c.id}}", "cannot be a name"),
        ("{loose: {}}", "has no attributes"),
        ("{loose: {id: c.idd}}", "has no attribute `idd`"),
        ("{loose: {id: x.id}}", "no variable `x`"),
        ("{loose: {id: set.horizon}}", "an attribute of a variable"),
        ("{loose: {id: c.year + c.year}}", "an attribute of a variable"),
        ("{loose: {id: each c.id}}", "goes with a set"),
        ("{loose: [c.id]}", "not a mapping"),
        ("[loose]", "not a mapping"),
    ],
)
def test_a_conclusion_that_cannot_be_is_refused_with_its_place(load: Load, conclude: str, message: str) -> None:
    body = f"for: contract c\nviolated: [c.route missing]\nconclude: {conclude}"
    found, errors = load(rule=rule("a-rule", body))
    assert found == []
    assert message in only(errors).message
    assert (only(errors).path, only(errors).line) == ("rule.yaml", 11)
    assert only(errors).nl != only(errors).message


def test_rules_that_conclude_one_kind_agree_on_its_attributes(load: Load) -> None:
    same = "for: contract c\nviolated: [c.ends missing]\nconclude: {loose: {year: c.year, contract: c.id}}"
    other = same.replace("year: c.year", "year: c.ends")
    found, errors = load(a=rule("rule-a", FIRST), b=rule("rule-b", same), c=rule("rule-c", other))
    assert [one.id for one in found] == ["rule-a", "rule-b"]
    error = only(errors)
    assert (error.path, error.line) == ("c.yaml", 11)
    assert "rule-a (a.yaml)" in error.message
    assert "year (days)" in error.message


def test_a_kind_that_nothing_gives_is_unknown_and_the_nearest_is_named(load: Load) -> None:
    found, errors = load(a=rule("rule-a", FIRST), b=rule("rule-b", SECOND.replace("loose u", "lose u")))
    assert [one.id for one in found] == ["rule-a"]
    assert "no kind of fact `lose`" in only(errors).message
    assert "`loose`" in str(only(errors).hint)


@pytest.mark.parametrize("key", ["none: [", "some: [", "with: ["])
def test_a_rule_cannot_read_what_follows_from_itself(load: Load, key: str) -> None:
    tie = "loose u]\nwhere: [u.contract == c.id]" if key.startswith("with") else "loose u where u.contract == c.id]"
    found, errors = load(
        a=rule("rule-a", f"{FIRST}\n{key}{tie}"), b=rule("rule-b", "for: contract c\nviolated: [c.expired]")
    )
    assert [one.id for one in found] == ["rule-b"]
    assert "rule-a → rule-a" in only(errors).message
    assert (only(errors).path, only(errors).line) == ("a.yaml", 11)


def test_a_circle_through_several_rules_is_told_whole_in_each_of_them(load: Load) -> None:
    closing = (
        "for: contract c\nnone: [shaky u where u.initiative == c.id]\nconclude: {loose: {contract: c.id, year: c.year}}"
    )
    found, errors = load(a=rule("rule-a", SECOND), b=rule("rule-b", closing), c=rule("rule-c", THIRD))
    assert found == []
    assert [(error.path, error.message.rpartition(": ")[2]) for error in errors] == [
        ("a.yaml", "rule-a → rule-b → rule-a"),
        ("b.yaml", "rule-b → rule-a → rule-b"),
        ("c.yaml", "a.yaml would, and is no rule"),
    ]
    assert [error.line for error in errors] == [11, 11, 10]


def test_a_circle_through_a_count_is_refused_too(load: Load) -> None:
    counting = (
        "for: contract c\ncount: {n: {over: shaky u where u.initiative == c.id}}\nviolated: [n > 1]\n"
        "conclude: {loose: {contract: c.id, year: c.year}}"
    )
    _, errors = load(a=rule("rule-a", SECOND), b=rule("rule-b", counting))
    assert len(errors) == 2


def test_who_reads_from_a_file_that_is_no_rule_is_told_so(load: Load) -> None:
    broken = rule("rule-a", FIRST.replace("c.route", "c.rute"))
    found, errors = load(a=broken, b=rule("rule-b", SECOND), c=rule("rule-c", THIRD))
    assert found == []
    assert [error.path for error in errors] == ["a.yaml", "b.yaml", "c.yaml"]
    assert "a.yaml would, and is no rule" in errors[1].message
    assert errors[1].line == 10


def test_own_rules_read_what_rules_beside_them_conclude(tmp_path: Path, kinds: Mapping[str, FactKind]) -> None:
    for folder, id_, body in (("given", "rule-a", FIRST), ("own", "rule-b", SECOND)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{id_}.yaml").write_text(rule(id_, body), encoding="utf-8")
    given, _ = load_rules(kinds, [tmp_path / "given"], built_in=False)
    own, errors = load_rules(kinds, [tmp_path / "own"], built_in=False, beside=given)
    assert ([one.id for one in own], errors) == (["rule-b"], [])
    both, errors = load_rules(kinds, [tmp_path / "own", tmp_path / "given"], built_in=False)
    assert ([one.id for one in both], errors) == (["rule-a", "rule-b"], [])


def test_rules_beside_take_part_in_circles_and_may_be_replaced(tmp_path: Path, kinds: Mapping[str, FactKind]) -> None:
    def written(name: str, body: str) -> Path:
        (tmp_path / name).mkdir()
        (tmp_path / name / "rule.yaml").write_text(rule(name, body), encoding="utf-8")
        return tmp_path / name

    given, _ = load_rules(kinds, [written("rule-a", FIRST), written("rule-b", SECOND)], built_in=False)
    reading = "for: initiative i\nsome: [shaky u where u.initiative == i.id]"
    closing = f"{reading}\nconclude: {{loose: {{contract: i.id, year: i.year}}}}"
    folder = written("rule-c", closing)
    own, errors = load_rules(kinds, [folder], built_in=False, beside=given)
    assert own == []
    assert "rule-c → rule-b → rule-c" in only(errors).message
    again, errors = load_rules(kinds, [tmp_path / "rule-b"], built_in=False, beside=given)
    assert ([one.id for one in again], errors) == (["rule-b"], [])


def test_premises_are_found_through_other_rules(load: Load) -> None:
    found, _ = load(a=rule("rule-a", FIRST), b=rule("rule-b", SECOND), c=rule("rule-c", THIRD))
    by_id = {one.id: one for one in found}
    assert [one.id for one in with_premises([by_id["rule-c"]], found)] == ["rule-c", "rule-b", "rule-a"]
    assert [one.id for one in with_premises([by_id["rule-a"]], found)] == ["rule-a"]


def test_the_schema_knows_what_is_concluded(load: Load, kinds: Mapping[str, FactKind]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    found, _ = load(a=rule("rule-a", FIRST), b=rule("rule-b", SECOND))
    validator = jsonschema.Draft202012Validator(rule_schema(with_conclusions(kinds, found)))
    good = {
        "conclude": {"shaky": {"initiative": "i.id", "n": 3, "sure": True}},
        "some": ["loose u where u.contract == i.id"],
    }
    bad = {"conclude": {"Shaky": {"initiative": ["i.id"]}}, "some": ["lose u where u.contract == i.id"]}

    def wrong(instance: object) -> set[str]:
        return {str(error.path[0]) for error in validator.iter_errors(instance) if error.path}

    assert wrong(good) == set()
    assert wrong(bad) == {"conclude", "some"}
