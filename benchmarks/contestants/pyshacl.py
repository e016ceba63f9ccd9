"""pySHACL: shapes over a graph of each plan set, comparisons in SHACL Core and joins in SPARQL constraints."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from benchmarks.contestants import Contestant
from benchmarks.contestants._host import Host
from benchmarks.evidence import Evidence
from benchmarks.tables import Tables

NAMESPACE = "urn:plan:"
PREFIXES = f"""
@prefix : <{NAMESPACE}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
: sh:declare [ sh:prefix "" ; sh:namespace "{NAMESPACE}"^^xsd:anyURI ] .
"""
CORE = {
    "coverage-exceeds-cost": ("Cell", "[ sh:path :coverage ; sh:lessThanOrEquals :cost ]"),
    "total-row-mismatch": ("Total", "[ sh:path :amount ; sh:equals :rows ]"),
    "summary-detail-mismatch": ("Summary", "[ sh:path :amount ; sh:equals :details ]"),
}
SPARQL = {
    "contract-without-initiative": (
        "Contract",
        "$this :ends ?e ; :plan ?p . ?p :first ?f ; :last ?l . FILTER (?e >= ?f && ?e <= ?l) "
        "FILTER NOT EXISTS { ?i :replaces $this ; :priority 'AO' }",
    ),
    "replacement-starts-after-contract-end": (
        "Initiative",
        "$this :replaces ?c ; :starts ?s . ?c :ends ?e . FILTER (?s > ?e)",
    ),
    "relation-not-symmetric": (
        "Relates",
        "$this :source ?s ; :target ?t . FILTER NOT EXISTS { ?b :source ?t ; :target ?s ; a :Relates }",
    ),
    "dependency-order-conflict": (
        "Needs",
        "$this :source ?a ; :target ?b . ?a :ends ?e . ?b :ends ?l . FILTER (?l > ?e)",
    ),
    "dependency-on-unfunded": ("Needs", "$this :target ?b . ?b :funding 'none' ."),
}


def _shapes() -> str:
    shapes = [PREFIXES]
    for check, (kind, constraint) in CORE.items():
        node = f":{check} a sh:NodeShape ; sh:targetClass :{kind} ; sh:property :{check}-property ."
        shapes += [node, f":{check}-property {constraint[1:-1]} ."]
    for check, (kind, where) in SPARQL.items():
        select = f'[ sh:prefixes : ; sh:select "SELECT $this WHERE {{ {where} }}" ]'
        shapes.append(f":{check} a sh:NodeShape ; sh:targetClass :{kind} ; sh:sparql {select} .")
    return "\n".join(shapes)


def prepare() -> Any:
    rdflib = import_module("rdflib")
    shapes = rdflib.Graph().parse(data=_shapes(), format="turtle")
    return import_module("pyshacl").validate, rdflib, shapes


def load(ready: Any, tables: Tables) -> list[tuple[Host, Any]]:
    _, rdflib, _ = ready
    return [(host, _graph(rdflib, host)) for host in map(Host, tables.split())]


def _graph(rdflib: Any, host: Host) -> Any:
    graph = rdflib.Graph()
    type_, plan = rdflib.RDF.type, rdflib.Namespace(NAMESPACE)
    for node, kind, values in _nodes(host):
        subject = plan[node]
        graph.add((subject, type_, plan[kind]))
        for name, value in values.items():
            is_node = name in ("plan", "replaces", "source", "target")
            graph.add((subject, plan[name], plan[value] if is_node else rdflib.Literal(value)))
    return graph


def _nodes(host: Host) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Nodes are called after the row that they stand for."""
    tables = host.tables
    contracts = {row[1]: f"contract/{number}" for number, row in enumerate(tables.contracts)}
    initiatives = {row[1]: f"initiative/{number}" for number, row in enumerate(tables.initiatives)}
    for _, first, last in tables.plans:
        yield "plan/0", "Plan", {"first": first, "last": last}
    for _, id_, _, priority, starts, ends, replaces, funding, _ in tables.initiatives:
        values = {"priority": priority, "starts": starts, "ends": ends, "funding": funding}
        yield initiatives[id_], "Initiative", values | ({"replaces": contracts[replaces]} if replaces else {})
    for _, id_, ends, _ in tables.contracts:
        yield contracts[id_], "Contract", {"ends": ends, "plan": "plan/0"}
    for row, (_, kind, source, target, _) in enumerate(tables.relations):
        yield f"{kind}/{row}", kind.title(), {"source": initiatives[source], "target": initiatives[target]}
    for row, cell in enumerate(tables.cells):
        yield f"cell/{row}", "Cell", {"cost": cell[6], "coverage": cell[7]}
    for row, (total, rows) in enumerate(zip(tables.totals, host.sums_of_totals(), strict=True)):
        yield f"total/{row}", "Total", {"amount": total[4], "rows": rows}
    for row, (summary, details) in enumerate(zip(tables.summaries, host.sums_of_summaries(), strict=True)):
        yield f"summary/{row}", "Summary", {"amount": summary[6], "details": details}


def check(ready: Any, loaded: list[tuple[Host, Any]]) -> list[Evidence]:
    validate, _, shapes = ready
    found: list[Evidence] = []
    for host, graph in loaded:
        _, results, _ = validate(graph, shacl_graph=shapes)
        rows = {
            (_name(shape).removesuffix("-property"), int(_name(node).rpartition("/")[2]))
            for result, shape in results.subject_objects(_shacl("sourceShape"))
            for node in results.objects(result, _shacl("focusNode"))
        }
        found += [host.tell(name, row) for name, row in sorted(rows)]
    return found


def _name(node: Any) -> str:
    return str(node).removeprefix(NAMESPACE)


def _shacl(name: str) -> Any:
    return import_module("rdflib").URIRef(f"http://www.w3.org/ns/shacl#{name}")


CONTESTANTS = [
    Contestant(
        "pyshacl",
        "pySHACL",
        30,
        prepare,
        load,
        check,
        needs="pyshacl",
        note="Sums and evidence in Python; comparisons in SHACL Core, joins in SPARQL.",
        most=10,
    )
]
