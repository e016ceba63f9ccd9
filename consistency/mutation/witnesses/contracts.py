"""Contracts: in time, followed by something, bought in the way their value asks for, listed once and in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from consistency.model.dates import Days, Period, contract_end
from consistency.model.entities import Contract
from consistency.model.graph import PlanGraph
from consistency.model.names import normal
from consistency.mutation.base import Places
from consistency.mutation.witnesses._witness import Witness, witness

THRESHOLD = 221_000_00
"""Cents; the highest European threshold of the years 2018 to 2027: from here on a value reaches it in any of them."""
LEAD_DAYS = 180
"""Days that a European procedure takes at the least, by custom."""


def witnesses(places: Places, as_of: Days | None) -> Iterator[Witness]:
    graph = places.graph
    listed = Counter(
        (document.document.text, normal(c.title.text), tuple(sorted(normal(o.text) for o in c.organisation)))
        for document in places.record.documents
        for c in document.contracts
    )
    for place, times in listed.items():
        yield witness("listed once", *place, fault=times if times > 1 else None)
    for contract in graph.contracts.values():
        yield from _time(graph, contract, as_of)
        yield from _successors(graph, contract)
        yield from _buying(contract)


def _time(graph: PlanGraph, contract: Contract, as_of: Days | None) -> Iterator[Witness]:
    ends = contract.ends
    first, last = graph.plan_set.horizon or (None, None)
    if ends is None:
        return
    ids, said = [contract.id], [contract.ends_said]
    expired = bool(as_of and ends.last < as_of.first)
    yield witness("not over", contract.id, fault=expired or None, said=said, ids=ids)
    if first and last and not expired:
        outside = ends.last.year < first or contract_end(ends).first.year > last
        yield witness("in horizon", contract.id, fault=outside or None, said=said, ids=ids)
    followed = any(r.contract == contract.id for r in graph.replacements)
    within = bool(first and last and ends.last >= date(first, 1, 1) and contract_end(ends).first <= date(last, 12, 31))
    alone = within and not expired and not (followed or contract.decided or contract.exempt)
    replacing = [r.initiative for r in graph.replacements if r.contract == contract.id]
    yield witness("followed", contract.id, fault=alone or None, said=said, ids=[*ids, *replacing])
    if as_of and not expired and contract.procedure == "european":
        late = ends.last < as_of.last + timedelta(days=LEAD_DAYS)
        yield witness("lead time", contract.id, fault=late or None, said=[*said, contract.procedure_said], ids=ids)


def _successors(graph: PlanGraph, contract: Contract) -> Iterator[Witness]:
    for replacement in graph.replacements:
        if replacement.contract != contract.id:
            continue
        ids = [contract.id, replacement.initiative]
        key = tuple(ids)
        for claim in graph.claims_on(replacement.initiative, "period")[:1]:
            period = claim.value
            if isinstance(period, Period) and contract.ends:
                said = [claim.said, contract.ends_said]
                late = period.start is not None and period.start.first > contract.ends.last + timedelta(days=1)
                yield witness("begins in time", *key, fault=late or None, said=said, ids=ids)
                long = period.end is not None and period.end.first > contract.ends.last + timedelta(days=1)
                yield witness("ends in time", *key, fault=long or None, said=said, ids=ids)
        for claim in graph.claims_on(replacement.initiative, "municipalities")[:1]:
            gap = set(contract.serves) - set(claim.value)  # type: ignore[arg-type]
            fault = tuple(sorted(gap)) or None
            yield witness("serves all", *key, fault=fault, said=[claim.said], ids=ids)
        priorities = {str(claim.value) for claim in graph.claims_on(replacement.initiative, "priority")}
        avoidable = bool(priorities) and "AO" not in priorities
        yield witness("unavoidable", *key, fault=avoidable or None, ids=ids)


def _buying(contract: Contract) -> Iterator[Witness]:
    stated = (contract.value_said, contract.supplier, contract.ends_said, contract.procedure_said)
    missing = tuple(number for number, said in enumerate(stated) if said is None or not said.text.strip())
    ids = [contract.id]
    yield witness("in full", contract.id, fault=missing or None, ids=ids)
    if contract.value and contract.procedure:
        small = contract.procedure != "european" and contract.value.meant.low >= THRESHOLD
        said = [contract.value_said, contract.procedure_said]
        yield witness("way of buying", contract.id, fault=small or None, said=said, ids=ids)
