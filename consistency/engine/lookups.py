"""Lookups and groups made ready for one fact base: for the rows bound so far, which facts fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.engine.closures import Environment, Judge, Layout
from consistency.engine.columns import Columns, Grouped, aggregate, alternatives
from consistency.engine.plan import Group, Lookup
from consistency.engine.truth import UNDECIDED, YES


class Find:
    """A lookup made ready: the facts that fit an environment, each with how surely the rest of its conditions hold."""

    def __init__(self, lookup: Lookup, row: int, layout: Layout, columns: Columns) -> None:
        self.lookup, self.row, self.layout = lookup, row, layout
        self.table = columns.table(lookup.select)
        self.rest = [layout.judge(condition) for condition in lookup.rest]
        self.is_by_member = any(key.any_of for key in lookup.keys)
        self._selected = columns.select(lookup.select)
        self._index = columns.index(lookup.select, lookup.keys) if lookup.keys else {}
        self._exploded = [key.any_of for key in lookup.keys]
        self.key = layout.read_all([key.equals for key in lookup.keys])
        """Reads the values of all keys. The index has none with a missing value, so nothing is found for that."""

    def candidates(self, env: Environment) -> Sequence[int]:
        """The facts whose keys fit, whatever the rest."""
        if not self._exploded:
            return self._selected
        probed = self.key(env)
        if not self.is_by_member:
            return self._index.get(probed, ())
        values = [probed] if len(self._exploded) == 1 else probed
        if None in values:
            return ()
        return sorted({i for key in alternatives(values, self._exploded) for i in self._index.get(key, ())})

    def matches(self, env: Environment) -> Iterator[tuple[int, int]]:
        """(fact, truth) for all that are not ruled out; the environment's row is the fact's while it is looked at."""
        rows, row, rest = self.table.rows, self.row, self.rest
        for i in self.candidates(env):
            env[row] = rows[i]
            truth = judged(rest, env, YES) if rest else YES
            if truth:
                yield i, truth


class Grouping:
    """An aggregate made ready. Over the same facts it is reckoned once, whichever rule asks."""

    def __init__(self, group: Group, find: Find, columns: Columns) -> None:
        self.name, self.find = group.name, find
        self._function, self._type = group.function, group.type
        self._column = find.table.kind.index[group.of] if group.of else None
        self._known = columns.groups(group)

    def over(self, env: Environment) -> Grouped:
        """A fact of which it cannot be decided whether it belongs is left out, and makes the value undecided."""
        find = self.find
        if find.rest:
            matches = list(find.matches(env))
            found = self._aggregate([fact for fact, truth in matches if truth != UNDECIDED])
            sureness = min((truth for _, truth in matches), default=YES)
            return Grouped(found.value, found.members, min(found.sureness, sureness))
        if find.is_by_member:
            return self._aggregate(find.candidates(env))
        key = find.key(env)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._aggregate(find.candidates(env))
        return known

    def _aggregate(self, members: Sequence[int]) -> Grouped:
        return aggregate(self._function, self._column, self._type, self.find.table, members)


def judged(judges: Sequence[Judge], env: Environment, truth: int) -> int:
    """The least of them all, and of what it was; no further than the first NO."""
    for judge in judges:
        found = judge(env)
        if found < truth:
            truth = found
            if not truth:
                break
    return truth
