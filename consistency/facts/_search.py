"""The unique smallest set of changes with which summary cells agree that did not, and no other cell stops agreeing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from consistency.facts._changes import (
    Change,
    Changes,
    Family,
    Mistake,
    Moves,
    Row,
    change_of,
    change_of_rows,
    coarse_families,
    made,
)
from consistency.facts._ledger import Ledger, holds
from consistency.model.amount import Interval
from consistency.model.entities import Side, SummaryCell

MOST = 4
"""So many initiatives at most are tried together."""
MOST_TRIED = 300
"""Sets tried at most for one family of changes: beyond that a fit is chance."""
EFFORT = 10_000
"""So many times at most an initiative is tried in a cell: what is off nearly everywhere has no one explanation."""


class Explanation(NamedTuple):
    """`cleared` are the cells, by number, that agree once the changes are made."""

    changes: tuple[Change, ...]
    cleared: tuple[int, ...]

    @property
    def family(self) -> Family:
        return self.changes[0].family

    @property
    def about(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """What was mistaken, whichever way."""
        return tuple(sorted((c.initiative or "", c.rows) for c in self.changes))


def explanations(ledger: Ledger) -> Iterator[Explanation]:
    """Each cell that is off is explained at most once; what is explained no longer stands in the way of the others."""
    known: dict[Family, Changes] = {}
    found, effort = True, 0
    while found:
        found = False
        for seed in ledger.off:
            effort += len(ledger.initiatives_under(seed))
            if effort > EFFORT:
                return
            explanation = _explanation(ledger, known, seed)
            if explanation is not None:
                found = True
                ledger.explained.update(explanation.cleared)
                yield explanation
                break


def _explanation(ledger: Ledger, known: dict[Family, Changes], seed: int) -> Explanation | None:
    """Of the smallest sets the one that clears most; None where there is no one such, or it clears one cell only."""
    initiatives = ledger.initiatives_under(seed)
    kin = list(coarse_families(ledger, ledger.cells[seed].municipality))
    found = list(_singles(ledger, seed, initiatives, kin))
    if not found and len(initiatives) <= MOST_TRIED:
        families = _for_sets(ledger, seed, kin)
        kinds = (known.setdefault(family, Changes(ledger, family)) for family in families)
        sets = [e for changes in kinds for e in _sets(ledger, changes, seed)]
        found = [e for e in sets if len(e.changes) == min(len(other.changes) for other in sets)]
    return _unique(ledger, found)


def _unique(ledger: Ledger, found: Iterable[Explanation]) -> Explanation | None:
    ranked = sorted((e for e in found if len(e.cleared) > 1), key=_rank)
    if not ranked:
        return None
    best = ranked[0]
    rivals = [e for e in ranked if len(e.cleared) == len(best.cleared) and e.about != best.about]
    return best if not rivals and _verified(ledger, best) else None


def _rank(explanation: Explanation) -> tuple[object, ...]:
    """Most cells first; of the same changes said in several ways the plainest."""
    family = explanation.family
    narrow = (family.within is not None, family.side is not None, family.year is not None, -len(family.kinds))
    order = list(Mistake).index(family.mistake)
    return -len(explanation.cleared), order, narrow, family.municipality is None, family.by, explanation.about


def _singles(ledger: Ledger, seed: int, initiatives: Sequence[str], kin: Sequence[Family]) -> Iterator[Explanation]:
    """One initiative, or the rows of one table; only what fits the seed is worked out for the other cells."""
    cell = ledger.cells[seed]
    division = _division(ledger, seed)
    same_side = _confined(ledger, seed, lambda other: other.side is cell.side)
    whole_rows = list(_rows(ledger, seed))
    counted = [(initiative, ledger.counted_in(seed, initiative)) for initiative in initiatives]
    for family in kin:
        places = (None, division, same_side) if family.mistake is Mistake.COUNTED else (None, division)
        for sided in _sides(family):
            moves = Moves(ledger, sided)
            for initiative, there in counted:
                if holds(moves.seen_in(cell.side, there), ledger.gaps[seed]):
                    for variant in _variants(cell, sided, places):
                        yield from _clearing(ledger, (change_of(ledger, variant, initiative),))
        if family.mistake in (Mistake.UNIT, Mistake.SHIFTED):
            for rows in whole_rows:
                yield from _clearing(ledger, (change_of_rows(ledger, family, rows),))


def _sides(family: Family) -> Iterator[Family]:
    yield family
    if family.mistake is Mistake.UNIT:
        yield from (replace(family, side=side) for side in (Side.COST, Side.COVERAGE))


def _variants(cell: SummaryCell, family: Family, places: Sequence[frozenset[int] | None]) -> Iterator[Family]:
    """All kinds and years, or those of the cell alone; everywhere, or in some places only."""
    kinds = (family.kinds,) if family.mistake is Mistake.SWAPPED else (family.kinds, (cell.kind.value,))
    years = (None, cell.year) if family.mistake in (Mistake.COUNTED, Mistake.UNIT) else (None,)
    for chosen in kinds:
        for year in years:
            for within in dict.fromkeys(places):
                yield replace(family, kinds=chosen, year=year, within=within)


def _for_sets(ledger: Ledger, seed: int, kin: Sequence[Family]) -> Iterator[Family]:
    kind = ledger.cells[seed].kind.value
    for family in kin:
        yield family
        if family.mistake is not Mistake.SWAPPED:
            yield replace(family, kinds=(kind,))


def _division(ledger: Ledger, seed: int) -> frozenset[int] | None:
    """The cells of the document's tables of one division."""
    cell = ledger.cells[seed]
    return _confined(ledger, seed, lambda other: (other.document, other.by) == (cell.document, cell.by))


