"""Costs of an initiative from year to year, by municipality. A column with a mark of its own is no year of a series."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from consistency.facts._sums import total
from consistency.facts.balances import slots
from consistency.facts.cells import labelled
from consistency.model.amount import Amount, Outcome
from consistency.model.entities import AmountCell
from consistency.model.facts import Quote, Type
from consistency.model.graph import PlanGraph

COMMON = {"initiative": Type.TOKEN, "name": Type.TEXT, "document": Type.TOKEN, "whose": Type.TEXT}
"""What facts on series have in common, as `common` gives it."""


class Year(NamedTuple):
    year: int
    cells: tuple[AmountCell, ...]

    @property
    def amount(self) -> Amount:
        """As one cell says it, where there is one."""
        return self.cells[0].amount if len(self.cells) == 1 else total(cell.amount for cell in self.cells)

    @property
    def stated(self) -> bool:
        return self.amount.written.low > 0

    @property
    def blank(self) -> bool:
        return all(cell.amount.outcome is Outcome.BLANK for cell in self.cells)

    @property
    def nothing(self) -> bool:
        """Empty, n.v.t. or zero, rounded or not; what is PM or unknown goes on."""
        return all(c.amount.outcome is Outcome.BLANK or _is_zero(c.amount) for c in self.cells)


def _is_zero(amount: Amount) -> bool:
    return amount.meant.high is not None and amount.meant.low <= 0 <= amount.meant.high


Series = dict[str, list[Year]]
"""By municipality, the years in order."""


def all_series(graph: PlanGraph) -> dict[tuple[str, str], Series]:
    """By initiative and kind, all its cost tables of that kind together."""
    found: dict[tuple[str, str], Series] = {}
    for (initiative, municipality, kind, year, mark), slot in sorted(slots(graph).items(), key=lambda item: item[0]):
        if not mark and slot.cost:
            series = found.setdefault((initiative, kind), {})
            series.setdefault(municipality, []).append(Year(year, tuple(slot.cost)))
    return found


def common(graph: PlanGraph, key: str, years: Iterable[Year], municipalities: Iterable[str]) -> dict[str, Any]:
    known = graph.plan_set.municipalities
    names = [known[code].name if code in known else code for code in municipalities]
    document = next(iter(years)).cells[0].document
    return {"initiative": key, "name": graph.initiatives[key].name, "document": document, "whose": ", ".join(names)}


def said(years: Iterable[Year]) -> list[Quote]:
    return [labelled(cell) for year in years for cell in year.cells]
