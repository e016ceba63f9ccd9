"""What bounds an amount beside sums: cost and coverage, who takes part, the period, the years before, the key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from fractions import Fraction

from consistency.model.amount import Interval, Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Kind, Side
from consistency.model.graph import PlanGraph
from consistency.mutation.base import Places
from consistency.mutation.witnesses._witness import Witness, witness
from consistency.mutation.witnesses.sums import added

LONGEST_INCIDENTAL = 3


def witnesses(places: Places, as_of: Days | None) -> Iterator[Witness]:
    graph = places.graph
    yield from _cover(graph)
    yield from _taking_part(graph)
    yield from _years(graph)
    yield from _shares(places)


def _rows(graph: PlanGraph) -> Iterator[AmountCell]:
    return (cell for cell in graph.cells if cell.role == "row" and not cell.copy)


def _written(cells: list[AmountCell], side: Side) -> Interval:
    return added(cell.amount.written for cell in cells if cell.side is side)


def _cover(graph: PlanGraph) -> Iterator[Witness]:
    """Coverage is not above cost; what is not covered is asked for or put off; what is called covered is covered."""
    slots: dict[tuple[str, str | None, Kind, str], list[AmountCell]] = defaultdict(list)
    tables: dict[tuple[str, str | None, Kind], list[AmountCell]] = defaultdict(list)
    for cell in _rows(graph):
        slots[cell.initiative, cell.municipality, cell.kind, cell.column].append(cell)
        tables[cell.initiative, cell.municipality, cell.kind].append(cell)
    needed = set()
    for key, cells in slots.items():
        cost, coverage = _written(cells, Side.COST), _written(cells, Side.COVERAGE)
        beyond = coverage.low > max(0, cost.high or 0)
        if coverage.low or cost.low:
            yield witness(
                "coverage", *key, fault=(cost, coverage) if beyond else None, said=[c.said for c in cells], ids=[key[0]]
            )
        if (coverage.high or 0) < cost.low:
            needed.add(key[:3])
    for place, cells in tables.items():
        said = [
            f
            for f in graph.funding
            if f.initiative == place[0] and f.municipality in (None, place[1]) and f.kind in (None, place[2])
        ]
        asked = any(f.status in ("to_request", "deferred") for f in said)
        covered = any(f.status == "covered" for f in said)
        claims = [*(c.said for c in cells), *(f.said for f in said)]
        if said or place in needed:
            fault = place in needed and not asked
            yield witness("asked for", *place, fault=fault or None, said=claims, ids=[place[0]])
        if covered:
            fault = _written(cells, Side.COVERAGE).low <= 0
            yield witness("called covered", *place, fault=fault or None, said=claims, ids=[place[0]])


def _taking_part(graph: PlanGraph) -> Iterator[Witness]:
    """Who does not take part has no amounts; who takes part has, where the others have."""
    known = graph.plan_set.municipalities
    having: dict[str, set[str | None]] = defaultdict(set)
    for cell in _rows(graph):
        if cell.amount.outcome is not Outcome.BLANK:
            having[cell.initiative].add(cell.municipality)
        if cell.takes_part is False:
            fault = cell.amount.written if cell.amount.written.low > 0 else None
            key = (cell.initiative, cell.table, cell.municipality, cell.column)
            yield witness("not taking part", *key, fault=fault, said=[cell.said], ids=[cell.initiative])
    for initiative, codes in having.items():
        for claim in graph.claims_on(initiative, "municipalities")[:1]:
            named = set(claim.value) if isinstance(claim.value, tuple) else set()
            without = {str(code) for code in named if code in known and code not in codes} if codes & set(known) else ()
            yield witness(
                "taking part", initiative, fault=tuple(sorted(without)) or None, said=[claim.said], ids=[initiative]
            )


def _years(graph: PlanGraph) -> Iterator[Witness]:
    """Costs lie in the period; structural ones go on; incidental ones do not come back year after year."""
    _, last = graph.plan_set.horizon or (None, None)
    costs: dict[tuple[str, Kind], list[AmountCell]] = defaultdict(list)
    courses: dict[tuple[str, Kind, str | None], list[AmountCell]] = defaultdict(list)
    for cell in _rows(graph):
        if cell.side is Side.COST and not cell.mark:
            costs[cell.initiative, cell.kind].append(cell)
            courses[cell.initiative, cell.kind, cell.municipality].append(cell)
    for (initiative, kind), cells in costs.items():
        for claim in graph.claims_on(initiative, "period")[:1]:
            begin, end = getattr(claim.value, "first_year", None), getattr(claim.value, "last_year", None)
            outside = {
                cell.year
                for cell in cells
                if cell.amount.written.low > 0
                and ((begin and cell.year < begin) or (end and cell.year > end and kind is Kind.INCIDENTAL))
            }
            said = [claim.said, *(cell.said for cell in cells)]
            yield witness(
                "cost in period", initiative, kind, fault=tuple(sorted(outside)) or None, said=said, ids=[initiative]
            )
    for key, cells in courses.items():
        by_year: dict[int, int] = defaultdict(int)
        open_ended = set()
        for cell in cells:
            by_year[cell.year] += cell.amount.written.low
            if cell.amount.meant.high is None and cell.amount.outcome is not Outcome.BLANK:
                open_ended.add(cell.year)
        begun = [year for year in sorted(by_year) if by_year[year] > 0]
        if key[1] is Kind.INCIDENTAL:
            fault: Hashable | None = len(begun) > LONGEST_INCIDENTAL or None
        else:
            stopped = [y for y in by_year if begun and begun[0] < y <= (last or y) and by_year[y] <= 0]
            fault = tuple(sorted(set(stopped) - open_ended)) or None
        if begun:
            yield witness("course", *key, fault=fault, said=[cell.said for cell in cells], ids=[key[0]])


def _shares(places: Places) -> Iterator[Witness]:
    """Shared costs follow a declared key, in documents that mostly do."""
    keys = [
        {code: Fraction(said.text.replace(",", ".")) for code, said in shares.items()}
        for shares in places.record.portfolio.distribution_keys.values()
        if all(said.text.replace(",", ".").replace(".", "", 1).isdigit() for said in shares.values())
    ]
    columns: dict[tuple[str, str, str], list[AmountCell]] = defaultdict(list)
    for cell in _rows(places.graph):
        if cell.side is Side.COST and cell.amount.written.low > 0:
            columns[cell.initiative, cell.table, cell.column].append(cell)
    follows: dict[tuple[str, str, str], bool] = {}
    times: dict[str, list[bool]] = defaultdict(list)
    for key, cells in columns.items():
        codes = [cell.municipality for cell in cells]
        fitting = [shares for shares in keys if set(codes) <= set(shares) and len(set(codes)) == len(codes) > 1]
        if fitting:
            follows[key] = any(_follows(cells, shares) for shares in fitting)
            times[cells[0].document].append(follows[key])
    for key, does in follows.items():
        cells = columns[key]
        mostly = 2 * sum(times[cells[0].document]) > len(times[cells[0].document])
        if mostly:
            yield witness("share", *key, fault=not does or None, said=[cell.said for cell in cells], ids=[key[0]])


def _follows(cells: list[AmountCell], shares: dict[str, Fraction]) -> bool:
    """Within half of the last digit that is no zero, on each side."""
    total = sum(cell.amount.written.low for cell in cells)
    whole = sum(shares[cell.municipality or ""] for cell in cells)
    for cell in cells:
        amount = cell.amount.written.low
        unit = 1
        while amount % (unit * 10) == 0:
            unit *= 10
        if abs(amount - total * shares[cell.municipality or ""] / whole) > max(unit, 100):
            return False
    return True
