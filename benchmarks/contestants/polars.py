"""Polars: the eight checks as lazy queries over data frames."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.contestants import Contestant
from benchmarks.evidence import Evidence
from benchmarks.tables import COLUMNS, Tables

Frames = dict[str, Any]


def prepare() -> Any:
    return import_module("polars")


def load(pl: Any, tables: Tables) -> Frames:
    types = {str: pl.String, int: pl.Int64}
    frames: Frames = {}
    for name, rows in tables.by_name().items():
        schema = {column: types[of] for column, of in COLUMNS[name].items()}
        columns = zip(*rows, strict=True) if rows else [()] * len(schema)
        frames[name] = pl.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema)
    return frames


def check(pl: Any, frames: Frames) -> list[Evidence]:
    queries = {**_pairs(pl, frames), **_sums(pl, frames)}
    results = pl.collect_all(list(queries.values()))
    found: list[Evidence] = []
    for name, result in zip(queries, results, strict=True):
        for subject, *rest in result.iter_rows():
            if isinstance(rest[-1], list):
                amount, place, costs, places = rest
                found.append((name, subject, ((amount, place), *zip(costs, places, strict=True))))
            else:
                found.append((name, subject, tuple(zip(rest[::2], rest[1::2], strict=True))))
    return found


def _pairs(pl: Any, frames: Frames) -> dict[str, Any]:
    """Frames of a subject and then values, each with its place."""
    col = pl.col
    cells, contracts, relations = (frames[name].lazy() for name in ("cells", "contracts", "relations"))
    initiatives, plans = frames["initiatives"].lazy(), frames["plans"].lazy()
    relates, needs = relations.filter(col.type == "relates"), relations.filter(col.type == "needs")
    renewed = initiatives.filter(col.priority == "AO").select("replaces")
    source = initiatives.select(source="id", a_ends="ends", a_place="place")
    target = initiatives.select(target="id", b_ends="ends", b_place="place", funding="funding")
    return {
        "coverage-exceeds-cost": cells.filter(col.coverage > col.cost).select(
            "initiative", "cost", "cost_place", "coverage", "coverage_place"
        ),
        "contract-without-initiative": contracts.join(renewed, left_on="id", right_on="replaces", how="anti")
        .join(plans, on="plan")
        .filter(col.ends.is_between(col.first_day, col.last_day))
        .select("id", "ends", "place"),
        "replacement-starts-after-contract-end": initiatives.join(
            contracts.select(replaces="id", contract_ends="ends", contract_place="place"), on="replaces"
        )
        .filter(col.starts > col.contract_ends)
        .select("id", "starts", "place", "contract_ends", "contract_place"),
        "relation-not-symmetric": relates.join(
            relates, left_on=["source", "target"], right_on=["target", "source"], how="anti"
        ).select("source", "target", "place"),
        "dependency-order-conflict": needs.join(source, on="source")
        .join(target, on="target")
        .filter(col.a_ends < col.b_ends)
        .select("source", "target", "place", "a_ends", "a_place", "b_ends", "b_place"),
        "dependency-on-unfunded": needs.join(target.filter(col.funding == "none"), on="target").select(
            "source", "target", "place", "funding", "b_place"
        ),
    }


def _sums(pl: Any, frames: Frames) -> dict[str, Any]:
    """Frames of a subject, its own amount and place, the amounts it is compared with, and their places."""
    return {
        "total-row-mismatch": _sum(pl, frames, "totals", "initiative", ["initiative", "kind", "year"]),
        "summary-detail-mismatch": _sum(
            pl, frames, "summaries", "id", ["plan", "domain", "municipality", "kind", "year"]
        ),
    }


def _sum(pl: Any, frames: Frames, whole: str, subject: str, keys: list[str]) -> Any:
    col, cells = pl.col, frames["cells"].lazy()
    sums = cells.group_by(keys).agg(sum=col.cost.sum(), costs=col.cost, places=col.cost_place)
    wrong = frames[whole].lazy().join(sums, on=keys).filter(col.sum != col.amount)
    return wrong.select(subject, "amount", "place", "costs", "places")


CONTESTANTS = [
    Contestant(
        "polars",
        "Polars",
        11,
        prepare,
        load,
        check,
        needs="polars",
        note="Lazy queries, collected together; uses all cores.",
    )
]
