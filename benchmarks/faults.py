"""Faults planted in a plan set, each with its truth: the evidence that every contestant must come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from benchmarks.evidence import CHECKS, Claim, Evidence, evidence
from benchmarks.plan_sets import THOUSAND, Contract, Initiative, PlanSet

RATE = 0.5
"""How often a plan set has a fault of each kind: some four in a set."""


def number(day: date) -> int:
    """A date as the tables have it."""
    return day.year * 10000 + day.month * 100 + day.day


def plant(plans: PlanSet, random: Random, rate: float = RATE) -> list[Evidence]:
    return [FAULTS[check](plans, random) for check in CHECKS if random.random() < rate]


def _coverage(plans: PlanSet, random: Random) -> Evidence:
    """Where everything else is covered: the surplus cannot be meant for another cell."""
    cell = random.choice([cell for cell in plans.cells if cell.initiative.funding == "covered"])
    cell.coverage = cell.cost + random.randrange(1, 20) * THOUSAND
    claims = [(cell.cost, cell.cost_place), (cell.coverage, cell.coverage_place)]
    return evidence("coverage-exceeds-cost", cell.initiative.id, claims)


def _total(plans: PlanSet, random: Random) -> Evidence:
    total = random.choice(plans.totals)
    total.amount += random.choice([-1, 1, 10]) * THOUSAND
    rows = [
        (cell.cost, cell.cost_place)
        for cell in plans.cells
        if (cell.initiative.id, cell.kind, cell.year) == (total.initiative.id, total.kind, total.year)
    ]
    return evidence("total-row-mismatch", total.initiative.id, [(total.amount, total.place), *rows])


def _summary(plans: PlanSet, random: Random) -> Evidence:
    summary = random.choice(plans.summaries)
    summary.amount += random.choice([-1, 1, 10]) * THOUSAND
    key = summary.domain, summary.municipality, summary.kind, summary.year
    details = [
        (cell.cost, cell.cost_place)
        for cell in plans.cells
        if (cell.initiative.domain, cell.municipality, cell.kind, cell.year) == key
    ]
    return evidence("summary-detail-mismatch", summary.id, [(summary.amount, summary.place), *details])


def _replaced(plans: PlanSet, random: Random) -> tuple[Initiative, Contract]:
    """An AO initiative with its contract, not the first day's: the contract can still end earlier."""
    by_id = {contract.id: contract for contract in plans.contracts}
    fit = [i for i in plans.initiatives if i.replaces and i.priority == "AO" and i.starts <= by_id[i.replaces].ends]
    chosen = random.choice(fit)
    return chosen, by_id[chosen.replaces or ""]


def _lone_contract(plans: PlanSet, random: Random) -> Evidence:
    initiative, contract = _replaced(plans, random)
    initiative.replaces = None
    return evidence("contract-without-initiative", contract.id, [(number(contract.ends), contract.place)])


def _late_start(plans: PlanSet, random: Random) -> Evidence:
    initiative, contract = _replaced(plans, random)
    contract.ends = initiative.starts - timedelta(days=random.randrange(40, 300))
    claims = [(number(initiative.starts), initiative.place), (number(contract.ends), contract.place)]
    return evidence("replacement-starts-after-contract-end", initiative.id, claims)


def _pair(plans: PlanSet, random: Random, fits: Callable[[Initiative, Initiative], bool]) -> tuple[Initiative, ...]:
    pairs = [(a, b) for a in plans.initiatives for b in plans.initiatives if a.id != b.id and fits(a, b)]
    return random.choice(pairs)


def _one_sided(plans: PlanSet, random: Random) -> Evidence:
    taken = plans.related("relates")
    source, target = _pair(plans, random, lambda a, b: a.domain != b.domain and (a.id, b.id) not in taken)
    relation = plans.relate("relates", source, target)
    return evidence("relation-not-symmetric", source.id, [(target.id, relation.place)])


def _wrong_order(plans: PlanSet, random: Random) -> Evidence:
    taken = plans.related("needs")

    def fits(a: Initiative, b: Initiative) -> bool:
        return a.ends < b.ends and b.funding != "none" and (b.id, a.id) not in taken

    source, target = _pair(plans, random, fits)
    relation = plans.relate("needs", source, target)
    claims: list[Claim] = [
        (target.id, relation.place),
        (number(source.ends), source.place),
        (number(target.ends), target.place),
    ]
    return evidence("dependency-order-conflict", source.id, claims)


def _unfunded(plans: PlanSet, random: Random) -> Evidence:
    """Needs an initiative without money; where there is none yet, one that nothing needs loses its money."""
    needed = {target for _, target in plans.related("needs")}
    if not any(i.funding == "none" and _outlasted(plans, i) for i in plans.initiatives):
        fit = [i for i in plans.initiatives if i.id not in needed and _outlasted(plans, i)]
        random.choice(fit).funding = "none"
    source, target = _pair(plans, random, lambda a, b: b.funding == "none" and b.ends <= a.ends)
    relation = plans.relate("needs", source, target)
    claims = [(target.id, relation.place), (target.funding, target.place)]
    return evidence("dependency-on-unfunded", source.id, claims)


def _outlasted(plans: PlanSet, initiative: Initiative) -> bool:
    """Whether another ends as late, and so can need it."""
    return any(initiative.ends <= other.ends for other in plans.initiatives if other is not initiative)


FAULTS: dict[str, Callable[[PlanSet, Random], Evidence]] = {
    "coverage-exceeds-cost": _coverage,
    "total-row-mismatch": _total,
    "summary-detail-mismatch": _summary,
    "contract-without-initiative": _lone_contract,
    "replacement-starts-after-contract-end": _late_start,
    "relation-not-symmetric": _one_sided,
    "dependency-order-conflict": _wrong_order,
    "dependency-on-unfunded": _unfunded,
}
