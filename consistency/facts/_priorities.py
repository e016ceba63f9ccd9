"""Which priorities can both be true of one initiative, and which of several claims is the most exact."""

from __future__ import annotations

from collections.abc import Mapping

from consistency.model.graph import PlanGraph


def agree(a: str, b: str, contains: Mapping[str, tuple[str, ...]]) -> bool:
    return a == b or a in contains.get(b, ()) or b in contains.get(a, ())


def most_exact(graph: PlanGraph, initiative: str) -> tuple[str | None, bool]:
    """The priority that all claims allow and no claim refines, and whether it is beyond doubt."""
    claims = graph.claims_on(initiative, "priority")
    contains = graph.plan_set.priorities
    values = [str(claim.value) for claim in claims]
    if not values:
        return None, True
    best = values[0]
    for value in values[1:]:
        if value != best and value in contains.get(best, ()):
            best = value
    certain = all(agree(best, value, contains) for value in values) and any(
        claim.certain for claim in claims if str(claim.value) == best
    )
    return best, certain
