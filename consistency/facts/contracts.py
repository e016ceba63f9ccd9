"""Contracts, what replaces them, and what else is recorded about their end."""

from __future__ import annotations

from datetime import date, timedelta

from consistency.facts import _subjects
from consistency.facts._claims import municipalities_of, period_of
from consistency.facts._priorities import claimed, most_exact
from consistency.facts._sums import derived
from consistency.model.amount import Amount, Interval
from consistency.model.dates import Days, contract_end
from consistency.model.entities import Contract, Replacement
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.record import Said

KINDS = (
    FactKind(
        "contract",
        {
            "id": Type.TOKEN,
            "title": Type.TEXT,
            "supplier": Type.TEXT,
            "document": Type.TOKEN,
            "ends": Type.DAYS,
            "expired": Type.FLAG,
            "serves": Type.TOKENS,
            "value": Type.AMOUNT,
            "procedure": Type.TOKEN,
            "procedure_named": Type.TEXT,
            "not_european": Type.AMOUNT,
            "route": Type.TEXT,
            "exempt": Type.FLAG,
            "exemptible": Type.FLAG,
        },
        slot=("document",),
        help="an entry of a contract calendar; `expired` at the as-of date; `exemptible` if a mark may have been lost",
    ),
    FactKind(
        "route",
        {"contract": Type.TOKEN, "says": Type.TEXT},
        help="a recorded decision on a contract's end, or a footnote that exempts it (unsure if its mark is lost)",
    ),
    FactKind(
        "replacement",
        {
            "contract": Type.TOKEN,
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "priority": Type.TOKEN,
            "starts": Type.DAYS,
            "ends": Type.DAYS,
            "municipalities": Type.TOKENS,
        },
        help="an initiative that replaces a contract: declared, or by its name (uncertain where only alike)",
    ),
    FactKind(
        "succession",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "contract": Type.TOKEN,
            "starts": Type.DAYS,
            "ends": Type.DAYS,
            "gap_from": Type.DAYS,
            "expired": Type.FLAG,
        },
        help="an initiative and the end of the contract it replaces, from a calendar or said where it is described",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for contract in graph.contracts.values():
        _add_contract(graph, facts, contract, _expired(contract.ends, as_of))
        if contract.decided or contract.exempt or contract.exemptible:
            facts["route"].add(
                contract=contract.id,
                says=contract.route.text if contract.route else None,
                said={"says": contract.route},
                certain=None if contract.decided or contract.exempt else False,
            )
    for replacement in graph.replacements:
        initiative = replacement.initiative
        period, period_said = period_of(graph, initiative)
        priorities = claimed(graph, initiative) or (None,)
        _, sure = most_exact(graph, initiative)
        for priority in priorities:
            facts["replacement"].add(
                _subjects.initiative(graph, initiative),
                contract=replacement.contract,
                initiative=initiative,
                name=graph.initiatives[initiative].name if initiative in graph.initiatives else initiative,
                priority=priority,
                starts=period.start if period else None,
                ends=period.end if period else None,
                municipalities=municipalities_of(graph, initiative)[0],
                said={"name": replacement.said, "starts": period_said},
                certain=None if replacement.certain and sure else False,
            )
    _add_successions(graph, as_of, facts)


def _day_after(ends: Days | None) -> Days | None:
    """The first day without the contract; what starts then leaves no gap."""
    if ends is None or ends.last == date.max:
        return None
    return Days(contract_end(ends).first + timedelta(days=1), ends.last + timedelta(days=1))


def _not_european(contract: Contract) -> Amount | None:
    """The value that goes by another procedure than the European: all, nothing, or, of a procedure unnamed, unknown."""
    if contract.value is None or contract.procedure_said is None:
        return None
    if contract.procedure == "european":
        return derived(Interval(0, 0), Interval(0, 0))
    if contract.procedure in ("single", "restricted"):
        return contract.value
    unknown = Interval(0, contract.value.meant.high)
    return derived(unknown, unknown)


def _expired(ends: Days | None, as_of: Days | None) -> bool:
    """Surely over: not where one of the dates is unknown."""
    return ends is not None and as_of is not None and ends.last < as_of.first


def _add_successions(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    """One for each contract that an initiative replaces, or else for each end that is said of its own contract."""
    replaced: dict[str, list[Replacement]] = {}
    for replacement in graph.replacements:
        replaced.setdefault(replacement.initiative, []).append(replacement)
    for key in graph.initiatives:
        for replacement in replaced.get(key, ()):
            contract = graph.contracts[replacement.contract]
            _add_succession(graph, as_of, facts, key, contract.ends, contract.ends_said, replacement)
        if key not in replaced:
            for claim in graph.claims_on(key, "contract_end"):
                ends = claim.value if isinstance(claim.value, Days) else None
                _add_succession(graph, as_of, facts, key, ends, claim.said, None)


def _add_succession(
    graph: PlanGraph,
    as_of: Days | None,
    facts: FactBase,
    initiative: str,
    ends: Days | None,
    said: Said | None,
    replacement: Replacement | None,
) -> None:
    period, period_said = period_of(graph, initiative)
    subjects = [_subjects.initiative(graph, initiative)]
    if replacement:
        subjects.append(_subjects.contract(graph, replacement.contract))
    facts["succession"].add(
        *subjects,
        initiative=initiative,
        name=subjects[0].name,
        contract=replacement.contract if replacement else None,
        starts=period.start if period else None,
        ends=ends,
        gap_from=_day_after(ends),
        expired=_expired(ends, as_of),
        said={"starts": period_said, "ends": said},
        certain=None if replacement is None or replacement.certain else False,
    )


def _add_contract(graph: PlanGraph, facts: FactBase, contract: Contract, expired: bool) -> None:
    facts["contract"].add(
        _subjects.contract(graph, contract.id),
        id=contract.id,
        title=contract.title.text,
        supplier=contract.supplier.text if contract.supplier else None,
        document=contract.document,
        ends=contract.ends,
        expired=expired,
        serves=contract.serves,
        value=contract.value,
        procedure=contract.procedure,
        procedure_named=contract.procedure_said.text if contract.procedure_said else None,
        not_european=_not_european(contract),
        route=contract.route.text if contract.route else None,
        exempt=contract.exempt,
        exemptible=contract.exemptible,
        said={
            "title": contract.title,
            "supplier": contract.supplier,
            "ends": contract.ends_said,
            "value": contract.value_said,
            "procedure_named": contract.procedure_said,
        },
    )
