"""The eight checks written by hand: what a good engineer would write who needs just these, fast."""

from __future__ import annotations

from collections import defaultdict

from benchmarks.contestants import Contestant
from benchmarks.evidence import Claim, Evidence
from benchmarks.tables import CellRow, InitiativeRow, Tables


def check(_: None, tables: Tables) -> list[Evidence]:
    initiatives = {row[1]: row for row in tables.initiatives}
    return [
        *_money(tables),
        *_summaries(tables),
        *_contracts(tables, initiatives),
        *_relations(tables, initiatives),
    ]


def _money(tables: Tables) -> list[Evidence]:
    found: list[Evidence] = []
    rows: defaultdict[tuple[str, str, int], list[CellRow]] = defaultdict(list)
    for row in tables.cells:
        _, initiative, _, kind, _, year, cost, coverage, cost_place, coverage_place = row
        rows[initiative, kind, year].append(row)
        if coverage > cost:
            found.append(_evidence("coverage-exceeds-cost", initiative, (cost, cost_place), (coverage, coverage_place)))
    for _, initiative, kind, year, amount, place in tables.totals:
        cells = rows[initiative, kind, year]
        if cells and sum([cell[6] for cell in cells]) != amount:
            found.append(_evidence("total-row-mismatch", initiative, (amount, place), *_costs(cells)))
    return found


def _summaries(tables: Tables) -> list[Evidence]:
    found: list[Evidence] = []
    details: defaultdict[tuple[str, str, str, str, int], list[CellRow]] = defaultdict(list)
    for row in tables.cells:
        plan, _, domain, kind, municipality, year, _, _, _, _ = row
        details[plan, domain, municipality, kind, year].append(row)
    for plan, id_, domain, municipality, kind, year, amount, place in tables.summaries:
        cells = details[plan, domain, municipality, kind, year]
        if cells and sum([cell[6] for cell in cells]) != amount:
            found.append(_evidence("summary-detail-mismatch", id_, (amount, place), *_costs(cells)))
    return found


def _costs(cells: list[CellRow]) -> list[Claim]:
    return [(cell[6], cell[8]) for cell in cells]


def _contracts(tables: Tables, initiatives: dict[str, InitiativeRow]) -> list[Evidence]:
    found: list[Evidence] = []
    horizon = {plan: (first, last) for plan, first, last in tables.plans}
    contracts = {row[1]: row for row in tables.contracts}
    renewed = {row[6] for row in tables.initiatives if row[3] == "AO"}
    for plan, id_, ends, place in tables.contracts:
        if id_ not in renewed:
            first, last = horizon[plan]
            if first <= ends <= last:
                found.append(_evidence("contract-without-initiative", id_, (ends, place)))
    for _, id_, _, _, starts, _, replaces, _, place in tables.initiatives:
        if replaces is not None:
            contract = contracts[replaces]
            if starts > contract[2]:
                check = "replacement-starts-after-contract-end"
                found.append(_evidence(check, id_, (starts, place), contract[2:4]))
    return found


def _relations(tables: Tables, initiatives: dict[str, InitiativeRow]) -> list[Evidence]:
    found: list[Evidence] = []
    stated = {(source, target) for _, kind, source, target, _ in tables.relations if kind == "relates"}
    for _, kind, source, target, place in tables.relations:
        if kind == "relates":
            if (target, source) not in stated:
                found.append(_evidence("relation-not-symmetric", source, (target, place)))
            continue
        one, other = initiatives[source], initiatives[target]
        if one[5] < other[5]:
            claims = (target, place), (one[5], one[8]), (other[5], other[8])
            found.append(_evidence("dependency-order-conflict", source, *claims))
        if other[7] == "none":
            found.append(_evidence("dependency-on-unfunded", source, (target, place), (other[7], other[8])))
    return found


def _evidence(check: str, subject: str, *claims: Claim) -> Evidence:
    return check, subject, claims


CONTESTANTS = [
    Contestant(
        "plain",
        "plain Python",
        0,
        prepare=lambda: None,
        load=lambda _, tables: tables,
        check=check,
        note="Written by hand for these eight checks; nothing to load.",
    )
]
