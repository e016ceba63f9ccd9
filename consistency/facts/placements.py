"""Where lists put an initiative: twice, whole here and in parts there, or under headings that exclude each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from consistency.facts import _subjects
from consistency.facts._wholes import whole_of
from consistency.model.dates import Days
from consistency.model.entities import Entry, Initiative, ListKind
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import normal
from consistency.model.record import Said

KINDS = (
    FactKind(
        "listing",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "list": Type.TOKEN,
            "document": Type.TOKEN,
            "rows": Type.TEXT,
            "once": Type.FLAG,
        },
        slot=("list", "document"),
        help="an initiative on a list, with all its rows there; not `once` if it has two, or its part has one as well",
    ),
    FactKind(
        "granularity",
        {"initiative": Type.TOKEN, "name": Type.TEXT, "whole_in": Type.TEXT, "parts_in": Type.TEXT, "alike": Type.FLAG},
        slot=(),
        help="an initiative that has parts, with the lists that have it whole and those that have its parts only; "
        "`alike` if there is but one of these kinds",
    ),
    FactKind(
        "placement",
        {"initiative": Type.TOKEN, "name": Type.TEXT, "headings": Type.TEXT, "one_place": Type.FLAG},
        slot=(),
        help="an initiative that stands under headings; not `one_place` if two of them divide one list, or are domains",
    ),
)


class _Heading(NamedTuple):
    """A heading over an initiative; `list` is what it divides: a kind of list of one document, or a plan itself."""

    list: tuple[str, str]
    initiative: str
    said: Said
    certain: bool


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    rows: dict[tuple[ListKind, str], list[Entry]] = {}
    for entry in graph.entries:
        rows.setdefault((entry.list, entry.document), []).append(entry)
    for (kind, document), entries in rows.items():
        _add_listings(graph, facts, kind, document, entries)
    for key in sorted({i.part_of for i in graph.initiatives.values() if i.part_of} & graph.initiatives.keys()):
        _add_granularity(graph, facts, graph.initiatives[key], rows)
    _add_placements(graph, facts)


def _add_listings(graph: PlanGraph, facts: FactBase, kind: ListKind, document: str, entries: Sequence[Entry]) -> None:
    """A whole with the rows of its parts as well, where it has a row itself; parts beside each other are no double."""
    own: dict[str, list[Entry]] = {}
    for entry in entries:
        for match in entry.matches[:1]:
            own.setdefault(match.id, []).append(entry)
    for key, found in own.items():
        parts = [row for k, rows in own.items() if k != key and whole_of(graph, k) == key for row in rows]
        together = [*found, *parts]
        facts["listing"].add(
            _subjects.initiative(graph, key),
            initiative=key,
            name=graph.initiatives[key].name,
            list=kind.value,
            document=document,
            rows=", ".join(f"‘{row.name}’" for row in together),
            once=len(together) == 1,
            said={"rows": [row.said for row in together]},
            certain=len(together) == 1 or sum(_sure(row) for row in together) > 1,
        )


def _sure(entry: Entry) -> bool:
    return len(entry.matches) == 1 and entry.matches[0].certain


def _add_granularity(
    graph: PlanGraph, facts: FactBase, whole: Initiative, rows: dict[tuple[ListKind, str], list[Entry]]
) -> None:
    in_whole: list[Said] = []
    in_parts: list[Said] = []
    documents: dict[bool, list[str]] = {True: [], False: []}
    for (_, document), entries in rows.items():
        found = {match.id: entry for entry in reversed(entries) for match in entry.matches}
        parts = [entry.said for key, entry in found.items() if whole_of(graph, key) == whole.id and key != whole.id]
        if whole.id in found or parts:
            is_whole = whole.id in found
            documents[is_whole].append(document)
            (in_whole if is_whole else in_parts).extend([found[whole.id].said] if is_whole else parts)
    facts["granularity"].add(
        _subjects.initiative(graph, whole.id),
        initiative=whole.id,
        name=whole.name,
        whole_in=", ".join(dict.fromkeys(documents[True])),
        parts_in=", ".join(dict.fromkeys(documents[False])),
        alike=not in_whole or not in_parts,
        said={"whole_in": in_whole, "parts_in": in_parts},
    )


def _add_placements(graph: PlanGraph, facts: FactBase) -> None:
    headings = list(_headings(graph))
    divided: dict[tuple[str, str], set[str]] = {}
    for heading in headings:
        divided.setdefault(heading.list, set()).add(normal(heading.said.text))
    for key, initiative in graph.initiatives.items():
        over = [heading for heading in headings if heading.initiative == key]
        apart = _excluding(over, divided.values())
        domains = _foreign_domains(graph, initiative)
        if over or domains is not None:
            places = [heading.said for heading in apart] or [said for said, _ in domains or ()]
            sure = all(h.certain for h in apart) if apart else all(certain for _, certain in domains or ())
            facts["placement"].add(
                _subjects.initiative(graph, key),
                initiative=key,
                name=initiative.name,
                headings=", ".join(dict.fromkeys(f"‘{said.text}’" for said in places)),
                one_place=not places,
                said={"name": initiative.said, "headings": places},
                certain=sure,
            )


def _headings(graph: PlanGraph) -> Iterator[_Heading]:
    for initiative in graph.initiatives.values():
        if initiative.heading and initiative.document:
            yield _Heading(("plan", initiative.document), initiative.id, initiative.heading, True)
    for entry in graph.entries:
        for match in entry.matches[:1] if entry.heading and entry.list is not ListKind.ACTIELIJNEN else ():
            assert entry.heading is not None
            yield _Heading((entry.list.value, entry.document), match.id, entry.heading, _sure(entry))


def _excluding(over: Sequence[_Heading], lists: Iterable[set[str]]) -> list[_Heading]:
    """The headings that stand beside each other in some list, so that one thing is under one of them."""
    names = {normal(heading.said.text) for heading in over}
    together = [divided & names for divided in lists if len(divided & names) > 1]
    return [heading for heading in over if any(normal(heading.said.text) in some for some in together)]


def _foreign_domains(graph: PlanGraph, initiative: Initiative) -> list[tuple[Said, bool]] | None:
    """The domains under which lists put it and that are none of its plan; None if no list puts it under a domain."""
    placed = [
        (entry, entry.domain_said)
        for entry in graph.entries
        if entry.domain_said and any(match.id == initiative.id for match in entry.matches)
    ]
    if not placed or initiative.document is None:
        return None
    known = graph.plan_set.domains
    home = {*graph.documents[initiative.document].domains, initiative.domain or ""}
    home |= {known[d].row for d in home if d in known}
    return [(said, _sure(entry)) for entry, said in placed if home.isdisjoint(entry.domains)]
