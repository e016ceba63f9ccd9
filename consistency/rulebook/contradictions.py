"""Conditions that can never hold together: such a rule would pass on everything and look as if it had checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from consistency.model.facts import Type
from consistency.rulebook.expressions import COMPARISONS, Condition, Literal, Operand
from consistency.rulebook.ties import EXACT

_ALLOWS = {
    "==": {"="}, "!=": {"<", ">"}, "<": {"<"}, "<=": {"<", "="}, ">": {">"}, ">=": {">", "="},
    "contains": {"in"}, "lacks": {"out"},
}  # fmt: skip
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def contradiction(conditions: Iterable[Condition]) -> str | None:
    """What cannot hold, in the words of the rule; None where nothing of the kind is seen."""
    conditions = list(conditions)
    return _missing(conditions) or _pairs(conditions) or _constants(conditions)


def _missing(conditions: list[Condition]) -> str | None:
    absent = {c.left: c for c in conditions if c.op == "missing"}
    for other in conditions:
        for column in other.columns():
            if other.op != "missing" and column in absent:
                return _both(absent[column], other)
    kinds: dict[Operand, Condition] = {}
    for condition in conditions:
        if condition.op in ("true", "false", "stated", "blank"):
            first = kinds.setdefault(condition.left, condition)
            if first.op != condition.op:
                return _both(first, condition)
    return None


def _pairs(conditions: list[Condition]) -> str | None:
    """`a < b and a > b`, `a != a`; of days and amounts too."""
    left_over: dict[tuple[Operand, Operand], set[str]] = {}
    first: dict[tuple[Operand, Operand], Condition] = {}
    for condition in conditions:
        if condition.op not in _ALLOWS or condition.right is None:
            continue
        op, pair = condition.op, (condition.left, condition.right)
        if pair[0] == pair[1]:
            if "=" not in _ALLOWS[op]:
                return condition.text
            continue
        if op in COMPARISONS and repr(pair[0]) > repr(pair[1]):
            op, pair = _MIRRORED.get(op, op), (pair[1], pair[0])
        rest = left_over.setdefault(pair, _ALLOWS[op] | {"<", "=", ">"} if op in COMPARISONS else {"in", "out"})
        rest &= _ALLOWS[op]
        if not rest:
            return _both(first[pair], condition)
        first.setdefault(pair, condition)
    return None


def _constants(conditions: list[Condition]) -> str | None:
    by_operand: dict[Operand, list[Condition]] = defaultdict(list)
    for condition in conditions:
        if isinstance(condition.right, Literal) and condition.left.type in EXACT:
            by_operand[condition.left].append(condition)
        elif isinstance(condition.left, Literal) and condition.right is not None and condition.right.type in EXACT:
            op = _MIRRORED.get(condition.op, condition.op)
            by_operand[condition.right].append(Condition(op, condition.right, condition.left, condition.text))
    for found in by_operand.values():
        if clash := _values_clash(found):
            return clash
    return None


def _values_clash(conditions: list[Condition]) -> str | None:
    """Over one operand: some value of the narrowest list must pass all other tests; bounds must leave room."""
    lists = [c for c in conditions if c.op in ("==", "in")]
    if lists:
        narrowest = min(lists, key=lambda c: len(_values(c)))
        left = [value for value in _values(narrowest) if all(_passes(value, c) for c in conditions)]
        blamed = next((c for c in conditions if not any(_passes(v, c) for v in _values(narrowest))), conditions[-1])
        return None if left else _both(narrowest, blamed)
    numbers = [c for c in conditions if c.left.type in (Type.INTEGER, Type.NUMBER)]
    for low in (c for c in numbers if c.op in (">", ">=")):
        for high in (c for c in numbers if c.op in ("<", "<=")):
            if not _room(low, high):
                return _both(low, high)
    return None


def _room(low: Condition, high: Condition) -> bool:
    strict = (low.op == ">") + (high.op == "<")
    room = Decimal(_values(high)[0]) - Decimal(_values(low)[0])
    whole = low.left.type is Type.INTEGER and all(v == int(v) for v in (*_values(low), *_values(high)))
    return room >= strict if whole else room > 0 or (room == 0 and not strict)


def _values(condition: Condition) -> tuple[Any, ...]:
    assert isinstance(condition.right, Literal)
    value = condition.right.value
    return value if condition.op in ("in", "not in") and isinstance(value, tuple) else (value,)


def _passes(value: Any, condition: Condition) -> bool:
    others = _values(condition)
    match condition.op:
        case "==" | "in":
            return value in others
        case "!=" | "not in":
            return value not in others
        case "<":
            return bool(value < others[0])
        case "<=":
            return bool(value <= others[0])
        case ">":
            return bool(value > others[0])
        case ">=":
            return bool(value >= others[0])
    return True


def _both(one: Condition, other: Condition) -> str:
    return one.text if one is other else f"{one.text} and {other.text}"
