"""Which priorities can both be true of one initiative, and which of several claims is the most exact."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from consistency.model.graph import PlanGraph


def agree(a: str, b: str, contains: Mapping[str, tuple[str, ...]]) -> bool:
    return a == b or a in contains.get(b, ()) or b in contains.get(a, ())


def claimed(graph: PlanGraph, initiative: str) -> tuple[str, ...]:
    """Every priority that some document gives it, in document order."""
    return tuple(dict.fromkeys(str(claim.value) for claim in graph.claims_on(initiative, "priority")))


def most_exact(graph: PlanGraph, initiative: str) -> tuple[str | None, bool]:
    """The priority that most claims allow, as exact as any of these makes it, and whether it is beyond doubt."""
    claims = graph.claims_on(initiative, "priority")
    contains = graph.plan_set.priorities
    values = [str(claim.value) for claim in claims]
    if not values:
        return None, True
    support = {value: sum(agree(value, other, contains) for other in values) for value in values}
    best = max(values, key=lambda value: support[value])
    for value in values:
        if value != best and value in contains.get(best, ()):
            best = value
    certain = all(agree(best, value, contains) for value in values) and any(
        claim.certain for claim in claims if str(claim.value) == best
    )
    return best, certain


class Membership(Enum):
    """Whether something is counted in a row: surely not, as its share cannot be told, doubtfully, or surely."""

    NO = "no"
    PERHAPS = "perhaps"
    DOUBTED = "doubted"
    YES = "yes"


def membership(graph: PlanGraph, initiative: str, members: set[str]) -> Membership:
    """`members` are the priorities of a row. Priority 1 may be in a row 1a; a disputed one in the row of each claim."""
    best, sure = most_exact(graph, initiative)
    if best in members:
        return Membership.YES if sure else Membership.DOUBTED
    contains = graph.plan_set.priorities
    possible = {best, *claimed(graph, initiative)} if best else set()
    if any(not members.isdisjoint(contains.get(value or "", (value,))) for value in possible):
        return Membership.PERHAPS
    return Membership.NO
