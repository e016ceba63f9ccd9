"""Contracts, what replaces them, and what else is recorded about their end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from consistency.facts import _contract_time, _subjects
from consistency.facts._claims import municipalities_of, period_of
from consistency.facts._priorities import claimed, most_exact
from consistency.facts._sums import derived
from consistency.model.amount import Amount, Interval
from consistency.model.dates import Days, contract_end
from consistency.model.durations import Span
from consistency.model.entities import Contract, same_contract
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import normal

FOUR_YEARS = 48
"""Months: the span of the value that a calendar states."""

KINDS = (
    FactKind(
        "contract",
        {
            "id": Type.TOKEN,
            "title": Type.TEXT,
            "supplier": Type.TEXT,
            "document": Type.TOKEN,
            "ends": Type.DAYS,
            "lasts_to": Type.DAYS,
            "in_view": Type.DAYS,
            "notice_by": Type.DAYS,
            "announced": Type.DAYS,
            "expired": Type.FLAG,
            "repeats": Type.FLAG,
            "decided": Type.FLAG,
            "to_tender": Type.FLAG,
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
        help="an entry of a contract calendar; `lasts_to` its end with what was decided, `in_view` that as the horizon "
        "sees it, `notice_by` the last day to give notice, `announced` the date of the tender's notice, else the as-of "
        "date; `expired` at the as-of date; `repeats` another entry; `to_tender` if no decision makes that needless; "
        "`exemptible` if a mark may have been lost",
    ),
    FactKind(
        "route",
        {"contract": Type.TOKEN, "says": Type.TEXT},
        help="a recorded decision on a contract's end, the state of its tender, or a footnote that exempts it (unsure "
        "if its mark is lost, or if the plan that decides may be one that the set lacks)",
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
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    repeated = {second.id for _, second in repeats(graph)}
    for contract in graph.contracts.values():
        _add_contract(graph, as_of, facts, contract, contract.id in repeated)
        decided = contract.decided or contract.tender is not None or contract.exempt
        elsewhere = graph.lacks_plans and bool(graph.planned_domains) and not _in_a_plan(graph, contract)
        if decided or contract.exemptible or elsewhere:
            said = contract.route if contract.decided else contract.tender_said or contract.route
            facts["route"].add(
                contract=contract.id,
                says=said.text if said else None,
                said={"says": said},
                certain=None if decided else False,
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


def _not_european(contract: Contract) -> Amount | None:
    """The value that goes by another procedure than the European: all, nothing, or, of a procedure unnamed, unknown."""
    if contract.value is None or contract.procedure_said is None:
        return None
    if contract.procedure == "european":
        return derived(Interval(0, 0), Interval(0, 0))
    value = with_options(contract.value, contract)
    if contract.procedure in ("single", "restricted"):
        return value
    unknown = Interval(0, value.meant.high)
    return derived(unknown, unknown)


def with_options(value: Amount, contract: Contract) -> Amount:
    """The value of a contract includes its options; whether what is written does, is not said."""
    if contract.extension is None or value.meant.high is None:
        return value
    most = value.meant.high * (FOUR_YEARS + _months(contract.extension.longest)) // FOUR_YEARS
    return replace(value, meant=Interval(value.meant.low, most))


def _months(span: Span) -> int:
    return span.months + -(-span.days // 28)


def listed_together(graph: PlanGraph) -> Iterator[tuple[Contract, Contract]]:
    """Entries of one calendar that have one title, and no different suppliers or municipalities; the earlier first."""
    by_title: dict[tuple[str, str], list[Contract]] = {}
    for contract in graph.contracts.values():
        for document in contract.listed_in:
            by_title.setdefault((document, normal(contract.title.text)), []).append(contract)
    pairs = (pair for contracts in by_title.values() for pair in combinations(contracts, 2) if same_contract(*pair))
    yield from {(first.id, second.id): (first, second) for first, second in pairs}.values()


def repeats(graph: PlanGraph) -> Iterator[tuple[Contract, Contract]]:
    """Those of them whose ends and values can be the same."""
    yield from (pair for pair in listed_together(graph) if _same_values(*pair))


def _same_values(a: Contract, b: Contract) -> bool:
    ends = a.ends is None or b.ends is None or contract_end(a.ends).meets(contract_end(b.ends))
    numbers = [contract.value for contract in (a, b) if contract.value and contract.value.stated]
    return ends and (len(numbers) < 2 or numbers[0].written.meets(numbers[1].written))


def _add_contract(graph: PlanGraph, as_of: Days | None, facts: FactBase, contract: Contract, repeats: bool) -> None:
    lasts_to = _contract_time.lasts_to(contract)
    facts["contract"].add(
        _subjects.contract(graph, contract.id),
        id=contract.id,
        title=contract.title.text,
        supplier=contract.supplier.text if contract.supplier else None,
        document=contract.document,
        ends=contract.ends,
        lasts_to=lasts_to,
        in_view=_contract_time.in_view(lasts_to, graph.plan_set.horizon),
        notice_by=_contract_time.notice_by(contract),
        announced=contract.announced or as_of,
        expired=_contract_time.is_over(lasts_to, as_of),
        repeats=repeats,
        decided=contract.decided,
        to_tender=not contract.decided or contract.lasts_on or contract.retendered,
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
            "lasts_to": contract.route if contract.lasts_on else contract.ends_said,
            "notice_by": contract.notice_said,
            "value": contract.value_said,
            "procedure_named": contract.procedure_said,
        },
    )


def _in_a_plan(graph: PlanGraph, contract: Contract) -> bool:
    return any(graph.documents[name].kind == "plan" for name in contract.listed_in)