def _confined(ledger: Ledger, seed: int, same: Callable[[SummaryCell], bool]) -> frozenset[int] | None:
    """The cells that are the same in some way; None where the mistake is not only there, since others are off too."""
    cell = ledger.cells[seed]
    found = frozenset(n for n, other in enumerate(ledger.cells) if same(other))
    beside = (ledger.cells[n] for n in ledger.off if n not in found)
    elsewhere = any((c.municipality, c.kind, c.year) == (cell.municipality, cell.kind, cell.year) for c in beside)
    return None if elsewhere else found


def _rows(ledger: Ledger, seed: int) -> Iterator[list[Row]]:
    """The cell's row, and all rows of its table, where the other tables agree."""
    cell = ledger.cells[seed]
    table = _confined(ledger, seed, lambda other: (other.document, other.table) == (cell.document, cell.table))
    if table is not None:
        yield [(cell.document, cell.table, cell.row)]
        cells = (ledger.cells[n] for n in sorted(table))
        yield list(dict.fromkeys((c.document, c.table, c.row) for c in cells))


class _Tried(NamedTuple):
    """Changes made together. `sums` are of all but the last, with which the cell `before` was the first open one."""

    chosen: tuple[Change, ...]
    sums: Mapping[int, int]
    before: int

    @property
    def last(self) -> Mapping[int, int]:
        return self.chosen[-1].effect if self.chosen else {}

    def at(self, number: int) -> int:
        return self.sums.get(number, 0) + self.last.get(number, 0)

    def first_open(self, ledger: Ledger) -> int | None:
        """Most changes leave the cell open for which they were tried: then nothing need be added up."""
        before, sums, gaps = self.before, self.sums, ledger.gaps
        broken = [n for n, c in self.last.items() if n < before and not holds(sums.get(n, 0) + c, gaps[n])]
        if broken:
            return min(broken)
        if not holds(self.at(before), gaps[before]):
            return before
        return _first_open(ledger, _plus(sums, self.last))


def _sets(ledger: Ledger, changes: Changes, seed: int) -> list[Explanation]:
    """The smallest sets of two or more: where a cell does not agree yet, something else that touches it must change."""
    frontier = {frozenset[str](): _Tried((), {seed: 0}, seed)}
    for size in range(1, MOST + 1):
        wider: dict[frozenset[str], _Tried] = {}
        found: list[Explanation] = []
        for names, tried in frontier.items():
            number = tried.first_open(ledger)
            if number is None:
                continue
            left = _left(ledger.gaps[number], tried.at(number))
            if not changes.can_reach(number, left, MOST + 1 - size):
                continue
            sums = _plus(tried.sums, tried.last)
            for change in changes.touching(number):
                key = names | {change.initiative or ""}
                if len(key) == size and key not in wider:
                    wider[key] = _Tried((*tried.chosen, change), sums, number)
                    if size > 1 and holds(change.effect[number], left):
                        found += _clearing(ledger, wider[key].chosen)
        if found:
            return found
        if len(wider) > MOST_TRIED:
            break
        frontier = wider
    return []


def _left(gap: Interval, done: int) -> Interval:
    return Interval(gap.low - done, None if gap.high is None else gap.high - done)


def _plus(sums: Mapping[int, int], effect: Mapping[int, int]) -> dict[int, int]:
    added = dict(sums)
    for number, cents in effect.items():
        added[number] = added.get(number, 0) + cents
    return added


def _first_open(ledger: Ledger, sums: Mapping[int, int]) -> int | None:
    """A cell that does not agree; a total may be wrong for more than one reason, so these come last and count not."""
    rows, gaps = ledger.rows, ledger.gaps
    return min((n for n, cents in sums.items() if n < rows and not holds(cents, gaps[n])), default=None)


def _clearing(ledger: Ledger, changes: tuple[Change, ...]) -> Iterator[Explanation]:
    """The explanation, if the changes leave no row's cell open and no total that agreed; what moves must arrive."""
    sums: dict[int, int] = {}
    for change in changes:
        sums = _plus(sums, change.effect)
    if not sums or _first_open(ledger, sums) is not None:
        return
    agreed = {n for n in sums if holds(0, ledger.gaps[n])}
    after = {n for n, cents in sums.items() if holds(cents, ledger.gaps[n])}
    if not agreed <= after:
        return
    cleared = tuple(sorted(after - agreed))
    if changes[0].family.mistake in (Mistake.SWAPPED, Mistake.SHIFTED):
        moved = [sums[n] for n in cleared]
        if not moved or min(moved) > 0 or max(moved) < 0:
            return
    yield Explanation(changes, cleared)


def _verified(ledger: Ledger, explanation: Explanation) -> bool:
    """The changes are really made, everything is added up anew, and the cells are compared with what is printed."""
    within = explanation.family.within
    after = made(ledger, explanation.changes)
    return all(
        ledger.cells[n].amount.written.meets(interval)
        for n, interval in after.items()
        if n in explanation.cleared and (within is None or n in within)
    )
