"""When money is asked for, beside when it is needed; and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consistency.facts import _subjects
from consistency.facts._claims import municipalities_of
from consistency.facts._needs import Need, needs
from consistency.model.dates import Days
from consistency.model.entities import Funding, Round
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

_COMMON = {
    "initiative": Type.TOKEN,
    "name": Type.TEXT,
    "document": Type.TOKEN,
    "municipality": Type.TOKEN,
    "whose": Type.TEXT,
    "kind": Type.TOKEN,
    "round": Type.TEXT,
}
_SLOT = ("document", "municipality", "kind")

KINDS = (
    FactKind(
        "funding_round",
        _COMMON | {"amount": Type.AMOUNT, "needed": Type.INTEGER, "serves": Type.INTEGER},
        slot=_SLOT,
        help="open costs that are asked for; `needed`: their first year, `serves`: the first budget year asked for",
    ),
    FactKind(
        "funding_route",
        _COMMON | {"status": Type.TOKEN, "takes_part": Type.FLAG},
        slot=_SLOT,
        help="what is proposed for a municipality's money; `takes_part`: it does, or those who have that round",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for need in needs(graph):
        _add_round(graph, facts, need)
    for funding in graph.funding:
        if funding.status != "not_applicable":
            _add_route(graph, facts, funding)


def _add_round(graph: PlanGraph, facts: FactBase, need: Need) -> None:
    first = _first_round(need.claims)
    needed = min(need.unsettled, default=None)
    if first is None or needed is None:
        return
    known = graph.plan_set.municipalities
    facts["funding_round"].add(
        _subjects.initiative(graph, need.initiative),
        initiative=need.initiative,
        name=graph.initiatives[need.initiative].name,
        document=need.document,
        municipality=need.municipality,
        whose=known[need.municipality].name if need.municipality in known else need.municipality,
        kind=need.kind,
        round=first.said.text,
        amount=need.amount(need.years),
        needed=needed,
        serves=first.serves,
        said={"amount": need.said(), "round": [claim.round.said for claim in need.claims if claim.round]},
        certain=None if first.sure else False,
    )


def _first_round(claims: Iterable[Funding]) -> Round | None:
    """The first round in which money is asked for; None where the year of one of them is not known."""
    rounds = [claim.round for claim in claims if claim.status == "to_request"]
    known = [found for found in rounds if found is not None and found.serves is not None]
    if not known or len(known) < len(rounds):
        return None
    return min(known, key=lambda found: (found.serves or 0, found.sure))


def _add_route(graph: PlanGraph, facts: FactBase, funding: Funding) -> None:
    initiative = graph.initiatives[funding.initiative]
    members, said = municipalities_of(graph, initiative.id)
    known = graph.plan_set.municipalities
    found = known.get(funding.municipality or "")
    facts["funding_route"].add(
        _subjects.initiative(graph, initiative.id),
        initiative=initiative.id,
        name=initiative.name,
        document=initiative.document,
        municipality=funding.municipality,
        whose=found.name if found else ", ".join(known[code].name for code in _users(funding)) or None,
        kind=funding.kind.value if funding.kind else None,
        status=funding.status,
        round=funding.round.said.text if funding.round else None,
        takes_part=_takes_part(funding, members) if members else None,
        said={"status": funding.said, "round": funding.round.said if funding.round else None, "takes_part": said},
    )


def _users(funding: Funding) -> tuple[str, ...]:
    return funding.round.users if funding.round else ()


def _takes_part(funding: Funding, members: Sequence[str]) -> bool:
    if funding.municipality is not None and funding.municipality not in members:
        return False
    users = _users(funding)
    own = [funding.municipality] if funding.municipality else members
    return not users or not set(own).isdisjoint(users)
