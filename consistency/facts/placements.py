"""Where lists put an initiative: twice, whole here and in parts there, or under headings that exclude each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from consistency.facts import _subjects
from consistency.facts._wholes import whole_of
from consistency.model.dates import Days
from consistency.model.entities import Entry, Initiative, ListKind
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import WORD, normal, plain, spelled_alike
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
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "headings": Type.TEXT,
            "beside": Type.TEXT,
            "one_place": Type.FLAG,
        },
        slot=(),
        help="an initiative that stands under headings; not `one_place` if some stand beside another heading of it "
        "(`beside`) in one list, or are other domains than its own (`beside`)",
    ),
)


class _Heading(NamedTuple):
    """A heading over an initiative; `list` is what it divides: a kind of list of one document, or a plan itself."""

    list: tuple[str, str]
    initiative: str
    said: Said
    certain: bool


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for (kind, document), entries in graph.entries_by_list.items():
        _add_listings(graph, facts, kind, document, entries)
    parts: dict[str, list[str]] = {}
    for key in graph.initiatives:
        if (whole := whole_of(graph, key)) != key:
            parts.setdefault(whole, []).append(key)
    for whole, keys in parts.items():
        _add_granularity(graph, facts, graph.initiatives[whole], keys)
    _add_placements(graph, facts)


def _add_listings(graph: PlanGraph, facts: FactBase, kind: ListKind, document: str, entries: Sequence[Entry]) -> None:
    """A whole with the rows of its parts as well, where it has a row itself; parts beside each other are no double.

    What is only like a name that the list has as well is rather something else: it is left out, unless the list has
    just that name twice.
    """
    printed = Counter(normal(entry.name) for entry in entries)
    own: dict[str, list[Entry]] = {}
    for entry in entries:
        for match in entry.matches[:1]:
            repeated = printed[normal(entry.name)] > 1
            if _sure(entry) or repeated or spelled_alike(entry.name, graph.initiatives[match.id].name):
                own.setdefault(match.id, []).append(entry)
    parts: dict[str, list[Entry]] = {}
    for key, rows in own.items():
        if (whole := whole_of(graph, key)) != key:
            parts.setdefault(whole, []).extend(rows)
    for key, found in own.items():
        together = [*found, *parts.get(key, ())]
        facts["listing"].add(
            _subjects.initiative(graph, key),
            initiative=key,
            name=graph.initiatives[key].name,
            list=kind.value,
            document=document,
            rows=", ".join(f"‘{row.name}’" for row in together),
            once=len(together) == 1,
            said={"rows": [row.said for row in together]},
            certain=len(together) == 1
            or sum(_sure(row) for row in together) > 1
            or len({normal(row.name) for row in together}) < len(together),
        )


def _sure(entry: Entry) -> bool:
    return len(entry.matches) == 1 and entry.matches[0].certain


def _add_granularity(graph: PlanGraph, facts: FactBase, whole: Initiative, parts: Sequence[str]) -> None:
    as_whole = {(row.list, row.document): row for row in reversed(graph.rows_of.get(whole.id, ()))}
    as_part = [row for key in parts for row in graph.rows_of.get(key, ()) if (row.list, row.document) not in as_whole]
    facts["granularity"].add(
        _subjects.initiative(graph, whole.id),
        initiative=whole.id,
        name=whole.name,
        whole_in=", ".join(sorted({row.document for row in as_whole.values()})),
        parts_in=", ".join(sorted({row.document for row in as_part})),
        alike=not as_whole or not as_part,
        said={"whole_in": [row.said for row in as_whole.values()], "parts_in": [row.said for row in as_part]},
    )


def _add_placements(graph: PlanGraph, facts: FactBase) -> None:
    headings: dict[str, list[_Heading]] = {}
    divided: dict[tuple[str, str], set[str]] = {}
    for heading in _headings(graph):
        headings.setdefault(heading.initiative, []).append(heading)
        divided.setdefault(heading.list, set()).add(normal(heading.said.text))
    domains = {place: {d for row in rows for d in row.domains} for place, rows in graph.entries_by_list.items()}
    for key, initiative in graph.initiatives.items():
        over = headings.get(key, [])
        foreign = _foreign_domains(graph, initiative, domains)
        if over or foreign is not None:
            apart = _excluding(over, divided.values())
            places = [heading.said for heading in apart] or (foreign or [])
            home = graph.plan_set.domains.get(initiative.domain or "")
            quoted = list(dict.fromkeys(f"‘{said.text}’" for said in places))
            beside = quoted.pop(0) if apart else f"‘{home.name if home else initiative.domain}’"
            facts["placement"].add(
                _subjects.initiative(graph, key),
                initiative=key,
                name=initiative.name,
                headings=", ".join(quoted),
                beside=beside,
                one_place=not places,
                said={"name": initiative.said, "headings": places},
                certain=all(heading.certain for heading in apart),
            )


def _headings(graph: PlanGraph) -> Iterator[_Heading]:
    """Without actielijnen, of which an initiative may serve several, and priorities, which another rule compares."""
    passed_over = {plain(name) for name in graph.plan_set.priorities}
    passed_over |= {word for n, name in graph.nodes.items() if n[0] == "actielijn" for word in _words(name)}
    for initiative in graph.initiatives.values():
        if initiative.heading and initiative.document and not _is_of(initiative.heading, passed_over):
            yield _Heading(("plan", initiative.document), initiative.id, initiative.heading, True)
    for row in graph.entries:
        heading = row.heading_said
        if heading and row.matches and row.list is not ListKind.ACTIELIJNEN and not _is_of(heading, passed_over):
            yield _Heading((row.list.value, row.document), row.matches[0].id, heading, _sure(row))


def _is_of(heading: Said, known: set[str]) -> bool:
    """Whether it is made of these words, or says itself that it is a priority or an actielijn."""
    words = _words(heading.text)
    return words <= known or any(word.startswith(("prio", "actielijn")) for word in words)


def _words(text: str) -> set[str]:
    return set(WORD.findall(plain(text)))


def _excluding(over: Sequence[_Heading], lists: Iterable[set[str]]) -> list[_Heading]:
    """The headings that stand beside each other in some list, so that one thing is under one of them."""
    names = {normal(heading.said.text) for heading in over}
    together = [divided & names for divided in lists if len(divided & names) > 1]
    return [heading for heading in over if any(normal(heading.said.text) in some for some in together)]


def _foreign_domains(
    graph: PlanGraph, initiative: Initiative, domains: Mapping[tuple[ListKind, str], set[str]]
) -> list[Said] | None:
    """The domains under which lists put it and that are not its own; None if no list puts it under a domain.

    A list that does not tell the domains of one plan apart may put it under any of these.
    """
    placed = [row for row in graph.rows_of.get(initiative.id, ()) if row.domain_said]
    if not placed or initiative.document is None:
        return None
    known, own = graph.plan_set.domains, initiative.domain or ""
    home = {own, known[own].row} if own in known else {own}
    plan = set(graph.documents[initiative.document].domains)
    beside = plan if own in plan else set()
    foreign = []
    for row in placed:
        around = home if own in domains[row.list, row.document] else home | beside
        if row.domain_said and _sure(row) and around.isdisjoint(row.domains):
            foreign.append(row.domain_said)
    return foreign
