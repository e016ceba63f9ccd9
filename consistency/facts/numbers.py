"""The numbers that one document gives to its initiatives: in headings, contents and lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from consistency.facts import _subjects
from consistency.model.dates import Days
from consistency.model.entities import Entry, Initiative, ListKind
from consistency.model.facts import FactBase, FactKind, Subject, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import normal, slug, split_number
from consistency.model.numbering import parts_of
from consistency.model.record import Said

KINDS = (
    FactKind(
        "initiative_number",
        {
            "document": Type.TOKEN,
            "list": Type.TOKEN,
            "name": Type.TEXT,
            "number": Type.TEXT,
            "other": Type.TEXT,
            "agrees": Type.FLAG,
        },
        slot=("document", "list"),
        help="the number of an initiative in its plan, and another in that document's headings, contents or a list "
        "that follows the plan's numbers",
    ),
    FactKind(
        "list_number",
        {"document": Type.TOKEN, "list": Type.TOKEN, "name": Type.TEXT, "number": Type.TEXT, "twin": Type.TEXT},
        slot=("document", "list", "number"),
        help="a numbered row of a list; `twin` an earlier one of the same series with that number",
    ),
)

FOLLOWERS = 2
"""So many rows, and more than half, must have the plan's numbers for a list to follow them."""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    wrong: set[str] = set()
    for initiative in graph.initiatives.values():
        titled = list(_titled(graph, initiative))
        if initiative.number_said and titled:
            numbers = {parts_of(said.text) for said in titled}
            agrees = parts_of(initiative.number_said.text) in numbers
            wrong |= set() if agrees else {initiative.id}
            _add(graph, facts, initiative, None, titled[0], agrees)
    for (kind, _), entries in _lists(graph).items():
        _add_list(graph, facts, kind, entries, wrong)
        _add_twins(graph, facts, kind, entries)


def _titled(graph: PlanGraph, initiative: Initiative) -> Iterator[Said]:
    """The numbers of the headings and lines of contents with the initiative's name, in its own plan."""
    name = normal(initiative.name)
    for outline in graph.outlines:
        if outline.document == initiative.document:
            numbered = [(one.number, one.title) for one in outline.sections]
            numbered += [(one.number, one.title) for one in outline.contents]
            for number, title in numbered:
                if number and parts_of(number.text) and normal(title.text) == name:
                    yield number


def _lists(graph: PlanGraph) -> dict[tuple[ListKind, str], list[Entry]]:
    found: dict[tuple[ListKind, str], list[Entry]] = defaultdict(list)
    for entry in graph.entries:
        if entry.number and parts_of(entry.number.text):
            found[entry.list, entry.document].append(entry)
    return found


def _add_list(graph: PlanGraph, facts: FactBase, kind: ListKind, entries: list[Entry], wrong: set[str]) -> None:
    """A row with another number than its initiative, in a list whose other rows have the numbers of theirs.

    `wrong` are the initiatives whose number in the plan its own headings contradict.
    """
    compared: list[tuple[Entry, Initiative, Said, bool]] = []
    for entry in entries:
        initiative = graph.initiatives[entry.matches[0].id] if len(entry.matches) == 1 else None
        if initiative and entry.number and initiative.document == entry.document and initiative.number_said:
            mine, plan = parts_of(entry.number.text), parts_of(initiative.number_said.text)
            compared.append((entry, initiative, entry.number, plan[-len(mine) :] == mine))
    following = sum(follows for *_, follows in compared)
    if following >= FOLLOWERS and 2 * following > len(compared):
        for entry, initiative, number, follows in compared:
            if initiative.id not in wrong:
                _add(graph, facts, initiative, kind, number, follows, sure=entry.matches[0].certain)


def _add(
    graph: PlanGraph,
    facts: FactBase,
    initiative: Initiative,
    kind: ListKind | None,
    other: Said,
    agrees: bool,
    sure: bool = True,
) -> None:
    assert initiative.number_said is not None
    facts["initiative_number"].add(
        _subjects.initiative(graph, initiative.id),
        document=initiative.document,
        list=kind.value if kind else None,
        name=initiative.name,
        number=initiative.number_said.text,
        other=other.text,
        agrees=agrees,
        said={"number": initiative.number_said, "other": other},
        certain=sure,
    )


def _add_twins(graph: PlanGraph, facts: FactBase, kind: ListKind, entries: list[Entry]) -> None:
    """A series begins with each 1, and under each domain and heading."""
    first: dict[object, Entry] = {}
    series = 0
    place: tuple[str | None, ...] = ()
    for entry in entries:
        assert entry.number is not None
        here = tuple(said.text if said else None for said in (entry.domain_said, entry.heading_said))
        parts = parts_of(entry.number.text)
        if here != place or set(parts) == {1}:
            series, place = series + 1, here
        twin = first.setdefault((series, parts), entry)
        same = twin is entry or normal(split_number(twin.name)[1]) == normal(split_number(entry.name)[1])
        facts["list_number"].add(
            _subject(graph, entry),
            document=entry.document,
            list=kind.value,
            name=entry.name or "—",
            number=entry.number.text,
            twin=None if same else twin.name,
            said={"number": entry.number, "twin": None if same else twin.number},
        )


def _subject(graph: PlanGraph, entry: Entry) -> Subject:
    if entry.matches:
        return _subjects.initiative(graph, entry.matches[0].id)
    return Subject("entry", slug(entry.name) or f"{entry.document}-unnamed", entry.name or "—")
