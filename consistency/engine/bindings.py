"""The bindings of one rule over one fact base: which facts its variables stand for, and how surely it is violated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from consistency.engine.closures import FIRST_ROW, GROUP_ROW, SET_ROW, Environment, Judge, Layout
from consistency.engine.columns import Columns, Grouped
from consistency.engine.lookups import Find, Grouping, judged
from consistency.engine.plan import Lookup, RulePlan
from consistency.engine.truth import NO, UNDECIDED, YES, Unknown
from consistency.model.facts import FactKind
from consistency.rulebook.expressions import SET, Condition


class Matcher:
    def __init__(self, plan: RulePlan, columns: Columns) -> None:
        self.plan = plan
        self.columns = columns
        kinds = {lookup.var: columns.table(lookup.select).kind for lookup in plan.lookups}
        self.layout = self._layout_with(kinds)
        self.finds = [Find(lookup, FIRST_ROW + i, self.layout, columns) for i, lookup in enumerate(plan.lookups)]
        self.place = {lookup.var: i for i, lookup in enumerate(plan.lookups)}
        self.where = self._judges(plan.where)
        self.violated = self._judges(plan.violated)
        self.none = [self._inner(lookup) for lookup in plan.none]
        self.some = [self._inner(lookup) for lookup in plan.some]
        self.groups = [Grouping(group, self._inner(group.lookup), columns) for group in plan.groups]
        self._last = FIRST_ROW + len(self.finds)

    def _layout_with(self, kinds: dict[str, FactKind]) -> Layout:
        set_kind = {table.kind.name: table.kind for table in self.columns.facts if table.kind.name == SET}
        return Layout({**set_kind, **kinds}, [group.name for group in self.plan.groups], self.plan.rule.parameters)

    def _inner(self, lookup: Lookup) -> Find:
        """A lookup beside the bindings: its variable has the last row, one after another."""
        kinds = {var: kind for var, kind in self.layout.kinds.items() if var != SET}
        layout = self._layout_with({**kinds, lookup.var: self.columns.table(lookup.select).kind})
        return Find(lookup, FIRST_ROW + len(self.finds), layout, self.columns)

    def _judges(self, conditions: tuple[Condition, ...]) -> list[Judge]:
        return [self.layout.judge(condition) for condition in conditions]

    def environment(self) -> Environment:
        env: Environment = [None] * (self._last + 1)
        if SET in self.layout.kinds:
            table = self.columns.facts[SET]
            env[SET_ROW] = table.rows[0] if table.rows else (None,) * len(table.kind.attributes)
        return env

    def bind(self, facts: Sequence[int]) -> tuple[Environment, dict[str, Grouped]]:
        """The environment of a binding, and its groups by name."""
        env = self.environment()
        for find, fact in zip(self.finds, facts, strict=True):
            env[find.row] = find.table.rows[fact]
        return env, self.grouped(env)

    def bindings(self, env: Environment, facts: list[int]) -> Iterator[int]:
        """Of every binding to which the rule applies, how surely it is violated there.

        `env` has its rows, and `facts` the numbers of its facts by variable, until the next one is asked for.
        """
        for truth in self._bind(env, facts, 0, YES):
            if self.groups:
                truth = min(truth, *(group.sureness for group in self.grouped(env).values()))
            if self.where:
                truth = judged(self.where, env, truth)
            if truth:
                yield self._violated(env, truth)

    def _bind(self, env: Environment, facts: list[int], depth: int, so_far: int) -> Iterator[int]:
        find = self.finds[depth]
        sure, is_last = find.table.sure, depth + 1 == len(self.finds)
        for fact, truth in find.matches(env):
            facts[depth] = fact
            truth = min(truth, so_far, sure[fact])
            if is_last:
                yield truth
            else:
                yield from self._bind(env, facts, depth + 1, truth)

    def grouped(self, env: Environment) -> dict[str, Grouped]:
        """Computes the groups of a binding and puts their values in the environment."""
        if not self.groups:
            return {}
        found = {grouping.name: grouping.over(env) for grouping in self.groups}
        env[GROUP_ROW] = [part for name, group in found.items() for part in _values(name, group)]
        return found

    def _violated(self, env: Environment, truth: int) -> int:
        truth = judged(self.violated, env, truth)
        for find in self.none:
            truth = truth and min(truth, self.absent(find, env))
        for find in self.some:
            truth = truth and min(truth, self.present(find, env))
        return truth

    def absent(self, find: Find, env: Environment) -> int:
        """How surely there is none: a sure match says no; another leaves it possible, or as open as it is itself."""
        truth = YES
        for fact, matched in find.matches(env):
            matched = min(matched, find.table.sure[fact])
            truth = min(truth, NO if matched == YES else matched)
            if truth == NO:
                break
        return truth

    def present(self, find: Find, env: Environment) -> int:
        """How surely there is one."""
        truth = NO
        for fact, matched in find.matches(env):
            truth = max(truth, min(matched, find.table.sure[fact]))
            if truth == YES:
                break
        return truth


def _values(name: str, group: Grouped) -> tuple[Any, Any]:
    """Its value and its count: neither is known where it cannot be decided what belongs to it."""
    if group.sureness != UNDECIDED:
        return group.value, len(group.members)
    nl, en = "het is niet te beslissen wat meetelt", "it cannot be decided what counts"
    unknown = Unknown({"nl": f"{name}: {nl}", "en": f"{name}: {en}"})
    return unknown, unknown
