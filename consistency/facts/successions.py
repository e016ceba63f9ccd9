"""Whether what replaces a contract is there in time, and for everyone whom the contract serves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from consistency.facts import _contract_ends, _contract_time, _subjects
from consistency.facts._claims import municipalities_of, period_of
from consistency.model.dates import Days
from consistency.model.entities import Claim, Contract, Replacement
from consistency.model.facts import FactBase, FactKind, Type, quote
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "succession",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "contract": Type.TOKEN,
            "starts": Type.DAYS,
            "finishes": Type.DAYS,
            "ready": Type.DAYS,
            "ends": Type.DAYS,
            "start_by": Type.DAYS,
            "finish_by": Type.DAYS,
            "starts_late": Type.FLAG,
            "expired": Type.FLAG,
        },
        help="an initiative and an end of the contract it replaces, from a calendar or said where it is described; "
        "what starts after `start_by`, or is `ready` (at the earliest) after `finish_by`, leaves a gap; unsure where "
        "an option or tacit renewal can bridge it",
    ),
    FactKind(
        "handover",
        {
            "contract": Type.TOKEN,
            "title": Type.TEXT,
            "initiatives": Type.TEXT,
            "serves": Type.TOKENS,
            "taken_over": Type.TOKENS,
            "left_out": Type.TOKENS,
            "expired": Type.FLAG,
        },
        help="a contract and the municipalities of all initiatives that replace it; `left_out` is missing if none is",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    of_contract: dict[str, list[Replacement]] = {}
    for replacement in graph.replacements:
        of_contract.setdefault(replacement.contract, []).append(replacement)
    for key, replacements in of_contract.items():
        contract = graph.contracts[key]
        ends = _different(graph, _contract_ends.of_contract(graph, key))
        for replacement in replacements:
            for claim, sure in ends:
                _add_succession(
                    graph, as_of, facts, replacement.initiative, contract, claim, sure and replacement.certain
                )
        _add_handover(graph, as_of, facts, contract, replacements)
    for key, claims in _contract_ends.of_others(graph):
        for claim, sure in _different(graph, claims):
            _add_succession(graph, as_of, facts, key, None, claim, sure)


def _different(graph: PlanGraph, claims: Sequence[Claim]) -> list[tuple[Claim, bool]]:
    """One claim for each end that is named, and whether it is sure.

    Of ends that contradict each other a calendar's is sure only if it is the latest; what is said where the initiative
    is described has to go with its period, whatever the calendar says.
    """
    disputed = not all(_contract_ends.agree(a, b) for a, b in combinations(claims, 2))
    latest = max((claim.value.last for claim in claims if isinstance(claim.value, Days)), default=None)
    found: dict[object, tuple[Claim, bool]] = {}
    for claim in claims:
        of_calendar = claim.subject in graph.contracts
        doubted = disputed and of_calendar and isinstance(claim.value, Days) and claim.value.last != latest
        sure = claim.certain and claim.said.confidence >= 1 and not doubted
        if claim.value not in found or (sure and not found[claim.value][1]):
            found[claim.value] = claim, sure
    return list(found.values())


def _last_day(contract: Contract | None, claim: Claim) -> Days | None:
    """The end that is claimed, or that of a recorded extension; None where that says no date."""
    if contract and contract.lasts_on:
        return contract.lasts_until
    return claim.value if isinstance(claim.value, Days) else None


def _add_succession(
    graph: PlanGraph,
    as_of: Days | None,
    facts: FactBase,
    initiative: str,
    contract: Contract | None,
    claim: Claim,
    sure: bool,
) -> None:
    ends = _last_day(contract, claim)
    if ends is None:
        return
    period, period_said = period_of(graph, initiative)
    starts, finishes = (period.start, period.end) if period else (None, None)
    start_by = _contract_time.in_time(starts, ends)
    late = starts is not None and starts.first > start_by.last
    needed = starts if late else finishes
    bridged = contract is not None and needed is not None and needed.first <= _contract_time.option_to(contract, ends)
    said = contract.route if contract and contract.lasts_on else quote(claim.said, ends)
    subjects = [_subjects.initiative(graph, initiative)]
    if contract:
        subjects.append(_subjects.contract(graph, contract.id))
    facts["succession"].add(
        *subjects,
        initiative=initiative,
        name=subjects[0].name,
        contract=contract.id if contract else None,
        starts=starts,
        finishes=finishes,
        ready=Days(finishes.first, finishes.first) if finishes else None,
        ends=ends,
        start_by=start_by,
        finish_by=_contract_time.in_time(finishes, ends),
        starts_late=late,
        expired=_contract_time.is_over(ends, as_of),
        said={"starts": period_said, "finishes": period_said, "ends": said},
        certain=sure and not bridged and (period_said is None or period_said.confidence >= 1),
    )


def _add_handover(
    graph: PlanGraph, as_of: Days | None, facts: FactBase, contract: Contract, replacements: list[Replacement]
) -> None:
    """Nothing where one of the replacements does not say for whom it is: it may be for those who seem left out."""
    initiatives = list(dict.fromkeys(replacement.initiative for replacement in replacements))
    taken = [municipalities_of(graph, initiative) for initiative in initiatives]
    if not contract.serves or not all(codes for codes, _ in taken):
        return
    taken_over = {code for codes, _ in taken for code in codes or ()}
    claims = [claim for initiative in initiatives for claim in graph.claims_on(initiative, "municipalities")]
    claimed = {code for claim in claims if isinstance(claim.value, tuple) for code in claim.value}
    left_out = tuple(code for code in contract.serves if code not in taken_over)
    facts["handover"].add(
        _subjects.contract(graph, contract.id),
        contract=contract.id,
        title=contract.title.text,
        initiatives=", ".join(_subjects.initiative(graph, initiative).name for initiative in initiatives),
        serves=contract.serves,
        taken_over=tuple(code for code in graph.plan_set.municipalities if code in taken_over),
        left_out=left_out or None,
        expired=_contract_time.is_over(_contract_time.lasts_to(contract), as_of),
        said={"serves": contract.serves_said, "taken_over": [said for _, said in taken if said]},
        certain=all(r.certain for r in replacements) and claimed.isdisjoint(left_out),
    )
