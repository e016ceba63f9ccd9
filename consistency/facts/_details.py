"""What initiatives add up to under the rows of summary tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from consistency.facts._priorities import Membership, membership
from consistency.facts._sums import derived, either, total, uncovered
from consistency.facts.balances import Key, Slot, slots
from consistency.model.amount import Amount, Interval, Outcome
from consistency.model.entities import AmountCell, Funding, Side, SummaryCell
from consistency.model.facts import Quote, quote
from consistency.model.graph import PlanGraph
from consistency.model.record import Said


class Contribution(NamedTuple):
    """What one slot of an initiative adds, the claims behind it, and the cells that are empty."""

    amount: Amount
    said: tuple[Said, ...]
    blank: tuple[Said, ...]


class Details:
    """The amounts of initiatives by kind and year; columns with a mark of their own enter no sum with the others."""

    def __init__(self, graph: PlanGraph) -> None:
        self._graph = graph
        self._slots = slots(graph)
        self._by_place: dict[tuple[str, int], list[tuple[Key, Slot]]] = {}
        for key, slot in self._slots.items():
            if not key[4]:
                self._by_place.setdefault((key[2], key[3]), []).append((key, slot))
        self._under: dict[int, list[Contribution] | None] = {}  # by identity: the graph keeps its cells
        self._initiatives = list(dict.fromkeys(key[0] for key in self._slots))
        self._counted: dict[tuple[str, str, str], dict[str, Membership]] = {}
        self._found: dict[tuple[Key, Side], Contribution] = {}
        self._deferrals: dict[str, list[Funding]] = {}
        for funding in graph.funding:
            if funding.status == "deferred":
                self._deferrals.setdefault(funding.initiative, []).append(funding)
        self._planned = graph.planned_domains
        self._rows: dict[tuple[str, str], set[str]] = {}
        for cell in graph.summaries:
            self._rows.setdefault((cell.document, cell.table), set()).update(cell.members)
        by_domain = [cell for cell in graph.summaries if cell.by == "domain" and not cell.total]
        self._unplanned = {
            (cell.document, cell.table)
            for cell in by_domain
            if cell.amount.written.low > 0 and self._planned.isdisjoint(cell.members)
        }
        alone = {domain.id for domain in graph.plan_set.domains.values() if domain.row == domain.id}
        self._all_planned = not graph.lacks_plans and (bool(by_domain) or alone <= self._planned)

    @property
    def slots(self) -> Mapping[Key, Slot]:
        return self._slots

    def under(self, cell: SummaryCell) -> list[Contribution] | None:
        """What falls under a cell; None where no plan in the set could say, so that nothing can be compared."""
        if id(cell) not in self._under:
            self._under[id(cell)] = self._all_under(cell) if self.comparable(cell) else None
        return self._under[id(cell)]

    def _all_under(self, cell: SummaryCell) -> list[Contribution]:
        found = []
        row = self._row(cell)
        for key, slot in self._by_place.get((cell.kind.value, cell.year), ()):
            counted = row.get(key[0], Membership.NO)
            if counted is not Membership.NO and self._concerns(key[1], cell.municipality):
                found.append(self._contribution(key, slot, cell, counted))
        return found

    def comparable(self, cell: SummaryCell) -> bool:
        """Whether the plans in the set could say what falls under the cell.

        What is summed over all domains needs the plans of all: a row of domains with an amount and no plan shows that
        some are not in the set, or, without such rows, a domain of the set. A plan's own summary is of that plan.
        """
        members = self._members(cell)
        if not members or not self._planned:
            return False
        if cell.by == "domain":
            whole = cell.total and (cell.document, cell.table) in self._unplanned
            return not whole and not members.isdisjoint(self._planned)
        return self._graph.documents[cell.document].kind == "plan" or cell.by == "initiative" or self._all_planned

    def _members(self, cell: SummaryCell) -> frozenset[str]:
        return frozenset(self._rows[cell.document, cell.table] if cell.total else cell.members)

    def to_request(self, cell: AmountCell) -> Contribution | None:
        """What an initiative's own request ought to be; None where it states no cost in that place."""
        key = (cell.initiative, cell.municipality or "", cell.kind.value, cell.year, cell.mark)
        slot = self._slots.get(key)
        return self._whole(key, slot, Side.REQUEST) if slot and slot.cost else None

    def counts(self, initiative: str, cell: SummaryCell) -> Membership:
        """Whether an initiative falls under the cell's row."""
        return self._row(cell).get(initiative, Membership.NO)

    def _row(self, cell: SummaryCell) -> Mapping[str, Membership]:
        """By initiative whether it falls under the cell's row; those that do not are left out."""
        key = (cell.document, cell.table, cell.row)
        if key not in self._counted:
            told = {initiative: self._membership(initiative, cell) for initiative in self._initiatives}
            self._counted[key] = {name: counted for name, counted in told.items() if counted is not Membership.NO}
        return self._counted[key]

    def _membership(self, initiative: str, cell: SummaryCell) -> Membership:
        """The total by priority counts a whole whose parts have rows."""
        home = self._graph.initiatives[initiative]
        document = self._graph.documents[cell.document]
        members = self._members(cell)
        if document.kind == "plan" and home.document != document.id:
            return Membership.NO
        if cell.by != "priority":
            inside = (initiative if cell.by == "initiative" else home.domain) in members
            return Membership.YES if inside else Membership.NO
        found = membership(self._graph, initiative, set(members))
        return Membership.YES if cell.total and found is Membership.PERHAPS else found

    def _concerns(self, row: str, municipality: str | None) -> bool:
        """A row for several municipalities together concerns each of them."""
        return municipality in (None, row) or row not in self._graph.plan_set.municipalities

    def _contribution(self, key: Key, slot: Slot, cell: SummaryCell, counted: Membership) -> Contribution:
        """What a slot adds. What is counted only perhaps, or is shared with others, adds nothing that is written."""
        found = self._whole(key, slot, cell.side)
        if counted is Membership.YES and cell.municipality in (None, key[1]):
            return found
        most = found.amount.meant.high
        share = Interval(0, None if most is None else max(0, most))
        if counted is Membership.PERHAPS or cell.municipality not in (None, key[1]):
            return found._replace(amount=derived(Interval(0, 0), share))
        return found._replace(amount=derived(found.amount.written, share))

    def _whole(self, key: Key, slot: Slot, side: Side) -> Contribution:
        """What a slot has on one side, whichever row counts it."""
        found = self._found.get((key, side))
        if found is None:
            found = self._found[key, side] = (
                self._request(key, slot) if side is Side.REQUEST else self._stated(slot, side)
            )
        return found

    def _stated(self, slot: Slot, side: Side) -> Contribution:
        cells = slot.cost if side is Side.COST else slot.coverage
        return Contribution(total(c.amount for c in cells), *self._claims(cells))

    def _request(self, key: Key, slot: Slot) -> Contribution:
        said, blank = self._claims([*slot.cost, *slot.coverage])
        amount, deferrals = self.requested(key, slot.amount(Side.COST), slot.amount(Side.COVERAGE))
        return Contribution(amount, (*said, *deferrals), blank)

    def requested(self, key: Key, cost: Amount, coverage: Amount) -> tuple[Amount, list[Said]]:
        """What is needed and not covered, less what will be asked for later, and the claims that put it off.

        An amount put off without a year may be meant for this year or for another.
        """
        amount = uncovered(cost, coverage)
        said = []
        for deferral in (f for f in self._deferrals.get(key[0], ()) if _defers(f, key)):
            less = uncovered(amount, deferral.amount or amount)
            undated = deferral.amount is not None and deferral.from_year is None
            amount = either(less, amount) if undated else less
            said.append(deferral.said)
        return amount, said

    def _claims(self, cells: Iterable[AmountCell]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        """What the cells say, and those that are empty."""
        said: list[Quote] = []
        blank: list[Quote] = []
        for cell in cells:
            name = self._graph.initiatives[cell.initiative].name
            claim = quote(cell.said, cell.amount, f"{name}, {cell.municipality} {cell.column}")
            (blank if cell.amount.outcome is Outcome.BLANK else said).append(claim)
        return tuple(said), tuple(blank)


@lru_cache(maxsize=1)
def kept_details(graph: PlanGraph) -> Details:
    """Kept for the graph at hand: several kinds of facts ask what falls under a summary."""
    return Details(graph)


def _defers(funding: Funding, key: Key) -> bool:
    """An amount that is put off without saying whose it is, is nobody's in particular."""
    _, municipality, kind, year, _ = key
    return (
        (funding.municipality == municipality or (funding.municipality is None and funding.amount is None))
        and (funding.kind is None or funding.kind.value == kind)
        and (funding.from_year is None or funding.from_year <= year)
    )
