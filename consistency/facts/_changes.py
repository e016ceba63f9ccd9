"""Mistakes that are made when plans are summed up, each as a change that can be tried: what would the summaries be?

A change counts amounts n times, exchanges the kinds, reads them in another unit or one column off: of an initiative, of
a row of a summary table, or of the whole table. Columns with a mark of their own (`2021*`) take no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from consistency.facts._ledger import KINDS, NOTHING, Ledger, Place, Standing
from consistency.model.amount import Interval
from consistency.model.entities import Side


class Mistake(StrEnum):
    """In the order in which they are preferred where two say the same of the same initiatives."""

    SWAPPED = "swapped"
    COUNTED = "counted"
    SHIFTED = "shifted"
    UNIT = "unit"


BY = {
    Mistake.SWAPPED: (Fraction(1),),
    Mistake.COUNTED: (Fraction(0), Fraction(2), Fraction(3)),
    Mistake.SHIFTED: (Fraction(1), Fraction(-1)),
    Mistake.UNIT: tuple(Fraction(f) for f in ("10", "100", "1000", "1/10", "1/100", "1/1000")),
}
"""How many times, by how many columns, or by which factor; the seen amount over the true one."""

Row = tuple[str, str, str]
"""document, table, row of a summary"""


@dataclass(frozen=True, slots=True)
class Family:
    """Changes of one sort, which can be made together. `year` and `side` None: all of them.

    `within` are the cells, by number, in which the mistake was made; None for all.
    """

    mistake: Mistake
    by: Fraction
    municipality: str | None
    kinds: tuple[str, ...] = KINDS
    year: int | None = None
    side: Side | None = None
    within: frozenset[int] | None = field(default=None, repr=False)

    def places(self, ledger: Ledger, initiative: str) -> list[Place]:
        """Where it changes what stands there."""
        found = [
            place
            for place in ledger.places(initiative)
            if self.municipality in (None, place[1]) and place[2] in self.kinds and self.year in (None, place[3])
        ]
        if self.mistake is Mistake.SWAPPED:
            found = [(i, m, kind, year) for i, m, _, year in found for kind in KINDS]
        elif self.mistake is Mistake.SHIFTED:
            found = [(i, m, kind, year + n) for i, m, kind, year in found for n in (0, int(self.by))]
        return list(dict.fromkeys(found))

    def altered(self, ledger: Ledger, place: Place) -> Standing:
        """What would stand in a place."""
        initiative, municipality, kind, year = place
        if self.mistake is Mistake.SWAPPED:
            return ledger.standing((initiative, municipality, KINDS[kind == KINDS[0]], year))
        if self.mistake is Mistake.SHIFTED:
            return ledger.standing((initiative, municipality, kind, year - int(self.by)))
        cost, coverage = ledger.standing(place)
        return Standing(
            cost if self.side is Side.COVERAGE else _times(cost, self.by),
            coverage if self.side is Side.COST else _times(coverage, self.by),
        )


class Change(NamedTuple):
    """One change. `initiative` None where it is made in the `rows` of a summary table.

    `effect`: by number of cell, by how many cents what falls under it becomes another sum.
    """

    family: Family
    initiative: str | None
    rows: tuple[Row, ...]
    effect: Mapping[int, int]


class Moves:
    """By how many cents a place adds more to cells of each side after a change of one sort, each worked out once."""

    def __init__(self, ledger: Ledger, family: Family) -> None:
        self._ledger = ledger
        self._family = family
        self._known = ledger.moved.setdefault((family.mistake, family.by, family.side), {})

    def at(self, place: Place) -> Mapping[Side, int] | None:
        """None where nothing changes."""
        if place not in self._known:
            self._known[place] = self._moved(place)
        return self._known[place]

    def seen_in(self, side: Side, places: Iterable[Place]) -> int:
        """What becomes of a cell of a side in which the places are counted, as far as the change concerns them."""
        owner, effect = self._family.municipality, 0
        for place in places:
            if owner is None or owner == place[1]:
                moved = self.at(place)
                if moved:
                    effect += moved[side]
        return effect

    def _moved(self, place: Place) -> Mapping[Side, int] | None:
        before, after = self._ledger.standing(place), self._family.altered(self._ledger, place)
        if before == after:
            return None
        less, more = self._ledger.adds(place, before), self._ledger.adds(place, after)
        return {side: more[side].low - less[side].low for side in less}


def change_of(ledger: Ledger, family: Family, initiative: str) -> Change:
    effect: dict[int, int] = {}
    moves, within = Moves(ledger, family), family.within
    for place in family.places(ledger, initiative):
        reached = ledger.reach(place)
        moved = moves.at(place) if reached else None
        if moved:
            for number, side in reached:
                if within is None or number in within:
                    effect[number] = effect.get(number, 0) + moved[side]
    return Change(family, initiative, (), {number: cents for number, cents in effect.items() if cents})


class Changes:
    """The changes of one family, each worked out once."""

    def __init__(self, ledger: Ledger, family: Family) -> None:
        self._ledger = ledger
        self._family = family
        self._known: dict[str, Change] = {}
        self._touching: dict[int, list[Change]] = {}
        self._effects: dict[int, list[int]] = {}

    def touching(self, number: int) -> list[Change]:
        """Those that have an effect on a cell."""
        if number not in self._touching:
            under = self._ledger.initiatives_under(number)
            self._touching[number] = [c for c in map(self._of, under) if number in c.effect]
        return self._touching[number]

    def can_reach(self, number: int, gap: Interval, together: int) -> bool:
        """Whether so many changes at most could together have an effect that lies in the gap."""
        if number not in self._effects:
            self._effects[number] = sorted(change.effect[number] for change in self.touching(number))
        effects = self._effects[number]
        least = sum(cents for cents in effects[:together] if cents < 0)
        most = sum(cents for cents in effects[-together:] if cents > 0) if together else 0
        return gap.low <= most and (gap.high is None or least <= gap.high)

    def _of(self, initiative: str) -> Change:
        if initiative not in self._known:
            self._known[initiative] = change_of(self._ledger, self._family, initiative)
        return self._known[initiative]


def change_of_rows(ledger: Ledger, family: Family, rows: Sequence[Row]) -> Change:
    """The same mistake made in whole rows of a table, with whatever falls under them."""
    wanted = set(rows)
    cells = [(n, c) for n, c in enumerate(ledger.cells) if (c.document, c.table, c.row) in wanted]
    sums = {(c.document, c.table, c.row, c.side, c.kind, c.year): ledger.details[n].low for n, c in cells}
    effect = {}
    for number, cell in cells:
        now = ledger.details[number].low
        if family.mistake is Mistake.SHIFTED:
            place = (cell.document, cell.table, cell.row, cell.side, cell.kind, cell.year - int(family.by))
            effect[number] = sums.get(place, now) - now
        else:
            effect[number] = round(now * (family.by - 1))
    return Change(family, None, tuple(rows), {number: cents for number, cents in effect.items() if cents})


def made(ledger: Ledger, changes: Iterable[Change]) -> dict[int, Interval]:
    """By number of each cell touched, what falls under it once the changes are really made: added up anew."""
    changes = list(changes)
    touched = sorted({number for change in changes for number in change.effect})
    if changes[0].rows:
        moved = {n: sum(change.effect.get(n, 0) for change in changes) for n in touched}
        return {n: ledger.details[n].plus(Interval(cents, cents)) for n, cents in moved.items()}
    altered: dict[Place, Standing] = {}
    for change in changes:
        for place in change.family.places(ledger, change.initiative or ""):
            altered[place] = change.family.altered(ledger, place)
    return ledger.sums(touched, altered)


def coarse_families(ledger: Ledger, municipality: str | None) -> Iterator[Family]:
    """All kinds and years, of one municipality and, where others have tables too, of all together."""
    owners = (municipality, None) if ledger.several else (municipality,)
    for owner in dict.fromkeys(owners):
        for mistake, amounts in BY.items():
            for by in amounts:
                yield Family(mistake, by, owner)


def _times(interval: Interval, factor: Fraction) -> Interval:
    if interval == NOTHING.cost or factor == 1:
        return interval
    low, high = interval
    return Interval(_rounded(low, factor), None if high is None else _rounded(high, factor))


def _rounded(cents: int, factor: Fraction) -> int:
    """As `round(cents * factor)`, halves to even, without a fraction in between."""
    whole, rest = divmod(cents * factor.numerator, factor.denominator)
    return whole + (2 * rest > factor.denominator or (2 * rest == factor.denominator and whole % 2 == 1))
