"""The report of one run: everything found, sorted once; counts and the exit code follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from consistency.errors import ConsistencyError, said
from consistency.model.dates import Days
from consistency.model.facts import Subject
from consistency.model.finding import Certainty, Evidence, Finding, RuleOutcome, Severity, Slot, Undecided
from consistency.model.record import InputFile
from consistency.model.run import Run

SCHEMA = "consistency-report/1"


@dataclass(frozen=True)
class Report:
    """`titles` per rule id and language; `problems` are inputs or rules that could not be read."""

    plan_sets: tuple[str, ...]
    as_of: Days | None
    inputs: tuple[InputFile, ...]
    outcomes: tuple[RuleOutcome, ...]
    problems: tuple[ConsistencyError, ...]
    titles: Mapping[str, Mapping[str, str]]
    run: Run = field(default_factory=Run, compare=False)
    """Told beside the report: the same input gives the same bytes, whichever engine ran."""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, consequences included, worst first."""
        return tuple(sorted((f for o in self.outcomes for f in o.findings), key=Finding.sort_key))

    @cached_property
    def causes(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.caused_by is None)

    @cached_property
    def undecided(self) -> tuple[Undecided, ...]:
        return tuple(sorted((u for o in self.outcomes for u in o.undecided), key=Undecided.sort_key))

    def consequences_of(self, finding: Finding) -> tuple[Finding, ...]:
        return self._consequences.get(finding.fingerprint, ())

    @cached_property
    def _consequences(self) -> Mapping[str, tuple[Finding, ...]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.caused_by is not None:
                found.setdefault(finding.caused_by, []).append(finding)
        return {cause: tuple(findings) for cause, findings in found.items()}

    @property
    def looked_at(self) -> int:
        """How many subjects all rules together looked at; 0 means that nothing was checked."""
        return sum(outcome.subjects for outcome in self.outcomes)

    def summary(self) -> dict[str, int]:
        """Definite causes by severity, and the possible ones apart; the interface has waived and baselined as well."""
        counts = {
            severity.value: sum(1 for f in self.causes if f.severity is severity and f.certainty is Certainty.DEFINITE)
            for severity in Severity
        }
        possible = sum(1 for f in self.causes if f.certainty is Certainty.POSSIBLE)
        return counts | {"possible": possible, "undecided": len(self.undecided), "waived": 0, "baselined": 0}

    def exit_code(self, fail_on: Severity | None, *, strict: bool = False) -> int:
        """0, 1 or 2 as the interface says; `fail_on` None never fails on findings."""
        if self.problems or self.looked_at == 0 or any(o.error for o in self.outcomes):
            return 2
        counted = [f for f in self.causes if strict or f.certainty is Certainty.DEFINITE]
        return int(fail_on is not None and any(f.severity.rank <= fail_on.rank for f in counted))

    def as_data(self, lang: str = "nl") -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "plan_sets": list(self.plan_sets),
            "as_of": self.as_of.last.isoformat() if self.as_of else None,
            "inputs": [{"path": f.path, "sha256": f.sha256, "unread": f.unread} for f in self.inputs],
            "summary": self.summary(),
            "rules": [
                {"id": o.rule, "subjects": o.subjects, "violated": len(o.findings), "undecided": len(o.undecided)}
                for o in self.outcomes
            ],
            "findings": [_finding(f, lang) for f in self.findings],
            "undecided": [
                {"rule": u.rule, "subjects": _subjects(u.subjects), "slot": _slot(u.slot), "why": u.why[lang]}
                | {"evidence": _evidence(u.evidence)}
                for u in self.undecided
            ],
            "problems": [
                {"message": p.nl if lang == "nl" else p.message, "path": p.path, "line": p.line, "column": p.column}
                | {"hint": said(p.hint, lang) if p.hint else None}
                for p in self.problems
            ],
        }


def _finding(finding: Finding, lang: str) -> dict[str, Any]:
    data = {
        "fingerprint": finding.fingerprint,
        "caused_by": finding.caused_by,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "certainty": finding.certainty.value,
        "subjects": _subjects(finding.subjects),
        "slot": _slot(finding.slot),
        "message": finding.message[lang],
        "evidence": _evidence(finding.evidence),
        "repair": finding.repair[lang],
        "waived": None,
    }
    if finding.arithmetic:
        data["arithmetic"] = finding.arithmetic[lang]
    if finding.because:
        data["because"] = [
            {"fingerprint": f.fingerprint, "rule": f.rule, "certainty": f.certainty.value, "message": f.message[lang]}
            for f in finding.chain
        ]
    return data


def _subjects(subjects: Sequence[Subject]) -> list[dict[str, str]]:
    return [{"type": s.type, "id": s.id, "name": s.name} for s in subjects]


def _slot(slot: Slot) -> dict[str, str | int | None]:
    return dict(slot)


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [e.as_data() for e in evidence]
