"""All years later by some: the same findings, in later years. Law that changes by year does not shift along."""

from __future__ import annotations

import re
from typing import Any

import pytest

from consistency.model.facts import Type
from consistency.model.finding import Finding, Undecided
from consistency.model.record import PlanSetRecord, Record
from consistency.pipeline import facts_of
from consistency.rulebook.expressions import Literal
from consistency.rulebook.rule import Rule

from .plan_sets import RULES, Found, changed, each_text, found_before, found_in, named, names

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NO_YEARS = frozenset({"cells", "value_four_years", "unit", "number", "page", "score"})
"""Fields of numbers, in which four digits are no year."""
FOUR = 4
"""As many years bring leap years to leap years."""


def shifted_text(text: str, by: int) -> str:
    return YEAR.sub(lambda year: str(int(year[0]) + by), text)


def shifted(record: PlanSetRecord, by: int) -> PlanSetRecord:
    """Every year that is said shifts, those in names and ids too."""

    def shift(value: Any, field: str, _: Record) -> Any:
        if field in NO_YEARS:
            return value
        moved = each_text(value, lambda text: shifted_text(text, by))
        return {shifted_text(key, by): item for key, item in moved.items()} if isinstance(moved, dict) else moved

    return changed(record, shift)


def of_its_year(rule: Rule) -> bool:
    """Whether it holds a date, or reads a parameter whose value depends on one."""
    dated = any(parameter.is_dated or parameter.type is Type.DAYS for parameter in rule.parameters.values())
    sides = [side for _, _, held in rule.parts() for c in held for side in (c.left, c.right)]
    days = any(isinstance(side, Literal) and side.type is Type.DAYS for side in sides)
    years = any(isinstance(side, Literal) and YEAR.fullmatch(str(side.value)) for side in sides)
    return dated or days or years


def assert_the_same_later(record: PlanSetRecord, before: Found, by: int) -> None:
    apart = {rule.id for rule in RULES if of_its_year(rule)}
    after = found_in(shifted(record, by))
    assert _told(after, apart, 0) == _told(before, apart, by)
    looked = ({rule: n for rule, n in found.looked_at.items() if rule not in apart} for found in (before, after))
    assert next(looked) == next(looked)


@pytest.mark.parametrize("by", [FOUR, -FOUR])
@pytest.mark.parametrize("name", names())
def test_later_years_give_the_same_findings_later(name: str, by: int) -> None:
    assert_the_same_later(named(name), found_before(name), by)


def _told(found: Found, apart: set[str], by: int) -> list[str]:
    causes = {None: None} | {key: _place(f, by) for key, f in found.findings.items()}
    said = [
        (_place(f, by), f.severity, f.certainty, causes[f.caused_by], f.difference)
        for f in found.findings.values()
        if f.rule not in apart
    ]
    return sorted(map(repr, said)) + sorted(
        repr(_place(u, by)) for u in found.undecided.values() if u.rule not in apart
    )


def _place(item: Finding | Undecided, by: int) -> Any:
    slot = {
        key: shifted_text(value, by) if isinstance(value, str) else value + by if value and _is_year(value) else value
        for key, value in item.slot.items()
        if key != "place" or item.slot.get("what") in (None, "name", "match")
    }
    return item.rule, [shifted_text(s.id, by) for s in item.subjects], sorted(slot.items(), key=repr)


def _is_year(value: Any) -> bool:
    """Slots hold other numbers too."""
    return isinstance(value, int) and YEAR.fullmatch(str(value)) is not None


def test_the_change_is_one() -> None:
    before, after = (facts_of(record)["cell"] for record in (named("dowr"), shifted(named("dowr"), FOUR)))
    year = before.kind.index["year"]
    assert [row[year] for row in after.rows] == [int(str(row[year])) + FOUR for row in before.rows]
