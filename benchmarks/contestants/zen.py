"""zen-engine: a decision model with an expression a check, evaluated a plan set at a time."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from benchmarks.contestants import Contestant
from benchmarks.contestants._host import Host
from benchmarks.evidence import Evidence
from benchmarks.tables import Tables

EXPRESSIONS = {
    "coverage-exceeds-cost": "map(filter(cells, #.coverage > #.cost), #.row)",
    "total-row-mismatch": "map(filter(totals, #.amount != #.rows), #.row)",
    "summary-detail-mismatch": "map(filter(summaries, #.amount != #.details), #.row)",
    "contract-without-initiative": "map(filter(contracts, #.ends in [#.first..#.last] and not #.renewed), #.row)",
    "replacement-starts-after-contract-end": "map(filter(replacements, #.starts > #.contract_ends), #.row)",
    "relation-not-symmetric": "map(filter(relations, #.type == 'relates' and not #.answered), #.row)",
    "dependency-order-conflict": "map(filter(relations, #.type == 'needs' and #.ends < #.target_ends), #.row)",
    "dependency-on-unfunded": "map(filter(relations, #.type == 'needs' and #.funding == 'none'), #.row)",
}


def prepare() -> Any:
    expressions = [{"id": key, "key": key.replace("-", "_"), "value": text} for key, text in EXPRESSIONS.items()]
    model = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "checks", "name": "checks", "type": "expressionNode", "content": {"expressions": expressions}},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "checks", "type": "edge"},
            {"id": "2", "sourceId": "checks", "targetId": "out", "type": "edge"},
        ],
    }
    return import_module("zen").ZenEngine().create_decision(json.dumps(model))


def load(_: Any, tables: Tables) -> list[Tables]:
    return list(tables.split())


def check(decision: Any, sets: list[Tables]) -> list[Evidence]:
    found: list[Evidence] = []
    for tables in sets:
        host = Host(tables)
        result = decision.evaluate(_joined(host))["result"]
        found += [host.tell(name, int(row)) for name in EXPRESSIONS for row in result[name.replace("-", "_")]]
    return found


def _joined(host: Host) -> dict[str, Any]:
    """All that a check looks at, in one record: an expression sees one list at a time."""
    tables, initiatives = host.tables, host.initiatives
    ((_, first, last),) = tables.plans
    renewed = {row[6] for row in tables.initiatives if row[3] == "AO"}
    stated = {(source, target) for _, kind, source, target, _ in tables.relations if kind == "relates"}
    return {
        "cells": [{"row": row, "cost": cell[6], "coverage": cell[7]} for row, cell in enumerate(tables.cells)],
        "totals": [
            {"row": row, "amount": total[4], "rows": rows}
            for row, (total, rows) in enumerate(zip(tables.totals, host.sums_of_totals(), strict=True))
        ],
        "summaries": [
            {"row": row, "amount": summary[6], "details": details}
            for row, (summary, details) in enumerate(zip(tables.summaries, host.sums_of_summaries(), strict=True))
        ],
        "contracts": [
            {"row": row, "ends": ends, "first": first, "last": last, "renewed": id_ in renewed}
            for row, (_, id_, ends, _) in enumerate(tables.contracts)
        ],
        "replacements": [
            {"row": row, "starts": initiative[4], "contract_ends": host.contracts[initiative[6]][0]}
            for row, initiative in enumerate(tables.initiatives)
            if initiative[6] is not None
        ],
        "relations": [
            {
                "row": row, "type": kind, "answered": (target, source) in stated, "ends": initiatives[source][0],
                "target_ends": initiatives[target][0], "funding": initiatives[target][1],
            }
            for row, (_, kind, source, target, _) in enumerate(tables.relations)
        ],
    }  # fmt: skip


CONTESTANTS = [
    Contestant(
        "zen",
        "zen-engine",
        21,
        prepare,
        load,
        check,
        needs="zen",
        package="zen-engine",
        note="Joins, sums, absence and evidence in Python: an expression sees one list. The engine compares.",
    )
]
