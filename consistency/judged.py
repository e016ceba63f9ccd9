"""What judging one plan set gives, and several of them in one report, each told apart by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from consistency.engine.failures import with_failures
from consistency.errors import ConsistencyError
from consistency.kept import Kept, Packed, pack, unpack
from consistency.model.dates import Days
from consistency.model.finding import Finding, RuleOutcome, Slot
from consistency.model.found import Found, InMemory
from consistency.model.record import InputFile
from consistency.model.run import Run


@dataclass(frozen=True, slots=True)
class Judged:
    """`decided` is the date on which the set is decided; `problems` what of it could not be read.

    The outcomes of one set of several are packed, with its name in every slot.
    """

    name: str
    decided: Days | None
    files: tuple[InputFile, ...]
    problems: tuple[ConsistencyError, ...]
    outcomes: Sequence[RuleOutcome] | Packed
    run: Run

    def packed(self, name: str) -> Packed:
        if not isinstance(self.outcomes, Packed):
            return pack(_apart(self.outcomes, name))
        return self.outcomes if name == self.name else pack(_apart(unpack(self.outcomes), name))

    def alone(self) -> Sequence[RuleOutcome]:
        """Without a name in the slots: where there is one set, it needs no telling apart."""
        return _apart(unpack(self.outcomes), None) if isinstance(self.outcomes, Packed) else self.outcomes


class Together:
    """The plan sets of one report, in the order in which they are added; what was found in them is kept in a file."""

    def __init__(self) -> None:
        self.sets: dict[str, Judged] = {}
        self.run = Run()
        self._numbers: dict[str, count[int]] = {}
        self._first: Judged | None = None
        self._kept: Kept | None = None

    def add(self, judged: Judged) -> None:
        """Of one name the second set gets a number, so that their findings are told apart."""
        further = self._numbers.setdefault(judged.name, count(2))
        names = chain([judged.name], (f"{judged.name} ({n})" for n in further))
        name = next(each for each in names if each not in self.sets)
        if self._first:
            self._kept = Kept()
            self._kept.add(self._first.packed(self._first.name))
            self._first = None
        elif not self.sets:
            self._first = judged
        if self._kept:
            self._kept.add(judged.packed(name))
        self.run = Run.of((self.run, judged.run))
        self.sets[name] = replace(judged, outcomes=(), run=Run())

    def found(self) -> Found:
        if self._kept is None:
            return InMemory(with_failures(self._first.alone() if self._first else ()))
        failed = [RuleOutcome(tally.rule, tally.subjects, error=tally.error) for tally in self._kept.tallies]
        self._kept.add(pack(with_failures(failed)[len(failed) :]))
        return self._kept


def _apart(outcomes: Iterable[RuleOutcome], plan_set: str | None) -> list[RuleOutcome]:
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
            undecided=tuple(replace(u, slot=_slot(u.slot, plan_set)) for u in outcome.undecided),
        )
        for outcome, findings in named
    ]


def _in_set(finding: Finding, plan_set: str | None) -> Finding:
    """What it was concluded from is of the same set."""
    because = tuple(_in_set(premise, plan_set) for premise in finding.because)
    return replace(finding, slot=_slot(finding.slot, plan_set), because=because)


def _slot(slot: Slot, plan_set: str | None) -> Slot:
    named = {} if plan_set is None else {"plan_set": plan_set}
    return {key: value for key, value in slot.items() if key != "plan_set"} | named
