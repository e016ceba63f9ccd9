"""Every kind of mistake in a rule file is told with its file, its line and what was probably meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from consistency.model.facts import FactKind
from consistency.rulebook.loader import load_rules

BASE = """\
id: some-rule
severity: error
title: {nl: a, en: a}
why: {nl: a, en: a}
repair: {nl: a, en: a}
source: s
message: {nl: m, en: m}
examples: {}
"""
FOR = "for: contract c\n"
VIOLATED = "violated: [c.route missing]\n"

# what is added to BASE, the line it is told at (BASE has 8), a part of the message, a part of the hint
CASES = {
    "unknown-key": (FOR + VIOLATED + "eviden: [c.ends]\n", 11, "no key `eviden`", "`evidence`"),
    "duplicate-key": (FOR + FOR + VIOLATED, 10, "'for' is here twice", "line 9"),
    "alias": ("for: &a contract c\n" + VIOLATED, 9, "aliases", "write the value out"),
    "tag": ("for: !kind contract c\n" + VIOLATED, 9, "tags", "quote"),
    "no-violated": (FOR, 1, "never says when", "violated, none or some"),
    "no-for": (VIOLATED, 1, "no `for`", "rules new"),
    "two-fors": ("for: [contract c, contract d]\n" + VIOLATED, 9, "one pattern", "with"),
    "unknown-kind": ("for: contrakt c\n" + VIOLATED, 9, "no kind of fact `contrakt`", "`contract`"),
    "no-variable": ("for: contract\n" + VIOLATED, 9, "no pattern", "contract c"),
    "reserved-variable": ("for: contract set\nviolated: [set.as_of missing]\n", 9, "cannot be a name", "short word"),
    "variable-twice": (FOR + "with: [initiative c]\n" + VIOLATED, 10, "used twice", None),
    "where-in-for": ("for: contract c where c.route missing\n" + VIOLATED, 9, "under `where`", None),
    "unknown-attribute": (FOR + "violated:\n  - c.route missing\n  - c.end == c.ends\n", 12, "`end`", "`ends`"),
    "unknown-variable": (FOR + "violated: [d.route missing]\n", 10, "no variable `d`", "known: c"),
    "unknown-aggregate": (FOR + "violated: [total > c.value]\n", 10, "no aggregate `total`", None),
    "unknown-parameter": (FOR + "violated: [c.year > param.limit]\n", 10, "no parameter `limit`", None),
    "text-compared": (FOR + "violated: [c.title == Zaak]\n", 10, "text with a token", "for people"),
    "types-differ": (FOR + "violated: [c.ends > c.year]\n", 10, "days with an integer", "within"),
    "amount-and-token": (FOR + "violated: [c.value == c.route]\n", 10, "an amount with a token", None),
    "sets-ordered": (FOR + "violated: [c.serves < c.serves]\n", 10, "a set of tokens", "overlaps"),
    "flag-compared": (FOR + "violated: [c.expired == true]\n", 10, "a flag", "not c.expired"),
    "alone-but-no-flag": (FOR + "violated: [c.route]\n", 10, "is no flag", "present/missing"),
    "two-constants": (FOR + "violated: [1 < 2, c.route missing]\n", 10, "two constants", None),
    "blank-of-token": (FOR + "violated: [c.route blank]\n", 10, "only an amount", "missing"),
    "sum-of-days": (FOR + "violated: [c.ends + c.ends > c.ends]\n", 10, "between amounts", None),
    "empty-list": (FOR + "violated:\n- c.route in []\n", 11, "can never hold", None),
    "list-in-brackets": (FOR + "violated: [c.route in [a]]\n", 10, "not YAML", None),
    "or": (FOR + "violated: [c.route missing or c.year == 1]\n", 10, "`or`", "joined by"),
    "single-equals": (FOR + "violated: [c.route = a]\n", 10, "cannot read", "=="),
    "misspelt-operator": (FOR + "violated: [c.route mising]\n", 10, "`mising`", "`missing`"),
    "minus-without-space": (FOR + "violated: [c.year-1 > 3]\n", 10, "no attribute `year-1`", "`year`"),
    "bracket-open": (FOR + "violated: [(c.year + 1 > 3]\n", 10, "bracket", None),
    "nothing-after": (FOR + "violated: [c.year >]\n", 10, "missing at the end", None),
    "word-missing-as-token": (FOR + "violated: [c.route == missing]\n", 10, "the word missing", "write `x missing`"),
    "missing-and-used": (
        FOR + "where: [c.ends missing, c.ends within set.horizon]\n" + VIOLATED, 10, "never hold", None,
    ),
    "missing-and-violated": (FOR + "where: [c.route present]\n" + VIOLATED, 11, "never hold", None),
    "two-values": (FOR + "where: [c.route == a, c.route == b]\nviolated: [c.year > 1]\n", 10, "never hold", None),
    "value-not-in-list": (
        FOR + "where:\n- c.route in [a, b]\n- c.route == c\n" + "violated: [c.year > 1]\n", 11, "never", None,
    ),
    "bounds-apart": (FOR + "violated: [c.year > 3, c.year < 4]\n", 10, "never hold", None),
    "flag-and-not": (FOR + "violated: [c.expired, not c.expired]\n", 10, "never hold", None),
    "not-itself": (FOR + "violated: [c.route != c.route]\n", 10, "never hold", None),
    "less-and-more": (FOR + "violated: [c.year < set.first_year, set.first_year < c.year]\n", 10, "never hold", None),
    "has-and-lacks": (FOR + "violated: [c.serves == N, c.serves != N]\n", 10, "never hold", None),
    "none-never": (
        FOR + "where: [c.route missing]\nnone: [initiative i where i.id == c.id and c.route == a]\n",
        11, "never hold", None,
    ),
    "untied-with": (
        FOR + "with: [initiative i]\nwhere: [i.year > c.year]\n" + VIOLATED, 10, "ties `initiative i`", "equality",
    ),
    "untied-none": (
        FOR + "none: [initiative i where i.priority == AO]\n", 10, "ties `initiative i`", "i.replaces == c.id",
    ),
    "tied-by-set-only": (
        FOR + "none: [initiative i where i.year == set.first_year]\n", 10, "ties `initiative i`", None,
    ),
    "none-without-where": (FOR + "none: [initiative i]\n", 10, "ties `initiative i`", None),
    "untied-aggregate": (
        FOR + "sum:\n  s: {of: i.cost, over: initiative i, where: [i.year > c.year]}\nviolated: [s > c.value]\n",
        11, "ties `initiative i`", None,
    ),
    "sum-without-of": (FOR + "sum: {s: {over: initiative i}}\nviolated: [s > 1]\n", 10, "no `of`", "of: p.amount"),
    "count-with-of": (
        FOR + "count: {n: {of: i.cost, over: initiative i}}\nviolated: [n > 1]\n", 10, "no key `of`", None,
    ),
    "sum-of-tokens": (
        FOR + "sum: {s: {of: i.id, over: initiative i, where: [i.id == c.id]}}\nviolated: [s > 1]\n", 10,
        "no sum", None,
    ),
    "of-other-variable": (
        FOR + "sum: {s: {of: c.value, over: initiative i, where: [i.id == c.id]}}\nviolated: [s > 1]\n",
        10, "variable of `over`", "i.amount",
    ),
    "unused-aggregate": (
        FOR + "count: {n: {over: initiative i, where: [i.id == c.id]}}\n" + VIOLATED, 10, "`n` is not used", None,
    ),
    "aggregate-attribute": (
        FOR + "count: {n: {over: initiative i, where: [i.id == c.id]}}\nviolated: [n.cuont > 1]\n", 11,
        "`cuont`", "count",
    ),
    "unused-parameter": (FOR + "parameters: {p: {default: 3}}\n" + VIOLATED, 10, "`p` is not used", None),
    "parameter-without-value": (
        FOR + "parameters: {p: {type: integer}}\nviolated: [c.year > param.p]\n", 10, "neither", None,
    ),
    "parameter-type": (
        FOR + "parameters: {p: {type: euro, default: 1}}\nviolated: [c.year > param.p]\n", 10, "`euro`", "amount",
    ),
    "parameter-value": (
        FOR + "parameters: {p: {type: amount, default: veel}}\nviolated: [c.value > param.p]\n", 10, "`veel`", None,
    ),
    "parameter-day": (
        FOR + "parameters:\n  p:\n    type: integer\n    values:\n    - {from: 1-1-2022, value: 3}\n"
        "violated: [c.year > param.p]\n",
        14, "no date", "2024-01-31",
    ),
    "parameter-overlap": (
        FOR + "parameters: {p: {type: integer, values: [{from: 2022-01-01, value: 3}, {from: 2023-01-01, value: 4}]}}\n"
        "violated: [c.year > param.p]\n", 10, "at one time", None,
    ),
    "parameter-backwards": (
        FOR + "parameters: {p: {type: integer, values: [{from: 2022-01-01, until: 2021-01-01, value: 3}]}}\n"
        "violated: [c.year > param.p]\n", 10, "before `from`", None,
    ),
    "parameter-at": (
        FOR + "parameters: {p: {default: 3, at: c.year}}\nviolated: [c.year > param.p]\n", 10, "holds days", None,
    ),
    "subject": (FOR + VIOLATED + "subject: d\n", 11, "no variable `d`", None),
    "slot-amount": (FOR + VIOLATED + "slot: {value: c.value}\n", 11, "cannot be in a slot", None),
    "evidence": (FOR + VIOLATED + "evidence: [c.ens]\n", 11, "`ens`", "`ends`"),
    "difference": (FOR + VIOLATED + "difference: c.year - 1\n", 11, "of amounts", None),
    "escalate": (FOR + VIOLATED + "escalate: {severity: error}\n", 11, "severity and a `where`", None),
    "placeholder": (FOR + VIOLATED + "arithmetic: {nl: '{c.titel}', en: x}\n", 11, "`titel`", "`title`"),
    "brace": (FOR + VIOLATED + "arithmetic: {nl: '{c.title', en: x}\n", 11, "brace", "{{"),
    "one-language": (FOR + VIOLATED + "arithmetic: {nl: x}\n", 11, "not there in 'en'", "nl: …, en: …"),
    "no-text": (FOR + VIOLATED + "tags: [[a]]\n", 11, "not a text", "quote"),
    "waivable": (FOR + VIOLATED + "waivable: maybe\n", 11, "true or false", None),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_with_place_and_hint(case: str, tmp_path: Path, kinds: Mapping[str, FactKind]) -> None:
    text, line, message, hint = CASES[case]
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "rule.yaml").write_text(BASE + text, encoding="utf-8")
    rules, errors = load_rules(kinds, [tmp_path], built_in=False)
    assert rules == []
    (error,) = errors
    assert (error.path, error.line) == ("own/rule.yaml", line)
    assert message in error.message
    assert hint is None or hint in str(error.hint)


@pytest.mark.parametrize(
    ("old", "new", "line", "hint"),
    [
        ("id: some-rule", "id: Some_Rule", 1, "hyphens"),
        ("severity: error", "severity: eror", 2, "`error`"),
        ("title: {nl: a, en: a}", "title: een titel", 3, "key: value"),
        ("examples: {}", "examples: {violates: [{plan: {}}]}", 8, None),
        ("examples: {}", "examples: {violates: [{plan: {}, expect: []}]}", 8, None),
        ("examples: {}", "examples: {violated: []}", 8, "`violates`"),
        ("source: s\n", "", 1, "rules new"),
    ],
)
def test_what_every_rule_has_is_checked(
    old: str, new: str, line: int, hint: str | None, load: Callable[..., tuple[list[object], list[Exception]]]
) -> None:
    _, (error,) = load(rule=BASE.replace(old, new) + FOR + VIOLATED)
    assert getattr(error, "line", None) == line
    assert hint is None or hint in str(getattr(error, "hint", None))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a: [b", "YAML"),
        (b"a: 1\n---\nb: 2\n", "one document"),
        (b"- a\n", "not a mapping"),
        (b"a: " + b"[" * 200 + b"]" * 200, "nested"),
        (b"#" * 1_000_001, "larger"),
        (b"a: \x01", "YAML"),
        (b"? [a]\n: b\n", "key"),
    ],
)
def test_a_file_that_is_no_rule_file_is_refused(
    data: bytes, message: str, tmp_path: Path, kinds: Mapping[str, FactKind]
) -> None:
    (tmp_path / "rule.yaml").write_bytes(data)
    _, (error,) = load_rules(kinds, [tmp_path], built_in=False)
    assert message in error.message
    assert error.path == "rule.yaml"
