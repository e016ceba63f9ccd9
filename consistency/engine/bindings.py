"""The bindings of one rule over one fact base: which facts its variables stand for, and how surely it is violated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consistency.engine.closures import FIRST_ROW, GROUP_ROW, SET_ROW, Environment, Judge, Layout, Read
from consistency.engine.columns import Columns, Grouped, aggregate, alternatives
from consistency.engine.plan import Group, Lookup, RulePlan
from consistency.engine.truth import NO, POSSIBLE, UNDECIDED, YES
from consistency.model.facts import FactKind
from consistency.rulebook.expressions import SET, Condition


@dataclass(frozen=True, slots=True)
class Binding:
    """`facts` are the fact numbers in the order of the variables; `truth` how surely the rule is violated there."""

    facts: tuple[int, ...]
    truth: int


class Find:
    """A lookup made ready: the facts that fit an environment, each with how surely the rest of its conditions hold."""

    def __init__(self, lookup: Lookup, row: int, layout: Layout, columns: Columns) -> None:
        self.lookup, self.row, self.layout = lookup, row, layout
        self.table = columns.table(lookup.select)
        self.rest = [layout.judge(condition) for condition in lookup.rest]
        self._selected = columns.select(lookup.select)
        self._index = columns.index(lookup.select, lookup.keys) if lookup.keys else {}
        self._probes: list[Read] = [layout.read(key.equals) for key in lookup.keys]
        self._exploded = [key.any_of for key in lookup.keys]

    def candidates(self, env: Environment) -> Sequence[int]:
        """The facts whose keys fit, whatever the rest."""
        probes = self._probes
        if not probes:
            return self._selected
        if len(probes) == 1 and not self._exploded[0]:
            return self._index.get(probes[0](env), ())
        keys = self.keys(env)
        if len(keys) == 1:
            return self._index.get(keys[0], ())
        return sorted({i for key in keys for i in self._index.get(key, ())})

    def keys(self, env: Environment) -> list[object]:
        values = [probe(env) for probe in self._probes]
        return [] if None in values else list(alternatives(values, self._exploded))

    def matches(self, env: Environment) -> Iterator[tuple[int, int]]:
        """(fact, truth) for all that are not ruled out; the environment's row is the fact's while it is looked at."""
        rows, row, rest = self.table.rows, self.row, self.rest
        for i in self.candidates(env):
            env[row] = rows[i]
            truth = YES
            for judge in rest:
                truth = min(truth, judge(env))
                if truth == NO:
                    break
            if truth != NO:
                yield i, truth


class Matcher:
    def __init__(self, plan: RulePlan, columns: Columns) -> None:
        self.plan = plan
        self.columns = columns
        kinds = {lookup.var: columns.table(lookup.select).kind for lookup in plan.lookups}
        self.layout = self._layout_with(kinds)
        self.finds = [Find(lookup, FIRST_ROW + i, self.layout, columns) for i, lookup in enumerate(plan.lookups)]
        self.where = self._judges(plan.where)
        self.violated = self._judges(plan.violated)
        self.none = [self._inner(lookup) for lookup in plan.none]
        self.some = [self._inner(lookup) for lookup in plan.some]
        self._groups = [(group, self._inner(group.lookup)) for group in plan.groups]
        self.group_finds = [find for _, find in self._groups]
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

    def bindings(self, env: Environment) -> Iterator[Binding]:
        """Every binding to which the rule applies; `env` holds its rows until the next one is asked for."""
        facts = [0] * len(self.finds)
        for truth in self._bind(env, facts, 0):
            groups = self.grouped(env)
            for group in groups.values():
                truth = min(truth, group.sureness)
            truth = _all(self.where, env, truth)
            if truth != NO:
                yield Binding(tuple(facts), self._violated(env, truth))

    def _bind(self, env: Environment, facts: list[int], depth: int) -> Iterator[int]:
        if depth == len(self.finds):
            yield YES
            return
        find = self.finds[depth]
        certain = find.table.certain
        for fact, truth in find.matches(env):
            facts[depth] = fact
            own = truth if certain[fact] else min(truth, POSSIBLE)
            for further in self._bind(env, facts, depth + 1):
                yield min(own, further)

    def grouped(self, env: Environment) -> dict[str, Grouped]:
        """Computes the groups of a binding and puts their values in the environment."""
        if not self._groups:
            return {}
        found = {group.name: self._group(group, find, env) for group, find in self._groups}
        env[GROUP_ROW] = [part for group in found.values() for part in (group.value, len(group.members))]
        return found

    def _group(self, group: Group, find: Find, env: Environment) -> Grouped:
        table = find.table
        column = table.kind.index[group.of] if group.of else None
        if find.rest:
            matches = list(find.matches(env))
            members = [fact for fact, truth in matches if truth != UNDECIDED]
            found = aggregate(group.function, column, group.type, table, members)
            sureness = min((truth for _, truth in matches), default=YES)
            return Grouped(found.value, found.members, min(found.sureness, sureness))
        keys = find.keys(env)
        if len(keys) != 1:
            return aggregate(group.function, column, group.type, table, find.candidates(env))
        lookup = find.lookup
        known = self.columns.group(group.function, group.of, group.type, lookup.select, lookup.keys)
        if keys[0] not in known:
            known[keys[0]] = aggregate(group.function, column, group.type, table, find.candidates(env))
        return known[keys[0]]

    def _violated(self, env: Environment, truth: int) -> int:
        truth = _all(self.violated, env, truth)
        for find in self.none:
            if truth != NO:
                truth = min(truth, self.absent(find, env))
        for find in self.some:
            if truth != NO:
                truth = min(truth, self.present(find, env))
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


def _all(judges: list[Judge], env: Environment, truth: int) -> int:
    for judge in judges:
        truth = min(truth, judge(env))
        if truth == NO:
            break
    return truth
