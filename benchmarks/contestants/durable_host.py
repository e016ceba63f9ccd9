"""durable-rules by its own Host API, `durable.lang`: a session a plan set, as its documentation shows."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from benchmarks.contestants import Contestant
from benchmarks.contestants._host import Host
from benchmarks.evidence import Evidence
from benchmarks.tables import Tables

PATIENCE = 5.0
"""Seconds to wait for actions that run late, on another thread."""


class Engine:
    def __init__(self) -> None:
        self.lang = import_module("durable.lang")
        self.unhandled = import_module("durable.engine").MessageNotHandledException
        self.found: list[tuple[str, int]] = []
        self.ended = False
        self._define()

    def _define(self) -> None:
        lang, told = self.lang, self._told
        m, c, none, when_all = lang.m, lang.c, lang.none, lang.when_all
        with lang.ruleset("plan"):
            when_all(c.x << (m.t == "cell") & (m.coverage > m.cost))(told("coverage-exceeds-cost"))
            when_all(c.x << (m.t == "total") & (m.amount != m.rows))(told("total-row-mismatch"))
            when_all(c.x << (m.t == "summary") & (m.amount != m.details))(told("summary-detail-mismatch"))
            when_all(
                c.x << (m.t == "contract") & (m.ends >= m.first) & (m.ends <= m.last),
                none((m.t == "initiative") & (m.priority == "AO") & (m.replaces == c.x.key)),
            )(told("contract-without-initiative"))
            when_all(
                c.k << (m.t == "contract"),
                c.x << (m.t == "initiative") & (m.replaces == c.k.key) & (m.starts > c.k.ends),
            )(told("replacement-starts-after-contract-end"))
            when_all(
                c.x << (m.t == "relates"),
                none((m.t == "stated") & (m.source == c.x.target) & (m.target == c.x.source)),
            )(told("relation-not-symmetric"))
            when_all(
                c.x << (m.t == "needs"),
                c.a << (m.t == "initiative") & (m.key == c.x.source),
                c.b << (m.t == "initiative") & (m.key == c.x.target) & (m.ends > c.a.ends),
            )(told("dependency-order-conflict"))
            when_all(
                c.x << (m.t == "needs"),
                c.b << (m.t == "initiative") & (m.key == c.x.target) & (m.funding == "none"),
            )(told("dependency-on-unfunded"))
            when_all(m.t == "end")(self._end)

    def _told(self, check: str) -> Callable[[Any], None]:
        def act(c: Any) -> None:
            self.found.append((check, c.x.row))

        return act

    def _end(self, _: Any) -> None:
        self.ended = True

    def check(self, tables: Tables) -> list[Evidence]:
        self.found.clear()
        self.ended = False
        host, session = Host(tables), tables.plans[0][0]
        facts = [{**fact, "sid": session, "id": number} for number, fact in enumerate(_facts(host), start=1)]
        with contextlib.suppress(self.unhandled):  # facts that no rule is about
            self.lang.assert_facts("plan", facts)
        self.lang.assert_fact("plan", {"t": "end", "sid": session, "id": len(facts) + 1})  # runs what is ready now
        until = time.monotonic() + PATIENCE
        while not self.ended and time.monotonic() < until:
            time.sleep(0.001)
        with contextlib.suppress(Exception):
            self.lang.delete_state("plan", session)
        return [host.tell(check, row) for check, row in self.found]


def _facts(host: Host) -> Iterator[dict[str, Any]]:
    """What `none` asks for comes first, since it depends on the order."""
    tables = host.tables
    ((_, first, last),) = tables.plans
    for _, kind, source, target, _ in tables.relations:
        if kind == "relates":
            yield {"t": "stated", "source": source, "target": target}
    for row, (_, id_, _, priority, starts, ends, replaces, funding, _) in enumerate(tables.initiatives):
        yield {
            "t": "initiative", "row": row, "key": id_, "priority": priority, "starts": starts, "ends": ends,
            "replaces": replaces or "-", "funding": funding,
        }  # fmt: skip
    for row, cell in enumerate(tables.cells):
        yield {"t": "cell", "row": row, "cost": cell[6], "coverage": cell[7]}
    for row, (total, rows) in enumerate(zip(tables.totals, host.sums_of_totals(), strict=True)):
        yield {"t": "total", "row": row, "amount": total[4], "rows": rows}
    for row, (summary, details) in enumerate(zip(tables.summaries, host.sums_of_summaries(), strict=True)):
        yield {"t": "summary", "row": row, "amount": summary[6], "details": details}
    for row, (_, id_, ends, _) in enumerate(tables.contracts):
        yield {"t": "contract", "row": row, "key": id_, "ends": ends, "first": first, "last": last}
    for row, (_, kind, source, target, _) in enumerate(tables.relations):
        yield {"t": kind, "row": row, "source": source, "target": target}


def load(_: Engine, tables: Tables) -> list[Tables]:
    return list(tables.split())


def check(engine: Engine, sets: list[Tables]) -> list[Evidence]:
    return [item for tables in sets for item in engine.check(tables)]


CONTESTANTS = [
    Contestant(
        "durable-host",
        "durable-rules, Host API",
        23,
        prepare=Engine,
        load=load,
        check=check,
        needs="durable",
        package="durable-rules",
        note="A session and a batch a plan set. Sums and evidence in Python: the engine does not add.",
    )
]
