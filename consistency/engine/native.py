"""The native evaluator: compiled rules over a fact base → their outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from consistency.engine.bindings import Matcher
from consistency.engine.closures import Environment
from consistency.engine.columns import Columns
from consistency.engine.conclusions import Conclusions, spread
from consistency.engine.plan import RulePlan, compile_rule
from consistency.engine.telling import Case, Teller
from consistency.engine.truth import POSSIBLE, UNDECIDED, YES
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
    return evaluate_with_conclusions(plans, facts)[0]


def evaluate_with_conclusions(plans: Sequence[RulePlan], facts: FactBase) -> tuple[list[RuleOutcome], FactBase]:
    """The outcomes, and the facts with what was concluded: what a rule reads is concluded before its turn comes."""
    conclusions = Conclusions(facts, plans)
    columns = Columns(conclusions.facts)
    outcomes = {i: RuleOutcome(plans[i].rule.id, 0, error="it waits for itself") for i in conclusions.waiting}
    for number, layer in enumerate(conclusions.layers):
        for i in layer:
            outcomes[i] = _outcome(plans[i], columns, conclusions)
        conclusions.settle(number)
    return [outcomes[i] for i in range(len(plans))], conclusions.facts


def _outcome(plan: RulePlan, columns: Columns, conclusions: Conclusions) -> RuleOutcome:
    error = conclusions.lacking(plan)
    try:
        if error is None:
            return _Evaluation(plan, columns, conclusions).outcome()
    except Exception as crash:  # a rule that crashes must not take the others with it
        error = f"{type(crash).__name__}: {crash}"
    conclusions.lose(plan)
    return RuleOutcome(plan.rule.id, 0, error=error)


class _Evaluation:
    """One rule over one fact base."""

    def __init__(self, plan: RulePlan, columns: Columns, conclusions: Conclusions) -> None:
        self.rule = plan.rule
        self.columns = columns
        self.conclusions = conclusions
        self.matcher = Matcher(plan, columns)
        self.teller = Teller(self.matcher, conclusions)
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
                self._conclude(case, undecided[-1])
            else:
                findings.append(self.teller.finding(case, told))
                self._conclude(case, findings[-1])
        return RuleOutcome(self.rule.id, looked, tuple(findings), tuple(undecided))

    def _conclude(self, case: Case, found: Finding | Undecided) -> None:
        """One fact a binding, as sure as the rule is violated there."""
        for conclusion in self.rule.conclude:
            read = {name: self.matcher.layout.read(value) for name, value in conclusion.values.items()}
            for facts, truth in case.bindings:
                env, _ = self.matcher.bind(facts)
                for row in spread({name: of(env) for name, of in read.items()}, conclusion.each):
                    self.conclusions.add(conclusion, row, found, truth)

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
        return {name: ", ".join(v) if isinstance(v, tuple) else v for name, v in values.items()}
