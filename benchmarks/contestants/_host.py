"""What a user of an engine writes around it: sums where it cannot add, and the evidence for a row that it points at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property

from benchmarks.evidence import Claim, Evidence
from benchmarks.tables import CellRow, Tables

TotalKey = tuple[str, str, int]
SummaryKey = tuple[str, str, str, str, int]


class Host:
    """`tell` gives the evidence of a check about the row with this number, of the table that the check looks at:

    cells, totals, summaries, contracts, initiatives (a late replacement), relations (the three checks of these).
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._tell: dict[str, Callable[[int], tuple[str, tuple[Claim, ...]]]] = {
            "coverage-exceeds-cost": self._coverage,
            "total-row-mismatch": self._total,
            "summary-detail-mismatch": self._summary,
            "contract-without-initiative": self._contract,
            "replacement-starts-after-contract-end": self._late,
            "relation-not-symmetric": self._one_sided,
            "dependency-order-conflict": self._order,
            "dependency-on-unfunded": self._unfunded,
        }

    def tell(self, check: str, row: int) -> Evidence:
        subject, claims = self._tell[check](row)
        return check, subject, claims

    def sums_of_totals(self) -> Iterator[int]:
        """For each row of `totals`, what its cells add up to."""
        for _, initiative, kind, year, _, _ in self.tables.totals:
            yield sum([cell[6] for cell in self.by_total[initiative, kind, year]])

    def sums_of_summaries(self) -> Iterator[int]:
        for plan, _, domain, municipality, kind, year, _, _ in self.tables.summaries:
            yield sum([cell[6] for cell in self.by_summary[plan, domain, municipality, kind, year]])

    @cached_property
    def by_total(self) -> dict[TotalKey, list[CellRow]]:
        found: defaultdict[TotalKey, list[CellRow]] = defaultdict(list)
        for cell in self.tables.cells:
            found[cell[1], cell[3], cell[5]].append(cell)
        return found

    @cached_property
    def by_summary(self) -> dict[SummaryKey, list[CellRow]]:
        found: defaultdict[SummaryKey, list[CellRow]] = defaultdict(list)
        for cell in self.tables.cells:
            found[cell[0], cell[2], cell[4], cell[3], cell[5]].append(cell)
        return found

    @cached_property
    def initiatives(self) -> dict[str, tuple[int, str, int, str]]:
        """The end, the funding, the start and the place of each."""
        return {row[1]: (row[5], row[7], row[4], row[8]) for row in self.tables.initiatives}

    @cached_property
    def contracts(self) -> dict[str, Claim]:
        return {id_: (ends, place) for _, id_, ends, place in self.tables.contracts}

    def _coverage(self, row: int) -> tuple[str, tuple[Claim, ...]]:
        _, initiative, _, _, _, _, cost, coverage, cost_place, coverage_place = self.tables.cells[row]
        return initiative, ((cost, cost_place), (coverage, coverage_place))

    def _total(self, row: int) -> tuple[str, tuple[Claim, ...]]:
        _, initiative, kind, year, amount, place = self.tables.totals[row]
        return initiative, ((amount, place), *_costs(self.by_total[initiative, kind, year]))

    def _summary(self, row: int) -> tuple[str, tuple[Claim, ...]]:
        plan, id_, domain, municipality, kind, year, amount, place = self.tables.summaries[row]
        return id_, ((amount, place), *_costs(self.by_summary[plan, domain, municipality, kind, year]))

    def _contract(self, row: int) -> tuple[str, tuple[Claim, ...]]:
        _, id_, ends, place = self.tables.contracts[row]
        return id_, ((ends, place),)

    def _late(self, row: int) -> tuple[str, tuple[Claim, ...]]:
        _, id_, _, _, starts, _, replaces, _, place = self.tables.initiatives[row]
        assert replaces is not None
        return id_, ((starts, place), self.contracts[replaces])

    def _one_sided(self, row: int) -> tuple[str, tuple[Claim, ...]]:
        _, _, source, target, place = self.tables.relations[row]
        return source, ((target, place),)

    def _order(self, row: int) -> tuple[str, tuple[Claim, ...]]:
        _, _, source, target, place = self.tables.relations[row]
        ends, _, _, at = self.initiatives[source]
        target_ends, _, _, at_target = self.initiatives[target]
        return source, ((target, place), (ends, at), (target_ends, at_target))

    def _unfunded(self, row: int) -> tuple[str, tuple[Claim, ...]]:
        _, _, source, target, place = self.tables.relations[row]
        _, funding, _, at = self.initiatives[target]
        return source, ((target, place), (funding, at))


def _costs(cells: list[CellRow]) -> list[Claim]:
    return [(cell[6], cell[8]) for cell in cells]
