"""What an evaluator found, told: findings with their message and evidence, and why something could not be decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from consistency.engine import wording
from consistency.engine.bindings import Matcher
from consistency.engine.closures import Environment, Read
from consistency.engine.columns import Grouped
from consistency.engine.conclusions import Conclusions
from consistency.engine.lookups import Find
from consistency.engine.truth import POSSIBLE, UNDECIDED, YES, Unknown
from consistency.model.amount import Amount, Outcome
from consistency.model.facts import FactTable, Subject
from consistency.model.finding import Certainty, Evidence, Finding, Severity, Slot, Undecided
from consistency.model.location import Location
from consistency.rulebook.expressions import AGGREGATE, SET, Arithmetic, Column, Condition
from consistency.rulebook.rule import Texts

OPEN_SHOWN = 2
_DEFINITE = Certainty.DEFINITE

Bound = tuple[Environment, dict[str, Grouped]]
Violation = tuple[tuple[int, ...], int]
"""The numbers of the facts by variable, and how surely the rule is violated there."""


@dataclass(slots=True)
class Case:
    """What a rule says of one place: subjects and slot, and the bindings that are not fine there."""

    subjects: tuple[Subject, ...]
    slot: Slot
    bindings: list[Violation] = field(default_factory=list)


class Filled(Mapping[str, str]):
    """A text by language, filled in for one binding when it is read: most are read in one language, or not at all."""

    __slots__ = ("_texts", "_values")

    def __init__(self, texts: Mapping[str, Sequence[str | Read]], env: Environment) -> None:
        self._texts = texts
        self._values = {lang: [p if isinstance(p, str) else p(env) for p in text] for lang, text in texts.items()}

    def __getitem__(self, lang: str) -> str:
        parts = zip(self._texts[lang], self._values[lang], strict=True)
        return "".join(part if isinstance(part, str) else wording.show(value, lang) for part, value in parts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __reduce__(self) -> tuple[type[dict[str, str]], tuple[dict[str, str]]]:
        return dict, (dict(self),)

    def __repr__(self) -> str:
        return repr(dict(self))


class Teller:
    def __init__(self, matcher: Matcher, conclusions: Conclusions) -> None:
        self.matcher = matcher
        self.conclusions = conclusions
        self.rule = matcher.plan.rule

    def finding(self, case: Case, told: Sequence[Violation]) -> Finding:
        """The message is about the first of the surest, the evidence is of all."""
        bound = [self.matcher.bind(facts) for facts, _ in told]
        truths = [truth for _, truth in told]
        truth = max(truths)
        because = self._premises(told, bound, truth)
        env = bound[truths.index(truth)][0]
        compiled = self.matcher.compiled
        return Finding(
            rule=self.rule.id,
            severity=self._severity([env for env, _ in bound]),
            certainty=Certainty.DEFINITE if truth == YES else Certainty.POSSIBLE,
            subjects=case.subjects,
            slot=case.slot,
            message=Filled(compiled.message, env),
            repair=self.rule.repair,
            evidence=self._evidence(told, bound, because) + (self._open_claims(told) if truth == POSSIBLE else ()),
            arithmetic=Filled(compiled.arithmetic, env) if compiled.arithmetic else {},
            difference=self._difference(env),
            at_least=self.rule.at_least,
            rests_on=self._rests_on(told, bound) if self.rule.difference is not None else frozenset(),
            whole=self._places(self._whole(), told, bound),
            explains=self._places(self.rule.explains, told, bound),
            because=because,
        )

    def _premises(self, told: Sequence[Violation], bound: Sequence[Bound], truth: int) -> tuple[Finding, ...]:
        """The findings behind the concluded facts that it reads, each once, as far as they are as sure as it is."""
        found: dict[str, Finding] = {}
        if not self.conclusions.any:
            return ()
        for (facts, _), (env, groups) in zip(told, bound, strict=True):
            for table, fact in self._read(facts, env, groups):
                origin = self.conclusions.origin(table, fact)
                if origin and origin.sure >= truth:
                    found |= {key: f for key, f in origin.findings.items() if truth < YES or f.certainty is _DEFINITE}
        return tuple(found.values())

    def _read(
        self, facts: Sequence[int], env: Environment, groups: dict[str, Grouped]
    ) -> Iterator[tuple[FactTable, int]]:
        """The facts that are there in a binding: of its variables, of its groups, and of `some`."""
        yield from zip((find.table for find in self.matcher.finds), facts, strict=True)
        for grouping in self.matcher.groups:
            yield from ((grouping.find.table, fact) for fact in groups[grouping.name].members)
        for find in self.matcher.some:
            yield from ((find.table, fact) for fact, _ in find.matches(env))

    def _severity(self, environments: Iterable[Environment]) -> Severity:
        escalation = self.rule.escalate
        if escalation:
            judges = [self.matcher.layout.judge(condition) for condition in escalation.where]
            if any(all(judge(env) == YES for judge in judges) for env in environments):
                return escalation.severity
        return self.rule.severity

    def _difference(self, env: Environment) -> tuple[int, int | None] | None:
        value = self.matcher.layout.read(self.rule.difference)(env) if self.rule.difference is not None else None
        if value is None or isinstance(value, Unknown) or value.written.low is None:
            return None
        return value.written.low, value.written.high

    def _rests_on(self, told: Sequence[Violation], bound: Sequence[Bound]) -> frozenset[tuple[Location, str]]:
        """Where all claims stand that take part, with what is printed there: one line can hold many cells."""
        tables = [find.table for find in self.matcher.finds]
        said = [table.said[fact] for facts, _ in told for table, fact in zip(tables, facts, strict=True)]
        for _, groups in bound:
            for group in self.matcher.plan.groups:
                table = self.matcher.columns.facts[group.lookup.select.kind]
                said += [table.said[fact] for fact in groups[group.name].members]
        return frozenset(
            (claim.at, claim.text.rpartition(": ")[2]) for claims in said for some in claims.values() for claim in some
        )

    def _whole(self) -> Column | None:
        """What stands first in the rule's `difference`."""
        first = self.rule.difference.left if isinstance(self.rule.difference, Arithmetic) else None
        return first if isinstance(first, Column) else None

    def _places(
        self,
        named: Column | str | None,
        told: Sequence[Violation],
        bound: Sequence[Bound],
    ) -> frozenset[tuple[Location, str]]:
        """Where the claims on something stand, with what is printed there."""
        if named is None:
            return frozenset()
        cited = (
            item
            for (facts, _), (_, groups) in zip(told, bound, strict=True)
            for item in self._claims(named, facts, groups)
        )
        return frozenset((item.location, item.says.rpartition(": ")[2]) for item in cited)

    def _evidence(
        self, told: Sequence[Violation], bound: Sequence[Bound], because: Iterable[Finding] = ()
    ) -> tuple[Evidence, ...]:
        """What the rule names, then what its premises cite and it has not."""
        own = [
            item
            for (facts, _), (_, groups) in zip(told, bound, strict=True)
            for named in self.rule.evidence
            for item in self._claims(named, facts, groups)
        ]
        cited = {(item.location, item.says) for item in own}
        theirs = (item for premise in because for item in premise.evidence)
        return wording.united([*own, *(item for item in theirs if (item.location, item.says) not in cited)])

    def _open_claims(self, told: Sequence[Violation]) -> tuple[Evidence, ...]:
        """Some of the empty cells that could make a possible finding hold."""
        table = self.matcher.finds[0].table
        empty = (item for facts, _ in told for item in wording.claims(table, facts[0], "blank"))
        return tuple(islice(empty, OPEN_SHOWN))

    def _claims(self, named: Column | str, facts: Sequence[int], groups: dict[str, Grouped]) -> Iterator[Evidence]:
        var, attribute = (named, None) if isinstance(named, str) else (named.var, named.attribute)
        if var == AGGREGATE and attribute is not None:
            yield from self._claims_of_group(attribute.removesuffix(".count"), groups)
        elif var == SET:
            yield from wording.claims(self.matcher.columns.facts[SET], 0, attribute)
        else:
            find = self.matcher.finds[self.matcher.place[var]]
            yield from wording.claims(find.table, facts[self.matcher.place[var]], attribute)

    def _claims_of_group(self, name: str, groups: dict[str, Grouped]) -> Iterator[Evidence]:
        group = next(group for group in self.matcher.plan.groups if group.name == name)
        table = self.matcher.columns.facts[group.lookup.select.kind]
        column = table.kind.index[group.of] if group.of else None
        for fact in groups[name].members:
            value = table.rows[fact][column] if column is not None else None
            if not (isinstance(value, Amount) and value.outcome is Outcome.BLANK):
                yield from wording.claims(table, fact, group.of)

    def undecided(self, case: Case, told: Sequence[Violation]) -> Undecided:
        bound = [self.matcher.bind(facts) for facts, _ in told]
        why = self._why(told[0][0], *bound[0])
        return Undecided(self.rule.id, case.subjects, case.slot, why, self._evidence(told, bound))

    def _why(self, facts: Sequence[int], env: Environment, groups: dict[str, Grouped]) -> Texts:
        for table, fact in zip((find.table for find in self.matcher.finds), facts, strict=True):
            if found := self._why_open(table, fact):
                return found
        first = (condition for lookup in self.matcher.plan.lookups for condition in lookup.rest)
        for condition in first:
            if self.matcher.layout.judge(condition)(env) == UNDECIDED:
                return _reason(condition, env, self.matcher.layout.read)
        unsure = [g.find for g in self.matcher.groups if groups[g.name].sureness == UNDECIDED]
        for find in unsure:
            if found := self._why_not_found(find, env):
                return found
        for condition in (*self.matcher.plan.where, *self.matcher.plan.violated):
            if self.matcher.layout.judge(condition)(env) == UNDECIDED:
                return _reason(condition, env, self.matcher.layout.read)
        for find in (*self.matcher.none, *self.matcher.some):
            if found := self._why_not_found(find, env):
                return found
        return {"nl": "de gegevens zeggen het een noch het ander", "en": "the data say neither"}

    def _why_not_found(self, find: Find, env: Environment) -> Texts | None:
        for fact, truth in find.matches(env):
            if truth == UNDECIDED:
                condition = next(
                    c for c, judge in zip(find.probe.lookup.rest, find.rest, strict=True) if judge(env) == UNDECIDED
                )
                return _reason(condition, env, find.probe.layout.read)
            if found := self._why_open(find.table, fact):
                return found
        return None

    def _why_open(self, table: FactTable, fact: int) -> Texts | None:
        """Of a fact that a rule would have concluded, what kept that rule from it."""
        if table.sure[fact] != UNDECIDED:
            return None
        origin = self.conclusions.origin(table, fact)
        return origin.why if origin else None


def _reason(condition: Condition, env: Environment, reader: Callable[[Any], Read]) -> Texts:
    return wording.reason(
        condition.text, [(str(column), reader(column)(env)) for column in dict.fromkeys(condition.columns())]
    )
