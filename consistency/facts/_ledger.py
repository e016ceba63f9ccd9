"""What stands where and counts in which summary cell: a table to reckon with when changes are tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from consistency.facts._details import Details
from consistency.facts._priorities import Membership
from consistency.facts._sums import derived
from consistency.model.amount import Interval
from consistency.model.entities import Kind, Side, SummaryCell
from consistency.model.graph import PlanGraph

KINDS = (Kind.INCIDENTAL.value, Kind.STRUCTURAL.value)
_ZERO = Interval(0, 0)

Place = tuple[str, str, str, int]
"""initiative, municipality, kind, year"""


class Standing(NamedTuple):
    """What is written in one place, as cost and as coverage."""

    cost: Interval
    coverage: Interval


NOTHING = Standing(_ZERO, _ZERO)


class Ledger:
    """`cells` are the summary cells that can be compared, the first `rows` of them in rows and the others totals,

    `details` what falls under each of them now,

    `gaps` by how many cents that would have to change for the cell to agree, `several` if they are of more than one
    municipality. `moved` is for those who try changes: by sort of change and place what was worked out already.
    """

    def __init__(self, graph: PlanGraph, details: Details) -> None:
        self._details = details
        comparable = (c for c in graph.summaries if c.amount.stated and details.comparable(c))
        self.cells = sorted(comparable, key=_place_of)
        self.rows = sum(not cell.total for cell in self.cells)
        self._standing = {
            key[:4]: Standing(slot.amount(Side.COST).written, slot.amount(Side.COVERAGE).written)
            for key, slot in details.slots.items()
            if not key[4]
        }
        self._places: dict[str, list[Place]] = {}
        self._owners: dict[str, dict[str, None]] = {}
        for place in self._standing:
            self._places.setdefault(place[0], []).append(place)
            self._owners.setdefault(place[0], {})[place[1]] = None
        self._by_time: dict[tuple[str, int], list[int]] = {}
        for number, cell in enumerate(self.cells):
            self._by_time.setdefault((cell.kind.value, cell.year), []).append(number)
        self._under: dict[tuple[str, str, str], list[str]] = {}
        self._reach: dict[Place, tuple[tuple[int, Side], ...]] = {}
        self._adds: dict[tuple[Place, Standing], Mapping[Side, Interval]] = {}
        self.moved: dict[object, dict[Place, Mapping[Side, int] | None]] = {}
        self.details: list[Interval] = [_ZERO] * len(self.cells)
        for number, interval in self.sums(range(len(self.cells)), {}).items():
            self.details[number] = interval
        self.gaps = [_gap(c.amount.written, d) for c, d in zip(self.cells, self.details, strict=True)]
        self._off = [n for n, gap in enumerate(self.gaps) if not self.cells[n].total and not holds(0, gap)]
        self.explained: set[int] = set()
        self.several = len({cell.municipality for cell in self.cells}) > 1

    @property
    def off(self) -> list[int]:
        """The rows' cells that do not agree and are not `explained`, by number."""
        return [n for n in self._off if n not in self.explained]

    def counted_in(self, number: int, initiative: str) -> list[Place]:
        """The places of an initiative that are counted in a cell, whether anything stands there or not."""
        cell = self.cells[number]
        places = ((initiative, owner, cell.kind.value, cell.year) for owner in self._owners.get(initiative, ()))
        return [place for place in places if self._counts(place, cell)]

    def places(self, initiative: str) -> list[Place]:
        return self._places.get(initiative, [])

    def standing(self, place: Place) -> Standing:
        return self._standing.get(place, NOTHING)

    def reach(self, place: Place) -> tuple[tuple[int, Side], ...]:
        """The cells in which a place is counted, with the side that they are about."""
        found = self._reach.get(place)
        if found is None:
            cells = ((n, self.cells[n]) for n in self._by_time.get(place[2:], ()))
            found = tuple((n, cell.side) for n, cell in cells if self._counts(place, cell))
            self._reach[place] = found
        return found

    def _counts(self, place: Place, cell: SummaryCell) -> bool:
        """Surely, and as one municipality's own: what is shared or doubtful adds nothing that is written."""
        if cell.municipality not in (None, place[1]):
            return False
        return self._details.counts(place[0], cell) in (Membership.YES, Membership.DOUBTED)

    def adds(self, place: Place, standing: Standing) -> Mapping[Side, Interval]:
        """What a place adds to a cell of each side if that stands there."""
        key = (place, standing)
        found = self._adds.get(key)
        if found is None:
            cost, coverage = (derived(interval, interval) for interval in standing)
            request, _ = self._details.requested((*place, ""), cost, coverage)
            found = {Side.COST: cost.written, Side.COVERAGE: coverage.written, Side.REQUEST: request.written}
            self._adds[key] = found
        return found

    def initiatives_under(self, number: int) -> list[str]:
        """Those whose amounts are counted in the cell's row, whatever the kind and year."""
        cell = self.cells[number]
        row = (cell.document, cell.table, cell.row)
        if row not in self._under:
            self._under[row] = [
                initiative
                for initiative, owners in self._owners.items()
                if any(self._counts((initiative, owner, "", 0), cell) for owner in owners)
            ]
        return self._under[row]

    def sums(self, numbers: Iterable[int], altered: Mapping[Place, Standing]) -> dict[int, Interval]:
        """What falls under the cells if the `altered` places were so."""
        wanted = set(numbers)
        found = dict.fromkeys(sorted(wanted), _ZERO)
        for place in {**self._standing, **altered}:
            standing = altered.get(place) or self.standing(place)
            if standing != NOTHING:
                for number, side in self.reach(place):
                    if number in wanted:
                        found[number] = found[number].plus(self.adds(place, standing)[side])
        return found


def _place_of(cell: SummaryCell) -> tuple[object, ...]:
    """What is found must not depend on the order of documents."""
    return cell.total, cell.document, cell.table, cell.row, cell.kind, cell.side, cell.year


def holds(change: int, gap: Interval) -> bool:
    return gap.low <= change and (gap.high is None or change <= gap.high)


def _gap(printed: Interval, detail: Interval) -> Interval:
    low = printed.low - (detail.low if detail.high is None else detail.high)
    return Interval(low, None if printed.high is None else printed.high - detail.low)
