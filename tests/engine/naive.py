"""An evaluator too simple to be wrong: all combinations of facts, each condition by definition. No index, no order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import inf
from operator import ge, gt, le, lt
from typing import Any

from consistency.model.amount import Amount
from consistency.model.dates import Days
from consistency.model.facts import FactBase, Type
from consistency.rulebook.expressions import Arithmetic, Column, Condition, Literal, Operand
from consistency.rulebook.rule import Pattern, Rule

NO, UNDECIDED, POSSIBLE, YES = range(4)
UNSAID = object()
Row = Mapping[str, Any]
Span = tuple[float, float]


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
            members = [row for row, truth in matches if truth != UNDECIDED]
            if aggregate.of:
                members = [row for row in members if row[aggregate.of.attribute] is not None]
            env["aggregate"][aggregate.name] = _aggregate(aggregate.function, aggregate.of, members)
            env["aggregate"][f"{aggregate.name}.count"] = len(members)
            sureness += [truth for _, truth in matches] + [_sureness(row) for row in members]
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
            "certain": table.certain[i],
            "subject": table.subjects[i][:1],
        }
        for i, row in enumerate(table.rows)
    ]


def _sureness(row: Row) -> int:
    return YES if row["certain"] else POSSIBLE


def _blocked(row: Row, truth: int) -> int:
    """What this match leaves of `there is none`: nothing where both it and the fact are certain."""
    return truth if truth != YES else NO if row["certain"] else POSSIBLE


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
    if operand.type is not Type.AMOUNT:
        return left + right if operand.op == "+" else left - right
    pairs = zip(_spans(left), _spans(right), strict=True)
    if operand.op == "+":
        return tuple((a[0] + b[0], a[1] + b[1]) for a, b in pairs)
    return tuple((a[0] - b[1], a[1] - b[0]) for a, b in pairs)


def judge(condition: Condition, env: Mapping[str, Any]) -> int:
    left = _value(condition.left, env)
    if condition.op in ("missing", "present"):
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
