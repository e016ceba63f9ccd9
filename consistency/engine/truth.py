"""How surely a comparison of two values holds, as the numbers of `Truth`: plain ones, since the engine compares many.

Tokens, numbers, flags and sets are what they are: NO or YES. Amounts and days are intervals. Whether two amounts are
equal is arithmetic over what is written: intervals that meet agree. Which of two is the greater is a question of
sufficiency, over what they can mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from consistency.model.amount import Amount, Interval, Outcome
from consistency.model.dates import Days
from consistency.model.facts import Type
from consistency.rulebook.expressions import Condition

NO, UNDECIDED, POSSIBLE, YES = range(4)
Compare = Callable[[Any, Any], int]


@dataclass(frozen=True)
class Unknown:
    """In place of a value that nobody gives: no parameter valid then, no as-of date. `why` by language."""

    why: Mapping[str, str] = field(hash=False)


class Range(NamedTuple):
    """Cents, both ends included; None where there is no bound."""

    low: int | None
    high: int | None


class Reckoned(NamedTuple):
    """An amount that was computed: `written` and `meant` as an `Amount` has them."""

    written: Range
    meant: Range


def add(a: Amount | Reckoned, b: Amount | Reckoned) -> Reckoned:
    return Reckoned(_plus(a.written, b.written), _plus(a.meant, b.meant))


def subtract(a: Amount | Reckoned, b: Amount | Reckoned) -> Reckoned:
    return Reckoned(_minus(a.written, b.written), _minus(a.meant, b.meant))


def total(amounts: Iterable[Amount]) -> Reckoned:
    """The Minkowski sum of what is written and of what is meant."""
    low = high = least = 0
    most: int | None = 0
    open_ended = False
    for amount in amounts:
        written, meant = amount.written, amount.meant
        low += written.low
        least += meant.low
        if written.high is None:
            open_ended = True
        else:
            high += written.high
        most = None if most is None or meant.high is None else most + meant.high
    return Reckoned(Range(low, None if open_ended else high), Range(least, most))


def extreme(function: Callable[[Iterable[int]], int], amounts: Iterable[Amount]) -> Reckoned:
    """The greatest (`max`) or smallest (`min`) of them, as far as it can be told."""
    amounts = list(amounts)
    written = _extreme(function, [amount.written for amount in amounts])
    return Reckoned(written, _extreme(function, [amount.meant for amount in amounts]))


def _extreme(function: Callable[[Iterable[int]], int], ranges: Sequence[Interval]) -> Range:
    highs = [r.high for r in ranges if r.high is not None]
    open_ended = len(highs) < len(ranges) and (function is max or not highs)
    return Range(function(r.low for r in ranges), None if open_ended else function(highs))


def _plus(a: Any, b: Any) -> Range:
    low = None if a.low is None or b.low is None else a.low + b.low
    return Range(low, None if a.high is None or b.high is None else a.high + b.high)


def _minus(a: Any, b: Any) -> Range:
    low = None if a.low is None or b.high is None else a.low - b.high
    return Range(low, None if a.high is None or b.low is None else a.high - b.low)


# --- comparisons of values that are both there ----------------------------------------------------------------------


def _meet(a: Any, b: Any) -> bool:
    below = a.high is None or b.low is None or b.low <= a.high
    return below and (b.high is None or a.low is None or a.low <= b.high)


def _amounts_equal(a: Any, b: Any) -> int:
    return YES if _meet(a.written, b.written) else NO


def _amounts_differ(a: Any, b: Any) -> int:
    if _meet(a.written, b.written):
        return NO
    return POSSIBLE if _meet(a.meant, b.meant) else YES


def _surely(a: Any, b: Any, above: Callable[[int, int], bool]) -> bool:
    """Whether all of `a` is above all of `b`."""
    return a.low is not None and b.high is not None and above(a.low, b.high)


def _amount_above(above: Callable[[int, int], bool], not_above: Callable[[int, int], bool]) -> Compare:
    def compare(a: Any, b: Any) -> int:
        if _surely(a.meant, b.meant, above):
            return YES
        if _surely(b.meant, a.meant, not_above):
            return NO
        return POSSIBLE if _surely(a.written, b.written, above) else UNDECIDED

    return compare


def _days_before(before: Callable[[date, date], bool]) -> Compare:
    def compare(a: Days, b: Days) -> int:
        if before(a.last, b.first):
            return YES
        return UNDECIDED if before(a.first, b.last) else NO

    return compare


def _swapped(compare: Compare) -> Compare:
    return lambda a, b: compare(b, a)


def _days_within(a: Days, b: Days) -> int:
    if b.first <= a.first and a.last <= b.last:
        return YES
    return UNDECIDED if a.meets(b) else NO


def _year_within(a: int, b: Days) -> int:
    return YES if b.first.year <= a <= b.last.year else NO


_amount_greater = _amount_above(gt, ge)
_amount_at_least = _amount_above(ge, gt)
_AMOUNTS: dict[str, Compare] = {
    "==": _amounts_equal, "!=": _amounts_differ, ">": _amount_greater, ">=": _amount_at_least,
    "<": _swapped(_amount_greater), "<=": _swapped(_amount_at_least),
}  # fmt: skip
_DAYS: dict[str, Compare] = {
    "==": lambda a, b: YES if a.meets(b) else NO, "!=": lambda a, b: NO if a.meets(b) else YES,
    "<": _days_before(lt), "<=": _days_before(le), ">": _swapped(_days_before(lt)), ">=": _swapped(_days_before(le)),
    "within": _days_within,
}  # fmt: skip
_EXACT: dict[str, Callable[[Any, Any], bool]] = {
    "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
    "in": lambda a, b: a in b, "not in": lambda a, b: a not in b,
    "contains": lambda a, b: b in a, "lacks": lambda a, b: b not in a,
    "overlaps": lambda a, b: not set(a).isdisjoint(b), "subset_of": lambda a, b: set(a).issubset(b),
}  # fmt: skip
_TESTS: dict[str, Callable[[Any], bool]] = {
    "true": lambda value: value is True,
    "false": lambda value: value is False,
    "stated": lambda value: value.stated,
    "blank": lambda value: value.outcome is Outcome.BLANK,
}


def is_exact(condition: Condition) -> bool:
    """Whether it is NO or YES and nothing between, whatever the values."""
    if condition.right is None or condition.op in _EXACT.keys() - _AMOUNTS.keys():
        return True
    return condition.left.type not in (Type.AMOUNT, Type.DAYS) and condition.op != "within"


def test_for(condition: Condition) -> Callable[[Any], bool]:
    """Of stated, blank, true and false, on a value that is there."""
    return _TESTS[condition.op]


def compare_for(condition: Condition) -> Compare:
    """How surely it holds between two values that are there."""
    if is_exact(condition):
        holds = _EXACT[condition.op]
        return lambda a, b: YES if holds(a, b) else NO
    if condition.left.type is Type.AMOUNT:
        return _AMOUNTS[condition.op]
    if condition.left.type is Type.DAYS:
        return _DAYS[condition.op]
    return _year_within
