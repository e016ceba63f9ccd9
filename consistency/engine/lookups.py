"""Lookups and groups made ready for one fact base: for the rows bound so far, which facts fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.engine.closures import Environment, Judge
from consistency.engine.columns import Columns, Grouped, Index, aggregate, alternatives
from consistency.engine.compiled import Probe, Sum
from consistency.engine.truth import UNDECIDED, YES


class Find:
    """A lookup over one fact base: the facts that fit an environment, each with how surely the rest of it holds."""

    __slots__ = ("_columns", "_index", "probe", "rest", "row", "table")

    def __init__(self, probe: Probe, columns: Columns) -> None:
        self.probe, self.row, self.rest = probe, probe.row, probe.rest
        self.table = columns.facts[probe.selection.kind]
        self._columns = columns
        self._index: Index | None = None

    @property
    def selected(self) -> Sequence[int]:
        """The facts that pass what is asked of them alone, exactly."""
        return self._columns.select(self.probe.selection)

    def candidates(self, env: Environment) -> Sequence[int]:
        """The facts whose keys fit, whatever the rest."""
        probe = self.probe
        if probe.hashed is None:
            return self.selected
        if self._index is None:
            self._index = self._columns.index(probe.hashed)
        probed = probe.key(env)
        if not probe.is_by_member:
            return self._index.get(probed, ())
        values = [probed] if len(probe.exploded) == 1 else probed
        if None in values:
            return ()
        return sorted({i for key in alternatives(values, probe.exploded) for i in self._index.get(key, ())})

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

    def __init__(self, group: Sum, columns: Columns) -> None:
        self.name, self.find = group.name, Find(group.probe, columns)
        self._summed = group.summed
        self._known = columns.groups(group.summed)

    def over(self, env: Environment) -> Grouped:
        """A fact of which it cannot be decided whether it belongs is left out, and makes the value undecided."""
        find = self.find
        if find.rest:
            matches = list(find.matches(env))
            found = self._aggregate([fact for fact, truth in matches if truth != UNDECIDED])
            sureness = min((truth for _, truth in matches), default=YES)
            return Grouped(found.value, found.members, min(found.sureness, sureness))
        if find.probe.is_by_member:
            return self._aggregate(find.candidates(env))
        key = find.probe.key(env)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._aggregate(find.candidates(env))
        return known

    def _aggregate(self, members: Sequence[int]) -> Grouped:
        summed = self._summed
        return aggregate(summed.function, summed.of, summed.type, self.find.table, members)


def judged(judges: Sequence[Judge], env: Environment, truth: int) -> int:
    """The least of them all, and of what it was; no further than the first NO."""
    for judge in judges:
        found = judge(env)
        if found < truth:
            truth = found
            if not truth:
                break
    return truth
