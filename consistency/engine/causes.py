"""Causes before consequences: which findings are one fault seen from several places.

A finding follows from others where it rests on their claims and its gap is theirs, or the sum of theirs, give or take
rounding; and from one that explains the very claims it is about. The rule says in `consequence_of` from which rules its
findings may follow; those are settled before it. What a finding was concluded from is its cause without any arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import combinations, product

from consistency.model.finding import Certainty, Finding, RuleOutcome
from consistency.model.location import Location

Gap = tuple[int, int | None]

TOGETHER = 3
"""So many faults at most are tried together as the causes of one finding; beyond that only all of them at once."""
CANDIDATES = 12
"""With more possible causes than this, sets of them are not tried one by one."""


def settle_causes(outcomes: Sequence[RuleOutcome], follows: Mapping[str, Sequence[str]]) -> list[RuleOutcome]:
    """The outcomes with `caused_by` filled in; `follows` gives per rule those from which its findings may follow."""
    reported = {f.fingerprint: f for o in outcomes for f in o.findings}
    after = _with_premises(follows, reported.values())
    settled = _Settled()
    for finding in sorted(reported.values(), key=lambda f: _rank(f, after)):
        premises = [reported[p.fingerprint] for p in finding.chain if p.fingerprint in reported]
        if weighty := [premise for premise in premises if _weighty_enough(finding, (premise,))]:
            settled.follows(finding, max(weighty, key=_size), explained=True)
            continue
        explaining = _explaining(finding, settled.explaining, follows)
        explanation = (explaining,) if explaining else _explanation(finding, settled.known, follows)
        if explanation and _weighty_enough(finding, explanation):
            settled.follows(finding, max(explanation, key=_size), explained=explaining is not None)
        else:
            settled.stands(finding, explanation or ())
    return [
        replace(o, findings=tuple(replace(f, caused_by=settled.causes.get(f.fingerprint)) for f in o.findings))
        for o in outcomes
    ]


def _with_premises(follows: Mapping[str, Sequence[str]], findings: Iterable[Finding]) -> Mapping[str, Sequence[str]]:
    """Findings are settled after those that they were concluded from, too."""
    after = {rule: dict.fromkeys(causes) for rule, causes in follows.items()}
    for finding in findings:
        after.setdefault(finding.rule, {}).update((premise.rule, None) for premise in finding.chain)
    return {rule: sorted(causes) for rule, causes in after.items()}


class _Settled:
    """What is settled so far: `causes` by fingerprint, `known` the faults whose gaps can explain others."""

    def __init__(self) -> None:
        self.causes: dict[str, str] = {}
        self.known: list[Finding] = []
        self.explaining: list[Finding] = []

    def follows(self, finding: Finding, cause: Finding, explained: bool) -> None:
        """What is explained, or only goes beyond a bound, is no cause any more; its own gap still adds up to others."""
        self.causes[finding.fingerprint] = self.causes.get(cause.fingerprint, cause.fingerprint)
        if explained or finding.at_least:
            self.known.append(finding)
        if finding.explains:
            self.explaining.append(finding)

    def stands(self, finding: Finding, lighter: Iterable[Finding]) -> None:
        """A fault of its own; what is lighter than its consequence follows from it instead."""
        for other in (other for other in lighter if other.fingerprint not in self.causes):
            self.known.remove(other)
            self.causes = {f: finding.fingerprint if c == other.fingerprint else c for f, c in self.causes.items()}
            self.causes[other.fingerprint] = finding.fingerprint
        self.known.append(finding)
        if finding.explains:
            self.explaining.append(finding)


def _explaining(
    finding: Finding, explaining: Iterable[Finding], follows: Mapping[str, Sequence[str]]
) -> Finding | None:
    """An earlier finding that explains all claims that this one is about."""
    allowed = follows.get(finding.rule, ())
    fitting = (e for e in explaining if e.rule in allowed and finding.whole and finding.whole <= e.explains)
    return next(fitting, None)


def _rank(finding: Finding, follows: Mapping[str, Sequence[str]]) -> tuple[object, ...]:
    """Rules from which others follow come first; within a rule rows before totals, sure before possible, then by slot.

    Never by place: the same plans in another format must have the same causes.
    """
    slot = finding.slot
    named = tuple(str(slot.get(key) or "") for key in ("table", "document", "row", "kind", "year", "side"))
    depth = _depth(finding.rule, follows, frozenset())
    return depth, slot.get("row") == "total", finding.certainty is Certainty.POSSIBLE, named, finding.fingerprint


def _depth(rule: str, follows: Mapping[str, Sequence[str]], above: frozenset[str]) -> int:
    before = [r for r in follows.get(rule, ()) if r != rule and r not in above]
    return 1 + max((_depth(r, follows, above | {rule}) for r in before), default=-1)


def _explanation(
    finding: Finding, roots: Iterable[Finding], follows: Mapping[str, Sequence[str]]
) -> tuple[Finding, ...] | None:
    """The smallest set of earlier faults whose gaps make up the finding's; without gaps, one that tells it already."""
    allowed = follows.get(finding.rule, ())
    if finding.difference is None:
        told = (root for root in roots if root.rule in allowed and _told_by(root, finding))
        return next(((root,) for root in told if _weighty_enough(finding, (root,))), None)
    candidates = [root for root in roots if root.rule in allowed and _related(finding, root)]
    fitting = (chosen for chosen in _sets(candidates) if _same_gap(finding, chosen))
    return next(fitting, None)


