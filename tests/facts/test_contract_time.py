"""Contract time reckoned backwards, at its boundaries."""

from __future__ import annotations

from typing import Any

import pytest

from consistency.model.dates import Days, format_days
from consistency.model.facts import FactBase
from consistency.pipeline import facts_of_example


def _facts(*contracts: dict[str, Any], **plan: Any) -> FactBase:
    return facts_of_example({"decision_date": "2023-05-30", "contracts": list(contracts), **plan}, "example.yaml")


def _value(facts: FactBase, kind: str, attribute: str) -> Any:
    table = facts[kind]
    return table.rows[0][table.kind.index[attribute]]


def _contract(attribute: str, **said: str) -> str | None:
    days = _value(_facts({"title": "Zaaksysteem", **said}, horizon=[2024, 2027]), "contract", attribute)
    return format_days(days) if isinstance(days, Days) else None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({"ends": "31-5-2024", "notice": "3 maanden"}, "29 februari 2024"),
        ({"ends": "30-6-2024", "notice": "3 maanden"}, "30 – 31 maart 2024"),
        ({"ends": "31-12-2024", "notice": "half jaar"}, "30 juni 2024"),
        ({"ends": "31-12-2024", "notice": "90 dagen"}, "2 oktober 2024"),
        ({"ends": "1-7-2024", "notice": "1 jaar"}, "30 juni – 1 juli 2023"),
        ({"ends": "31-12-2024", "renewal": "stilzwijgend 1 jaar (opzegtermijn 6 maanden)"}, "30 juni 2024"),
        ({"ends": "31-12-2024", "notice": "1 maand", "route": "verlengd tot 31-12-2026"}, "30 november 2026"),
        ({"ends": "31-12-2024", "renewal": "stilzwijgend 1 jaar"}, None),
        ({"ends": "31-12-2024", "notice": "geen"}, None),
        ({"notice": "3 maanden"}, None),
    ],
)
def test_the_last_day_to_give_notice(said: dict[str, str], day: str | None) -> None:
    assert _contract("notice_by", **said) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({"ends": "1-1-2028"}, "31 december 2027"),
        ({"ends": "1-1-2024"}, "1 januari 2024"),
        ({"ends": "2-1-2028"}, "2 januari 2028"),
        ({"ends": "31-12-2024", "route": "verlengd tot 2027"}, "2027"),
        ({"ends": "31-12-2024", "route": "kan verlengd worden tot 2027"}, "31 december 2024"),
        ({"ends": "31-12-2024", "route": "niet verlengen"}, "31 december 2024"),
        ({"ends": "31-12-2024", "route": "wordt verlengd"}, None),
    ],
)
def test_the_end_as_the_horizon_sees_it(said: dict[str, str], day: str | None) -> None:
    assert _contract("in_view", **said) == day


@pytest.mark.parametrize(
    ("starts", "ends", "months"),
    [
        ("1-1-2020", "31-12-2023", 48),
        ("1-1-2020", "1-1-2024", 48),
        ("1-1-2020", "2-1-2024", 49),
        ("29-2-2020", "28-2-2024", 48),
        ("2020", "2024", 37),
    ],
)
def test_the_term_is_only_as_long_as_is_certain(starts: str, ends: str, months: int) -> None:
    assert _value(_facts({"title": "Inhuur", "starts": starts, "ends": ends}), "term", "months") == months


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ({"ends": "29-11-2023"}, 6),
        ({"ends": "28-11-2023"}, 5),
        ({"ends": "1-3-2023"}, -3),
        ({"ends": "31-12-2023", "implementation": "3 maanden"}, 4),
        ({"ends": "31-12-2023", "implementation": "3 tot 6 maanden"}, 4),
    ],
)
def test_the_months_left_for_a_procedure(said: dict[str, str], months: int) -> None:
    facts = _facts({"title": "Zaaksysteem", "procedure": "Europees", **said})
    assert _value(facts, "procedure", "months_left") == months
