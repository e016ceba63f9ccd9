"""What rules ask of a fact base in common, each named by one object: rules that ask the same share the answer.

The objects are made once for a vocabulary and compared by identity; `Columns` keeps what they come to in a fact base.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from consistency.engine.closures import Layout
from consistency.engine.filters import Filter, filter_for
from consistency.engine.plan import IT, Group, Lookup, Select
from consistency.model.facts import FactKind, Type


@dataclass(frozen=True, eq=False, slots=True)
class Selection:
    """Facts of `kind`; those of `wider` that pass `filter`, or all where there is none."""

    kind: str
    wider: Selection | None = None
    filter: Filter | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Hashed:
    """A selection by the values of some columns; a set in a column of `members` stands under each of its members."""

    selection: Selection
    columns: tuple[int, ...]
    members: tuple[bool, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Summed:
    """An aggregate per key of an index; `of` is a column, None for `count`."""

    function: str
    of: int | None
    type: Type
    over: Hashed


def hashed_of(lookup: Lookup, kind: FactKind) -> Hashed:
    columns = tuple(kind.index[key.attribute] for key in lookup.keys)
    return _hashed(selection_of(lookup.select, kind), columns, tuple(key.members for key in lookup.keys))


def summed_of(group: Group, kind: FactKind) -> Summed:
    column = None if group.of is None else kind.index[group.of]
    return _summed(group.function, column, group.type, hashed_of(group.lookup, kind))


@cache
def selection_of(select: Select, kind: FactKind) -> Selection:
    """A longer list of conditions starts from the shorter one."""
    if not select.where:
        return Selection(select.kind)
    wider = selection_of(Select(select.kind, select.where[:-1]), kind)
    passes = filter_for(select.where[-1:], kind, Layout({IT: kind}, (), {}))
    return Selection(select.kind, wider, passes)


@cache
def _hashed(selection: Selection, columns: tuple[int, ...], members: tuple[bool, ...]) -> Hashed:
    return Hashed(selection, columns, members)


@cache
def _summed(function: str, of: int | None, type_: Type, over: Hashed) -> Summed:
    return Summed(function, of, type_, over)
