"""A rule plan as functions, made once for a vocabulary and used on every fact base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from consistency.engine.closures import FIRST_ROW, Judge, Layout, Read
from consistency.engine.plan import Group, Lookup, RulePlan
from consistency.engine.scans import (
    Inexpressible,
    Scan,
    Writer,
    scan_of,
    scan_of_bindings,
    scan_of_facts,
    scan_of_joins,
)
from consistency.engine.selections import Hashed, SureKeys, Wanted, hashed_of, selection_of, summed_of
from consistency.model.facts import FactKind, Type
from consistency.rulebook.expressions import SET, Column, Condition
from consistency.rulebook.messages import Template


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
        self._first = plan.lookups[0]

    @cached_property
    def message(self) -> Mapping[str, Sequence[str | Read]]:
        """By language the texts of the message, and how to read what stands between them."""
        return self._readers(self.plan.rule.message)

    @cached_property
    def arithmetic(self) -> Mapping[str, Sequence[str | Read]]:
        return self._readers(self.plan.rule.arithmetic)

    def _readers(self, templates: Mapping[str, Template]) -> Mapping[str, Sequence[str | Read]]:
        read = self.layout.read
        return {lang: [p if isinstance(p, str) else read(p) for p in t.parts] for lang, t in templates.items()}

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
    def applicable(self) -> Scan | None:
        """Of the facts of the first variable those that its own conditions do not rule out."""
        return scan_of(self._first.rest, self.layout)

    @cached_property
    def joined(self) -> Searching | None:
        """From those all bindings; None where a lookup cannot be written as a loop."""
        writer = Writer(self.layout)
        wanted: list[Wanted] = []
        further = []
        try:
            for probe in self.lookups[1:]:
                found = f"x[{len(wanted)}].get({_key(probe, writer)}, ())"
                wanted.append(_hashed(probe))
                further.append((found, writer.together(probe.lookup.rest)))
        except Inexpressible:
            return None
        return Searching(scan_of_joins(further, writer), tuple(wanted))

    @cached_property
    def doubtful(self) -> Searching | None:
        """Of facts, or bindings where there are several variables, those that are not clearly in order.

        None where nothing is cleared so.
        """
        writer = Writer(self.layout, exactly=False)
        wanted: list[Wanted] = []
        for group in self.groups:
            if group.is_plain and (key := _key_or_none(group.probe, writer)):
                writer.sums[group.name] = f"x[{len(wanted)}].get({key})"
                wanted.append(group.summed)
        tests = [writer.together(self.plan.violated)]
        for probe in self.none:
            if not probe.rest and (key := _key_or_none(probe, writer)):
                tests.append(f"{key} not in x[{len(wanted)}]")
                wanted.append(SureKeys(_hashed(probe)))
        for probe in self.some:
            if key := _key_or_none(probe, writer):
                tests.append(f"{key} in x[{len(wanted)}]")
                wanted.append(_hashed(probe))
        test, variables = " and ".join(filter(None, tests)), len(self.lookups)
        scan = scan_of_facts(test, writer) if variables == 1 else scan_of_bindings(test, writer, variables)
        return Searching(scan, tuple(wanted)) if scan else None


@dataclass(frozen=True, eq=False, slots=True)
class Searching:
    """A scan with what it looks things up in."""

    scan: Scan
    wanted: tuple[Wanted, ...]


def _key(probe: Probe, writer: Writer) -> str:
    """The text of the key to look up. Raises Inexpressible."""
    if probe.hashed is None or probe.is_by_member:
        raise Inexpressible
    values = [writer.operand(key.equals) for key in probe.lookup.keys]
    return values[0] if len(values) == 1 else f"({', '.join(values)})"


def _key_or_none(probe: Probe, writer: Writer) -> str | None:
    try:
        return _key(probe, writer)
    except Inexpressible:
        return None


def _hashed(probe: Probe) -> Hashed:
    if probe.hashed is None:
        raise Inexpressible
    return probe.hashed


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
        self.is_plain = group.function == "sum" and group.type is Type.AMOUNT and not probe.rest
        self.summed = summed_of(group, probe.layout.kinds[group.lookup.var])


@lru_cache(maxsize=4096)
def compiled(plan: RulePlan, set_kind: FactKind | None) -> Compiled:
    return Compiled(plan, set_kind)
