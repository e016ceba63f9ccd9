"""What rules share over one fact base: selections, hash indexes and groups, each made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from typing import Any

from consistency.engine import truth
from consistency.engine.closures import select_for
from consistency.engine.plan import Group, Key, Select
from consistency.engine.truth import UNDECIDED, YES
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactTable, Subject, Type

Index = dict[Any, list[int]]


@dataclass(frozen=True, slots=True)
class Grouped:
    """An aggregate's value over some facts (their numbers in `members`), and how sure it is that it is over these."""

    value: Any
    members: Sequence[int]
    sureness: int


class Columns:
    """All lists of fact numbers are in the order of the facts."""

    def __init__(self, facts: FactBase) -> None:
        self.facts = facts
        self._selected: dict[Select, Sequence[int]] = {}
        self._indexes: dict[tuple[Select, tuple[tuple[str, bool], ...]], Index] = {}
        self._groups: dict[tuple[Any, ...], dict[Any, Grouped]] = {}
        self._subjects: dict[str, Sequence[int]] = {}
        self._numbers: dict[tuple[tuple[str, str], ...], int] = {}

    def table(self, select: Select) -> FactTable:
        return self.facts[select.kind]

    def select(self, select: Select) -> Sequence[int]:
        """The facts that satisfy it; a longer list of conditions starts from the shorter one, if that is known."""
        found = self._selected.get(select)
        if found is None:
            table = self.facts[select.kind]
            if not select.where:
                found = range(len(table))
            else:
                holds, rows = select_for(select.where[-1], table.kind), table.rows
                found = [i for i in self.select(Select(select.kind, select.where[:-1])) if holds(rows[i])]
            self._selected[select] = found
        return found

    def index(self, select: Select, keys: Sequence[Key]) -> Index:
        """The selected facts by the values of the keys' attributes: the value itself for one key, else a tuple."""
        wanted = (select, tuple((key.attribute, key.members) for key in keys))
        found = self._indexes.get(wanted)
        if found is None:
            found = self._indexes[wanted] = self._index(select, keys)
        return found

    def _index(self, select: Select, keys: Sequence[Key]) -> Index:
        table, index = self.facts[select.kind], dict[Any, list[int]]()
        rows, selected = table.rows, self.select(select)
        columns = [table.kind.index[key.attribute] for key in keys]
        if len(keys) == 1 and not keys[0].members:
            column = columns[0]
            for i in selected:
                if (value := rows[i][column]) is not None:
                    index.setdefault(value, []).append(i)
            return index
        exploded = [key.members for key in keys]
        if not any(exploded):
            values_of = itemgetter(*columns)
            for i in selected:
                if None not in (values := values_of(rows[i])):
                    index.setdefault(values, []).append(i)
            return index
        for i in selected:
            values = [rows[i][column] for column in columns]
            if None not in values:
                for value in alternatives(values, exploded):
                    index.setdefault(value, []).append(i)
        return index

    def groups(self, group: Group) -> dict[Any, Grouped]:
        """By index key, filled by those who ask: what one rule has summed another need not sum."""
        attributes = tuple((key.attribute, key.members) for key in group.lookup.keys)
        return self._groups.setdefault((group.function, group.of, group.lookup.select, attributes), {})

    def subjects(self, table: FactTable) -> Sequence[int]:
        """A number for the subjects of each fact: the same number for the same subjects, in whatever table."""
        found = self._subjects.get(table.kind.name)
        if found is None:
            found = self._subjects[table.kind.name] = [self.number(subjects) for subjects in table.subjects]
        return found

    def number(self, subjects: tuple[Subject, ...]) -> int:
        key = tuple((subject.type, subject.id) for subject in subjects)
        return self._numbers.setdefault(key, len(self._numbers))


def alternatives(values: Sequence[Any], exploded: Sequence[bool]) -> Iterable[Any]:
    """The index keys that some values stand for: a set that is exploded stands for each of its members."""
    choices = [value if split else (value,) for value, split in zip(values, exploded, strict=True)]
    return choices[0] if len(choices) == 1 else product(*choices)


def aggregate(function: str, column: int | None, type_: Type, table: FactTable, members: Sequence[int]) -> Grouped:
    """Over the members that have the attribute; without any, a count is 0 and all else is missing.

    A fact that is undecided is left out, and makes the value undecided.
    """
    if column is not None:
        members = [i for i in members if table.rows[i][column] is not None]
    sureness = min(map(table.sure.__getitem__, members), default=YES)
    if sureness == UNDECIDED:
        members = [i for i in members if table.sure[i] != UNDECIDED]
    if column is None:
        return Grouped(len(members), members, sureness)
    values = [table.rows[i][column] for i in members]
    return Grouped(_FUNCTIONS[type_](function, values) if values else None, members, sureness)


def _amounts(function: str, values: list[Any]) -> Any:
    return truth.total(values) if function == "sum" else truth.extreme(max if function == "max" else min, values)


def _days(function: str, values: list[Any]) -> Any:
    choose = max if function == "max" else min
    return Days(choose(v.first for v in values), choose(v.last for v in values))


def _numbers(function: str, values: list[Any]) -> Any:
    return sum(values) if function == "sum" else max(values) if function == "max" else min(values)


_FUNCTIONS: dict[Type, Callable[[str, list[Any]], Any]] = {
    Type.AMOUNT: _amounts, Type.DAYS: _days, Type.INTEGER: _numbers, Type.NUMBER: _numbers,
}  # fmt: skip
