"""Who is on which list, under which name, once; and scores that their model can give, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import product

from consistency.model.dates import Days
from consistency.model.entities import Entry, ListKind
from consistency.model.graph import PlanGraph
from consistency.model.names import slug
from consistency.mutation.base import Places
from consistency.mutation.witnesses._witness import Witness, witness


def witnesses(places: Places, as_of: Days | None) -> Iterator[Witness]:
    graph = places.graph
    yield from _names(graph)
    yield from _presence(graph)
    yield from _scores(graph)


def _names(graph: PlanGraph) -> Iterator[Witness]:
    """A row names one initiative, and no other row of the list does."""
    times = Counter((e.list, e.document, m.id) for e in graph.entries for m in e.matches)
    for entry in graph.entries:
        place = (entry.list, entry.document)
        ids = [match.id for match in entry.matches]
        unknown = not ids or any(graph.initiatives[key].document is None for key in ids)
        yield witness(
            "row names",
            *place,
            slug(entry.name),
            fault=unknown or None,
            said=[entry.said],
            ids=ids or [slug(entry.name)],
        )
        for key in ids:
            fault = times[(*place, key)] if times[(*place, key)] > 1 else None
            yield witness("row once", *place, key, fault=fault, said=[entry.said], ids=[key])


def _presence(graph: PlanGraph) -> Iterator[Witness]:
    """What a plan has is on every list that there is: of the whole set, or of the plan's own document."""
    listed = {(e.list, e.document, m.id) for e in graph.entries for m in e.matches}
    lists = {(entry.list, entry.document) for entry in graph.entries}
    for initiative in graph.initiatives.values():
        if initiative.document is None or initiative.part_of:
            continue
        for kind, document in sorted(lists):
            home = graph.documents[document]
            own = home.kind == "plan"
            if own and document != initiative.document:
                continue
            if (
                kind is ListKind.SCORES
                and (ListKind.OVERVIEW, document, initiative.id) not in listed
                and lists & {(ListKind.OVERVIEW, document)}
            ):
                continue
            missing = (kind, document, initiative.id) not in listed
            yield witness(
                "on list", kind, document, initiative.id, fault=missing or None, said=[initiative.said],
                ids=[initiative.id],
            )  # fmt: skip


def _scores(graph: PlanGraph) -> Iterator[Witness]:
    scored = [e for e in graph.entries_of(ListKind.SCORES) if e.score is not None]
    for entry in scored:
        fault = entry.model == "nijmegen" and entry.score is not None and not _attainable(entry.score)
        said = [entry.said, entry.score_said]
        yield witness("score", entry.document, slug(entry.name), fault=fault or None, said=said)
    for whole, parts in graph.plan_set.priorities.items():
        ranked = [e for e in scored if e.priority in parts[1:] and not e.exempt]
        for high, low in product(ranked, ranked):
            if high.document == low.document and _rank(high, parts) < _rank(low, parts):
                wrong = (high.score or 0) < (low.score or 0)
                said = [high.score_said, low.score_said, high.priority_said, low.priority_said]
                key = (whole, high.document, slug(high.name), slug(low.name))
                yield witness("order of scores", *key, fault=wrong or None, said=said)


def _rank(entry: Entry, parts: tuple[str, ...]) -> int:
    return parts.index(entry.priority or "")


def _attainable(score: Decimal) -> bool:
    step = Decimal(1).scaleb(int(score.as_tuple().exponent))
    merits = {sum(points) for points in product((1, 3, 5), repeat=3)}
    values = [Decimal(merit) / divisor for merit in merits for divisor in (Decimal("1.5"), Decimal(2), Decimal(3))]
    return any(value.quantize(step, way) == score for value in values for way in (ROUND_HALF_UP, ROUND_FLOOR))
