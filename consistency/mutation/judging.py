"""What became of a mutant: which new findings are the mutation's, and which come from nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consistency.model.finding import Finding
from consistency.model.location import Location
from consistency.mutation.base import Places, Row
from consistency.mutation.edits import Mutation


def key(finding: Finding) -> tuple[object, ...]:
    """Equal for findings that say the same; a finding whose gap changed is a new one."""
    return finding.fingerprint, finding.certainty, finding.severity, finding.message["en"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a mutation is about: the places it touched, the ids it speaks of, and the summary rows that count them.

    `claims` are all places that speak of these ids. `tied` are what their names are or were taken for as well, and
    what replaces or is replaced by any of these. `columns` are the kinds and years of the amounts it touched, if any.
    """

    places: frozenset[Location]
    ids: frozenset[str]
    claims: frozenset[Location]
    tied: frozenset[str]
    rows: frozenset[Row]
    columns: frozenset[tuple[str, int]] | None

    def hit_by(self, finding: Finding) -> bool:
        """Whether a finding cites a place, has an id as its subject, or is of a row that counts the mutated amount."""
        if not self.places.isdisjoint(cited(finding)) or any(s.id in self.ids for s in finding.subjects):
            return True
        return self._counts(finding)

    def touched_by(self, finding: Finding) -> bool:
        """Whether a finding is the mutation, or can follow: it cites another claim on the same, or hangs on it."""
        if any(self.touched_by(premise) for premise in finding.because):
            return True
        if self.hit_by(finding) or any(subject.id in self.tied for subject in finding.subjects):
            return True
        return not self.claims.isdisjoint(cited(finding))

    def _counts(self, finding: Finding) -> bool:
        slot = finding.slot
        if (slot.get("document"), slot.get("table"), slot.get("row")) not in self.rows:
            return False
        return self.columns is None or (slot.get("kind"), slot.get("year")) in self.columns


def cited(finding: Finding) -> set[Location]:
    return {item.location for item in finding.evidence} | {place for place, _ in finding.rests_on}


def scope(mutation: Mutation, before: Places, after: Places) -> Scope:
    places = mutation.places
    owners = [owner.at for owner in mutation.owners(before.record)]
    ids = before.about([*places, *owners]) | after.about(places) | mutation.about
    rows = {row for key in ids for side in (before, after) for row in side.rows_of.get(key, ())}
    columns: set[tuple[str, int]] = set()
    for side in (before, after):
        for place in places:
            if cell := side.cells.get(place):
                columns.add((cell.kind.value, cell.year))
            elif summary := side.summaries.get(place):
                columns.add((summary.kind.value, summary.year))
                rows |= {(summary.document, summary.table, row) for row in (summary.row, "total")}
    claims = before.claims_on(ids) | after.claims_on(ids)
    misread = (after.about(claims) | before.about(claims)) - ids
    ties = [(r.initiative, r.contract) for side in (before, after) for r in side.graph.replacements]
    tied = misread.union(*(tie for tie in ties if not (ids | misread).isdisjoint(tie)))
    return Scope(places, ids, claims, tied, frozenset(rows), frozenset(columns) or None)


@dataclass(frozen=True, slots=True)
class Judgement:
    """`expected` and `others` are the rules whose new findings are the mutation's; `alarms` the findings that are not.

    `causes` counts the new findings that no other explains.
    """

    expected: tuple[str, ...]
    others: tuple[str, ...]
    alarms: tuple[Finding, ...]
    causes: int


def judge_findings(
    base: Iterable[Finding], found: Iterable[Finding], scopes: Sequence[Scope], expected: Sequence[frozenset[str]]
) -> list[Judgement]:
    """One judgement a mutation; a finding that touches none of them is an alarm of each.

    A finding that was there and only counts otherwise now ("in 16 initiatives") is no alarm.
    """
    told = list(base)
    known = {key(finding) for finding in told}
    before = {key(finding)[:3] for finding in told}
    new = [finding for finding in found if key(finding) not in known]
    fresh = [f for f in new if f.caused_by is None and key(f)[:3] not in before]
    alarms = tuple(f for f in fresh if not any(scope.touched_by(f) for scope in scopes))
    causes = sum(1 for f in new if f.caused_by is None)
    judgements = []
    for scope, rules in zip(scopes, expected, strict=True):
        hits = {f.rule for f in new if scope.hit_by(f)}
        touches = {f.rule for f in new if scope.touched_by(f)}
        judgements.append(Judgement(tuple(sorted(hits & rules)), tuple(sorted(touches - rules)), alarms, causes))
    return judgements
