"""A rule plan as functions, made once for a vocabulary and used on every fact base."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from consistency.engine.closures import FIRST_ROW, Judge, Layout, Read
from consistency.engine.filters import Filter, filter_for
from consistency.engine.plan import Group, Lookup, RulePlan, variables_of
from consistency.engine.selections import hashed_of, selection_of, summed_of
from consistency.model.facts import FactKind
from consistency.rulebook.expressions import PARAM, SET, Column, Condition


class Compiled:
    """`none`, `some` and `groups` bind one variable more than the lookups, in the row after theirs."""

    def __init__(self, plan: RulePlan, set_kind: FactKind | None) -> None:
        self.plan = plan
        rule = plan.rule
        self._set = {SET: set_kind} if set_kind else {}
        self._kinds = {pattern.var: pattern.kind for pattern in rule.patterns}
        self.layout = self._layout({})
        self.lookups = [Probe(lookup, FIRST_ROW + i, self.layout) for i, lookup in enumerate(plan.lookups)]
        self.place = {lookup.var: i for i, lookup in enumerate(plan.lookups)}
        self.where = self._judges(plan.where)
        self.violated = self._judges(plan.violated)
        inner = {p.var: p.kind for p in (*rule.none, *rule.some, *(a.over for a in rule.aggregates))}
        self.none = [self._inner(lookup, inner) for lookup in plan.none]
        self.some = [self._inner(lookup, inner) for lookup in plan.some]
        self.groups = [Sum(group, self._inner(group.lookup, inner)) for group in plan.groups]
        self.size = FIRST_ROW + len(plan.lookups) + 1
        self.subject = [self.place[var] for var in rule.subject]
        columns = [v for v in rule.slot.values() if isinstance(v, Column)]
        self.slot = self.layout.read_all(columns)
        self.slot_of_first = self._slot_of_first(columns)

    def _layout(self, further: dict[str, FactKind]) -> Layout:
        names = [group.name for group in self.plan.groups]
        return Layout({**self._set, **self._kinds, **further}, names, self.plan.rule.parameters)

    def _inner(self, lookup: Lookup, kinds: dict[str, FactKind]) -> Probe:
        row = FIRST_ROW + len(self.plan.lookups)
        return Probe(lookup, row, self._layout({lookup.var: kinds[lookup.var]}))

    def _judges(self, conditions: Sequence[Condition]) -> list[Judge]:
        return [self.layout.judge(condition) for condition in conditions]

    def _slot_of_first(self, columns: Sequence[Column]) -> Any:
        """Reads the slot from a row of the first variable; None where it takes more than that."""
        first = self.plan.lookups[0].var
        if any(column.var != first for column in columns):
            return None
        index = self._kinds[first].index
        return itemgetter(*(index[column.attribute] for column in columns)) if columns else lambda row: ()

    @cached_property
    def applicable(self) -> Filter:
        """Of the facts of the first variable those that its own conditions do not rule out."""
        return self._filter(self.plan.lookups[0].rest)

    @cached_property
    def doubtful(self) -> Filter:
        """Of these again those that what the rule asks of them alone does not clear."""
        alone = {self.plan.lookups[0].var, SET, PARAM}
        return self._filter([c for c in self.plan.violated if variables_of(c, self.plan.rule) <= alone])

    def _filter(self, conditions: Sequence[Condition]) -> Filter:
        return filter_for(conditions, self._kinds[self.plan.lookups[0].var], self.layout)


class Probe:
    """A lookup as functions: which facts fit the rows bound so far."""

    def __init__(self, lookup: Lookup, row: int, layout: Layout) -> None:
        self.lookup, self.row, self.layout = lookup, row, layout
        kind = layout.kinds[lookup.var]
        self.selection = selection_of(lookup.select, kind)
        self.hashed = hashed_of(lookup, kind) if lookup.keys else None
        self.rest = [layout.judge(condition) for condition in lookup.rest]
        self.exploded = [key.any_of for key in lookup.keys]
        self.is_by_member = any(self.exploded)
        self.key: Read = layout.read_all([key.equals for key in lookup.keys])
        """Reads the values of all keys. The index has none with a missing value, so nothing is found for that."""


class Sum:
    """A group as functions."""

    def __init__(self, group: Group, probe: Probe) -> None:
        self.name, self.probe = group.name, probe
        self.summed = summed_of(group, probe.layout.kinds[group.lookup.var])


@lru_cache(maxsize=4096)
def compiled(plan: RulePlan, set_kind: FactKind | None) -> Compiled:
    return Compiled(plan, set_kind)
