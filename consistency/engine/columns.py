"""What rules share over one fact base: selections, hash indexes and groups, each made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import product
from operator import itemgetter
from typing import Any, NamedTuple

from consistency.engine import truth
from consistency.engine.scans import INEXACT
from consistency.engine.selections import Hashed, Selection, Summed, SureKeys, Wanted
from consistency.engine.truth import UNDECIDED, YES
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactTable, Type
from consistency.rulebook.expressions import SET

Index = dict[Any, list[int]]


class Grouped(NamedTuple):
    """An aggregate's value over some facts (their numbers in `members`), and how sure it is that it is over these."""

    value: Any
    members: Sequence[int]
    sureness: int


class Columns:
    """All lists of fact numbers are in the order of the facts."""

    def __init__(self, facts: FactBase) -> None:
        self.facts = facts
        self.set_kind = facts[SET].kind if SET in facts else None
        self.set_row = self._row_of_set()
        self._selected: dict[Selection, Sequence[int]] = {}
        self._indexes: dict[Hashed, Index] = {}
        self._groups: dict[Summed, dict[Any, Grouped]] = {}
        self._sums: dict[Summed, dict[Any, Any]] = {}
        self._cents: dict[tuple[str, int | None], Sequence[Any]] = {}

    def _row_of_set(self) -> Any:
        if self.set_kind is None:
            return ()
        table = self.facts[SET]
        return table.rows[0] if table.rows else (None,) * len(self.set_kind.attributes)

    def select(self, selection: Selection) -> Sequence[int]:
        found = self._selected.get(selection)
        if found is None:
            rows = self.facts[selection.kind].rows
            found = self.select(selection.wider) if selection.wider else range(len(rows))
            if selection.scan:
                found = selection.scan((rows,), found, self.set_row, ())
            self._selected[selection] = found
        return found

    def index(self, wanted: Hashed) -> Index:
        """The selected facts by the values of the columns: the value itself for one column, else a tuple."""
        found = self._indexes.get(wanted)
        if found is None:
            found = self._indexes[wanted] = self._index(wanted)
        return found

    def _index(self, wanted: Hashed) -> Index:
        index: Index = defaultdict(list)
        rows, selected = self.facts[wanted.selection.kind].rows, self.select(wanted.selection)
        if any(wanted.members):
            for i in selected:
                values = [rows[i][column] for column in wanted.columns]
                if None not in values:
                    for value in alternatives(values, wanted.members):
                        index[value].append(i)
            return index
        values_of = itemgetter(*wanted.columns)
        if len(wanted.columns) == 1:
            for i in selected:
                if (value := values_of(rows[i])) is not None:
                    index[value].append(i)
            return index
        for i in selected:
            if None not in (values := values_of(rows[i])):
                index[values].append(i)
        return index

    def groups(self, summed: Summed) -> dict[Any, Grouped]:
        """By index key, filled by those who ask: what one rule has summed another need not sum."""
        return self._groups.setdefault(summed, {})

    def wanted(self, wanted: Wanted) -> Any:
        """An index; the keys of one under which a fact is certain; or sums by key."""
        if isinstance(wanted, Hashed):
            return self.index(wanted)
        if isinstance(wanted, SureKeys):
            return self._sure_keys(wanted.index)
        found = self._sums.get(wanted)
        if found is None:
            found = self._sums[wanted] = self._sums_of(wanted)
        return found

    def _sure_keys(self, wanted: Hashed) -> Container[Any]:
        table = self.facts[wanted.selection.kind]
        if any(wanted.members):
            return {key for key, facts in self.index(wanted).items() if any(table.sure[fact] == YES for fact in facts)}
        values_of, rows, sure = itemgetter(*wanted.columns), table.rows, table.sure
        found = {values_of(rows[i]) for i in self.select(wanted.selection) if sure[i] == YES}
        return found - {None} if len(wanted.columns) == 1 else {key for key in found if None not in key}

    def _sums_of(self, summed: Summed) -> dict[Any, Any]:
        """By key the whole cents that amounts add up to, or INEXACT; nothing where there are none."""
        over, sums = summed.over, dict[Any, Any]()
        if any(over.members):
            return dict.fromkeys(self.index(over), INEXACT)
        selected, rows = self.select(over.selection), self.facts[over.selection.kind].rows
        cents = self._cents_of(over.selection.kind, summed.of)
        own_rows, own_cents = (rows, cents) if len(selected) == len(rows) else _picked(selected, rows, cents)
        inexact = set()
        for key, amount in zip(map(itemgetter(*over.columns), own_rows), own_cents, strict=True):
            if amount is INEXACT:
                inexact.add(key)
            elif amount is not None:
                sums[key] = sums.get(key, 0) + amount
        return sums | dict.fromkeys(inexact, INEXACT) if inexact else sums

    def _cents_of(self, kind: str, column: int | None) -> Sequence[Any]:
        """Of each fact the whole cents of an amount; INEXACT where it is no single number, None where it is missing."""
        found = self._cents.get((kind, column))
        if found is None:
            table: Any = self.facts[kind]
            amounts = [row[column] for row in table.rows]
            found = [None if a is None else INEXACT if a.exact is None else a.exact for a in amounts]
            if UNDECIDED in table.sure:
                found = [c if c is None or s != UNDECIDED else INEXACT for c, s in zip(found, table.sure, strict=True)]
            self._cents[kind, column] = found
        return found


def _picked(selected: Sequence[int], *columns: Sequence[Any]) -> list[list[Any]]:
    return [[column[i] for i in selected] for column in columns]


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
