"""What the proposal says of coverage beside what the coverage tables say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.facts import _subjects
from consistency.facts._proposals import ASKED, Proposals
from consistency.facts._sums import total
from consistency.facts.balances import Key, Slot, slots
from consistency.facts.cells import labelled
from consistency.model.amount import Amount, Outcome
from consistency.model.dates import Days
from consistency.model.entities import Funding, Kind, Side
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "proposal",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "document": Type.TOKEN,
            "municipality": Type.TOKEN,
            "whose": Type.TEXT,
            "kind": Type.TOKEN,
            "status": Type.TOKEN,
            "cost": Type.AMOUNT,
            "coverage": Type.AMOUNT,
            "years": Type.TEXT,
            "contradicted": Type.FLAG,
        },
        slot=("document", "municipality", "kind", "status"),
        help="`contradicted`: it says covered and the tables have none (in `years`), or to_request and they cover all",
    ),
)

Place = tuple[Key, Slot]


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    tables: dict[str, list[Place]] = {}
    for key, slot in slots(graph).items():
        tables.setdefault(key[0], []).append((key, slot))
    proposals = Proposals(graph)
    for claim in graph.funding:
        of_initiative = tables.get(claim.initiative, [])
        places = [(key, slot) for key, slot in of_initiative if _speaks_of(graph, claim, key)]
        if claim.status == "covered":
            for kind in [claim.kind] if claim.kind else list(Kind):
                of_kind = [(key, slot) for key, slot in places if key[2] == kind.value]
                if any(slot.coverage for _, slot in of_kind):
                    _add_covered(graph, facts, claim, kind, of_kind, proposals)
        elif claim.status == "to_request" and any(slot.coverage for _, slot in places):
            together = [c for c in graph.funding if c.said is claim.said]
            said_of = [(key, slot) for key, slot in of_initiative if any(_speaks_of(graph, c, key) for c in together)]
            _add_asked(graph, facts, claim, places, said_of)


def _speaks_of(graph: PlanGraph, claim: Funding, key: Key) -> bool:
    mine = claim.municipality in (None, key[1]) and (claim.kind is None or claim.kind.value == key[2])
    return mine and (key[1] in graph.plan_set.municipalities or claim.municipality is None)


def _add_covered(
    graph: PlanGraph, facts: FactBase, claim: Funding, kind: Kind, places: Sequence[Place], proposals: Proposals
) -> None:
    """Where money is asked for as well, that may be for what has no coverage: then only none at all contradicts."""
    needed = [(k, s) for k, s in places if s.amount(Side.COST).written.low > 0 and claim.speaks_of(k[3])]
    lacking = [(k, s) for k, s in needed if s.amount(Side.COVERAGE).written.high == 0]
    others = {c.status for k, _ in needed for c in proposals.of(claim.initiative, k[1], kind.value)}
    partial = bool(others & ASKED) or claim.amount is not None
    any_coverage = any(s.amount(Side.COVERAGE).written.low > 0 for _, s in places)
    _add(graph, facts, claim, kind.value, lacking or needed, bool(lacking) and not (partial and any_coverage))


def _add_asked(
    graph: PlanGraph, facts: FactBase, claim: Funding, places: Sequence[Place], said_of: Sequence[Place]
) -> None:
    """All that is needed is covered, and none of it is PM.

    What is said of several municipalities together, `said_of`, holds where it holds of one of them.
    """
    needed = _needed(places)
    stated = any(s.amount(Side.COST).written.low > 0 for _, s in needed)
    contradicted = stated and all(map(_full, _needed(said_of)))
    _add(graph, facts, claim, claim.kind.value if claim.kind else None, needed, contradicted)


def _needed(places: Sequence[Place]) -> list[Place]:
    own = [(k, s) for k, s in places if not k[4]]
    return [(k, s) for k, s in own if any(c.amount.outcome is not Outcome.BLANK for c in s.cost)]


def _full(place: Place) -> bool:
    cost = [c.amount for c in place[1].cost if c.amount.outcome is not Outcome.BLANK]
    needed = total(cost).meant.high
    return needed is not None and place[1].amount(Side.COVERAGE).written.low >= needed


def _add(
    graph: PlanGraph, facts: FactBase, claim: Funding, kind: str | None, places: Sequence[Place], contradicted: bool
) -> None:
    if not places:
        return
    initiative = graph.initiatives[claim.initiative]
    known = graph.plan_set.municipalities
    codes = list(dict.fromkeys(key[1] for key, _ in places))
    cost, coverage = total(_amounts(places, Side.COST)), total(_amounts(places, Side.COVERAGE))
    blank = claim.status == "covered" and coverage.meant.high is None
    facts["proposal"].add(
        _subjects.initiative(graph, initiative.id),
        initiative=initiative.id,
        name=initiative.name,
        document=initiative.document,
        municipality=claim.municipality,
        whose=", ".join(known[code].name if code in known else code for code in codes),
        kind=kind,
        status=claim.status,
        cost=cost,
        coverage=coverage,
        years=", ".join(f"{year}{mark}" for year, mark in sorted({(key[3], key[4]) for key, _ in places})),
        contradicted=contradicted,
        said={
            "status": claim.said,
            "cost": [labelled(cell) for _, slot in places for cell in slot.cost],
            "coverage": [labelled(cell) for _, slot in places for cell in slot.coverage],
        },
        certain=False if blank else None,
    )


def _amounts(places: Sequence[Place], side: Side) -> Iterator[Amount]:
    return (slot.amount(side) for _, slot in places)
