"""All evaluators by name, and what it is for two of them to agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import zip_longest
from typing import Any

import pytest

from consistency.engine import durable, native
from consistency.engine.durable import Durable
from consistency.engine.evaluation import Find, evaluate_with_conclusions
from consistency.engine.plan import RulePlan
from consistency.model.facts import FactBase
from consistency.model.finding import Certainty, Finding, RuleOutcome, Undecided

from .naive import POSSIBLE, UNDECIDED, YES, Meaning, Place, Rows, Verdict, rows_of

WORKER_CALLS = 64
"""So many times a worker is asked before another is started: it keeps all rules that it was given."""


class Engine:
    """`own`: how many rules of the last call were its own, and not given to another engine.

    `grown`: the facts of the last call with what was concluded.
    """

    own = 0
    grown: FactBase

    def __call__(self, plans: Sequence[RulePlan], facts: FactBase) -> list[RuleOutcome]:
        self.own = len(plans)
        return self.evaluated(plans, facts, native.find)

    def close(self) -> None:
        """Ends what it started, and the thread that watches over it; it starts again when it is called."""

    def evaluated(self, plans: Sequence[RulePlan], facts: FactBase, find: Find) -> list[RuleOutcome]:
        outcomes, self.grown = evaluate_with_conclusions(plans, facts, find)
        return outcomes


class DurableEngine(Engine):
    """What native puts right is wrong here all the same: a worker that fails, a binding that does not hold."""

    def __init__(self, narrow: bool) -> None:
        self._narrow = narrow
        self._durable: Durable | None = None
        self._calls = 0

    def __call__(self, plans: Sequence[RulePlan], facts: FactBase) -> list[RuleOutcome]:
        if self._calls % WORKER_CALLS == 0:
            self.close()
        self._calls += 1
        self._durable = self._durable or Durable(self._narrow)
        self._durable.served.clear()
        self._durable.failed.clear()
        outcomes = self.evaluated(plans, facts, self._durable.find)
        served, failed = self._durable.served, self._durable.failed
        self.own = len(plans) - len(served)
        return [replace(o, error=str(served[o.rule])) if o.rule in failed else o for o in outcomes]

    def close(self) -> None:
        if self._durable:
            self._durable.close()
            self._durable = None


def _why_no_durable() -> str | None:
    return None if durable.is_there() else "durable-rules is not installed, or not for this Python"


ENGINES: Mapping[str, Engine] = {
    "native": Engine(),
    "durable": DurableEngine(narrow=True),
    "durable-alone": DurableEngine(narrow=False),
}
"""The last makes all tests that it can make itself."""
WHY_ABSENT: Mapping[str, Callable[[], str | None]] = {"durable": _why_no_durable, "durable-alone": _why_no_durable}


def close_all() -> None:
    for engine in ENGINES.values():
        engine.close()


def absent(engine: str) -> str | None:
    """Why an engine cannot be asked here; None where it can."""
    why = WHY_ABSENT.get(engine)
    return why() if why else None


def each_engine() -> list[Any]:
    """For `parametrize`: the engines by name, those that are absent skipped for a reason that is told."""
    return [pytest.param(name, marks=_skipped(absent(name))) for name in ENGINES]


def others() -> list[Any]:
    """The same, without the engine that the others are compared with."""
    return each_engine()[1:]


def _skipped(why: str | None) -> pytest.MarkDecorator:
    return pytest.mark.skipif(why is not None, reason=why or "")


def differs(engine: str, plans: Sequence[RulePlan], facts: FactBase, meant: Meaning) -> str | None:
    """How an engine differs from what the rules mean; None where it does not."""
    outcomes = ENGINES[engine](plans, facts)
    told = (differs_from_naive(outcome, of_rule) for outcome, of_rule in zip(outcomes, meant.verdicts, strict=True))
    return next(filter(None, told), None) or differs_in_conclusions(ENGINES[engine].grown, meant.concluded)


def differs_in_conclusions(grown: FactBase, meant: Rows) -> str | None:
    """Which facts were not concluded as rules mean them: their values, how sure they are and what they are about."""
    for kind, facts in meant.items():
        concluded = [*rows_of(grown[kind])]
        for one, other in zip_longest(concluded, facts):
            if one != other:
                return f"concluded {kind} {one} instead of {other}"
    return None


def differs_from_naive(outcome: RuleOutcome, meant: Verdict | None) -> str | None:
    """None too where it was not asked what the rule means."""
    if meant is None:
        return None
    if outcome.error:
        return f"it broke off: {outcome.error}"
    found = verdict_of(outcome)
    if found == meant:
        return None
    lines = [f"looked at {found.looked} places instead of {meant.looked}"] if found.looked != meant.looked else []
    lines += [f"found in excess: {_told(*one)}" for one in (found.found - meant.found).elements()]
    lines += [f"not found: {_told(*one)}" for one in (meant.found - found.found).elements()]
    return "\n".join(lines)


def _told(place: Any, truth: int) -> str:
    return f"{('no', 'undecided', 'possible', 'yes')[truth]} at {place}"


def verdict_of(outcome: RuleOutcome) -> Verdict:
    certain = {Certainty.DEFINITE: YES, Certainty.POSSIBLE: POSSIBLE}
    places = Counter((_place(finding), certain[finding.certainty]) for finding in outcome.findings)
    return Verdict(outcome.subjects, places + Counter((_place(each), UNDECIDED) for each in outcome.undecided))


def _place(what: Finding | Undecided) -> Place:
    return tuple((subject.type, subject.id) for subject in what.subjects), tuple(what.slot.values())


def differs_from(outcome: RuleOutcome, other: RuleOutcome) -> str | None:
    """Where two whole outcomes differ, fingerprints and evidence and all; None where they do not."""
    if outcome == other:
        return None
    for one, two in zip(_all_of(outcome), _all_of(other), strict=False):
        if one != two:
            changed = [f.name for f in fields(one) if getattr(one, f.name) != getattr(two, f.name, None)]
            return f"they differ in {', '.join(changed)}:\n{one}\n{two}"
    return f"{_summary(outcome)} against {_summary(other)}"


def _all_of(outcome: RuleOutcome) -> list[Any]:
    return [*outcome.findings, *outcome.undecided]


def _summary(outcome: RuleOutcome) -> str:
    counts = f"{len(outcome.findings)} findings, {len(outcome.undecided)} undecided"
    return f"{outcome.subjects} looked at, {counts}, error {outcome.error}"
