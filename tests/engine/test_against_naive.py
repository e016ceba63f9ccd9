"""The native evaluator against one too simple to be wrong: all combinations of facts, each condition by definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import inf
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from consistency.errors import InvalidRule
from consistency.model.amount import Amount
from consistency.model.dates import Days
from consistency.model.facts import FactBase, Type
from consistency.model.finding import RuleOutcome
from consistency.rulebook.expressions import Arithmetic, Column, Condition, Literal, Operand
from consistency.rulebook.rule import Pattern, Rule

if TYPE_CHECKING:
    Lab = Any  # the helper of conftest.py

NO, UNDECIDED, POSSIBLE, YES = range(4)
UNSAID = object()
Row = Mapping[str, Any]
Span = tuple[float, float]

# --- the naive evaluator --------------------------------------------------------------------------------------------


def naive(rule: Rule, facts: FactBase) -> tuple[int, dict[Any, int]]:
    """How many places it looks at, and the truth by place where it is not NO."""
    everything = {table.kind.name: _rows(table) for table in facts}
    set_row = {k: UNSAID if v is None else v for k, v in everything["set"][0].items()}
    found: dict[Any, int] = {}
    for rows in product(*(everything[pattern.kind.name] for pattern in rule.patterns)):
        env: dict[str, Any] = {"set": set_row, **{p.var: row for p, row in zip(rule.patterns, rows, strict=True)}}
        sureness = [_sureness(row) for row in rows]
        env["aggregate"] = {}
        for aggregate in rule.aggregates:
            matches = _matches(aggregate.over, everything, env)
            of = aggregate.of
            having = [(row, t) for row, t in matches if t != UNDECIDED and (not of or row[of.attribute] is not None)]
            members = [row for row, _ in having if _sureness(row) != UNDECIDED]
            surest = [truth for _, truth in matches] + [_sureness(row) for row, _ in having]
            known = UNDECIDED not in surest
            env["aggregate"][aggregate.name] = _aggregate(aggregate.function, of, members) if known else UNSAID
            env["aggregate"][f"{aggregate.name}.count"] = len(members) if known else UNSAID
            sureness += surest
        applies = min(YES, *(judge(c, env) for c in rule.where), *sureness) if rule.where else min(YES, *sureness)
        if applies == NO:
            continue
        truths = [applies, *(judge(condition, env) for condition in rule.violated)]
        for pattern in rule.none:
            truths += [_blocked(row, truth) for row, truth in _matches(pattern, everything, env)]
        for pattern in rule.some:
            truths.append(max((min(t, _sureness(row)) for row, t in _matches(pattern, everything, env)), default=NO))
        subjects = tuple(dict.fromkeys(env[var]["subject"] for var in rule.subject))
        place = (subjects, tuple(_value(v, env) if isinstance(v, Column) else v for v in rule.slot.values()))
        found[place] = max(found.get(place, NO), min(truths))
    return len(found), {place: truth for place, truth in found.items() if truth != NO}


def _rows(table: Any) -> list[dict[str, Any]]:
    return [
        {
            **dict(zip(table.kind.attributes, row, strict=True)),
            "sure": table.sure[i],
            "subject": table.subjects[i][:1],
        }
        for i, row in enumerate(table.rows)
    ]


def _sureness(row: Row) -> int:
    return row["sure"]  # type: ignore[no-any-return]


def _blocked(row: Row, truth: int) -> int:
    """What this match leaves of `there is none`: nothing where both it and the fact are certain."""
    found = min(truth, _sureness(row))
    return NO if found == YES else found


def _matches(pattern: Pattern, everything: Mapping[str, list[Any]], env: Mapping[str, Any]) -> list[tuple[Any, int]]:
    found = []
    for row in everything[pattern.kind.name]:
        truth = min([YES, *(judge(condition, {**env, pattern.var: row}) for condition in pattern.where)])
        if truth != NO:
            found.append((row, truth))
    return found


def _aggregate(function: str, of: Column | None, members: Sequence[Row]) -> Any:
    if of is None:
        return len(members)
    values = [row[of.attribute] for row in members]
    if not values:
        return None
    reduce: Any = sum if function == "sum" else max if function == "max" else min
    if of.type is Type.AMOUNT:
        spans = [_spans(value) for value in values]
        return tuple((reduce(s[k][0] for s in spans), reduce(s[k][1] for s in spans)) for k in (0, 1))
    if of.type is Type.DAYS:
        return Days(reduce(v.first for v in values), reduce(v.last for v in values))
    return reduce(values)


def _spans(value: Any) -> tuple[Span, Span]:
    """(written, meant)"""
    if not isinstance(value, Amount):
        return value  # type: ignore[no-any-return]
    return tuple((i.low, inf if i.high is None else i.high) for i in (value.written, value.meant))  # type: ignore[return-value]


def _value(operand: Operand, env: Mapping[str, Any]) -> Any:
    if isinstance(operand, Literal):
        return operand.value
    if isinstance(operand, Column):
        return env[operand.var][operand.attribute]
    assert isinstance(operand, Arithmetic)
    left, right = _value(operand.left, env), _value(operand.right, env)
    if left is None or right is None:
        return None
    if left is UNSAID or right is UNSAID:
        return UNSAID
    if operand.type is not Type.AMOUNT:
        return left + right if operand.op == "+" else left - right
    pairs = zip(_spans(left), _spans(right), strict=True)
    if operand.op == "+":
        return tuple((a[0] + b[0], a[1] + b[1]) for a, b in pairs)
    return tuple((a[0] - b[1], a[1] - b[0]) for a, b in pairs)


def judge(condition: Condition, env: Mapping[str, Any]) -> int:
    left = _value(condition.left, env)
    if condition.op in ("missing", "present"):
        if left is UNSAID and isinstance(condition.left, Column) and condition.left.var == "aggregate":
            return UNDECIDED
        return YES if (left is None or left is UNSAID) == (condition.op == "missing") else NO
    right: Any = _value(condition.right, env) if condition.right is not None else 0
    if left is None or right is None:
        return NO
    if left is UNSAID or right is UNSAID:
        return UNDECIDED
    if condition.op in ("<", "<=", ">", ">=", "==", "!=") and condition.left.type in (Type.AMOUNT, Type.DAYS):
        return _intervals(condition.op, left, right, condition.left.type)
    holds: dict[str, Callable[[], Any]] = {
        "true": lambda: left is True, "false": lambda: left is False,
        "stated": lambda: left.stated, "blank": lambda: left.outcome == "blank",
        "==": lambda: left == right, "!=": lambda: left != right, "<": lambda: left < right,
        "<=": lambda: left <= right, ">": lambda: left > right, ">=": lambda: left >= right,
        "in": lambda: left in right,
        "not in": lambda: left not in right, "contains": lambda: right in left, "lacks": lambda: right not in left,
        "overlaps": lambda: set(left) & set(right), "subset_of": lambda: set(left) <= set(right),
    }  # fmt: skip
    if condition.op == "within" and isinstance(left, Days):
        inside = [right.first <= end <= right.last for end in left]
        return YES if all(inside) else NO if left.last < right.first or right.last < left.first else UNDECIDED
    if condition.op == "within":
        return YES if right.first.year <= left <= right.last.year else NO
    return YES if holds[condition.op]() else NO


_ORDER: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def _intervals(op: str, left: Any, right: Any, type_: Type) -> int:
    """By the ends of the intervals: a comparison holds for all values, or for none, where it does for all ends."""
    written, meant = (
        ((left, right), (left, right)) if type_ is Type.DAYS else zip(_spans(left), _spans(right), strict=True)
    )
    equal = {which: a[0] <= b[1] and b[0] <= a[1] for which, (a, b) in (("written", written), ("meant", meant))}
    if op == "==":
        return YES if equal["written"] else NO
    if op == "!=":
        return NO if equal["written"] else POSSIBLE if equal["meant"] else YES
    compare = _ORDER[op]
    ends = [compare(a, b) and not (a == b == inf) for a in meant[0] for b in meant[1]]
    if all(ends):
        return YES
    if not any(ends) and not (inf in meant[0] and op[0] == ">") and not (inf in meant[1] and op[0] == "<"):
        return NO
    return (
        POSSIBLE if type_ is Type.AMOUNT and all(compare(a, b) for a in written[0] for b in written[1]) else UNDECIDED
    )


# --- facts and rules ------------------------------------------------------------------------------------------------

WORDS = ["a", "b", "c"]
VALUES = {
    "id": st.sampled_from(WORDS), "group": st.sampled_from([*WORDS, None]), "year": st.sampled_from([2023, 2024, None]),
    "tags": st.sampled_from([("a",), ("a", "b"), ("c",), (), None]), "flag": st.sampled_from([True, False, None]),
    "weight": st.sampled_from([Decimal("1.5"), Decimal(2024), None]),
    "amount": st.sampled_from(["1", "2", "1 - 2", "PM", "", "nihil", "2 mln", None]),
    "day": st.sampled_from(["2023", "2024", "1 juni 2024", "juni 2024", "31-12-2023", None]),
}  # fmt: skip
FACT = st.fixed_dictionaries({**VALUES, "certain": st.sampled_from([True, True, True, False])})
OF_ONE = [
    "{x}.group == a", "{x}.group != a", "{x}.group in [a, b]", "{x}.group not in [a]", "{x}.tags == a", "{x}.tags != a",
    "{x}.tags subset_of [a, b]", "{x}.flag", "not {x}.flag", "{x}.year >= 2024", "{x}.amount stated",
    "{x}.amount blank",
    "{x}.amount missing", "{x}.day present", "{x}.day < set.as_of", "{x}.day within set.horizon", "{x}.amount > '€ 1'",
    "{x}.amount + {x}.amount >= '€ 3'", "{x}.weight > {x}.year", "{x}.year within set.horizon", "{x}.amount != 1",
    "{x}.year + 1 > 2024", "{x}.amount - 1 <= 0", "set.as_of missing", "{x}.day == set.as_of",
]  # fmt: skip
OF_TWO = [
    "{x}.amount == {y}.amount", "{x}.amount < {y}.amount", "{x}.day <= {y}.day", "{x}.day != {y}.day",
    "{x}.id < {y}.id", "{x}.tags overlaps {y}.tags", "{x}.tags == {y}.tags", "{x}.year != {y}.year",
    "{x}.amount - {y}.amount > 0",
]  # fmt: skip
TIES = [
    "{x}.group == {y}.id", "{x}.tags == {y}.id", "{x}.id in {y}.tags", "{x}.tags overlaps {y}.tags",
    "{x}.tags == {y}.tags", "{x}.year == {y}.year + 1", "{x}.year == {y}.weight", "{x}.flag == {y}.flag",
    "{x}.group == {y}.group",
]  # fmt: skip
OF_SUM = ["s > t.amount", "s != t.amount", "s - t.amount > 0", "s.count > 1", "s missing", "s <= '€ 2'"]
KINDS = st.sampled_from(["thing", "part"])


@st.composite
def rule_texts(draw: st.DrawFn) -> str:
    def some(templates: Sequence[str], x: str, y: str = "t", most: int = 2) -> list[str]:
        return [c.format(x=x, y=y) for c in draw(st.lists(st.sampled_from(templates), max_size=most, unique=True))]

    def inner(var: str) -> str:
        conditions = [
            draw(st.sampled_from(TIES)).format(x=var, y="t"),
            *some(OF_ONE, var, most=1),
            *some(OF_TWO, var, most=1),
        ]
        return " and ".join(draw(st.permutations(conditions)))

    lines, where, violated = ["for: thing t"], some(OF_ONE, "t"), some(OF_ONE, "t")
    if draw(st.booleans()):
        lines.append(f"with: [{draw(KINDS)} w]\nsubject: {draw(st.sampled_from(['t', '[t, w]', 'w']))}")
        where += [draw(st.sampled_from(TIES)).format(x="w", y="t"), *some(OF_ONE, "w", most=1)]
        violated += some(OF_TWO, "w")
    if draw(st.booleans()):
        function, of = draw(st.sampled_from([("sum", "amount"), ("max", "amount"), ("min", "amount")]))
        lines.append(f'{function}:\n  s: {{of: p.{of}, over: part p, where: ["{inner("p")}"]}}')
        draw(st.sampled_from([where, violated])).append(draw(st.sampled_from(OF_SUM)))
    for key in draw(st.sampled_from([(), ("none",), ("some",), ("none", "some")])):
        lines.append(f'{key}: ["{draw(KINDS)} {key[:2]} where {inner(key[:2])}"]')
    for key, conditions in (("where", where), ("violated", violated or ["t.id present"])):
        lines.append(f"{key}:" + ("".join(f'\n- "{c}"' for c in draw(st.permutations(conditions))) or " []"))
    return "\n".join(lines) + "\n"


@settings(max_examples=400, deadline=None)
@given(
    text=rule_texts(),
    things=st.lists(FACT, min_size=3, max_size=5),
    parts=st.lists(FACT, min_size=3, max_size=6),
    said=st.fixed_dictionaries({}, optional={"as_of": st.just("1 juni 2024"), "horizon": st.just("2024")}),
)
def test_both_find_the_same(
    lab: Lab, text: str, things: list[dict[str, Any]], parts: list[dict[str, Any]], said: dict[str, str]
) -> None:
    try:
        rule = lab.rule(text)
    except InvalidRule as error:
        assert "never hold" in error.message or "does not compare" in error.message, error
        assume(False)
    facts = lab.facts(**said)
    for kind, rows in (("thing", things), ("part", parts)):
        for row in rows:
            given_values = {name: value for name, value in row.items() if value is not None}
            lab.add(facts, kind, given_values.pop("id"), **given_values)
    outcome: RuleOutcome = lab.run(text, facts)
    assert outcome.error is None
    looked, expected = naive(rule, facts)
    found = {_place(f): POSSIBLE if f.certainty == "possible" else YES for f in outcome.findings}
    found |= {_place(u): UNDECIDED for u in outcome.undecided}
    expected = {
        (tuple(s for one in subjects for s in one), slot): truth for (subjects, slot), truth in expected.items()
    }
    assert (outcome.subjects, found) == (looked, expected)


def _place(what: Any) -> tuple[Any, ...]:
    return what.subjects, tuple(what.slot.values())
