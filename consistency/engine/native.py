"""The native evaluator: compiled rules over a fact base → their outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from consistency.engine.bindings import Matcher
from consistency.engine.closures import Environment
from consistency.engine.columns import Columns
from consistency.engine.plan import RulePlan, compile_rule
from consistency.engine.telling import Case, Teller
from consistency.engine.truth import POSSIBLE, UNDECIDED, YES, Unknown
from consistency.model.facts import FactBase, Subject
from consistency.model.finding import Finding, RuleOutcome, Slot, Undecided
from consistency.rulebook.expressions import Column
from consistency.rulebook.overrides import Own, with_own_values


def evaluate(plans: Sequence[RulePlan], facts: FactBase, *, parameters: Own | None = None) -> list[RuleOutcome]:
    """One outcome a rule, in order. A rule that fails has an `error`, and the others go on.

    `parameters` are an organisation's own values: by rule id, by name, as people write them. Raises UsageError where
    they name what is not there.
    """
    if parameters:
        plans = [compile_rule(rule) for rule in with_own_values((plan.rule for plan in plans), parameters)]
    columns = Columns(facts)
    return [_outcome(plan, columns) for plan in plans]


def _outcome(plan: RulePlan, columns: Columns) -> RuleOutcome:
    try:
        return _Evaluation(plan, columns).outcome()
    except Exception as error:  # a rule that crashes must not take the others with it
        return RuleOutcome(plan.rule.id, 0, error=f"{type(error).__name__}: {error}")


class _Evaluation:
    """One rule over one fact base."""

    def __init__(self, plan: RulePlan, columns: Columns) -> None:
        self.rule = plan.rule
        self.columns = columns
        self.matcher = Matcher(plan, columns)
        self.teller = Teller(self.matcher)
        tables = [find.table for find in self.matcher.finds]
        places = [self.matcher.place[var] for var in self.rule.subject]
        self.about = [(place, tables[place], columns.subjects(tables[place])) for place in places]
        self.combined: dict[tuple[int, ...], int] = {}
        self.slot_values = self.matcher.layout.read_all([v for v in self.rule.slot.values() if isinstance(v, Column)])

    def outcome(self) -> RuleOutcome:
        looked, cases = self._cases()
        findings: list[Finding] = []
        undecided: list[Undecided] = []
        for case in cases:
            surest = max(truth for _, truth in case.bindings)
            also = POSSIBLE if surest == YES else surest
            told = [(facts, truth) for facts, truth in case.bindings if truth in (surest, also)]
            if surest == UNDECIDED:
                undecided.append(self.teller.undecided(case, told))
            else:
                findings.append(self.teller.finding(case, told))
        return RuleOutcome(self.rule.id, looked, tuple(findings), tuple(undecided))

    def _cases(self) -> tuple[int, list[Case]]:
        """How many places the rule looks at, and those where not all is well, in the order in which they are met."""
        env, facts = self.matcher.environment(), [0] * len(self.matcher.finds)
        looked: set[tuple[int, Any]] = set()
        cases: dict[tuple[int, Any], Case] = {}
        slot_values, subject_number = self.slot_values, self._subject_number
        place, _, numbers = self.about[0]
        is_one = len(self.about) == 1
        for truth in self.matcher.bindings(env, facts):
            key = (numbers[facts[place]] if is_one else subject_number(facts), slot_values(env))
            looked.add(key)
            if truth:
                if key not in cases:
                    cases[key] = Case(self._subjects(facts), self._slot(env))
                cases[key].bindings.append((tuple(facts), truth))
        return len(looked), list(cases.values())

    def _subject_number(self, facts: Sequence[int]) -> int:
        numbers = tuple([numbers[facts[place]] for place, _, numbers in self.about])
        found = self.combined.get(numbers)
        if found is None:
            found = self.combined[numbers] = self.columns.number(self._subjects(facts))
        return found

    def _subjects(self, facts: Sequence[int]) -> tuple[Subject, ...]:
        found: dict[tuple[str, str], Subject] = {}
        for place, table, _ in self.about:
            for subject in table.subjects[facts[place]]:
                found.setdefault((subject.type, subject.id), subject)
        return tuple(found.values())

    def _slot(self, env: Environment) -> Slot:
        read = self.matcher.layout.read
        values = {name: read(v)(env) if isinstance(v, Column) else v for name, v in self.rule.slot.items()}
        return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """As a slot shows it: what the plan set does not say is missing there."""
    return ", ".join(value) if isinstance(value, tuple) else None if isinstance(value, Unknown) else value
