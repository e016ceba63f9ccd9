"""DuckDB: the eight checks in SQL, over tables of its own in memory."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.contestants import Contestant
from benchmarks.evidence import Claim, Evidence
from benchmarks.tables import COLUMNS, Tables

TYPES = {str: "VARCHAR", int: "BIGINT"}
PAIRS = {
    "coverage-exceeds-cost": """
        SELECT initiative, cost, cost_place, coverage, coverage_place FROM cells WHERE coverage > cost""",
    "contract-without-initiative": """
        SELECT c.id, c.ends, c.place FROM contracts c JOIN plans p USING (plan)
        WHERE c.ends BETWEEN p.first_day AND p.last_day
        AND NOT EXISTS (FROM initiatives i WHERE i.replaces = c.id AND i.priority = 'AO')""",
    "replacement-starts-after-contract-end": """
        SELECT i.id, i.starts, i.place, c.ends, c.place FROM initiatives i JOIN contracts c ON c.id = i.replaces
        WHERE i.starts > c.ends""",
    "relation-not-symmetric": """
        SELECT r.source, r.target, r.place FROM relations r WHERE r.type = 'relates' AND NOT EXISTS (
        FROM relations b WHERE b.type = 'relates' AND b.source = r.target AND b.target = r.source)""",
    "dependency-order-conflict": """
        SELECT a.id, r.target, r.place, a.ends, a.place, b.ends, b.place FROM relations r
        JOIN initiatives a ON a.id = r.source JOIN initiatives b ON b.id = r.target
        WHERE r.type = 'needs' AND a.ends < b.ends""",
    "dependency-on-unfunded": """
        SELECT r.source, r.target, r.place, b.funding, b.place FROM relations r
        JOIN initiatives b ON b.id = r.target WHERE r.type = 'needs' AND b.funding = 'none'""",
}
"""Rows of a subject and then values, each with its place."""
SUMS = {
    "total-row-mismatch": """
        WITH wrong AS (SELECT t.initiative, t.kind, t.year, t.amount, t.place FROM totals t
        JOIN cells c USING (initiative, kind, year) GROUP BY ALL HAVING sum(c.cost) <> t.amount)
        SELECT w.initiative, w.amount, w.place, list(c.cost), list(c.cost_place) FROM wrong w
        JOIN cells c USING (initiative, kind, year) GROUP BY ALL""",
    "summary-detail-mismatch": """
        WITH wrong AS (SELECT s.plan, s.id, s.domain, s.municipality, s.kind, s.year, s.amount, s.place
        FROM summaries s JOIN cells c USING (plan, domain, municipality, kind, year)
        GROUP BY ALL HAVING sum(c.cost) <> s.amount)
        SELECT w.id, w.amount, w.place, list(c.cost), list(c.cost_place) FROM wrong w
        JOIN cells c USING (plan, domain, municipality, kind, year) GROUP BY ALL""",
}
"""Rows of a subject, its own amount and place, the amounts it is compared with, and their places."""


def prepare() -> Any:
    return import_module("duckdb").connect(config={"preserve_insertion_order": False})


def load(connection: Any, tables: Tables) -> Any:
    """By way of a file of comma-separated values: the fastest road in without another library."""
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in tables.by_name().items():
            file = Path(folder) / f"{name}.csv"
            with file.open("w", newline="", encoding="utf-8") as out:
                csv.writer(out).writerows(rows)
            types = ", ".join(f"'{column}': '{TYPES[of]}'" for column, of in COLUMNS[name].items())
            source = f"read_csv('{file}', header = false, auto_detect = false, columns = {{{types}}})"
            connection.execute(f"CREATE TABLE {name} AS FROM {source}")
    return connection


def check(_: Any, connection: Any) -> list[Evidence]:
    found: list[Evidence] = []
    for name, query in PAIRS.items():
        for subject, *rest in connection.execute(query).fetchall():
            found.append((name, subject, tuple(_claims(rest))))
    for name, query in SUMS.items():
        for subject, amount, place, costs, places in connection.execute(query).fetchall():
            found.append((name, subject, ((amount, place), *zip(costs, places, strict=True))))
    return found


def _claims(values: list[Any]) -> Iterable[Claim]:
    return zip(values[::2], values[1::2], strict=True)


CONTESTANTS = [
    Contestant(
        "duckdb",
        "DuckDB (SQL)",
        10,
        prepare,
        load,
        check,
        needs="duckdb",
        note="Loaded by way of a CSV file; uses all cores.",
    )
]
