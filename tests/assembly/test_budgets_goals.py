"""Rounds of the budget, goals that initiatives name, how a document stands, and which fields are filled in."""

from __future__ import annotations

from typing import Any

import pytest

from consistency.assembly.build import assemble
from consistency.assembly.goals import _names
from consistency.inputs.yaml import plan_set_from_data
from consistency.model.graph import PlanGraph

CYCLES = [
    {"id": "kn-2024", "names": {"N": "Voorjaarsnota 2024", "Z": "Kadernota 2024"}, "serves": 2025},
    {"id": "kn-2023", "names": {"N": "Kadernota 2024", "Z": "Kadernota 2023"}, "serves": 2024},
    {"id": "najaar", "names": {"Z": "Najaarsnota"}},
]


def graph(**keys: Any) -> PlanGraph:
    data = {"municipalities": {"N": {"name": "Noorddam"}, "Z": {"name": "Zuiderveen"}}, **keys}
    return assemble(plan_set_from_data(data, "test"))


@pytest.mark.parametrize(
    ("funding", "serves", "sure", "users"),
    [
        ({"municipality": "Z", "cycle": "kadernota", "year": "2024"}, 2025, True, "NZ"),
        ({"municipality": "N", "cycle": "Kadernota 2024"}, 2024, True, "NZ"),
        ({"cycle": "Kadernota 2024"}, None, True, "NZ"),
        ({"cycle": "kn-2024"}, 2025, True, ""),
        ({"cycle": "Voorjaarsnota 2024"}, 2025, True, "N"),
        ({"municipality": "Z", "cycle": "Voorjaarsnota 2024", "year": "2024"}, 2024, False, "N"),
        ({"cycle": "najaarsnota", "year": "2024"}, None, True, "Z"),
        ({"cycle": "vjn", "year": "2024"}, 2024, False, ""),
        ({"cycle": "vjn"}, None, False, ""),
        ({"year": "2024-2026"}, 2024, True, ""),
    ],
)
def test_the_year_that_a_round_serves(funding: dict[str, str], serves: int | None, sure: bool, users: str) -> None:
    built = graph(
        budget_cycles=CYCLES, initiatives=[{"name": "Website", "funding": [{"status": "to_request", **funding}]}]
    )
    found = built.funding[0].round
    assert found is not None
    assert (found.serves, found.sure, "".join(found.users)) == (serves, sure, users)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Doel 1 en 3", {1, 3}),
        ("Doelen 1 t/m 3", {1, 2, 3}),
        ("doel 2, 3 & 12", {2, 3, 12}),
        ("Doel 1 en Doel 2", {1, 2}),
        ("Doel 12", {12}),
        ("Doelgericht in 2", set()),
        ("Zie 1 en 3", set()),
    ],
)
def test_goals_by_their_numbers(text: str, named: set[int]) -> None:
    assert {number for number in (1, 2, 3, 12) if _names(text, [f"doel-{number}"])} == named


def test_a_goal_is_served_by_the_initiatives_of_its_own_document() -> None:
    built = graph(
        goals=[{"id": "regie", "text": "Inwoners hebben zelf regie op hun gegevens", "due": "2025"}],
        initiatives=[{"name": "Website", "goals": ["Regie en gemak"]}, {"name": "Wijkteams", "goals": ["Registers"]}],
    )
    (goal,) = built.goals
    assert (goal.id, goal.served_by) == ("regie", ("website",))


@pytest.mark.parametrize(
    ("says", "standing"),
    [
        ({"version": "0.99"}, "draft"),
        ({"version": "v0,4 / concept"}, "draft"),
        ({"version": "1.0", "status": "concept"}, "draft"),
        ({"version": "10.2"}, None),
        ({"version": "2023-01"}, None),
        ({"status": "Definitief 2021-03-31"}, "final"),
        ({}, None),
    ],
)
def test_how_a_document_stands(says: dict[str, str], standing: str | None) -> None:
    documents = [{"document": "sociaal", "kind": "plan", **says}]
    built = assemble(plan_set_from_data({"portfolio": {}, "documents": documents}, "test"))
    assert built.documents["sociaal"].standing == standing


def test_the_fields_that_are_filled_in() -> None:
    table = {"kind": "incidental", "years": ["2024"], "rows": {"N": [""]}}
    built = graph(
        initiatives=[
            {
                "name": "Website",
                "priority": " ",
                "period": "nnb",
                "goals": [""],
                "filled": ["benefits"],
                "amounts": [{"side": "cost", **table}, {"side": "coverage", **table | {"rows": {"N": ["0"]}}}],
            }
        ]
    )
    assert built.initiatives["website"].fields.keys() == {"period", "benefits", "funding"}
