"""What initiatives add up to under the rows of summary tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consistency.facts._priorities import most_exact
from consistency.facts._sums import derived, total, uncovered
from consistency.facts.balances import Key, Slot, slots
from consistency.model.amount import Amount, Interval, Outcome
from consistency.model.entities import AmountCell, Funding, Side, SummaryCell
from consistency.model.facts import Quote, quote
from consistency.model.graph import PlanGraph
from consistency.model.record import Said


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one slot of an initiative adds, the claims behind it, and the cells that are empty."""

    amount: Amount
    said: tuple[Said, ...]
    blank: tuple[Said, ...]
    certain: bool = True


class Details:
    """The amounts of initiatives by kind and year; columns with a mark of their own enter no sum with the others."""

    def __init__(self, graph: PlanGraph) -> None:
        self._graph = graph
        self._slots = slots(graph)
        self._by_place: dict[tuple[str, int], list[tuple[Key, Slot]]] = {}
        for key, slot in self._slots.items():
            if not key[4]:
                self._by_place.setdefault((key[2], key[3]), []).append((key, slot))
        self._priority = {key: most_exact(graph, key) for key in graph.initiatives}
        self._planned = graph.domains_of(d.id for d in graph.documents.values() if d.kind == "plan")
        self._rows: dict[tuple[str, str], set[str]] = {}
        for cell in graph.summaries:
            self._rows.setdefault((cell.document, cell.table), set()).update(cell.members)

    def under(self, cell: SummaryCell) -> list[Contribution] | None:
        """What falls under a cell; None where no plan in the set could say, so that nothing can be compared."""
        members = self._rows[cell.document, cell.table] if cell.total else set(cell.members)
        if not members or not self._planned or (cell.by == "domain" and members.isdisjoint(self._planned)):
            return None
        found = []
        for key, slot in self._by_place.get((cell.kind.value, cell.year), ()):
            counted, sure = self._counts(key[0], cell, members)
            if counted and self._concerns(key[1], cell.municipality):
                found.append(self._contribution(key, slot, cell, sure))
        return found

    def to_request(self, cell: AmountCell) -> Contribution | None:
        """What an initiative's own request ought to be; None where it states no cost in that place."""
        key = (cell.initiative, cell.municipality or "", cell.kind.value, cell.year, cell.mark)
        slot = self._slots.get(key)
        return self._request(key, slot, certain=True) if slot and slot.cost else None

    def _counts(self, initiative: str, cell: SummaryCell, members: set[str]) -> tuple[bool, bool]:
        """Whether an initiative falls under the row, and whether that is beyond doubt."""
        home = self._graph.initiatives[initiative]
        document = self._graph.documents[cell.document]
        if document.kind == "plan" and home.document != document.id:
            return False, True
        if cell.by == "priority":
            priority, sure = self._priority[initiative]
            return priority in members, sure
        return (initiative if cell.by == "initiative" else home.domain) in members, True

    def _concerns(self, row: str, municipality: str | None) -> bool:
        """A row for several municipalities together concerns each of them."""
        return municipality in (None, row) or row not in self._graph.plan_set.municipalities

    def _contribution(self, key: Key, slot: Slot, cell: SummaryCell, certain: bool) -> Contribution:
        if cell.side is Side.REQUEST:
            found = self._request(key, slot, certain)
        else:
            cells = slot.cost if cell.side is Side.COST else slot.coverage
            found = Contribution(total(c.amount for c in cells), *self._claims(cells), certain)
        if cell.municipality in (None, key[1]):
            return found
        share = derived(Interval(0, 0), Interval(0, found.amount.meant.high))
        return Contribution(share, found.said, found.blank, certain)

    def _request(self, key: Key, slot: Slot, certain: bool) -> Contribution:
        """What is needed and not covered, less what will be asked for later: all of it, or an amount."""
        open_amount = uncovered(slot.amount(Side.COST), slot.amount(Side.COVERAGE))
        said, blank = self._claims([*slot.cost, *slot.coverage])
        deferral = next((f for f in self._graph.funding if _defers(f, key)), None)
        if deferral is None:
            return Contribution(open_amount, said, blank, certain)
        later = deferral.amount or open_amount
        return Contribution(uncovered(open_amount, later), (*said, deferral.said), blank, certain)

    def _claims(self, cells: Iterable[AmountCell]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        """What the cells say, and those that are empty."""
        said: list[Quote] = []
        blank: list[Quote] = []
        for cell in cells:
            name = self._graph.initiatives[cell.initiative].name
            claim = quote(cell.said, cell.amount, f"{name}, {cell.municipality} {cell.column}")
            (blank if cell.amount.outcome is Outcome.BLANK else said).append(claim)
        return tuple(said), tuple(blank)


def _defers(funding: Funding, key: Key) -> bool:
    """An amount that is put off without saying whose it is, is nobody's in particular."""
    initiative, municipality, kind, year, _ = key
    return (
        funding.initiative == initiative
        and funding.status == "deferred"
        and (funding.municipality == municipality or (funding.municipality is None and funding.amount is None))
        and (funding.kind is None or funding.kind.value == kind)
        and (funding.from_year is None or funding.from_year <= year)
    )
