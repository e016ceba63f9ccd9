"""Rego, by regopy (rego-cpp): the eight checks as a policy, a plan set at a time."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.contestants import Contestant
from benchmarks.contestants._host import Host
from benchmarks.evidence import CHECKS, Evidence
from benchmarks.tables import COLUMNS, Tables

POLICY = """
package checks

import rego.v1

coverage_exceeds_cost contains r if {
    some r, c in input.cells
    c.coverage > c.cost
}

by_total[key] contains n if {
    some n, c in input.cells
    key := sprintf("%s/%s/%d", [c.initiative, c.kind, c.year])
}

total_row_mismatch contains r if {
    some r, t in input.totals
    sum([input.cells[n].cost | some n in by_total[sprintf("%s/%s/%d", [t.initiative, t.kind, t.year])]]) != t.amount
}

by_summary[key] contains n if {
    some n, c in input.cells
    key := sprintf("%s/%s/%s/%d", [c.domain, c.municipality, c.kind, c.year])
}

summary_detail_mismatch contains r if {
    some r, s in input.summaries
    sum([input.cells[n].cost |
        some n in by_summary[sprintf("%s/%s/%s/%d", [s.domain, s.municipality, s.kind, s.year])]
    ]) != s.amount
}

renewed contains i.replaces if {
    some i in input.initiatives
    i.priority == "AO"
}

contract_without_initiative contains r if {
    some r, c in input.contracts
    c.ends >= input.plans[0].first_day
    c.ends <= input.plans[0].last_day
    not c.id in renewed
}

replacement_starts_after_contract_end contains r if {
    some r, i in input.initiatives
    i.replaces != null
    some c in input.contracts
    c.id == i.replaces
    i.starts > c.ends
}

stated contains [r.source, r.target] if {
    some r in input.relations
    r.type == "relates"
}

relation_not_symmetric contains n if {
    some n, r in input.relations
    r.type == "relates"
    not [r.target, r.source] in stated
}

initiative[i.id] := i if {
    some i in input.initiatives
}

dependency_order_conflict contains n if {
    some n, r in input.relations
    r.type == "needs"
    initiative[r.source].ends < initiative[r.target].ends
}

dependency_on_unfunded contains n if {
    some n, r in input.relations
    r.type == "needs"
    initiative[r.target].funding == "none"
}
"""


def prepare() -> Any:
    interpreter = import_module("regopy").Interpreter()
    interpreter.add_module("checks", POLICY)
    return interpreter


def load(_: Any, tables: Tables) -> list[Tables]:
    return list(tables.split())


def check(interpreter: Any, sets: list[Tables]) -> list[Evidence]:
    found: list[Evidence] = []
    for tables in sets:
        host = Host(tables)
        interpreter.set_input(_input(tables))
        (result,) = interpreter.query("data.checks").results[0].expressions
        found += [host.tell(name, int(row)) for name in CHECKS for row in result[name.replace("-", "_")]]
    return found


def _input(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [dict(zip(COLUMNS[name], row, strict=True)) for row in rows] for name, rows in tables.by_name().items()
    }


CONTESTANTS = [
    Contestant(
        "rego",
        "Rego (regopy)",
        31,
        prepare,
        load,
        check,
        needs="regopy",
        note="All checks in the policy, sums too; evidence by look-up in Python.",
        most=100,
    )
]
