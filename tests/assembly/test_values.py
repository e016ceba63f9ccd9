from __future__ import annotations

from typing import Any

import pytest

from consistency.assembly.values import Municipalities, priority_of, procedure_of
from consistency.inputs.yaml import plan_set_from_data


@pytest.fixture(scope="module")
def municipalities() -> Municipalities:
    data: dict[str, Any] = {
        "municipalities": {"N": {"name": "Noorddam"}, "OZ": {"name": "Oost-Zuiderveen"}, "W": {"name": "Westwoud"}},
        "sets": {"NOZW": ["N", "OZ", "W"]},
        "organisations": {"NOZW-ICT": {"serves": ["NOZW"]}},
    }
    return Municipalities(plan_set_from_data(data, "test").portfolio)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("NOZW", "N OZ W"),
        ("NOZ", "N OZ"),
        ("OZW", "OZ W"),
        ("Oost Zuiderveen en Westwoud (i.s.m. anderen) Noorddam doet dit al in 2021", "OZ W"),
        ("Noorddam (Westwoud volgt)", "N"),
        ("NOZW Noorddam trekt dit", "N OZ W"),
        ("NOZ Westwoud doet niet mee", "N OZ"),
        ("Gemeenten Noorddam, Groningen, Enschede en Zwolle", "N"),
        ("Westwoud, Oost-Zuiderveen & Noorddam", "N OZ W"),
        ("NOZW-ICT", "N OZ W"),
        ("alle inwoners", ""),
        ("", ""),
    ],
)
def test_the_municipalities_named_at_the_start(municipalities: Municipalities, text: str, codes: str) -> None:
    assert municipalities.of_text(text) == tuple(codes.split())


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("Prioriteit 1 (Noodzakelijk voor het domein)", "1"),
        ("1a *)", "1a"),
        ("autonoom", "AO"),
        ("Autonome Ontwikkeling (contract loopt af)", "AO"),
        ("prio 2", "2"),
        ("hoog", "3"),
        ("", None),
    ],
)
def test_the_priority_a_field_names(text: str, priority: str | None) -> None:
    assert priority_of(text, ["AO", "1", "1a", "1b", "2", "3"], {"hoog": "3"}) == priority


@pytest.mark.parametrize(
    ("text", "procedure"),
    [
        ("Europees via inkoopbureau", "european"),
        ("Meervoudig onderhands", "restricted"),
        ("Onderhands", "single"),
        ("Aanbesteding", None),
        ("Mini-competitie", "mini-competitie"),
    ],
)
def test_the_procedure_a_field_names(text: str, procedure: str | None) -> None:
    assert procedure_of(text) == procedure
