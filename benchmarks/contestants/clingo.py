"""clingo: the eight checks as an answer set program, over facts written as text."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from benchmarks.contestants import Contestant
from benchmarks.contestants._host import Host
from benchmarks.evidence import Evidence
from benchmarks.tables import Tables

PROGRAM = """
found("coverage-exceeds-cost", R) :- cell(R, _, _, _, _, C, V), V > C.
found("total-row-mismatch", R) :- total(R, I, K, Y, A), S = #sum { C, N : cell(N, (I, K, Y), _, _, _, C, _) }, S != A.
found("summary-detail-mismatch", R) :-
    summary(R, D, M, (K, Y), A), S = #sum { C, N : cell(N, _, D, M, (K, Y), C, _) }, S != A.
renewed(C) :- initiative(_, _, "AO", _, _, C, _).
found("contract-without-initiative", R) :- contract(R, P, C, E), plan(P, F, L), F <= E, E <= L, not renewed(C).
found("replacement-starts-after-contract-end", R) :- initiative(R, _, _, S, _, C, _), contract(_, _, C, E), S > E.
found("relation-not-symmetric", R) :- relates(R, S, T), not relates(T, S).
relates(S, T) :- relates(_, S, T).
found("dependency-order-conflict", R) :-
    needs(R, S, T), initiative(_, S, _, _, E, _, _), initiative(_, T, _, _, L, _, _), E < L.
found("dependency-on-unfunded", R) :- needs(R, S, T), initiative(_, T, _, _, _, _, "none").
#show found/2.
"""


def prepare() -> Any:
    return import_module("clingo")


def load(_: Any, tables: Tables) -> tuple[Host, str]:
    return Host(tables), "\n".join(_facts(tables))


def _facts(tables: Tables) -> Iterator[str]:
    for plan, first, last in tables.plans:
        yield f'plan("{plan}",{first},{last}).'
    for row, (_, id_, _, priority, starts, ends, replaces, funding, _) in enumerate(tables.initiatives):
        yield f'initiative({row},"{id_}","{priority}",{starts},{ends},"{replaces or ""}","{funding}").'
    for row, (plan, id_, ends, _) in enumerate(tables.contracts):
        yield f'contract({row},"{plan}","{id_}",{ends}).'
    for row, (_, kind, source, target, _) in enumerate(tables.relations):
        yield f'{kind}({row},"{source}","{target}").'
    for row, (plan, initiative, domain, kind, municipality, year, cost, coverage, _, _) in enumerate(tables.cells):
        keys = f'("{initiative}","{kind}",{year}),("{plan}","{domain}"),"{municipality}",("{kind}",{year})'
        yield f"cell({row},{keys},{cost},{coverage})."
    for row, (_, initiative, kind, year, amount, _) in enumerate(tables.totals):
        yield f'total({row},"{initiative}","{kind}",{year},{amount}).'
    for row, (plan, _, domain, municipality, kind, year, amount, _) in enumerate(tables.summaries):
        yield f'summary({row},("{plan}","{domain}"),"{municipality}",("{kind}",{year}),{amount}).'


def check(clingo: Any, loaded: tuple[Host, str]) -> list[Evidence]:
    host, facts = loaded
    control = clingo.Control(["--warn=none"])
    control.add("base", [], PROGRAM)
    control.add("base", [], facts)
    control.ground([("base", [])])
    found: list[Evidence] = []
    with control.solve(yield_=True) as handle:
        for symbol in handle.model().symbols(shown=True):
            check, row = symbol.arguments
            found.append(host.tell(check.string, row.number))
    return found


CONTESTANTS = [
    Contestant(
        "clingo",
        "clingo (answer sets)",
        22,
        prepare,
        load,
        check,
        needs="clingo",
        note="Facts are written as a program, and read again as part of the check. Evidence by look-up in Python.",
    )
]
