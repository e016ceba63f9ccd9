"""What judging one plan set gives, and several of them as one report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import Any, TypeVar

from consistency.errors import ConsistencyError
from consistency.model.dates import Days
from consistency.model.finding import Finding, RuleOutcome, Undecided
from consistency.model.record import InputFile
from consistency.model.run import Run

T = TypeVar("T", Finding, Undecided)

_NOTHING: frozenset[object] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """`decided` is the date on which the set is decided; `problems` what of it could not be read."""

    name: str
    decided: Days | None
    files: tuple[InputFile, ...]
    problems: tuple[ConsistencyError, ...]
    outcomes: tuple[RuleOutcome, ...]
    run: Run


def to_report(outcomes: Iterable[RuleOutcome]) -> tuple[RuleOutcome, ...]:
    """The outcomes without what only served to settle causes: a report of many sets has to hold all the rest."""
    nothing = {"rests_on": _NOTHING, "whole": _NOTHING, "explains": _NOTHING}
    return tuple(
        replace(o, findings=tuple(replace(f, **nothing) for f in o.findings)) if o.findings else o  # type: ignore[arg-type]
        for o in outcomes
    )


def names_of(sets: Iterable[Judged]) -> list[str]:
    """What the sets are called; of one name the second gets a number, so that their findings are told apart."""
    names: dict[str, None] = {}
    numbers: dict[str, count[int]] = {}
    for name in (each.name for each in sets):
        further = numbers.setdefault(name, count(2))
        names[next(each for each in chain([name], (f"{name} ({n})" for n in further)) if each not in names)] = None
    return list(names)


def together(sets: Sequence[Judged], names: Sequence[str]) -> list[RuleOutcome]:
    """The outcomes of all sets, rule by rule."""
    if len(sets) == 1:
        return list(sets[0].outcomes)
    apart = [_apart(each.outcomes, name) for each, name in zip(sets, names, strict=True)]
    return [_joined(outcomes) for outcomes in zip(*apart, strict=True)]


def _joined(outcomes: Sequence[RuleOutcome]) -> RuleOutcome:
    return RuleOutcome(
        outcomes[0].rule,
        sum(outcome.subjects for outcome in outcomes),
        tuple(chain.from_iterable(outcome.findings for outcome in outcomes)),
        tuple(chain.from_iterable(outcome.undecided for outcome in outcomes)),
        next((outcome.error for outcome in outcomes if outcome.error), None),
    )


def _apart(outcomes: Iterable[RuleOutcome], plan_set: str) -> list[RuleOutcome]:
    """The outcomes with the plan set in every slot, so that two sets in one report never share a fingerprint."""
    named = [(outcome, [_in_set(finding, plan_set) for finding in outcome.findings]) for outcome in outcomes]
    renamed = {
        old.fingerprint: new.fingerprint
        for outcome, findings in named
        for old, new in zip(outcome.findings, findings, strict=True)
    }
    return [
        replace(
            outcome,
            findings=tuple(replace(f, caused_by=renamed.get(f.caused_by)) if f.caused_by else f for f in findings),
            undecided=tuple(_in_set(undecided, plan_set) for undecided in outcome.undecided),
        )
        for outcome, findings in named
    ]


def _in_set(item: T, plan_set: str) -> T:
    return replace(item, slot={**item.slot, "plan_set": plan_set}, **_premises_in_set(item, plan_set))


def _premises_in_set(item: Finding | Undecided, plan_set: str) -> dict[str, Any]:
    if isinstance(item, Undecided):
        return {}
    return {"because": tuple(_in_set(premise, plan_set) for premise in item.because)}
