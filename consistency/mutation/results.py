"""What a run gave, counted: as a whole, per operator and per rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from consistency.mutation.trial import Trial, Tried, Verdict

SCHEMA = "consistency-mutation/1"


@dataclass(frozen=True, slots=True)
class Count:
    """`share` is what was killed of the mutants that contradict something; None where there were none of these.

    `several` are mutants with more than one new finding that no other explains.
    """

    name: str
    mutants: int
    equivalent: int
    killed: int
    other: int
    survived: int
    alarms: int
    several: int

    @property
    def share(self) -> Fraction | None:
        counted = self.mutants - self.equivalent
        return Fraction(100 * self.killed, counted) if counted else None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """`killed` mutants that expected the rule, `alone` those that no other expected rule found, `other` unexpected."""

    name: str
    killed: int
    alone: int
    other: int
    alarms: int


@dataclass(frozen=True)
class Results:
    """`known` is how many findings the set has of itself; `rules` those that judged."""

    plan_set: str
    seed: int
    known: int
    operators: tuple[str, ...]
    rules: tuple[str, ...]
    singles: tuple[Trial, ...]
    pairs: tuple[Trial, ...]

    def whole(self) -> Count:
        return _count("all", self.singles)

    def doubles(self) -> Count:
        return _count("pairs", self.pairs)

    def by_operator(self) -> list[Count]:
        return [_count(name, [t for t in self.singles if t.tried[0].operator == name]) for name in self.operators]

    def by_rule(self) -> list[RuleCount]:
        tried = [one for trial in self.singles for one in trial.tried]
        alarms = [alarm.rule for trial in (*self.singles, *self.pairs) for alarm in trial.alarms]
        return [_rule(rule, tried, alarms) for rule in sorted({*self.rules, *alarms})]

    def alarms(self) -> int:
        return self.whole().alarms + self.doubles().alarms

    def as_data(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "plan_set": self.plan_set,
            "seed": self.seed,
            "known_findings": self.known,
            "singles": _data(self.whole()),
            "pairs": _data(self.doubles()),
            "operators": [_data(count) for count in self.by_operator()],
            "rules": [asdict(count) for count in self.by_rule()],
            "mutants": [_trial(trial) for trial in self.singles],
            "double_mutants": [_trial(trial) for trial in self.pairs],
        }


def _count(name: str, trials: Sequence[Trial]) -> Count:
    def of(verdict: Verdict) -> int:
        return sum(1 for trial in trials if trial.verdict is verdict)

    return Count(
        name,
        mutants=len(trials),
        equivalent=of(Verdict.EQUIVALENT),
        killed=of(Verdict.KILLED),
        other=of(Verdict.OTHER),
        survived=of(Verdict.SURVIVED),
        alarms=sum(len(trial.alarms) for trial in trials),
        several=sum(1 for trial in trials if trial.causes > len(trial.tried)),
    )


def _rule(rule: str, tried: Iterable[Tried], alarms: Sequence[str]) -> RuleCount:
    found = [one for one in tried if rule in one.expected or rule in one.others]
    return RuleCount(
        rule,
        killed=sum(1 for one in found if rule in one.expected),
        alone=sum(1 for one in found if one.expected == (rule,)),
        other=sum(1 for one in found if rule in one.others),
        alarms=alarms.count(rule),
    )


def _data(count: Count) -> dict[str, Any]:
    share = count.share
    return asdict(count) | {"killed_percent": None if share is None else round(float(share), 2)}


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "verdict": trial.verdict.value,
        "mutations": [
            {
                "operator": one.operator,
                "verdict": one.verdict.value,
                "expected": list(one.expected),
                "others": list(one.others),
                "reason": one.reason.value if one.reason else None,
                "diff": one.diff,
            }
            for one in trial.tried
        ],
        "false_alarms": [{"rule": alarm.rule, "message": alarm.message} for alarm in trial.alarms],
        "causes": trial.causes,
    }
