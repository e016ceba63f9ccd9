"""CLIPS, by clipspy: eight rules in a Rete network, a plan set at a time."""

from __future__ import annotations

from importlib import import_module

from benchmarks.contestants import Contestant
from benchmarks.contestants._host import Host
from benchmarks.evidence import Evidence
from benchmarks.tables import Tables

TEMPLATES = {
    "plan": ("first", "last"),
    "initiative": ("row", "id", "priority", "starts", "ends", "replaces", "funding"),
    "contract": ("row", "id", "ends"),
    "relation": ("row", "type", "source", "target"),
    "cell": ("row", "cost", "coverage"),
    "total": ("row", "amount", "rows"),
    "summary": ("row", "amount", "details"),
}
RENEWED_EVERY = 50
"""Plan sets: an environment grows slower with what it has seen, reset or not."""
RULES = """
(defrule coverage-exceeds-cost (cell (row ?r) (cost ?c) (coverage ?v&:(> ?v ?c)))
  => (found "coverage-exceeds-cost" ?r))
(defrule total-row-mismatch (total (row ?r) (amount ?a) (rows ~?a)) => (found "total-row-mismatch" ?r))
(defrule summary-detail-mismatch (summary (row ?r) (amount ?a) (details ~?a)) => (found "summary-detail-mismatch" ?r))
(defrule contract-without-initiative
  (plan (first ?f) (last ?l))
  (contract (row ?r) (id ?c) (ends ?e&:(<= ?f ?e ?l)))
  (not (initiative (replaces ?c) (priority "AO")))
  => (found "contract-without-initiative" ?r))
(defrule replacement-starts-after-contract-end
  (contract (id ?c) (ends ?e))
  (initiative (row ?r) (replaces ?c) (starts ?s&:(> ?s ?e)))
  => (found "replacement-starts-after-contract-end" ?r))
(defrule relation-not-symmetric
  (relation (row ?r) (type "relates") (source ?s) (target ?t))
  (not (relation (type "relates") (source ?t) (target ?s)))
  => (found "relation-not-symmetric" ?r))
(defrule dependency-order-conflict
  (relation (row ?r) (type "needs") (source ?s) (target ?t))
  (initiative (id ?s) (ends ?e))
  (initiative (id ?t) (ends ?l&:(> ?l ?e)))
  => (found "dependency-order-conflict" ?r))
(defrule dependency-on-unfunded
  (relation (row ?r) (type "needs") (target ?t))
  (initiative (id ?t) (funding "none"))
  => (found "dependency-on-unfunded" ?r))
"""


class Engine:
    def __init__(self) -> None:
        self.environment = import_module("clips").Environment()
        self.found: list[tuple[str, int]] = []
        self.environment.define_function(self._found, "found")
        for name, slots in TEMPLATES.items():
            self.environment.build(f"(deftemplate {name} {' '.join(f'(slot {slot})' for slot in slots)})")
        for rule in RULES.strip().split("\n("):
            self.environment.build(rule if rule.startswith("(") else f"({rule}")
        self.template = {name: self.environment.find_template(name) for name in TEMPLATES}

    def _found(self, check: str, row: int) -> None:
        self.found.append((check, row))

    def check(self, tables: Tables) -> list[Evidence]:
        self.environment.reset()
        self.found.clear()
        host = Host(tables)
        self._assert(host)
        self.environment.run()
        return [host.tell(check, row) for check, row in self.found]

    def _assert(self, host: Host) -> None:
        tables, template = host.tables, self.template
        for _, first, last in tables.plans:
            template["plan"].assert_fact(first=first, last=last)
        add = template["initiative"].assert_fact
        for row, (_, id_, _, priority, starts, ends, replaces, funding, _) in enumerate(tables.initiatives):
            add(row=row, id=id_, priority=priority, starts=starts, ends=ends, replaces=replaces or "", funding=funding)
        add = template["contract"].assert_fact
        for row, (_, id_, ends, _) in enumerate(tables.contracts):
            add(row=row, id=id_, ends=ends)
        add = template["relation"].assert_fact
        for row, (_, kind, source, target, _) in enumerate(tables.relations):
            add(row=row, type=kind, source=source, target=target)
        add = template["cell"].assert_fact
        for row, cell in enumerate(tables.cells):
            add(row=row, cost=cell[6], coverage=cell[7])
        add = template["total"].assert_fact
        for row, (total, rows) in enumerate(zip(tables.totals, host.sums_of_totals(), strict=True)):
            add(row=row, amount=total[4], rows=rows)
        add = template["summary"].assert_fact
        for row, (summary, details) in enumerate(zip(tables.summaries, host.sums_of_summaries(), strict=True)):
            add(row=row, amount=summary[6], details=details)


def load(_: Engine, tables: Tables) -> list[Tables]:
    return list(tables.split())


def check(engine: Engine, sets: list[Tables]) -> list[Evidence]:
    found: list[Evidence] = []
    for number, tables in enumerate(sets):
        if number and number % RENEWED_EVERY == 0:
            engine = Engine()
        found += engine.check(tables)
    return found


CONTESTANTS = [
    Contestant(
        "clips",
        "CLIPS (clipspy)",
        20,
        prepare=Engine,
        load=load,
        check=check,
        needs="clips",
        package="clipspy",
        note="It matches while facts are asserted: all of that is checking. Sums and evidence in Python.",
    )
]
