"""One mutant: made, judged by the rules, and explained where nothing found it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from enum import StrEnum

from consistency.model.dates import Days
from consistency.model.record import PlanSetRecord
from consistency.mutation.base import Base, Places, findings, places_of
from consistency.mutation.choosing import Chooser, Pick
from consistency.mutation.edits import Mutation, mutated
from consistency.mutation.equivalence import Reason, equivalent
from consistency.mutation.judging import Judgement, judge_findings, scope
from consistency.outputs._plan_yaml import render_plan_set


class Verdict(StrEnum):
    """KILLED by an expected rule, caught by OTHER rules only, SURVIVED, or EQUIVALENT: nothing contradicts it."""

    KILLED = "killed"
    OTHER = "other"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Alarm:
    rule: str
    message: dict[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """One mutation and what became of it; `diff` of the plan file where it was not killed, or beside a false alarm."""

    operator: str
    verdict: Verdict
    expected: tuple[str, ...]
    others: tuple[str, ...]
    reason: Reason | None = None
    diff: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant of one mutation, or of two; `causes` counts the new findings that no other explains."""

    tried: tuple[Tried, ...]
    alarms: tuple[Alarm, ...]
    causes: int

    @property
    def verdict(self) -> Verdict:
        """Of two mutations the worst that can be told of either; equivalent where both are."""
        told = {one.verdict for one in self.tried}
        order = (Verdict.SURVIVED, Verdict.OTHER, Verdict.KILLED, Verdict.EQUIVALENT)
        return next(verdict for verdict in order if verdict in told)


class Bench:
    """What is shared by the trials of one process."""

    def __init__(self, base: Base, chooser: Chooser, own: frozenset[str], as_of: Days | None = None) -> None:
        self.base = base
        self.chooser = chooser
        self.own = own
        self.as_of = as_of

    def run(self, picks: Sequence[Pick]) -> Trial:
        mutations = [mutation for pick in picks if (mutation := self.chooser.make(pick))]
        return self.trial(mutations)

    def trial(self, mutations: Sequence[Mutation]) -> Trial:
        record = mutated(self.base.plan_set, mutations)
        after = places_of(record)
        found = findings(after.graph, self.base.pack, self.as_of)
        scopes = [scope(mutation, self.base.places, after) for mutation in mutations]
        expected = [mutation.expected | self.own for mutation in mutations]
        judgements = judge_findings(self.base.findings, found, scopes, expected)
        tried = [
            self._tried(mutation, judgement, [other for other in mutations if other is not mutation], after)
            for mutation, judgement in zip(mutations, judgements, strict=True)
        ]
        alarms = tuple(Alarm(f.rule, dict(f.message)) for f in judgements[0].alarms)
        return Trial(tuple(tried), alarms, judgements[0].causes)

    def _tried(self, mutation: Mutation, judged: Judgement, others: Sequence[Mutation], after: Places) -> Tried:
        """A mutant that an expected rule caught is not equivalent, whatever reasoning says."""
        diff = self._diff(mutation) if judged.alarms or not judged.expected else ""
        if judged.expected:
            return Tried(mutation.operator, Verdict.KILLED, judged.expected, judged.others, None, diff)
        before = self.base.places
        if others:
            record = mutated(self.base.plan_set, others)
            before = places_of(record)
        reason = equivalent(mutation, before, after, self.as_of)
        verdict = Verdict.EQUIVALENT if reason else Verdict.OTHER if judged.others else Verdict.SURVIVED
        return Tried(mutation.operator, verdict, (), judged.others, reason, diff)

    def _diff(self, mutation: Mutation) -> str:
        return diff(self.base.plan_set, mutation)


def diff(plan_set: PlanSetRecord, mutation: Mutation) -> str:
    """What a mutation does to the plan files, as a unified diff."""
    changed = {edit.document for edit in mutation.edits}
    plan_set = replace(plan_set, documents=tuple(d for d in plan_set.documents if d.document.text in changed))
    before, after = (render_plan_set(each) for each in (plan_set, mutated(plan_set, [mutation])))
    lines: list[str] = []
    for name in before:
        old, new = (files[name].decode().splitlines() for files in (before, after))
        lines += unified_diff(old, new, name, name, n=1, lineterm="")
    return "\n".join(lines)
