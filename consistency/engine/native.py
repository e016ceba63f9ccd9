"""The native evaluator: a compiled rule over a fact base → its outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from consistency.engine import wording
from consistency.engine.bindings import Binding, Find, Matcher
from consistency.engine.closures import Environment, Read
from consistency.engine.columns import Columns, Grouped
from consistency.engine.plan import RulePlan, compile_rule
from consistency.engine.truth import NO, POSSIBLE, UNDECIDED, YES
from consistency.model.amount import Amount, Outcome
from consistency.model.facts import FactBase, Subject
from consistency.model.finding import Certainty, Evidence, Finding, RuleOutcome, Severity, Slot, Undecided
from consistency.rulebook.expressions import AGGREGATE, SET, Column, Condition
from consistency.rulebook.overrides import Own, with_own_values
from consistency.rulebook.rule import LANGUAGES, Texts


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


@dataclass(slots=True)
class _Case:
    """What a rule says of one place: subjects and slot, and the bindings that are not fine there."""

    subjects: tuple[Subject, ...]
    slot: Slot
    bindings: list[Binding] = field(default_factory=list)


class _Evaluation:
    def __init__(self, plan: RulePlan, columns: Columns) -> None:
        self.rule = plan.rule
        self.plan = plan
        self.matcher = Matcher(plan, columns)
        order = [lookup.var for lookup in plan.lookups]
        self.place = {var: i for i, var in enumerate(order)}
        self.subject_tables = [
            (self.place[var], self.matcher.finds[self.place[var]].table) for var in self.rule.subject
        ]
        read = self.matcher.layout.read
        self.slot_reads: list[tuple[str, Read]] = [
            (name, read(value) if isinstance(value, Column) else _constant(value))
            for name, value in self.rule.slot.items()
        ]

    def outcome(self) -> RuleOutcome:
        cases = self._cases()
        findings, undecided = [], []
        for case in cases:
            if not case.bindings:
                continue
            surest = max(binding.truth for binding in case.bindings)
            told = [
                binding
                for binding in case.bindings
                if binding.truth == surest or (surest == YES and binding.truth == POSSIBLE)
            ]
            if surest == UNDECIDED:
                undecided.append(self._undecided(case, told))
            else:
                findings.append(self._finding(case, told, surest))
        return RuleOutcome(self.rule.id, len(cases), tuple(findings), tuple(undecided))

    def _cases(self) -> list[_Case]:
        env = self.matcher.environment()
        cases: dict[tuple[Any, ...], _Case] = {}
        for binding in self.matcher.bindings(env):
            subjects = self._subjects(binding.facts)
            slot = {name: _slot_value(read(env)) for name, read in self.slot_reads}
            key = (tuple((s.type, s.id) for s in subjects), tuple(slot.values()))
            case = cases.get(key)
            if case is None:
                case = cases[key] = _Case(subjects, slot)
            if binding.truth != NO:
                case.bindings.append(binding)
        return list(cases.values())

    def _subjects(self, facts: Sequence[int]) -> tuple[Subject, ...]:
        if len(self.subject_tables) == 1:
            place, table = self.subject_tables[0]
            return table.subjects[facts[place]]
        found: dict[tuple[str, str], Subject] = {}
        for place, table in self.subject_tables:
            for subject in table.subjects[facts[place]]:
                found.setdefault((subject.type, subject.id), subject)
        return tuple(found.values())

    def _finding(self, case: _Case, told: list[Binding], truth: int) -> Finding:
        first = next(binding for binding in told if binding.truth == truth)
        bound = [self.matcher.bind(binding.facts) for binding in told]
        env = bound[told.index(first)][0]
        layout = self.matcher.layout
        show = {lang: _shower(env, layout.read, lang) for lang in LANGUAGES}
        return Finding(
            rule=self.rule.id,
            severity=self._severity([env for env, _ in bound]),
            certainty=Certainty.DEFINITE if truth == YES else Certainty.POSSIBLE,
            subjects=case.subjects,
            slot=case.slot,
            message={lang: text.fill(show[lang]) for lang, text in self.rule.message.items()},
            repair=self.rule.repair,
            evidence=self._evidence(told, bound),
            arithmetic={lang: text.fill(show[lang]) for lang, text in self.rule.arithmetic.items()},
            difference=self._difference(env),
        )

    def _severity(self, environments: Iterable[Environment]) -> Severity:
        escalation = self.rule.escalate
        if escalation:
            judges = [self.matcher.layout.judge(condition) for condition in escalation.where]
            if any(all(judge(env) == YES for judge in judges) for env in environments):
                return escalation.severity
        return self.rule.severity

    def _difference(self, env: Environment) -> tuple[int, int | None] | None:
        value = self.matcher.layout.read(self.rule.difference)(env) if self.rule.difference is not None else None
        if value is None or value.written.low is None:
            return None
        return value.written.low, value.written.high

    def _evidence(
        self, told: list[Binding], bound: list[tuple[Environment, dict[str, Grouped]]]
    ) -> tuple[Evidence, ...]:
        cited = (
            item
            for binding, (_, groups) in zip(told, bound, strict=True)
            for named in self.rule.evidence
            for item in self._claims(named, binding.facts, groups)
        )
        return wording.united(cited)

    def _claims(self, named: Column | str, facts: Sequence[int], groups: dict[str, Grouped]) -> Iterator[Evidence]:
        var, attribute = (named, None) if isinstance(named, str) else (named.var, named.attribute)
        if var == AGGREGATE and attribute is not None:
            yield from self._claims_of_group(attribute.removesuffix(".count"), groups)
        elif var == SET:
            yield from wording.claims(self.matcher.columns.facts[SET], 0, attribute)
        else:
            find = self.matcher.finds[self.place[var]]
            yield from wording.claims(find.table, facts[self.place[var]], attribute)

    def _claims_of_group(self, name: str, groups: dict[str, Grouped]) -> Iterator[Evidence]:
        group = next(group for group in self.plan.groups if group.name == name)
        table = self.matcher.columns.table(group.lookup.select)
        column = table.kind.index[group.of] if group.of else None
        for fact in groups[name].members:
            value = table.rows[fact][column] if column is not None else None
            if not (isinstance(value, Amount) and value.outcome is Outcome.BLANK):
                yield from wording.claims(table, fact, group.of)

    def _undecided(self, case: _Case, told: list[Binding]) -> Undecided:
        bound = [self.matcher.bind(binding.facts) for binding in told]
        why = self._why(*bound[0])
        return Undecided(self.rule.id, case.subjects, case.slot, why, self._evidence(told, bound))

    def _why(self, env: Environment, groups: dict[str, Grouped]) -> Texts:
        first = (condition for lookup in self.plan.lookups for condition in lookup.rest)
        for condition in (*first, *self.plan.where, *self.plan.violated):
            if self.matcher.layout.judge(condition)(env) == UNDECIDED:
                return _reason(condition, env, self.matcher.layout.read)
        for find in (*self.matcher.none, *self.matcher.some, *self.matcher.group_finds):
            if found := self._why_not_found(find, env):
                return found
        return {"nl": "de gegevens zeggen het een noch het ander", "en": "the data say neither"}

    def _why_not_found(self, find: Find, env: Environment) -> Texts | None:
        for _, truth in find.matches(env):
            if truth == UNDECIDED:
                condition = next(
                    c for c, judge in zip(find.lookup.rest, find.rest, strict=True) if judge(env) == UNDECIDED
                )
                return _reason(condition, env, find.layout.read)
        return None


def _reason(condition: Condition, env: Environment, reader: Callable[[Any], Read]) -> Texts:
    return wording.reason(
        condition.text, [(str(column), reader(column)(env)) for column in dict.fromkeys(condition.columns())]
    )


def _shower(env: Environment, reader: Callable[[Any], Read], lang: str) -> Callable[[Any], str]:
    return lambda operand: wording.show(reader(operand)(env), lang)


def _constant(value: str | int) -> Read:
    return lambda env: value


def _slot_value(value: Any) -> str | int | None:
    return ", ".join(value) if isinstance(value, tuple) else value
