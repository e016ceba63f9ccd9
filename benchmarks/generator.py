"""Any number of made-up plan sets as neutral tables, with the faults planted in them and the truth about these."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from benchmarks.evidence import Evidence
from benchmarks.faults import RATE, number, plant
from benchmarks.plan_sets import PlanSet, plan_set
from benchmarks.tables import Tables


def plan_sets(count: int, seed: int, rate: float = RATE) -> Iterator[tuple[PlanSet, list[Evidence]]]:
    """Each with its truth. A set depends on the seed and its number only, not on how many there are."""
    for index in range(count):
        random = Random(f"{seed}/{index}")
        plans = plan_set(index, random)
        yield plans, plant(plans, random, rate)


def generate(count: int, seed: int, rate: float = RATE) -> tuple[Tables, list[Evidence]]:
    tables, truth = Tables(), list[Evidence]()
    for plans, found in plan_sets(count, seed, rate):
        tables.add(as_tables(plans))
        truth += found
    return tables, truth


def as_tables(plans: PlanSet) -> Tables:
    plan = plans.id
    return Tables(
        [(plan, number(plans.first_day), number(plans.last_day))],
        [
            (plan, i.id, i.domain, i.priority, number(i.starts), number(i.ends), i.replaces, i.funding, i.place)
            for i in plans.initiatives
        ],
        [(plan, c.id, number(c.ends), c.place) for c in plans.contracts],
        [(plan, r.type, r.source.id, r.target.id, r.place) for r in plans.relations],
        [
            (plan, c.initiative.id, c.initiative.domain, c.kind, c.municipality, c.year, c.cost, c.coverage,
             c.cost_place, c.coverage_place)
            for c in plans.cells
        ],
        [(plan, t.initiative.id, t.kind, t.year, t.amount, t.place) for t in plans.totals],
        [(plan, s.id, s.domain, s.municipality, s.kind, s.year, s.amount, s.place) for s in plans.summaries],
    )  # fmt: skip
