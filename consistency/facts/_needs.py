"""Stated costs that coverage leaves open, per initiative, municipality and kind, with what is proposed for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from consistency.facts._proposals import Proposals
from consistency.facts._sums import total, uncovered
from consistency.facts.balances import Slot, slots
from consistency.facts.cells import labelled
from consistency.model.amount import Amount
from consistency.model.entities import Funding, Side
from consistency.model.facts import Quote
from consistency.model.graph import PlanGraph


class Need(NamedTuple):
    """`years` are those in which what is written as cost is more than what is written as coverage."""

    initiative: str
    municipality: str
    kind: str
    years: dict[int, Slot]
    claims: Sequence[Funding]

    @property
    def document(self) -> str:
        return next(iter(self.years.values())).cost[0].document

    def amount(self, years: Iterable[int]) -> Amount:
        return total(_open(self.years[year]) for year in years)

    @property
    def unsettled(self) -> list[int]:
        """The years whose costs neither wait nor are covered by what the proposal says, in order."""
        return [year for year in sorted(self.years) if not any(_settles(claim, year) for claim in self.claims)]

    def said(self) -> list[Quote]:
        return [labelled(cell) for _, slot in sorted(self.years.items()) for cell in (*slot.cost, *slot.coverage)]


@lru_cache(maxsize=1)
def needs(graph: PlanGraph) -> Sequence[Need]:
    """In the order of the tables. Of parties outside the set, and of who takes no part, nothing is asked.

    Where coverage stands in another year or under the other kind, that is the fault, and no need is told.
    """
    proposals = Proposals(graph)
    codes = graph.plan_set.municipalities
    whole = "+".join(codes) or "all"
    found: dict[tuple[str, str, str], dict[int, Slot]] = {}
    misplaced: set[tuple[str, str]] = set()
    for (key, municipality, kind, year, mark), slot in slots(graph).items():
        takes_part = not any(cell.takes_part is False for cell in slot.cost)
        if mark or not takes_part or not (municipality in codes or municipality == whole):
            continue
        if slot.cost and _open(slot).written.low > 0:
            found.setdefault((key, municipality, kind), {})[year] = slot
        elif slot.amount(Side.COVERAGE).written.low > (slot.amount(Side.COST).written.high or 0):
            misplaced.add((key, municipality))
    return [
        Need(key, municipality, kind, years, proposals.of(key, municipality, kind))
        for (key, municipality, kind), years in found.items()
        if (key, municipality) not in misplaced
    ]


def _settles(claim: Funding, year: int) -> bool:
    """Coverage of a stated amount is what the table has already: it says nothing of what is open beyond it."""
    if claim.status == "deferred":
        return claim.from_year is None or claim.from_year <= year
    return claim.status == "covered" and claim.amount is None and claim.speaks_of(year)


def _open(slot: Slot) -> Amount:
    return uncovered(slot.amount(Side.COST), slot.amount(Side.COVERAGE))
