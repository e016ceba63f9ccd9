"""Total rows, summaries against initiatives, summaries against each other. Intervals: rounding is never a fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce

from consistency.assembly.labels import is_total
from consistency.model.amount import ZERO, Interval
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Side, SummaryCell
from consistency.model.graph import PlanGraph
from consistency.mutation.base import Places
from consistency.mutation.witnesses._witness import Witness, witness

Slot = tuple[str, str | None]
"""initiative and municipality"""


def witnesses(places: Places, as_of: Days | None) -> Iterator[Witness]:
    graph = places.graph
    yield from _total_rows(graph)
    yield from _parts(places)
    yield from _summary_totals(graph)
    yield from _summary_details(graph)
    yield from _summary_pairs(graph)


def added(amounts: Iterable[Interval]) -> Interval:
    return reduce(Interval.plus, amounts, ZERO)


def _unequal(a: Interval, b: Interval) -> tuple[Interval, Interval] | None:
    return None if a.meets(b) else (a, b)


def _total_rows(graph: PlanGraph) -> Iterator[Witness]:
    columns: dict[tuple[str, str, str, str], list[AmountCell]] = defaultdict(list)
    for cell in graph.cells:
        if cell.role in ("row", "total"):
            columns[cell.initiative, cell.document, cell.table, cell.column].append(cell)
    for key, cells in columns.items():
        totals = [cell for cell in cells if cell.role == "total" and cell.amount.stated]
        rows = [cell for cell in cells if cell.role == "row"]
        for total in totals if rows else ():
            fault = _unequal(total.amount.written, added(cell.amount.written for cell in rows))
            yield witness("total row", *key, fault=fault, said=[cell.said for cell in (total, *rows)], ids=[key[0]])


def _parts(places: Places) -> Iterator[Witness]:
    """A table of parts adds up too, and no part is more than its whole. Its cells carry no row: the record has it."""
    for document in places.record.documents:
        for initiative in document.initiatives:
            for number, table in enumerate(t for t in initiative.amounts if t.of_which):
                for column, year in enumerate(table.years):
                    cells = [
                        (row.label.text, places.cells.get(row.cells[column].at))
                        for row in table.rows
                        if column < len(row.cells)
                    ]
                    rows = [cell for label, cell in cells if cell and not is_total(label)]
                    ids = {cell.initiative for cell in rows}
                    place = (document.document.text, initiative.name.text, number, year.text)
                    for label, total in cells:
                        if total and total.amount.stated and rows and is_total(label):
                            fault = _unequal(total.amount.written, added(cell.amount.written for cell in rows))
                            said = [total.said, *(cell.said for cell in rows)]
                            yield witness("total of parts", *place, fault=fault, said=said, ids=ids)
                    for label, part in cells:
                        wholes = [] if not part else _wholes(places.graph, part, label)
                        if part and wholes:
                            whole = added(cell.amount.written for cell in wholes)
                            above = part.amount.written.low > (whole.high or 0)
                            said = [part.said, *(cell.said for cell in wholes)]
                            fault = (part.amount.written, whole) if above else None
                            yield witness("part", *place, label, fault=fault, said=said, ids=[part.initiative])


def _wholes(graph: PlanGraph, part: AmountCell, label: str) -> list[AmountCell]:
    """The rows that a part is of: those of its initiative, side, kind, year and municipality."""
    place = (part.initiative, part.side, part.kind, part.column)
    return [
        cell
        for cell in graph.cells
        if cell.role == "row"
        and (cell.initiative, cell.side, cell.kind, cell.column) == place
        and (cell.municipality == label or is_total(label))
    ]


def _summary_totals(graph: PlanGraph) -> Iterator[Witness]:
    columns: dict[tuple[object, ...], list[SummaryCell]] = defaultdict(list)
    for cell in graph.summaries:
        columns[cell.document, cell.table, cell.side, cell.kind, cell.year].append(cell)
    for key, cells in columns.items():
        rows = [cell for cell in cells if not cell.total]
        for total in (cell for cell in cells if cell.total and cell.amount.stated and rows):
            fault = _unequal(total.amount.written, added(cell.amount.written for cell in rows))
            yield witness("summary total", *key, fault=fault, said=[cell.said for cell in (total, *rows)])


def _summary_pairs(graph: PlanGraph) -> Iterator[Witness]:
    alike: dict[tuple[object, ...], list[SummaryCell]] = defaultdict(list)
    for cell in graph.summaries:
        document = graph.documents[cell.document]
        row = "total" if cell.total else (cell.by, cell.row)
        scope = document.id if document.kind == "plan" else ""
        if cell.amount.stated:
            alike[scope, cell.municipality, cell.side, cell.kind, cell.year, row].append(cell)
    for key, cells in alike.items():
        stated = [cell.amount.written for cell in cells]
        meet = all(a.meets(b) for a in stated for b in stated)
        if len(cells) > 1:
            yield witness("summaries", *key, fault=None if meet else tuple(stated), said=[cell.said for cell in cells])


class _Counted:
    """What initiatives have in one kind and year, by initiative and municipality."""

    def __init__(self, graph: PlanGraph) -> None:
        self.graph = graph
        self.cells: dict[tuple[str, int], dict[Slot, list[AmountCell]]] = defaultdict(lambda: defaultdict(list))
        for cell in graph.cells:
            if cell.role == "row" and not cell.copy and not cell.mark and cell.side is not Side.REQUEST:
                self.cells[cell.kind.value, cell.year][cell.initiative, cell.municipality].append(cell)
        self.deferred = {funding.initiative for funding in graph.funding if funding.status == "deferred"}
        self.members: dict[tuple[str, str], set[str]] = defaultdict(set)
        for summary in graph.summaries:
            self.members[summary.document, summary.table].update(summary.members)
        self.priorities = {key: self._priorities(key) for key in graph.initiatives}

    def _priorities(self, initiative: str) -> set[str]:
        """What its claims say, without those that another says more exactly."""
        claimed = {str(claim.value) for claim in self.graph.claims_on(initiative, "priority")}
        contains = self.graph.plan_set.priorities
        return {v for v in claimed if not any(o != v and o in contains.get(v, ()) for o in claimed)}

    def share(self, initiative: str, summary: SummaryCell) -> float:
        """1 where the row counts it, 0 where not, one half where that cannot be told."""
        document = self.graph.documents[summary.document]
        home = self.graph.initiatives[initiative]
        if document.kind == "plan" and home.document != document.id:
            return 0
        members = self.members[summary.document, summary.table] if summary.total else set(summary.members)
        if summary.by != "priority":
            return float((initiative if summary.by == "initiative" else home.domain) in members)
        claimed = self.priorities[initiative]
        if claimed and claimed <= members:
            return 1
        contains = self.graph.plan_set.priorities
        possible = {part for value in claimed for part in (value, *contains.get(value, ()))}
        return 0 if possible.isdisjoint(members) else 1 if summary.total else 0.5

    def amount(self, cells: list[AmountCell], side: Side, initiative: str) -> Interval:
        cost, coverage = (
            added(cell.amount.written for cell in cells if cell.side is wanted) for wanted in (Side.COST, Side.COVERAGE)
        )
        if side is not Side.REQUEST:
            return cost if side is Side.COST else coverage
        low, high = cost.low - (coverage.high or 0), (cost.high or 0) - coverage.low
        return Interval(0 if initiative in self.deferred else max(0, low), max(0, high))


def _summary_details(graph: PlanGraph) -> Iterator[Witness]:
    counted = _Counted(graph)
    planned = graph.planned_domains
    printed = {(c.document, c.table, c.row, c.kind, c.year, c.side): c.amount.written for c in graph.summaries}
    for summary in graph.summaries:
        members = counted.members[summary.document, summary.table] if summary.total else set(summary.members)
        if not summary.amount.stated or not planned or (summary.by == "domain" and members.isdisjoint(planned)):
            continue
        total, said, ids = ZERO, [summary.said], set()
        for (initiative, municipality), cells in counted.cells[summary.kind.value, summary.year].items():
            share = counted.share(initiative, summary)
            own = summary.municipality in (None, municipality)
            if not share or not (own or municipality not in graph.plan_set.municipalities):
                continue
            amount = counted.amount(cells, summary.side, initiative)
            total = total.plus(amount if own and share == 1 else Interval(min(0, amount.low), amount.high))
            said += [cell.said for cell in cells]
            ids.add(initiative)
        place = (summary.document, summary.table, summary.row, summary.kind, summary.year)
        need, covered = (printed.get((*place, side)) for side in (Side.COST, Side.COVERAGE))
        fault = _unequal(summary.amount.written, total)
        if fault and summary.side is Side.REQUEST and need and covered:
            reckoned = Interval(max(0, need.low - (covered.high or 0)), max(0, (need.high or 0) - covered.low))
            fault = fault if not (reckoned.meets(total) and reckoned.meets(summary.amount.written)) else None
        yield witness("summary", *place, summary.side, fault=fault, said=said, ids=ids)
