"""Arithmetic over amounts that keeps both what is written and what it can mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from consistency.model.amount import Amount, Interval, Outcome


@lru_cache(maxsize=65536)
def derived(written: Interval, meant: Interval) -> Amount:
    """An amount that is no claim of anybody's: reckoned from claims."""
    return Amount(text="", outcome=Outcome.VALUE, written=written, meant=meant)


NOTHING = derived(Interval(0, 0), Interval(0, 0))


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum, interval by interval; nothing added up is zero."""
    all_of_them = list(amounts)
    if not all_of_them:
        return NOTHING
    if len(all_of_them) == 1:
        return derived(all_of_them[0].written, all_of_them[0].meant)
    return derived(_sum([amount.written for amount in all_of_them]), _sum([amount.meant for amount in all_of_them]))


def _sum(intervals: Sequence[Interval]) -> Interval:
    highs = [high for _, high in intervals if high is not None]
    return Interval(sum([low for low, _ in intervals]), sum(highs) if len(highs) == len(intervals) else None)


def uncovered(cost: Amount, coverage: Amount) -> Amount:
    """max(0, cost - coverage) over all values that both can have."""
    return derived(_positive_part(cost.written, coverage.written), _positive_part(cost.meant, coverage.meant))


def either(a: Amount, b: Amount) -> Amount:
    """An amount that may be the one or the other."""
    return derived(_hull(a.written, b.written), _hull(a.meant, b.meant))


def _hull(a: Interval, b: Interval) -> Interval:
    return Interval(min(a.low, b.low), None if a.high is None or b.high is None else max(a.high, b.high))


def _positive_part(cost: Interval, coverage: Interval) -> Interval:
    low = 0 if coverage.high is None else max(0, cost.low - coverage.high)
    high = None if cost.high is None else max(0, cost.high - coverage.low)
    return Interval(low, high)
