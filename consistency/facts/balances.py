"""Cost against coverage, per initiative, municipality, kind and year, all tables of a side together.

Where coverage goes beyond cost, `fits` says what it looks like: meant for the other kind, for another year, for a cost
that nobody stated, or for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from consistency.facts import _subjects
from consistency.facts._sums import total
from consistency.facts.cells import labelled
from consistency.model.amount import Amount, Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Side
from consistency.model.facts import FactBase, FactKind, Quote, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "balance",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "document": Type.TOKEN,
            "municipality": Type.TOKEN,
            "kind": Type.TOKEN,
            "column": Type.TOKEN,
            "year": Type.INTEGER,
            "cost": Type.AMOUNT,
            "coverage": Type.AMOUNT,
            "covered": Type.FLAG,
            "beyond": Type.FLAG,
            "fits": Type.TOKEN,
            "fitting": Type.AMOUNT,
            "fitting_kind": Type.TOKEN,
            "fitting_column": Type.TOKEN,
        },
        slot=("document", "municipality", "kind", "column"),
        help="cost and coverage of one slot; coverage beyond cost `fits` other-kind, other-year, blank-cost or nothing",
    ),
)

Key = tuple[str, str, str, int, str]
"""initiative, municipality, kind, year, mark"""


@dataclass(slots=True)
class Slot:
    """What tables state in one place. Once its amounts have been asked for, no cell is added."""

    cost: list[AmountCell] = field(default_factory=list)
    coverage: list[AmountCell] = field(default_factory=list)
    _amounts: dict[Side, Amount] = field(default_factory=dict, repr=False)

    def amount(self, side: Side) -> Amount:
        found = self._amounts.get(side)
        if found is None:
            cells = self.cost if side is Side.COST else self.coverage
            found = self._amounts[side] = total(cell.amount for cell in cells)
        return found

    @property
    def uncovered(self) -> int:
        """What is written as cost and not as coverage, in cents; the middle of intervals does not matter here."""
        return self.amount(Side.COST).written.low - self.amount(Side.COVERAGE).written.low

    @property
    def cost_is_blank(self) -> bool:
        return all(cell.amount.outcome is Outcome.BLANK for cell in self.cost)


@lru_cache(maxsize=1)
def slots(graph: PlanGraph) -> Mapping[Key, Slot]:
    """What is said of costs and coverage, place by place; kept for the graph at hand, since many facts rest on it."""
    found: dict[Key, Slot] = {}
    for cell in graph.cells:
        if cell.role != "row" or cell.copy or cell.municipality is None or cell.side is Side.REQUEST:
            continue
        slot = found.setdefault((cell.initiative, cell.municipality, cell.kind.value, cell.year, cell.mark), Slot())
        (slot.cost if cell.side is Side.COST else slot.coverage).append(cell)
    return found


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    found = slots(graph)
    others = _by_initiative(found)
    for key, slot in found.items():
        initiative, municipality, kind, year, mark = key
        cost, coverage = slot.amount(Side.COST), slot.amount(Side.COVERAGE)
        covered = coverage.written.low > 0
        beyond = covered and cost.written.high is not None and coverage.written.low > cost.written.high
        beside = others[initiative, municipality]
        fits, place = _fits(key, slot, beside) if beyond else (None, None)
        first = (slot.coverage or slot.cost)[0]
        facts["balance"].add(
            _subjects.initiative(graph, initiative),
            initiative=initiative,
            name=graph.initiatives[initiative].name,
            document=first.document,
            municipality=municipality,
            kind=kind,
            column=f"{year}{mark}",
            year=year,
            cost=cost,
            coverage=coverage,
            covered=covered,
            beyond=beyond,
            fits=fits,
            fitting=found[place].amount(Side.COST) if place else None,
            fitting_kind=place[2] if place else None,
            fitting_column=f"{place[3]}{place[4]}" if place else None,
            said={
                "cost": _said(slot.cost),
                "coverage": _said(slot.coverage),
                "fitting": _said(found[place].cost) if place else None,
            },
            certain=False if beyond and _may_cost_more(key, slot, beside) else None,
        )


def _may_cost_more(key: Key, slot: Slot, beside: list[tuple[Key, Slot]]) -> bool:
    """Whether a PM, an unreadable cost, or one in a column with a mark of its own could explain the coverage."""
    open_ended = any(c.amount.meant.high is None and c.amount.outcome is not Outcome.BLANK for c in slot.cost)
    marked = any(k[2:4] == key[2:4] and k[4] != key[4] and s.cost for k, s in beside)
    return open_ended or marked


def _said(cells: list[AmountCell]) -> list[Quote]:
    return [labelled(cell) for cell in cells]


def _by_initiative(found: Mapping[Key, Slot]) -> dict[tuple[str, str], list[tuple[Key, Slot]]]:
    grouped: dict[tuple[str, str], list[tuple[Key, Slot]]] = {}
    for key, slot in found.items():
        grouped.setdefault((key[0], key[1]), []).append((key, slot))
    return grouped


def _fits(key: Key, slot: Slot, others: list[tuple[Key, Slot]]) -> tuple[str, Key | None]:
    """What the coverage beyond the cost is for: the first of other kind, other year, blank cost, nothing."""
    excess = -slot.uncovered
    for name, candidates in (("other-kind", _other_kind(key, others)), ("other-year", _other_year(key, others))):
        open_costs = sorted(
            (s.uncovered != excess, abs(k[3] - key[3]), k) for k, s in candidates if s.uncovered >= excess
        )
        if open_costs:
            return name, open_costs[0][2]
    return ("blank-cost", None) if slot.cost_is_blank else ("nothing", None)


def _other_kind(key: Key, others: list[tuple[Key, Slot]]) -> Iterator[tuple[Key, Slot]]:
    return ((k, s) for k, s in others if k[2] != key[2] and k[3:] == key[3:])


def _other_year(key: Key, others: list[tuple[Key, Slot]]) -> Iterator[tuple[Key, Slot]]:
    return ((k, s) for k, s in others if k[2] == key[2] and k[4] == key[4] and k[3] != key[3])
