"""Causes before consequences: which findings are one fault seen from several places.

Two ways in which a finding follows from another:

- the same gap: it rests on one of the other's claims and its difference is the same, give or take rounding;
- the sum of gaps: it is about a total, and the gaps of the rows under it, reported one by one, add up to its own.

The rule says in `consequence_of` from which rules it may follow; a rule named there comes before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from consistency.model.finding import Certainty, Finding, RuleOutcome

Gap = tuple[int, int | None]


def settle_causes(outcomes: Sequence[RuleOutcome], follows: Mapping[str, Sequence[str]]) -> list[RuleOutcome]:
    """The outcomes with `caused_by` filled in; `follows` gives per rule the rules from which its findings may follow."""
    findings = sorted((f for o in outcomes for f in o.findings), key=lambda f: _rank(f, follows))
    causes: dict[str, str] = {}
    seen: list[Finding] = []
    for finding in findings:
        cause = _same_gap(finding, seen, follows) or _sum_of_gaps(finding, seen)
        if cause:
            causes[finding.fingerprint] = causes.get(cause.fingerprint, cause.fingerprint)
        seen.append(finding)
    return [
        replace(o, findings=tuple(replace(f, caused_by=causes.get(f.fingerprint)) for f in o.findings))
        for o in outcomes
    ]


def _rank(finding: Finding, follows: Mapping[str, Sequence[str]]) -> tuple[object, ...]:
    """Rules from which others follow come first; within a rule rows before totals, sure before possible, then by slot.

    Never by place: the same plans in another format must have the same causes.
    """
    slot = finding.slot
    named = tuple(str(slot.get(key) or "") for key in ("table", "document", "row", "kind", "year", "side"))
    depth = _depth(finding.rule, follows, frozenset())
    return depth, _is_total(finding), finding.certainty is Certainty.POSSIBLE, named, finding.fingerprint


def _depth(rule: str, follows: Mapping[str, Sequence[str]], above: frozenset[str]) -> int:
    before = [r for r in follows.get(rule, ()) if r != rule and r not in above]
    return 1 + max((_depth(r, follows, above | {rule}) for r in before), default=-1)


def _is_total(finding: Finding) -> bool:
    return finding.slot.get("row") == "total"


def _same_gap(finding: Finding, seen: Iterable[Finding], follows: Mapping[str, Sequence[str]]) -> Finding | None:
    if finding.difference is None:
        return None
    for other in seen:
        if other.rule not in follows.get(finding.rule, ()) or other.difference is None:
            continue
        if finding.certainty is Certainty.DEFINITE and other.certainty is Certainty.POSSIBLE:
            continue
        if _same_slot(finding, other) and _meet(finding.difference, other.difference):
            if not finding.rests_on.isdisjoint(other.rests_on):
                return other
    return None


def _same_slot(a: Finding, b: Finding) -> bool:
    """Whether no part of the slot that both name tells them apart."""
    return all(
        a.slot[key] == b.slot[key] for key in ("year", "kind", "municipality") if a.slot.get(key) and b.slot.get(key)
    )


def _sum_of_gaps(finding: Finding, seen: Iterable[Finding]) -> Finding | None:
    """The largest of the gaps in the rows of the finding's own table and column that add up to its gap."""
    if finding.difference is None or not _is_total(finding):
        return None
    slot = {k: v for k, v in finding.slot.items() if k != "row"}
    rows = [
        other
        for other in seen
        if other.rule == finding.rule
        and other.difference is not None
        and not _is_total(other)
        and {k: v for k, v in other.slot.items() if k != "row"} == slot
    ]
    total: Gap = (0, 0)
    for other in rows:
        if other.difference is not None:
            total = _plus(total, other.difference)
    if not rows or not _meet(total, finding.difference):
        return None
    return max(rows, key=lambda f: abs(f.difference[0]) if f.difference else 0)


def _meet(a: Gap, b: Gap) -> bool:
    """Whether two gaps can be one, whichever side each was reckoned from."""
    return _overlap(a, b) or (b[1] is not None and _overlap(a, (-b[1], -b[0])))


def _overlap(a: Gap, b: Gap) -> bool:
    return (a[1] is None or b[0] <= a[1]) and (b[1] is None or a[0] <= b[1])


def _plus(a: Gap, b: Gap) -> Gap:
    return a[0] + b[0], None if a[1] is None or b[1] is None else a[1] + b[1]
