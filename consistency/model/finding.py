"""A finding: what cannot hold, about what, where it was said, and what would repair it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from consistency.model.facts import Subject
from consistency.model.location import Location, as_data, sort_key


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Certainty(StrEnum):
    DEFINITE = "definite"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim that takes part. `value` is plain data: cents `[low, high]`, ISO dates, tokens."""

    says: str
    attribute: str
    value: Any
    confidence: float
    location: Location
    copies: tuple[Location, ...] = ()

    def as_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "says": self.says,
            "attribute": self.attribute,
            "value": self.value,
            "confidence": self.confidence,
            "location": as_data(self.location),
        }
        if self.copies:
            data["copies"] = [as_data(place) for place in self.copies]
        return data


Slot = Mapping[str, str | int | None]


@dataclass(frozen=True)
class Finding:
    """`difference` is the arithmetic gap in cents `(low, high)` where the rule states one, or `at_least` so much.

    `rests_on` are then the places of all claims that take part, the empty cells too, and `whole` those of them that the
    others are compared with (the total, not its rows): these tie causes to consequences. `explains` are claims that
    are as they are because of what was found. `because` are the findings that it was concluded from: in none of them is
    `caused_by` filled in, and a rule that is off has them too.
    """

    rule: str
    severity: Severity
    certainty: Certainty
    subjects: tuple[Subject, ...]
    slot: Slot
    message: Mapping[str, str]
    repair: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    arithmetic: Mapping[str, str] = field(default_factory=dict)
    difference: tuple[int, int | None] | None = None
    at_least: bool = False
    rests_on: frozenset[tuple[Location, str]] = field(default=frozenset(), repr=False)
    whole: frozenset[tuple[Location, str]] = field(default=frozenset(), repr=False)
    explains: frozenset[tuple[Location, str]] = field(default=frozenset(), repr=False)
    because: tuple[Finding, ...] = field(default=(), repr=False)
    caused_by: str | None = None

    @property
    def gap(self) -> int:
        """The least that is at stake, in cents; 0 where it is not about money."""
        low, high = self.difference or (0, 0)
        return max(0, low, -high if high is not None else 0)

    @property
    def chain(self) -> tuple[Finding, ...]:
        """All that it was concluded from, each once, every premise behind its own premises."""
        found: dict[str, Finding] = {}
        for premise in self.because:
            for finding in (*premise.chain, premise):
                found.setdefault(finding.fingerprint, finding)
        return tuple(found.values())

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.rule, self.subjects, self.slot)

    def sort_key(self) -> tuple[Any, ...]:
        place = sort_key(self.evidence[0].location) if self.evidence else ("", ())
        return self.severity.rank, self.certainty, self.rule, place, self.fingerprint


@dataclass(frozen=True, slots=True)
class Undecided:
    """A subject that a rule looked at and could not judge, and why."""

    rule: str
    subjects: tuple[Subject, ...]
    slot: Slot
    why: Mapping[str, str]
    evidence: tuple[Evidence, ...]

    def sort_key(self) -> tuple[Any, ...]:
        place = sort_key(self.evidence[0].location) if self.evidence else ("", ())
        return self.rule, place, fingerprint(self.rule, self.subjects, self.slot)


def fingerprint(rule: str, subjects: tuple[Subject, ...], slot: Slot) -> str:
    """16 hex digits of what the finding is about: never of lines, order, language or values."""
    parts = [rule, *(f"{s.type}:{s.id}" for s in subjects)]
    parts += [f"{key}={value}" for key, value in sorted(slot.items()) if value is not None]
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What became of one rule: how many subjects it looked at, its findings, what it could not decide."""

    rule: str
    subjects: int
    findings: tuple[Finding, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    error: str | None = None
