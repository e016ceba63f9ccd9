"""Our own engines, over facts of the benchmark's vocabulary and the eight rule files in `rules/`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from benchmarks.contestants import Contestant
from benchmarks.evidence import Claim, Evidence, evidence
from benchmarks.tables import Tables
from benchmarks.vocabulary import fact_base, rule_plans
from consistency.engine.native import evaluate
from consistency.engine.plan import RulePlan
from consistency.model.facts import FactBase
from consistency.model.finding import Evidence as Cited
from consistency.model.finding import RuleOutcome
from consistency.model.location import TextLine

Load = Callable[[Sequence[RulePlan], Tables], Sequence[FactBase]]
PER_SET = "A fact base for each plan set, as `consistency check` has them; findings carry messages in two languages."
IN_ONE = "The same rules, all plan sets in one fact base."


def _outcomes(plans: Sequence[RulePlan], facts: Sequence[FactBase], **how: Any) -> list[RuleOutcome]:
    """The one place where our engines are called."""
    return [outcome for base in facts for outcome in evaluate(plans, base, **how)]


def _evidence(outcomes: Iterable[RuleOutcome]) -> list[Evidence]:
    found = []
    for outcome in outcomes:
        if outcome.error or outcome.undecided:
            raise ValueError(f"{outcome.rule}: {outcome.error or 'undecided'}")
        for finding in outcome.findings:
            (subject,) = finding.subjects
            found.append(evidence(finding.rule, subject.id, map(_claim, finding.evidence)))
    return found


def _claim(cited: Cited) -> Claim:
    """Amounts and days are intervals of one cent or day here."""
    at, value = cited.location, cited.value
    assert isinstance(at, TextLine)
    if isinstance(value, list):
        first, last = value
        assert first == last
        value = first if isinstance(first, int) else int(first.replace("-", ""))
    return value, f"{at.path}:{at.line}"


def _per_set(_: Sequence[RulePlan], tables: Tables) -> Sequence[FactBase]:
    return [fact_base(own) for own in tables.split()]


def _in_one(_: Sequence[RulePlan], tables: Tables) -> Sequence[FactBase]:
    return [fact_base(tables)]


def _without_durable() -> str | None:
    if "engine" not in inspect.signature(evaluate).parameters:
        return "this version has no durable engine"
    return None


def _ours(name: str, label: str, order: int, load: Load, note: str, **how: Any) -> Contestant:
    return Contestant(
        name,
        label,
        order,
        prepare=rule_plans,
        load=load,
        check=partial(_outcomes, **how),
        evidence=_evidence,
        note=note,
        absent=_without_durable if how else None,
    )


CONTESTANTS = [
    _ours("native", "consistency, native", 1, _per_set, PER_SET),
    _ours("native-one", "consistency, native, in one", 2, _in_one, IN_ONE),
    _ours("durable", "consistency, durable", 3, _per_set, PER_SET, engine="durable"),
]
