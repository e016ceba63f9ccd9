"""One contract in several calendars, and what its fields mean."""

from __future__ import annotations

from typing import Any

import pytest

from consistency.assembly.build import assemble
from consistency.inputs.yaml import plan_set_from_data
from consistency.model.durations import Duration, Span
from consistency.model.entities import Contract
from consistency.model.graph import PlanGraph

PORTFOLIO = {
    "plan_set": "voorbeeld",
    "municipalities": {"N": {"name": "Noorddam"}, "Z": {"name": "Zuiderveen"}},
    "sets": {"NZ": ["N", "Z"]},
}


def _graph(*calendars: list[dict[str, Any]]) -> PlanGraph:
    documents = [{"document": f"d{i}", "kind": "plan", "contracts": listed} for i, listed in enumerate(calendars)]
    return assemble(plan_set_from_data({"portfolio": PORTFOLIO, "documents": documents}, "example.yaml"))


def _one(**said: Any) -> Contract:
    return next(iter(_graph([{"title": "Zaaksysteem", **said}]).contracts.values()))


ENTRY = {"title": "Zaaksysteem", "supplier": "Leverancier", "organisation": "NZ", "ends": "1-7-2025"}


@pytest.mark.parametrize(
    "again",
    [
        {"title": "Zaak-systeem", "ends": "30-6-2025"},
        {"title": "Zaaksysteem", "supplier": "leverancier", "organisation": ["Noorddam", "Zuiderveen"]},
        {"id": "zaak", "title": "Zaaksysteem"},
    ],
)
def test_two_calendars_list_one_contract(again: dict[str, Any]) -> None:
    graph = _graph([ENTRY], [again])
    assert list(graph.contracts) == ["zaaksysteem"]
    assert graph.contracts["zaaksysteem"].supplier is not None


def test_either_id_names_it() -> None:
    documents = [
        {"document": "a", "kind": "plan", "contracts": [ENTRY]},
        {
            "document": "b",
            "kind": "plan",
            "contracts": [{"id": "zaak", "title": "Zaaksysteem"}],
            "initiatives": [{"name": "Nieuw", "replaces": "zaak"}, {"name": "Anders", "replaces": "zaaksysteem"}],
        },
    ]
    graph = assemble(plan_set_from_data({"portfolio": PORTFOLIO, "documents": documents}, "example.yaml"))
    assert {replacement.contract for replacement in graph.replacements} == {"zaaksysteem"}
    assert not graph.doubts


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Zaaksysteem", "supplier": "Ander"},
        {"title": "Zaaksysteem", "organisation": "N"},
        {"title": "Telefonie", "supplier": "Leverancier"},
    ],
)
def test_or_two(other: dict[str, Any]) -> None:
    assert len(_graph([ENTRY], [other]).contracts) == 2


def test_a_calendar_that_lists_two_alike_means_two_and_each_finds_its_own() -> None:
    small, large = {**ENTRY, "value_four_years": "€ 9.000"}, {**ENTRY, "value_four_years": "€ 90.000"}
    graph = _graph([small, large], [large, small])
    assert list(graph.contracts) == ["zaaksysteem", "zaaksysteem-2"]
    for key in graph.contracts:
        assert len({claim.said.text for claim in graph.claims_on(key, "value_four_years")}) == 1


def test_the_fields_of_contract_time() -> None:
    contract = _one(notice="6 mnd", extension="2 x 1 jaar", implementation="half jaar", renewal="ja", tender="loopt")
    assert contract.notice == Duration(Span(6, 0), Span(6, 0))
    assert contract.extension == Duration(Span(24, 0), Span(24, 0))
    assert contract.implementation == Duration(Span(6, 0), Span(6, 0))
    assert contract.tacit
    assert contract.tender == "running"


@pytest.mark.parametrize(
    ("said", "state"),
    [("afgerond", "done"), ("gepland", "planned"), ("nog niet gestart", None), ("geen", None), ("onbekend", None)],
)
def test_the_state_of_a_tender(said: str, state: str | None) -> None:
    assert _one(tender=said).tender == state


@pytest.mark.parametrize(
    ("said", "framework"),
    [({"framework": "ja"}, True), ({"framework": True}, True), ({"framework": "nee"}, False), ({}, None)],
)
def test_a_framework_agreement(said: dict[str, Any], framework: bool | None) -> None:
    assert _one(**said).framework is framework


def test_the_title_can_say_that_it_is_one() -> None:
    assert _graph([{"title": "Raamovereenkomst inhuur"}]).contracts["raamovereenkomst-inhuur"].framework


def test_a_duration_that_is_none_is_doubted() -> None:
    graph = _graph([{"title": "Zaaksysteem", "notice": "ruim op tijd", "implementation": "nee"}])
    assert [(doubt.what, doubt.said.text) for doubt in graph.doubts] == [("value", "ruim op tijd")]


def test_contracts_with_one_title_have_the_same_ids_in_any_order() -> None:
    early, late = ENTRY | {"ends": "1-7-2024"}, ENTRY | {"ends": "1-7-2026", "supplier": "Andere"}
    for listed in ([early, late], [late, early]):
        ends = {key: contract.ends_said for key, contract in _graph(listed).contracts.items()}
        assert {key: said.text for key, said in ends.items() if said} == {
            "zaaksysteem": "1-7-2024",
            "zaaksysteem-2": "1-7-2026",
        }
