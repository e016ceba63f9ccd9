"""Costs that coverage leaves open, per initiative, municipality and kind, and what is said of the money for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consistency.facts import _subjects
from consistency.facts._claims import municipalities_of
from consistency.facts._priorities import Membership, membership
from consistency.facts._proposals import ASKED, Proposals
from consistency.facts._sums import total, uncovered
from consistency.facts.balances import Slot, slots
from consistency.facts.cells import labelled
from consistency.model.amount import Amount, Outcome
from consistency.model.dates import Days
from consistency.model.entities import Funding, Round, Side, SummaryCell
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

_COMMON = {"initiative": Type.TOKEN, "name": Type.TEXT, "document": Type.TOKEN, "municipality": Type.TOKEN}

KINDS = (
    FactKind(
        "need",
        _COMMON
        | {
            "whose": Type.TEXT,
            "kind": Type.TOKEN,
            "uncovered": Type.AMOUNT,
            "years": Type.TEXT,
            "answered": Type.FLAG,
            "first_year": Type.INTEGER,
            "round": Type.TEXT,
            "round_year": Type.INTEGER,
        },
        slot=("document", "municipality", "kind"),
        help="stated costs beyond coverage; `answered`: something says where the money is asked for, or that it waits;"
        " `round_year`: the first budget year in which it is asked for, `first_year`: the first in which it is needed",
    ),
    FactKind(
        "funding_route",
        _COMMON
        | {"whose": Type.TEXT, "kind": Type.TOKEN, "status": Type.TOKEN, "round": Type.TEXT, "takes_part": Type.FLAG},
        slot=("document", "municipality", "kind"),
        help="what is proposed for a municipality's money; `takes_part`: it does, or those who have that round",
    ),
)

Years = dict[int, Slot]


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    proposals = Proposals(graph)
    asked = _Requests(graph)
    for (key, municipality, kind), years in _open_years(graph).items():
        _add_need(graph, facts, (key, municipality, kind), years, proposals, asked)
    for funding in graph.funding:
        if funding.status != "not_applicable":
            _add_route(graph, facts, funding)


def _open_years(graph: PlanGraph) -> dict[tuple[str, str, str], Years]:
    """The years in which a stated cost is higher than the coverage; of parties outside the set nothing is asked."""
    codes = graph.plan_set.municipalities
    whole = "+".join(codes) or "all"
    found: dict[tuple[str, str, str], Years] = {}
    for (key, municipality, kind, year, mark), slot in slots(graph).items():
        known = municipality in codes or municipality == whole
        takes_part = not any(cell.takes_part is False for cell in slot.cost)
        if known and takes_part and not mark and slot.cost and _open(slot).written.low > 0:
            found.setdefault((key, municipality, kind), {})[year] = slot
    return found


def _open(slot: Slot) -> Amount:
    return uncovered(slot.amount(Side.COST), slot.amount(Side.COVERAGE))


def _add_need(
    graph: PlanGraph,
    facts: FactBase,
    place: tuple[str, str, str],
    years: Years,
    proposals: Proposals,
    asked: _Requests,
) -> None:
    key, municipality, kind = place
    claims = proposals.of(key, municipality, kind)
    first, surely = _first_round(claims)
    needed = min((year for year in years if not _seen_to(claims, year)), default=None)
    cells = [cell for year in sorted(years) for cell in (*years[year].cost, *years[year].coverage)]
    known = graph.plan_set.municipalities
    facts["need"].add(
        _subjects.initiative(graph, key),
        initiative=key,
        name=graph.initiatives[key].name,
        document=cells[0].document,
        municipality=municipality,
        whose=known[municipality].name if municipality in known else municipality,
        kind=kind,
        uncovered=total(_open(slot) for slot in years.values()),
        years=", ".join(str(year) for year in sorted(years)),
        answered=any(claim.status in ASKED or claim.status == "covered" for claim in claims) or asked.any(place, years),
        first_year=needed,
        round=first.said.text if first else None,
        round_year=first.serves if first else None,
        said={
            "uncovered": [labelled(cell) for cell in cells],
            "round": [claim.round.said for claim in claims if claim.round] or None,
        },
        certain=False if first and not surely else None,
    )


def _first_round(claims: Iterable[Funding]) -> tuple[Round | None, bool]:
    """The first round in which money is asked for, and whether its year is sure; none where one of them is unknown."""
    rounds = [claim.round for claim in claims if claim.status == "to_request"]
    known = [found for found in rounds if found is not None and found.serves is not None]
    if not known or len(known) < len(rounds):
        return None, True
    first = min(known, key=lambda found: (found.serves or 0, found.sure))
    return first, first.sure


def _seen_to(claims: Iterable[Funding], year: int) -> bool:
    """Whether the costs of a year wait, or are covered by what the proposal says."""
    for claim in claims:
        if claim.status == "deferred" and (claim.from_year is None or claim.from_year <= year):
            return True
        if claim.status == "covered" and claim.amount is None and claim.from_year in (None, year):
            return True
    return False


class _Requests:
    """Amounts to be asked for in tables: of an initiative itself, or in a summary under which it falls."""

    def __init__(self, graph: PlanGraph) -> None:
        self._graph = graph
        self._own = {
            (c.initiative, c.municipality, c.kind.value)
            for c in graph.cells
            if c.side is Side.REQUEST and c.role == "row" and _asks(c.amount)
        }
        self._summaries: dict[tuple[str | None, str, int], list[SummaryCell]] = {}
        for cell in graph.summaries:
            if cell.side is Side.REQUEST and not cell.total and _asks(cell.amount):
                place = (cell.municipality, cell.kind.value, cell.year)
                self._summaries.setdefault(place, []).append(cell)

    def any(self, place: tuple[str, str, str], years: Iterable[int]) -> bool:
        key, municipality, kind = place
        if place in self._own:
            return True
        cells = (
            cell
            for year in years
            for whose in (municipality, None)
            for cell in self._summaries.get((whose, kind, year), ())
        )
        return any(self._falls_under(key, cell) for cell in cells)

    def _falls_under(self, key: str, cell: SummaryCell) -> bool:
        if cell.by == "priority":
            return membership(self._graph, key, set(cell.members)) is not Membership.NO
        return (key if cell.by == "initiative" else self._graph.initiatives[key].domain) in cell.members


def _asks(amount: Amount) -> bool:
    """More than zero, or PM."""
    return amount.written.low > 0 or (amount.meant.high is None and amount.outcome is not Outcome.BLANK)


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
