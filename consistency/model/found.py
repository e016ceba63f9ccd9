"""What was found, as a report and its writers ask for it: counted, sorted, and one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from consistency.model.finding import Certainty, Finding, RuleOutcome, Severity, Undecided


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one rule, in numbers: subjects looked at, findings, how many of those are possible, undecided."""

    rule: str
    subjects: int
    violated: int = 0
    possible: int = 0
    undecided: int = 0
    error: str | None = None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.rule,
            self.subjects + other.subjects,
            self.violated + other.violated,
            self.possible + other.possible,
            self.undecided + other.undecided,
            self.error or other.error,
        )


def tally(outcome: RuleOutcome) -> Tally:
    possible = sum(finding.certainty is Certainty.POSSIBLE for finding in outcome.findings)
    counts = len(outcome.findings), possible, len(outcome.undecided)
    return Tally(outcome.rule, outcome.subjects, *counts, outcome.error)


class Group(NamedTuple):
    """Causes of one rule that weigh the same: how many, and the largest `gap` among them."""

    rule: str
    severity: Severity
    certainty: Certainty
    causes: int
    gap: int


class Found(Protocol):
    """Sorted whatever the order in which it was found. An iterator may read from a file as it goes."""

    @property
    def tallies(self) -> Sequence[Tally]: ...

    @property
    def groups(self) -> Sequence[Group]:
        """By rule, severity, certainty."""

    def findings(self) -> Iterator[Finding]:
        """All, consequences included, worst first."""

    def undecided(self) -> Iterator[Undecided]: ...

    def causes_in(self, group: Group) -> Iterator[Finding]:
        """The largest gap first."""

    def consequences_of(self, fingerprint: str) -> Sequence[Finding]: ...


class InMemory:
    """What was found in one plan set."""

    def __init__(self, outcomes: Iterable[RuleOutcome]) -> None:
        self._outcomes = tuple(outcomes)
        self.tallies = tuple(map(tally, self._outcomes))

    @cached_property
    def _findings(self) -> Sequence[Finding]:
        return sorted((f for o in self._outcomes for f in o.findings), key=Finding.sort_key)

    @cached_property
    def groups(self) -> Sequence[Group]:
        return tuple(Group(*key, len(found), found[0].gap) for key, found in sorted(self._causes.items()))

    def findings(self) -> Iterator[Finding]:
        return iter(self._findings)

    def undecided(self) -> Iterator[Undecided]:
        return iter(sorted((u for o in self._outcomes for u in o.undecided), key=Undecided.sort_key))

    def causes_in(self, group: Group) -> Iterator[Finding]:
        return iter(self._causes[group[:3]])

    def consequences_of(self, fingerprint: str) -> Sequence[Finding]:
        return self._consequences.get(fingerprint, ())

    @cached_property
    def _causes(self) -> dict[tuple[str, Severity, Certainty], list[Finding]]:
        found: dict[tuple[str, Severity, Certainty], list[Finding]] = {}
        for finding in sorted(self._findings, key=lambda f: -f.gap):
            if finding.caused_by is None:
                found.setdefault((finding.rule, finding.severity, finding.certainty), []).append(finding)
        return found

    @cached_property
    def _consequences(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for finding in self._findings:
            if finding.caused_by is not None:
                found.setdefault(finding.caused_by, []).append(finding)
        return found
