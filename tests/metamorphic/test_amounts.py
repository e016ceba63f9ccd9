"""All amounts twice or ten times as large, and amounts printed in another way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from consistency.assembly.labels import holds_quantities
from consistency.model.amount import Outcome, format_cents, parse_amount
from consistency.model.facts import Type
from consistency.model.record import (
    AmountRowRecord,
    AmountTableRecord,
    ContractRecord,
    FundingRecord,
    PlanSetRecord,
    Record,
    StatementRecord,
    SummaryTableRecord,
)
from consistency.rulebook.expressions import Literal
from consistency.rulebook.rule import Rule

from .plan_sets import RULES, Found, changed, each_text, found_before, found_in, named, names

ROUNDED = {"split": "the last euros of what is shared go to whom it pleases"}
"""Facts that are reckoned with some euros of slack, and why."""
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


class NotExact(Exception):
    """An amount that no other text says so many times exactly: `2,3 mln` twice is not `4,6 mln`."""


def is_of_prints(rule: Rule) -> bool:
    """Whether it is about how amounts are printed, and not about what they are."""
    return "convention" in rule.kinds


def has_threshold(rule: Rule) -> bool:
    """Whether it compares with an amount that does not grow along: of a parameter, in the rule or its facts."""
    conditions = {c for _, _, held in rule.parts() for c in held}
    literals = [side for c in conditions for side in (c.left, c.right) if isinstance(side, Literal)]
    in_rule = any(side.type is Type.AMOUNT and side.value.written.low for side in literals)  # type: ignore[union-attr]
    in_facts = not ROUNDED.keys().isdisjoint(rule.kinds)
    return in_rule or in_facts or any(parameter.type is Type.AMOUNT for parameter in rule.parameters.values())


def is_amount(field: str, owner: Record) -> bool:
    """Whether the field holds amounts that have no unit beside them."""
    return (
        (field == "value_four_years" and isinstance(owner, ContractRecord))
        or (field == "amount" and isinstance(owner, FundingRecord))
        or (field == "value" and isinstance(owner, StatementRecord) and owner.attribute == "value_four_years")
    )


def scaled(record: PlanSetRecord, times: int) -> PlanSetRecord:
    """A table in thousands gets another unit, which scales its rounding too; elsewhere the amounts are written anew."""

    def scale(value: Any, field: str, owner: Record) -> Any:
        if field == "unit" and value is not None:
            return each_text(value, lambda text: str(_unit(text) * times))
        if field == "rows" and isinstance(owner, AmountTableRecord | SummaryTableRecord) and owner.unit is None:
            return [row if is_of_hours(row) else _row(row, lambda text: _times(text, times)) for row in value]
        return each_text(value, lambda text: _times(text, times)) if is_amount(field, owner) else value

    return changed(record, scale)


def is_of_hours(row: Record) -> bool:
    return isinstance(row, AmountRowRecord) and holds_quantities(row)


def _row(row: Any, change: Callable[[str], str]) -> Any:
    return row.model_copy(update={"cells": each_text(row.cells, change)})


def _unit(text: str) -> int:
    if not text.replace(".", "").isdecimal():
        raise NotExact(text)
    return int(text.replace(".", ""))


def _times(text: str, times: int) -> str:
    amount = parse_amount(text)
    if amount.outcome is not Outcome.VALUE or amount.written.low == amount.written.high == 0:
        return text
    if amount.written.low != amount.written.high or amount.meant != amount.written:
        raise NotExact(text)
    return format_cents(amount.written.low * times)


def assert_amounts_grow_together(record: PlanSetRecord, before: Found, times: int) -> None:
    apart = {rule.id for rule in RULES if has_threshold(rule) or is_of_prints(rule)}
    after = found_in(scaled(record, times))
    expected = {
        key: (f.rule, f.severity, f.certainty, f.caused_by, f.difference and _gap(f.difference, times))
        for key, f in before.findings.items()
        if f.rule not in apart
    }
    assert {key: told[:5] for key, told in after.told(*apart).items()} == expected
    undecided = ({k for k, u in found.undecided.items() if u.rule not in apart} for found in (before, after))
    assert next(undecided) == next(undecided)


@pytest.mark.parametrize("times", [2, 10])
@pytest.mark.parametrize("name", names())
def test_amounts_that_grow_together(name: str, times: int) -> None:
    try:
        scaled(named(name), times)
    except NotExact as amount:
        assert name not in ("dowr", "noorddam"), amount
        pytest.skip(f"no amount is exactly {times} times {amount}")
    assert_amounts_grow_together(named(name), found_before(name), times)


def _gap(difference: tuple[int, int | None], times: int) -> tuple[int, int | None]:
    low, high = difference
    return low * times, None if high is None else high * times


def with_sign(text: str) -> str:
    return text if parse_amount(text).outcome is not Outcome.VALUE or "€" in text else f"€ {text}"


def without_sign(text: str) -> str:
    return text.replace("€", "").strip()


def without_points(text: str) -> str:
    """Not where a full stop could be a decimal one."""
    return GROUPED.sub(lambda digits: digits[0].replace(".", ""), text)


def with_dash(text: str) -> str:
    """`60.000` as `60.000,-`, which says the same."""
    return f"{text},-" if re.fullmatch(r"(?:€ ?)?\d{1,3}(?:\.\d{3})*", text) else text


PRINTS = (with_sign, without_sign, without_points, with_dash)


def assert_prints_say_the_same(record: PlanSetRecord, before: Found, printed: Callable[[str], str]) -> None:
    def reprint(value: Any, field: str, owner: Record) -> Any:
        is_cells = field == "cells" and not is_of_hours(owner)
        return each_text(value, printed) if is_cells or is_amount(field, owner) else value

    after = found_in(changed(record, reprint))
    apart = [rule.id for rule in RULES if is_of_prints(rule)]
    mine, theirs = ({k: told[:5] for k, told in found.told(*apart).items()} for found in (after, before))
    assert mine == theirs
    assert after.undecided.keys() == before.undecided.keys()
    assert after.looked_at == before.looked_at


@pytest.mark.parametrize("printed", PRINTS)
@pytest.mark.parametrize("name", names())
def test_an_amount_printed_otherwise_is_the_same_amount(name: str, printed: Callable[[str], str]) -> None:
    assert_prints_say_the_same(named(name), found_before(name), printed)