def _told_by(root: Finding, finding: Finding) -> bool:
    """Whether an earlier fault of one of its subjects cites all that the finding does."""
    if root.difference is not None or set(root.subjects).isdisjoint(finding.subjects) or not finding.evidence:
        return False
    return _claims(finding) <= _claims(root)


def _claims(finding: Finding) -> set[tuple[Location, str]]:
    """Where they stand, with what is printed there."""
    return {(item.location, item.says.rpartition(": ")[2]) for item in finding.evidence}


def _weighty_enough(finding: Finding, explanation: Iterable[Finding]) -> bool:
    """What is sure does not follow from what is possible, nor an error from a warning: then those follow from it."""
    return any(
        root.severity.rank <= finding.severity.rank
        and (root.certainty is Certainty.DEFINITE or finding.certainty is Certainty.POSSIBLE)
        for root in explanation
    )


def _sets(candidates: Sequence[Finding]) -> Iterator[tuple[Finding, ...]]:
    sizes = range(1, TOGETHER + 1) if len(candidates) <= CANDIDATES else range(1, 2)
    for size in sizes:
        yield from combinations(candidates, size)
    if len(candidates) > TOGETHER:
        yield tuple(candidates)


def _related(finding: Finding, root: Finding) -> bool:
    """Whether they rest on a common claim, and no part of the slot that both name tells them apart."""
    if root.difference is None or finding.rests_on.isdisjoint(root.rests_on):
        return False
    pairs = ((finding.slot.get(key), root.slot.get(key)) for key in ("year", "kind", "municipality"))
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


def _same_gap(finding: Finding, chosen: Iterable[Finding]) -> bool:
    """Whether the gaps of `chosen` together are the finding's, each turned to the side it is reckoned from there."""
    if finding.difference is None:
        return False
    ways = [[_turned(root.difference, sign) for sign in _signs(finding, root)] for root in chosen if root.difference]
    together = (reduce(_plus, gaps) for gaps in product(*ways))
    low = finding.difference[0]
    if finding.at_least:
        return any(gap[1] is None or gap[1] >= low > 0 for gap in together)
    return any(_overlap(finding.difference, gap) for gap in together)


def _signs(finding: Finding, root: Finding) -> tuple[int, ...]:
    """What is the whole, or a part, in both makes their gaps equal; a whole here and a part there makes them opposite.

    Costs against coverage can be either.
    """
    if finding.slot.get("side") != root.slot.get("side"):
        return (1, -1)
    common = finding.rests_on & root.rests_on
    signs = {1 if (claim in finding.whole) == (claim in root.whole) else -1 for claim in common}
    return tuple(sorted(signs, reverse=True))


def _turned(gap: Gap, sign: int) -> Gap:
    """A gap without an upper bound is only known from its own side."""
    return gap if sign > 0 or gap[1] is None else (-gap[1], -gap[0])


def _overlap(a: Gap, b: Gap) -> bool:
    return (a[1] is None or b[0] <= a[1]) and (b[1] is None or a[0] <= b[1])


def _plus(a: Gap, b: Gap) -> Gap:
    return a[0] + b[0], None if a[1] is None or b[1] is None else a[1] + b[1]


def _size(finding: Finding) -> int:
    return abs(finding.difference[0]) if finding.difference else 0
