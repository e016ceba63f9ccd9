"""The bindings of one rule over one fact base: which facts its variables stand for, and how surely it is violated."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from consistency.engine.closures import GROUP_ROW, SET_ROW, Environment
from consistency.engine.columns import Columns, Grouped
from consistency.engine.compiled import Compiled
from consistency.engine.lookups import Find, Grouping, judged
from consistency.engine.truth import NO, POSSIBLE, YES
from consistency.model.facts import Subject


class Matcher:
    """A compiled rule over one fact base."""

    def __init__(self, rule: Compiled, columns: Columns) -> None:
        self.compiled, self.plan, self.columns = rule, rule.plan, columns
        self.layout, self.place = rule.layout, rule.place
        self.where, self.violated = rule.where, rule.violated
        self.finds = [Find(probe, columns) for probe in rule.lookups]
        self.none = [Find(probe, columns) for probe in rule.none]
        self.some = [Find(probe, columns) for probe in rule.some]
        self.groups = [Grouping(group, columns) for group in rule.groups]

    def environment(self) -> Environment:
        env: Environment = [None] * self.compiled.size
        env[SET_ROW] = self.columns.set_row
        return env

    def bind(self, facts: Sequence[int]) -> tuple[Environment, dict[str, Grouped]]:
        """The environment of a binding, and its groups by name."""
        env = self.environment()
        for find, fact in zip(self.finds, facts, strict=True):
            env[find.row] = find.table.rows[fact]
        return env, self.grouped(env)

    def truth(self, facts: Sequence[int]) -> int:
        """How surely the rule is violated by a binding; NO as well where it does not apply."""
        env, truth = self.environment(), YES
        for find, fact in zip(self.finds, facts, strict=True):
            env[find.row] = find.table.rows[fact]
            truth = judged(find.rest, env, truth if find.table.certain[fact] else min(truth, POSSIBLE))
        truth = self._applies(env, truth)
        return truth and self._violated(env, truth)

    def bindings(self, env: Environment, facts: list[int]) -> Iterator[int]:
        """Of every binding to which the rule applies, how surely it is violated there.

        `env` has its rows, and `facts` the numbers of its facts by variable, until the next one is asked for.
        """
        for truth in self._bind(env, facts, 0, YES):
            if truth := self._applies(env, truth):
                yield self._violated(env, truth)

    def _applies(self, env: Environment, truth: int) -> int:
        """With the groups in the environment, and what is asked of them."""
        if self.groups:
            truth = min(truth, *(group.sureness for group in self.grouped(env).values()))
        return judged(self.where, env, truth) if truth and self.where else truth

    def _bind(self, env: Environment, facts: list[int], depth: int, so_far: int) -> Iterator[int]:
        find = self.finds[depth]
        certain, is_last = find.table.certain, depth + 1 == len(self.finds)
        for fact, truth in find.matches(env):
            facts[depth] = fact
            truth = min(truth, so_far) if certain[fact] else min(truth, so_far, POSSIBLE)
            if is_last:
                yield truth
            else:
                yield from self._bind(env, facts, depth + 1, truth)

    def grouped(self, env: Environment) -> dict[str, Grouped]:
        """Computes the groups of a binding and puts their values in the environment."""
        if not self.groups:
            return {}
        found = {grouping.name: grouping.over(env) for grouping in self.groups}
        env[GROUP_ROW] = [part for group in found.values() for part in (group.value, len(group.members))]
        return found

    def applicable(self) -> Sequence[int]:
        """The facts of the first variable that no condition rules out, of those on it and on groups around it."""
        first = self.finds[0]
        facts = self.compiled.applicable(first.table.rows, first.selected, self.columns.set_row)
        return [fact for fact in facts if self._applies_to(fact)] if self.where and len(self.finds) == 1 else facts

    def _applies_to(self, fact: int) -> bool:
        first, env = self.finds[0], self.environment()
        env[first.row] = first.table.rows[fact]
        return self._applies(env, YES) != NO

    def doubtful(self, applicable: Sequence[int]) -> Sequence[int]:
        """Of these facts of the first variable those that what the rule asks of them alone does not clear."""
        return self.compiled.doubtful(self.finds[0].table.rows, applicable, self.columns.set_row)

    def places(self, facts: Sequence[int]) -> int:
        """How many places these facts of the only variable are."""
        first, slot = self.finds[0], self.compiled.slot_of_first
        rows, numbers = first.table.rows, self.columns.subjects(first.table.kind.name)
        if slot:
            return len({(numbers[fact], slot(rows[fact])) for fact in facts})
        env, found = self.environment(), set()
        for fact in facts:
            env[first.row] = rows[fact]
            found.add((numbers[fact], self.compiled.slot(env)))
        return len(found)

    def place_of(self, env: Environment, facts: Sequence[int]) -> Hashable:
        """What tells a place from others: the subjects and the slot."""
        if len(self.compiled.subject) == 1:
            (place,) = self.compiled.subject
            number = self.columns.subjects(self.finds[place].table.kind.name)[facts[place]]
        else:
            number = self.columns.number(self.subjects(facts))
        return number, self.compiled.slot(env)

    def subjects(self, facts: Sequence[int]) -> tuple[Subject, ...]:
        found: dict[tuple[str, str], Subject] = {}
        for place in self.compiled.subject:
            for subject in self.finds[place].table.subjects[facts[place]]:
                found.setdefault((subject.type, subject.id), subject)
        return tuple(found.values())

    def _violated(self, env: Environment, truth: int) -> int:
        truth = judged(self.violated, env, truth)
        for find in self.none:
            truth = truth and min(truth, self.absent(find, env))
        for find in self.some:
            truth = truth and min(truth, self.present(find, env))
        return truth

    def absent(self, find: Find, env: Environment) -> int:
        """How surely there is none: a certain match says no; an uncertain one leaves it possible."""
        truth = YES
        for fact, matched in find.matches(env):
            if matched == YES:
                matched = NO if find.table.certain[fact] else POSSIBLE
            truth = min(truth, matched)
            if truth == NO:
                break
        return truth

    def present(self, find: Find, env: Environment) -> int:
        """How surely there is one."""
        truth = NO
        for fact, matched in find.matches(env):
            truth = max(truth, matched if find.table.certain[fact] else min(matched, POSSIBLE))
            if truth == YES:
                break
        return truth
