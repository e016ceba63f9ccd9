"""Initiatives with what their plan says of them, and where each ought to be listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.facts import _subjects
from consistency.facts._claims import municipalities_of, period_of
from consistency.facts._priorities import most_exact
from consistency.facts._wholes import whole_of
from consistency.model.dates import Days
from consistency.model.entities import Document, Entry, Initiative, ListKind
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.location import sort_key
from consistency.model.record import Said

KINDS = (
    FactKind(
        "initiative",
        {
            "id": Type.TOKEN,
            "name": Type.TEXT,
            "document": Type.TOKEN,
            "domain": Type.TOKEN,
            "part_of": Type.TOKEN,
            "priority": Type.TOKEN,
            "municipalities": Type.TOKENS,
            "period": Type.DAYS,
            "starts": Type.DAYS,
            "ends": Type.DAYS,
            "replaces": Type.TOKENS,
            "in_plan": Type.FLAG,
        },
        help="an initiative; `starts` and `ends` are the first and last year or day its plan names",
    ),
    FactKind(
        "presence",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "stated_in": Type.TOKEN,
            "expected_in": Type.TOKEN,
            "document": Type.TOKEN,
            "found": Type.FLAG,
            "place": Type.TEXT,
        },
        slot=("stated_in", "expected_in"),
        help="an initiative in one list (`stated_in`) that ought to be in another: plan, overview, scores, or what its "
        "own plan has of roadmap, matrix and actielijnen (less surely where a row there is no known initiative)",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    replaces: dict[str, list[str]] = {}
    for replacement in graph.replacements:
        if replacement.certain:
            replaces.setdefault(replacement.initiative, []).append(replacement.contract)
    for initiative in graph.initiatives.values():
        _add_initiative(graph, facts, initiative, tuple(sorted(replaces.get(initiative.id, ()))))
    homes = _homes(graph)
    for initiative, stated, expected, found, said in _presences(graph):
        facts["presence"].add(
            _subjects.initiative(graph, initiative.id),
            initiative=initiative.id,
            name=initiative.name,
            stated_in=stated,
            expected_in=expected,
            document=initiative.document,
            found=found,
            place=said.text,
            said={"place": said, "expected_in": homes.get(expected) if expected != "plan" else None},
        )
    for document in graph.documents.values():
        planned = [i for i in graph.initiatives.values() if i.document == document.id and i.part_of is None]
        for kind in (ListKind.ROADMAP, ListKind.MATRIX, ListKind.ACTIELIJNEN):
            if document.kind == "plan" and not (kind is ListKind.MATRIX and document.gives_examples):
                _add_own_list(graph, facts, kind, document, planned)


def _add_initiative(graph: PlanGraph, facts: FactBase, initiative: Initiative, replaces: tuple[str, ...]) -> None:
    priority, _ = most_exact(graph, initiative.id)
    period, period_said = period_of(graph, initiative.id)
    municipalities, municipalities_said = municipalities_of(graph, initiative.id)
    start, end = (period.start, period.end) if period else (None, None)
    facts["initiative"].add(
        _subjects.initiative(graph, initiative.id),
        id=initiative.id,
        name=initiative.name,
        document=initiative.document,
        domain=initiative.domain,
        part_of=initiative.part_of,
        priority=priority,
        municipalities=municipalities,
        period=Days(start.first, end.last) if start and end else None,
        starts=start,
        ends=end,
        replaces=replaces,
        in_plan=initiative.document is not None,
        said={
            "name": initiative.said,
            "priority": [c.said for c in graph.claims_on(initiative.id, "priority")],
            "municipalities": municipalities_said,
            "starts": period_said,
            "ends": period_said,
        },
    )


def _presences(graph: PlanGraph) -> Iterator[tuple[Initiative, str, str, bool, Said]]:
    """Plan against overview and overview against scored list, both ways, where the list claims to be complete.

    A part of another initiative need not be listed: its whole is. A part that is listed stands for its whole. What a
    plan has and the overview has not is missing from the overview, however it was scored. Autonomous development is
    beyond scoring, unless the list has some.
    """
    overview = _listed(graph, ListKind.OVERVIEW)
    scores = _listed(graph, ListKind.SCORES)
    planned = graph.planned_domains
    scores_all = any(entry.priority == "AO" for entry in graph.entries_of(ListKind.SCORES))
    for initiative in graph.initiatives.values():
        whole = whole_of(graph, initiative.id)
        in_overview = initiative.id in overview or whole in overview
        in_scores = initiative.id in scores or whole in scores
        is_planned = initiative.document is not None
        if overview and is_planned and whole == initiative.id and _covers(graph, ListKind.OVERVIEW, initiative):
            yield initiative, "plan", "overview", in_overview, initiative.said
        if initiative.id in overview and (is_planned or initiative.domain in planned):
            yield initiative, "overview", "plan", is_planned, overview[initiative.id]
        weighed = scores_all or most_exact(graph, initiative.id)[0] != "AO"
        if scores and weighed and initiative.id in overview and _covers(graph, ListKind.SCORES, initiative):
            parts = any(whole_of(graph, key) == initiative.id for key in scores)
            yield initiative, "overview", "scores", in_scores or parts, overview[initiative.id]
        if overview and not is_planned and initiative.id in scores and _covers(graph, ListKind.OVERVIEW, initiative):
            yield initiative, "scores", "overview", in_overview, scores[initiative.id]


def _add_own_list(
    graph: PlanGraph, facts: FactBase, kind: ListKind, document: Document, planned: Sequence[Initiative]
) -> None:
    """Each whole initiative of a plan against a list of the plan's own; a part stands for its whole."""
    rows = graph.entries_by_list.get((kind, document.id), ())
    listed = {match.id: entry.said for entry in reversed(rows) for match in entry.matches}
    wholes = {whole_of(graph, key) for key in listed}
    domains = {graph.initiatives[key].domain for key in listed}
    strangers = any(not _own(graph, entry, document) and not _past(graph, entry) for entry in rows)
    begins = min((entry.said for entry in rows), key=lambda said: sort_key(said.at), default=None)
    for initiative in planned if listed else ():
        facts["presence"].add(
            _subjects.initiative(graph, initiative.id),
            initiative=initiative.id,
            name=initiative.name,
            stated_in="plan",
            expected_in=kind.value,
            document=document.id,
            found=initiative.id in wholes,
            place=initiative.said.text,
            said={"place": initiative.said, "expected_in": begins},
            certain=initiative.id in wholes or (not strangers and initiative.domain in domains),
        )


def _own(graph: PlanGraph, entry: Entry, document: Document) -> bool:
    return any(graph.initiatives[match.id].document == document.id for match in entry.matches)


def _past(graph: PlanGraph, entry: Entry) -> bool:
    horizon = graph.plan_set.horizon
    return bool(horizon and entry.years and max(entry.years) < horizon[0])


def _homes(graph: PlanGraph) -> dict[str, Said]:
    """Per kind of list the document that has it, the first by name."""
    entries = sorted(graph.entries, key=lambda entry: entry.document, reverse=True)
    return {entry.list.value: graph.documents[entry.document].said for entry in entries}


def _listed(graph: PlanGraph, kind: ListKind) -> dict[str, Said]:
    return {m.id: e.said for e in reversed(graph.entries_of(kind)) for m in e.matches}


def _covers(graph: PlanGraph, kind: ListKind, initiative: Initiative) -> bool:
    """Whether a complete list speaks of the initiative's domain; a plan's own list does of its own domains only."""
    for name in graph.complete_lists[kind]:
        document = graph.documents[name]
        if document.kind != "plan" or initiative.domain in document.domains:
            return True
    return False
