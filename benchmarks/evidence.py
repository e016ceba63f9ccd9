"""What every contestant must yield: which check, about whom, and each value with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

CHECKS = {
    "coverage-exceeds-cost": "one fact",
    "total-row-mismatch": "sum",
    "summary-detail-mismatch": "sum by five keys",
    "contract-without-initiative": "absence",
    "replacement-starts-after-contract-end": "join, dates compared",
    "relation-not-symmetric": "one-sided relation",
    "dependency-order-conflict": "order along a dependency",
    "dependency-on-unfunded": "join of three",
}
"""The checks, and what each of them asks of an engine."""

Value = int | str
Claim = tuple[Value, str]
"""A value (cents, a date as yyyymmdd, a token) and the place where it stands."""
Evidence = tuple[str, str, tuple[Claim, ...]]
"""Check, subject, claims in the order of their places."""


def evidence(check: str, subject: str, claims: Iterable[Claim]) -> Evidence:
    return check, subject, tuple(sorted(claims, key=_place))


def _place(claim: Claim) -> tuple[str, str]:
    return claim[1], str(claim[0])


def difference(found: Iterable[Evidence], truth: Iterable[Evidence]) -> str | None:
    """What is wrong with what was found, in one line; None where it is the truth exactly, each finding once."""
    got, wanted = Counter(found), Counter(truth)
    if got == wanted:
        return None
    missing, extra = wanted - got, got - wanted
    example = next(iter(sorted(missing or extra, key=str)))
    return f"{missing.total()} missing, {extra.total()} too many; for one: {example}"
