"""Arithmetic over amounts that keeps both what is written and what it can mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consistency.model.amount import Amount, Interval, Outcome


def derived(written: Interval, meant: Interval) -> Amount:
    """An amount that is no claim of anybody's: reckoned from claims."""
    return Amount(text="", outcome=Outcome.VALUE, written=written, meant=meant)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum, interval by interval; nothing added up is zero."""
    both = [(amount.written, amount.meant) for amount in amounts]
    return derived(_sum([written for written, _ in both]), _sum([meant for _, meant in both]))


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
