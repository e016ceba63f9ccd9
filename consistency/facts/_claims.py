"""What is said first of an initiative, by its own plan where that speaks: the claim that other facts compare with."""

from __future__ import annotations

from consistency.model.dates import Days, Period
from consistency.model.graph import PlanGraph
from consistency.model.record import Said


def period_of(graph: PlanGraph, initiative: str) -> tuple[Period | None, Said | None]:
    for claim in graph.claims_on(initiative, "period"):
        if isinstance(claim.value, Period):
            return claim.value, claim.said
    return None, None


def municipalities_of(graph: PlanGraph, initiative: str) -> tuple[tuple[str, ...] | None, Said | None]:
    for claim in graph.claims_on(initiative, "municipalities"):
        if isinstance(claim.value, tuple) and not isinstance(claim.value, Days):
            return claim.value, claim.said
    return None, None
