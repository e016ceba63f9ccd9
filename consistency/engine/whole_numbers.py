"""Values and comparisons as whole numbers, for an engine that compares nothing else safely.

An amount is four numbers, a date two; without an upper bound an amount's is UNBOUNDED. A comparison of intervals is one
of their ends: at `Level.MAYBE` it holds where the judge of `truth` says anything but NO, at `Level.SURE` where it says
YES.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from enum import Enum
from typing import Any, Literal, NamedTuple

from consistency.engine.reasons import LeftToNative
from consistency.model.facts import Type
from consistency.rulebook.expressions import FLIPPED, Condition

BOUND = 1 << 53
"""No number that takes part is as large as this: beyond it, numbers are not exact everywhere on the way."""
UNBOUNDED = BOUND - 1
SCALE = 10**6
"""Where whole numbers are compared with decimals, both are counted in millionths."""


class NoWholeNumber(LeftToNative):
    """A value that has no exact form within bounds."""


class Level(Enum):
    MAYBE = "maybe"
    SURE = "sure"


Part = Callable[[Any], int]
_EXACT = Context(prec=40, traps=[Inexact, InvalidOperation])


def _bounded(number: int) -> int:
    if not -UNBOUNDED < number < UNBOUNDED:
        raise NoWholeNumber(f"{number} is out of bounds", f"{number} is te groot om mee te rekenen")
    return number


def _low(number: int | None) -> int:
    return -UNBOUNDED if number is None else _bounded(number)


def _high(number: int | None) -> int:
    return UNBOUNDED if number is None else _bounded(number)


def _scaled(value: int | Decimal) -> int:
    try:
        number = _EXACT.multiply(Decimal(value), SCALE)
    except DecimalException:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= UNBOUNDED or number != number.to_integral_value():
        raise NoWholeNumber(
            f"{value} has no exact form in millionths", f"{value} is niet precies in miljoensten uit te drukken"
        )
    return int(number)


PARTS: Mapping[str, Part] = {
    "written.low": lambda v: _low(v.written.low), "written.high": lambda v: _high(v.written.high),
    "meant.low": lambda v: _low(v.meant.low), "meant.high": lambda v: _high(v.meant.high),
    "first": lambda v: v.first.toordinal(), "last": lambda v: v.last.toordinal(),
    "first.year": lambda v: v.first.year, "last.year": lambda v: v.last.year,
    "whole": lambda v: _bounded(int(v)), "scaled": _scaled,
}  # fmt: skip


class Comparison(NamedTuple):
    """A part of the condition's left side against a part of its right side."""

    op: str
    left: str
    right: str


class Together(NamedTuple):
    how: Literal["and", "or"]
    tests: Sequence[Test]


Test = Comparison | Together


def test_of(condition: Condition, level: Level) -> Test | None:
    """The condition, on values that are there, by comparisons of their parts; None where it has no such form."""
    if condition.right is None:
        return None
    left, right = condition.left.type, condition.right.type
    if condition.op == "within":
        return _within(left, level)
    if condition.op not in FLIPPED:
        return None
    if left is Type.AMOUNT:
        return _amounts(condition.op, level)
    if left is Type.DAYS:
        return _days(condition.op, level)
    if {left, right} <= {Type.INTEGER, Type.NUMBER}:
        part = part_of(left, right)
        return Comparison(condition.op, part, part)
    return None


def part_of(left: Type, right: Type) -> str:
    """Of values that are one number each: the part by which those of the two types are compared."""
    return "scaled" if Type.NUMBER in (left, right) else "whole"


def _meet(low: str, high: str) -> Test:
    return Together("and", [Comparison("<=", low, high), Comparison(">=", high, low)])


def _apart(low: str, high: str) -> Test:
    return Together("or", [Comparison(">", low, high), Comparison("<", high, low)])


def _amounts(op: str, level: Level) -> Test:
    """Equality is judged on what is written, then on what is meant; order on what is meant. See `truth`."""
    written = ("written.low", "written.high")
    if op == "==":
        return _meet(*written)
    if op == "!=":
        apart = _apart(*written)
        return apart if level is Level.MAYBE else Together("and", [apart, _apart("meant.low", "meant.high")])
    return _ordered(op, level, "meant.low", "meant.high")


def _days(op: str, level: Level) -> Test:
    if op in ("==", "!="):
        return _meet("first", "last") if op == "==" else _apart("first", "last")
    return _ordered(op, level, "first", "last")


def _ordered(op: str, level: Level, low: str, high: str) -> Test:
    """Surely above: all of the left; perhaps: some of it. And so for below."""
    above = op[0] == ">"
    if (level is Level.SURE) == above:
        return Comparison(op, low, high)
    return Comparison(op, high, low)


def _within(left: Type, level: Level) -> Test:
    if left is not Type.DAYS:
        return Together("and", [Comparison(">=", "whole", "first.year"), Comparison("<=", "whole", "last.year")])
    if level is Level.MAYBE:
        return _meet("first", "last")
    return Together("and", [Comparison(">=", "first", "first"), Comparison("<=", "last", "last")])
