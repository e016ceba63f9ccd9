"""The plan graph of the example in the interface: entities, typed edges, claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from consistency.assembly import assemble
from consistency.inputs.yaml import plan_set_from_data, read_plan_set
from consistency.model.graph import PlanGraph

EXAMPLE = Path(__file__).parents[1] / "inputs" / "example"


@pytest.fixture(scope="module")
def graph() -> PlanGraph:
    return assemble(read_plan_set(EXAMPLE, "example"))


def test_every_entity_is_a_node_of_its_type(graph: PlanGraph) -> None:
    types = {kind for kind, _ in graph.network}
    assert types == {"initiative", "domain", "actielijn", "municipality", "contract", "application", "goal", "document"}
    assert graph.network.nodes["contract", "contract-zaaksysteem"]["name"] == "Zaaksysteem"


def test_edges_say_what_ties_entities(graph: PlanGraph) -> None:
    tied = {
        (target, kind)
        for _, target, kind in graph.network.out_edges(("initiative", "vervanging-zaaksysteem"), keys=True)
    }
    assert {
        (("contract", "contract-zaaksysteem"), "replaces"),
        (("domain", "sociaal"), "belongs_to"),
        (("municipality", "N"), "for"),
        (("actielijn", "A"), "under"),
        (("initiative", "kiss"), "needs"),
        (("initiative", "kiss"), "relates"),
        (("application", "zaaksysteem"), "uses"),
        (("document", "sociaal"), "stated_in"),
    } <= tied
    assert graph.network.has_edge(("contract", "contract-zaaksysteem"), ("municipality", "Z"), key="serves")


def test_the_graph_is_frozen(graph: PlanGraph) -> None:
    import networkx as nx

    with pytest.raises(nx.NetworkXError):
        graph.network.add_node(("initiative", "x"))


def test_claims_of_all_places_in_document_order(graph: PlanGraph) -> None:
    claims = graph.claims_on("vervanging-zaaksysteem", "priority")
    assert [
        (claim.value, claim.document, claim.said.at.line) for claim in claims if hasattr(claim.said.at, "line")
    ] == [
        ("AO", "sociaal", 14),
        ("AO", "sociaal", 39),
    ]


def test_cycles_are_found_however_long() -> None:
    names = ["a", "b", "c", "d"]
    initiatives = [
        {"name": name, "needs": [{"to": names[(i + 1) % 3]}]} if i < 3 else {"name": name}
        for i, name in enumerate(names)
    ]
    graph = assemble(
        plan_set_from_data({"initiatives": [*initiatives, {"name": "zelf", "needs": [{"to": "zelf"}]}]}, "t")
    )
    assert graph.needs_cycles() == [("a", "b", "c"), ("zelf",)]


def test_one_name_in_the_plans_of_two_domains_is_two_initiatives() -> None:
    def plan(domain: str) -> dict[str, object]:
        return {
            "document": domain,
            "kind": "plan",
            "domains": [domain],
            "initiatives": [{"name": "Datagedreven werken"}],
        }

    graph = assemble(plan_set_from_data({"portfolio": {}, "documents": [plan("sociaal"), plan("fysiek")]}, "t"))
    assert list(graph.initiatives) == ["datagedreven-werken", "datagedreven-werken-fysiek"]


def test_an_alias_holds_for_an_initiative_that_is_only_listed() -> None:
    data = {
        "portfolio": {"aliases": {"datawarehouse": ["DWH"]}, "domains": {"sociaal": {"name": "Sociaal"}}},
        "documents": [
            {"document": "sociaal", "kind": "plan", "domains": ["sociaal"], "initiatives": [{"name": "Website"}]},
            {"document": "nota", "kind": "decision", "overview": {"entries": [{"name": "Datawarehouse"}]}},
            {"document": "bijlage", "kind": "annex", "scores": {"entries": [{"name": "DWH"}]}},
        ],
    }
    graph = assemble(plan_set_from_data(data, "t"))
    assert list(graph.initiatives) == ["website", "datawarehouse"]
    assert [match.id for entry in graph.entries for match in entry.matches] == ["datawarehouse", "datawarehouse"]
