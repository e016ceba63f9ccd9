"""The plan set that is mutated, read and judged once: what each place speaks of, and what is found already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from consistency.assembly import assemble
from consistency.assembly.values import Municipalities
from consistency.engine.failures import with_failures
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, SummaryCell
from consistency.model.finding import Finding
from consistency.model.graph import PlanGraph
from consistency.model.location import Location
from consistency.model.names import slug
from consistency.model.record import DocumentRecord, PlanSetRecord, Record, Said
from consistency.mutation.edits import saids
from consistency.pipeline import Pack, judge

Row = tuple[str, str, str]
"""document, table and row of a summary table"""


@dataclass(frozen=True)
class Places:
    """What is said where in one plan set: entity ids by place, and places by entity id."""

    graph: PlanGraph
    record: PlanSetRecord
    ids: Mapping[Location, frozenset[str]] = field(init=False)
    of: Mapping[str, frozenset[Location]] = field(init=False)

    def __post_init__(self) -> None:
        ids: dict[Location, set[str]] = defaultdict(set)
        for place, key in _said_of(self.graph):
            ids[place].add(key)
        of: dict[str, set[Location]] = defaultdict(set)
        for place, keys in ids.items():
            for key in keys:
                of[key].add(place)
        object.__setattr__(self, "ids", {place: frozenset(keys) for place, keys in ids.items()})
        object.__setattr__(self, "of", {key: frozenset(places) for key, places in of.items()})

    @cached_property
    def cells(self) -> Mapping[Location, AmountCell]:
        return {cell.said.at: cell for cell in self.graph.cells}

    @cached_property
    def summaries(self) -> Mapping[Location, SummaryCell]:
        return {cell.said.at: cell for cell in self.graph.summaries}

    @cached_property
    def rows_of(self) -> Mapping[str, frozenset[Row]]:
        """The rows of summary tables that an initiative is counted in, totals included."""
        counted: dict[str, set[Row]] = defaultdict(set)
        for cell in self.graph.summaries:
            for member in ("total",) if cell.total else cell.members:
                counted[f"{cell.by}:{member}"].add((cell.document, cell.table, cell.row))
        totals = {row for key, rows in counted.items() if key.endswith(":total") for row in rows}
        contains = self.graph.plan_set.priorities
        rows: dict[str, frozenset[Row]] = {}
        for key, initiative in self.graph.initiatives.items():
            claimed = {str(claim.value) for claim in self.graph.claims_on(key, "priority")}
            priorities = {part for value in claimed for part in contains.get(value, (value,))}
            names = [f"domain:{initiative.domain}", f"initiative:{key}", *(f"priority:{p}" for p in sorted(priorities))]
            rows[key] = frozenset(totals.union(*(counted[name] for name in names if name in counted)))
        return rows

    @cached_property
    def named(self) -> Municipalities:
        return Municipalities(self.record.portfolio)

    def municipalities(self, names: Iterable[Said]) -> tuple[str, ...]:
        """The codes that a field names."""
        return self.named.of_names(names)

    def claims_on(self, ids: frozenset[str]) -> frozenset[Location]:
        """All places that speak of one of the ids, with whatever else is said in a row or section of its own."""
        found = {place for key in ids for place in self.of.get(key, ())}
        for document in self.record.documents:
            listed = (document.overview, document.scores, document.roadmap, document.actielijn_matrix)
            rows: list[tuple[Said, Record]] = [(entry.name, entry) for each in listed if each for entry in each.entries]
            rows += [(contract.title, contract) for contract in document.contracts]
            rows += [(initiative.name, initiative) for initiative in document.initiatives]
            for name, row in rows:
                if not ids.isdisjoint(self.ids.get(name.at, ())):
                    found.update(said.at for said in saids(row))
        return frozenset(found)

    def about(self, places: Iterable[Location]) -> frozenset[str]:
        return frozenset(key for place in places for key in self.ids.get(place, ()))


def _said_of(graph: PlanGraph) -> Iterable[tuple[Location, str]]:
    for claim in graph.claims:
        yield claim.said.at, claim.subject
    for initiative in graph.initiatives.values():
        yield initiative.said.at, initiative.id
        yield from ((said.at, initiative.id) for said in initiative.applications)
    for contract in graph.contracts.values():
        stated = (contract.title, contract.supplier, contract.ends_said, contract.value_said, contract.procedure_said)
        yield from ((said.at, contract.id) for said in (*stated, contract.route) if said)
    for entry in graph.entries:
        keys = [match.id for match in entry.matches] or [slug(entry.name)]
        listed = (entry.said, entry.priority_said, entry.municipalities_said, entry.score_said)
        yield from ((said.at, key) for said in listed if said for key in keys)
    for relation in graph.relations:
        yield relation.said.at, relation.source
        if relation.target:
            yield relation.said.at, relation.target.id
    for replacement in graph.replacements:
        yield replacement.said.at, replacement.initiative
        yield replacement.said.at, replacement.contract
    yield from ((funding.said.at, funding.initiative) for funding in graph.funding)
    yield from ((cell.said.at, cell.initiative) for cell in graph.cells)


def places_of(record: PlanSetRecord) -> Places:
    return Places(assemble(record), record)


def findings(graph: PlanGraph, pack: Pack, as_of: Days | None) -> tuple[Finding, ...]:
    return tuple(f for outcome in with_failures(judge(graph, pack, as_of)) for f in outcome.findings)


@dataclass(frozen=True)
class Base:
    """`pack` are the rules that judge; `plan_set` is as it was read."""

    plan_set: PlanSetRecord
    pack: Pack
    as_of: Days | None = None

    @cached_property
    def places(self) -> Places:
        return places_of(self.plan_set)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return findings(self.places.graph, self.pack, self.as_of)

    @property
    def documents(self) -> tuple[DocumentRecord, ...]:
        return self.plan_set.documents
