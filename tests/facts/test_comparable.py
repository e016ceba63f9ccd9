"""Which summaries the plans of a set can be compared with."""

from __future__ import annotations

from typing import Any

import pytest

from consistency.assembly.build import assemble
from consistency.facts._details import Details
from consistency.inputs.yaml import plan_set_from_data


def _table(by: str, rows: dict[str, list[str]]) -> dict[str, Any]:
    columns = [{"side": "cost", "years": ["2024"]}]
    return {"municipality": "N", "kind": "incidental", "by": by, "columns": columns, "rows": rows}


BY_PRIORITY = _table("priority", {"AO": ["9.000"]})


def _by_domain(zorg: str, water: str) -> dict[str, Any]:
    return _table("domain", {"zorg": [zorg], "water": [water], "total": ["9.000"]})


@pytest.mark.parametrize(
    ("planned", "tables", "comparable"),
    [
        (["zorg", "water"], [BY_PRIORITY, _by_domain("4.000", "5.000")], {"AO", "zorg", "water", "total"}),
        (["zorg"], [BY_PRIORITY, _by_domain("4.000", "5.000")], {"zorg"}),
        (["zorg"], [BY_PRIORITY, _by_domain("9.000", "0")], {"AO", "zorg", "total"}),
        (["zorg"], [BY_PRIORITY], set()),
        (["zorg", "water"], [BY_PRIORITY], {"AO"}),
        ([], [BY_PRIORITY, _by_domain("4.000", "5.000")], set()),
    ],
)
def test_a_sum_over_all_domains_needs_their_plans(
    planned: list[str], tables: list[dict[str, Any]], comparable: set[str]
) -> None:
    domains = {domain: {"name": domain.capitalize()} for domain in ("zorg", "water")}
    documents: list[dict[str, Any]] = [{"document": d, "kind": "plan", "domains": [d]} for d in planned]
    documents.append({"document": "nota", "kind": "decision", "summary_tables": tables})
    portfolio = {"plan_set": "voorbeeld", "municipalities": {"N": {"name": "Noorddam"}}, "domains": domains}
    graph = assemble(plan_set_from_data({"portfolio": portfolio, "documents": documents}, "example.yaml"))
    details = Details(graph)
    assert {cell.row for cell in graph.summaries if details.comparable(cell)} == comparable
