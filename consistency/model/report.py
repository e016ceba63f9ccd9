"""The report of one run: everything found, sorted once; counts and the exit code follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from consistency.errors import ConsistencyError, said
from consistency.model.dates import Days
from consistency.model.facts import Subject
from consistency.model.finding import Certainty, Evidence, Finding, Severity, Slot, Undecided
from consistency.model.found import Found
from consistency.model.record import InputFile
from consistency.model.run import Run

SCHEMA = "consistency-report/1"


@dataclass(frozen=True)
class Report:
    """`titles` per rule id and language; `problems` are inputs or rules that could not be read."""

    plan_sets: tuple[str, ...]
    as_of: Days | None
    inputs: tuple[InputFile, ...]
    found: Found
    problems: tuple[ConsistencyError, ...]
    titles: Mapping[str, Mapping[str, str]]
    run: Run = field(default_factory=Run, compare=False)
    """Told beside the report: the same input gives the same bytes, whichever engine ran."""

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings, consequences included, worst first."""
        return self.found.findings()

    @property
    def causes(self) -> Iterator[Finding]:
        return (f for f in self.findings if f.caused_by is None)

    @property
    def looked_at(self) -> int:
        """How many subjects all rules together looked at; 0 means that nothing was checked."""
        return sum(tally.subjects for tally in self.found.tallies)

    def summary(self) -> dict[str, int]:
        """Definite causes by severity, and the possible ones apart; the interface has waived and baselined as well."""
        counts = {severity.value: 0 for severity in Severity} | {"possible": 0}
        for group in self.found.groups:
            counts[group.severity.value if group.certainty is Certainty.DEFINITE else "possible"] += group.causes
        undecided = sum(tally.undecided for tally in self.found.tallies)
        return counts | {"undecided": undecided, "waived": 0, "baselined": 0}

    def exit_code(self, fail_on: Severity | None, *, strict: bool = False) -> int:
        """0, 1 or 2 as the interface says; `fail_on` None never fails on findings."""
        if self.problems or self.looked_at == 0 or any(tally.error for tally in self.found.tallies):
            return 2
        counted = [g for g in self.found.groups if strict or g.certainty is Certainty.DEFINITE]
        return int(fail_on is not None and any(group.severity.rank <= fail_on.rank for group in counted))

    def as_data(self, lang: str = "nl") -> dict[str, Any]:
        """The whole report; of many plan sets it is large, and `parts` gives it piece by piece."""
        return {key: list(part) if isinstance(part, Iterator) else part for key, part in self.parts(lang)}

    def parts(self, lang: str) -> Iterator[tuple[str, Any]]:
        """The keys of the report with their data; that of what is many is an iterator."""
        yield "schema", SCHEMA
        yield "plan_sets", list(self.plan_sets)
        yield "as_of", self.as_of.last.isoformat() if self.as_of else None
        yield "inputs", [{"path": f.path, "sha256": f.sha256, "unread": f.unread} for f in self.inputs]
        yield "summary", self.summary()
        yield (
            "rules",
            [
                {"id": t.rule, "subjects": t.subjects, "violated": t.violated, "undecided": t.undecided}
                for t in self.found.tallies
            ],
        )
        yield "findings", (_finding(finding, lang) for finding in self.findings)
        yield "undecided", (_undecided(undecided, lang) for undecided in self.found.undecided())
        yield "problems", [_problem(problem, lang) for problem in self.problems]


def _undecided(item: Undecided, lang: str) -> dict[str, Any]:
    data = {"rule": item.rule, "subjects": _subjects(item.subjects), "slot": _slot(item.slot), "why": item.why[lang]}
    return data | {"evidence": _evidence(item.evidence)}


def _problem(problem: ConsistencyError, lang: str) -> dict[str, Any]:
    message = problem.nl if lang == "nl" else problem.message
    place = {"path": problem.path, "line": problem.line, "column": problem.column}
    return {"message": message, **place, "hint": said(problem.hint, lang) if problem.hint else None}


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
