"""Our own engines, over facts of the benchmark's vocabulary and the eight rule files in `rules/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.contestants import Contestant
from benchmarks.evidence import Claim, Evidence, evidence
from benchmarks.tables import Tables
from benchmarks.vocabulary import fact_base, rule_plans
from consistency.engine import durable, native
from consistency.engine.evaluation import evaluate
from consistency.engine.plan import RulePlan
from consistency.model.facts import FactBase
from consistency.model.finding import Evidence as Cited
from consistency.model.finding import RuleOutcome
from consistency.model.location import TextLine

PER_SET = "A fact base for each plan set, as `consistency check` has them; findings carry messages in two languages."
IN_ONE = "The same rules, all plan sets in one fact base."
DURABLE = "The C engine of durable-rules in a worker process; facts that their own tests clear are not handed to it."
ALL = "The same, with every fact handed to the C engine."


@dataclass
class Engine:
    """`rete` is the durable engine where that is to serve, and None for the native one."""

    plans: Sequence[RulePlan]
    rete: durable.Durable | None = None

    def check(self, bases: Sequence[FactBase]) -> list[RuleOutcome]:
        """The one place where our engines are called. Raises RuntimeError where another engine took a rule."""
        find = self.rete.find if self.rete else native.find
        outcomes = [outcome for facts in bases for outcome in evaluate(self.plans, facts, find=find)]
        if self.rete:
            self.rete.close()
            if self.rete.served:
                raise RuntimeError(f"the native engine took rules: {self.rete.served}")
        return outcomes


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


def _per_set(_: Engine, tables: Tables) -> Sequence[FactBase]:
    return [fact_base(own) for own in tables.split()]


def _in_one(_: Engine, tables: Tables) -> Sequence[FactBase]:
    return [fact_base(tables)]


def _native() -> Engine:
    return Engine(rule_plans())


def _durable(narrow: bool) -> Callable[[], Engine]:
    return lambda: Engine(rule_plans(), durable.Durable(narrow))


def _without_durable() -> str | None:
    return None if durable.is_there() else "durable-rules is not installed, or not for this Python"


Load = Callable[[Engine, Tables], Sequence[FactBase]]


def _ours(name: str, label: str, order: int, prepare: Callable[[], Engine], load: Load, note: str) -> Contestant:
    absent = _without_durable if prepare is not _native else None
    return Contestant(name, label, order, prepare, load, Engine.check, _evidence, note=note, absent=absent)


CONTESTANTS = [
    _ours("native", "consistency, native", 1, _native, _per_set, PER_SET),
    _ours("native-one", "consistency, native, in one", 2, _native, _in_one, IN_ONE),
    _ours("durable", "consistency, durable", 3, _durable(narrow=True), _per_set, DURABLE),
    _ours("durable-all", "consistency, durable, all facts", 4, _durable(narrow=False), _per_set, ALL),
]
