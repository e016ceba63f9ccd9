"""The kinds of fact that the eight rules in `rules/` read, and the neutral tables as such facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from benchmarks.tables import Tables
from consistency.engine.plan import RulePlan, compile_rules
from consistency.model.amount import Amount, Interval, Outcome
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactKind, Subject, Type
from consistency.model.location import TextLine
from consistency.model.record import Said
from consistency.rulebook.loader import load_rules

RULES = Path(__file__).parent / "rules"
KINDS = {
    kind.name: kind
    for kind in (
        FactKind("set", {"as_of": Type.DAYS}),
        FactKind("plan", {"id": Type.TOKEN, "horizon": Type.DAYS}),
        FactKind(
            "initiative",
            {
                "id": Type.TOKEN, "domain": Type.TOKEN, "priority": Type.TOKEN, "starts": Type.DAYS, "ends": Type.DAYS,
                "replaces": Type.TOKEN, "funding": Type.TOKEN,
            },
        ),
        FactKind("contract", {"plan": Type.TOKEN, "id": Type.TOKEN, "ends": Type.DAYS}),
        FactKind(
            "relation", {"type": Type.TOKEN, "source": Type.TOKEN, "target": Type.TOKEN}, slot=("target",)
        ),
        FactKind(
            "cell",
            {
                "plan": Type.TOKEN, "initiative": Type.TOKEN, "domain": Type.TOKEN, "kind": Type.TOKEN,
                "municipality": Type.TOKEN, "year": Type.INTEGER, "cost": Type.AMOUNT, "coverage": Type.AMOUNT,
            },
            slot=("kind", "municipality", "year"),
        ),
        FactKind(
            "total",
            {"initiative": Type.TOKEN, "kind": Type.TOKEN, "year": Type.INTEGER, "amount": Type.AMOUNT},
            slot=("kind", "year"),
        ),
        FactKind(
            "summary",
            {
                "plan": Type.TOKEN, "id": Type.TOKEN, "domain": Type.TOKEN, "municipality": Type.TOKEN,
                "kind": Type.TOKEN, "year": Type.INTEGER, "amount": Type.AMOUNT,
            },
        ),
    )
}  # fmt: skip


def rule_plans() -> list[RulePlan]:
    rules, invalid = load_rules(KINDS, [RULES], built_in=False)
    if invalid:
        raise ExceptionGroup("rules of the benchmark", invalid)
    return compile_rules(rules, KINDS)


def fact_base(tables: Tables) -> FactBase:
    """Everything in one fact base."""
    facts = FactBase(KINDS)
    facts["set"].add()
    for fill in _FILL:
        fill(facts, tables)
    return facts


def _plans(facts: FactBase, tables: Tables) -> None:
    for plan, first, last in tables.plans:
        facts["plan"].add(id=plan, horizon=Days(_date(first), _date(last)))


def _initiatives(facts: FactBase, tables: Tables) -> None:
    add = facts["initiative"].add
    for _, id_, domain, priority, starts, ends, replaces, funding, place in tables.initiatives:
        said = {"starts": _said(starts, place), "ends": _said(ends, place), "funding": _said(funding, place)}
        add(
            _initiative(id_), said=said, certain=True, id=id_, domain=domain, priority=priority,
            starts=_days(starts), ends=_days(ends), replaces=replaces, funding=funding,
        )  # fmt: skip


def _contracts(facts: FactBase, tables: Tables) -> None:
    add = facts["contract"].add
    for plan, id_, ends, place in tables.contracts:
        said = {"ends": _said(ends, place)}
        add(Subject("contract", id_, id_), said=said, certain=True, plan=plan, id=id_, ends=_days(ends))


def _relations(facts: FactBase, tables: Tables) -> None:
    add = facts["relation"].add
    for _, kind, source, target, place in tables.relations:
        said = {"target": _said(target, place)}
        add(_initiative(source), said=said, certain=True, type=kind, source=source, target=target)


def _cells(facts: FactBase, tables: Tables) -> None:
    add = facts["cell"].add
    for plan, initiative, domain, kind, municipality, year, cost, coverage, at_cost, at_coverage in tables.cells:
        said = {"cost": _said(cost, at_cost), "coverage": _said(coverage, at_coverage)}
        add(
            _initiative(initiative), said=said, certain=True, plan=plan, initiative=initiative, domain=domain,
            kind=kind, municipality=municipality, year=year, cost=_amount(cost), coverage=_amount(coverage),
        )  # fmt: skip


def _totals(facts: FactBase, tables: Tables) -> None:
    add = facts["total"].add
    for _, initiative, kind, year, amount, place in tables.totals:
        said = {"amount": _said(amount, place)}
        subject = _initiative(initiative)
        add(subject, said=said, certain=True, initiative=initiative, kind=kind, year=year, amount=_amount(amount))


def _summaries(facts: FactBase, tables: Tables) -> None:
    add = facts["summary"].add
    for plan, id_, domain, municipality, kind, year, amount, place in tables.summaries:
        add(
            Subject("summary", id_, id_), said={"amount": _said(amount, place)}, certain=True, plan=plan, id=id_,
            domain=domain, municipality=municipality, kind=kind, year=year, amount=_amount(amount),
        )  # fmt: skip


_FILL: tuple[Callable[[FactBase, Tables], None], ...] = (
    _plans, _initiatives, _contracts, _relations, _cells, _totals, _summaries,
)  # fmt: skip


@lru_cache(maxsize=4096)
def _initiative(id_: str) -> Subject:
    return Subject("initiative", id_, id_)


@lru_cache(maxsize=65536)
def _amount(cents: int) -> Amount:
    value = Interval(cents, cents)
    return Amount(str(cents // 100), Outcome.VALUE, value, value)


@lru_cache(maxsize=65536)
def _days(number: int) -> Days:
    day = _date(number)
    return Days(day, day)


def _date(number: int) -> date:
    return date(number // 10000, number // 100 % 100, number % 100)


def _said(value: int | str, place: str) -> Said:
    path, _, line = place.rpartition(":")
    return Said(str(value), TextLine(path, int(line)))
