"""Entries of roadmaps, overviews and scored lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import product

from consistency.facts import _subjects
from consistency.model.dates import Days
from consistency.model.entities import Entry, ListKind
from consistency.model.facts import FactBase, FactKind, Subject, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import slug

KINDS = (
    FactKind(
        "entry",
        {
            "list": Type.TOKEN,
            "document": Type.TOKEN,
            "name": Type.TEXT,
            "resolved": Type.FLAG,
            "one_name": Type.FLAG,
            "row": Type.INTEGER,
            "past": Type.FLAG,
        },
        slot=("document",),
        help="a row of a list; `resolved` if it is an initiative, `one_name` if it has one (`row` numbers the others), "
        "`past` if its years all lie before the horizon",
    ),
    FactKind(
        "score",
        {
            "document": Type.TOKEN,
            "name": Type.TEXT,
            "initiative": Type.TOKEN,
            "priority": Type.TOKEN,
            "split": Type.TOKEN,
            "rank": Type.INTEGER,
            "score": Type.NUMBER,
            "attainable": Type.FLAG,
            "model": Type.TOKEN,
            "exempt": Type.FLAG,
            "against": Type.TEXT,
            "against_priority": Type.TOKEN,
            "against_score": Type.NUMBER,
        },
        slot=("document",),
        help="a scored entry; `split` is the priority that the score divides, `rank` 0 the highest of its parts, "
        "`against` the entry that shows it to be out of order",
    ),
)

MODELS = {
    "nijmegen": ((Decimal(1), Decimal(3), Decimal(5)), (Decimal("1.5"), Decimal(2), Decimal(3))),
}
"""Per model the points of each of three merits, and the divisors for what it yields: score = (V + B + E) / O."""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    horizon = graph.plan_set.horizon
    out_of_order = _out_of_order(graph)
    unnamed: Counter[tuple[str, str]] = Counter()
    for number, entry in enumerate(graph.entries):
        place = (entry.list.value, entry.document)
        unnamed[place] += not entry.name.strip()
        subjects = _subjects_of(graph, entry)
        facts["entry"].add(
            *subjects,
            list=entry.list.value,
            document=entry.document,
            name=entry.name,
            resolved=bool(entry.matches),
            row=unnamed[place] if not entry.name.strip() else None,
            one_name=bool(entry.name.strip()) and len(entry.matches) <= 1,
            past=bool(horizon and entry.years and max(entry.years) < horizon[0]),
            said={"name": entry.said},
        )
        if entry.list is ListKind.SCORES and entry.score is not None:
            _add_score(graph, facts, entry, subjects, out_of_order.get(number, []))


def _subjects_of(graph: PlanGraph, entry: Entry) -> tuple[Subject, ...]:
    """The initiative an entry is; the entry itself where it is none. Names run together have the first for subject."""
    if entry.matches:
        return (_subjects.initiative(graph, entry.matches[0].id),)
    return (Subject("entry", slug(entry.name) or f"{entry.document}-unnamed", entry.name or "—"),)


def _out_of_order(graph: PlanGraph) -> dict[int, list[Entry]]:
    """By number the entries that explain all wrong orders with the fewest, each with those that show it.

    A wrong order is a pair of which the one ranked above has the lower score. The entry that stands in most of them is
    out of order, and then the one that stands in most of the rest; of two alike, the one ranked above. It is shown
    first by the one whose score lies furthest from its own. Of equals the first by name, whatever the order of rows.
    """
    ranked = [
        (number, entry, split, rank)
        for number, entry in enumerate(graph.entries)
        if entry.list is ListKind.SCORES and entry.score is not None and not entry.exempt
        for split, rank in (_split(graph, entry.priority),)
        if split is not None and rank is not None
    ]
    wrong = {
        (a, b)
        for a, above, split, high in ranked
        for b, below, other, low in ranked
        if split == other
        and above.document == below.document
        and high < low
        and (above.score or 0) < (below.score or 0)
    }
    found: dict[int, list[Entry]] = {}
    while wrong:
        times = Counter(number for pair in wrong for number in pair)
        above = {a for a, _ in wrong}
        worst = min(times, key=lambda n: (-times[n], n not in above, graph.entries[n].name, n))
        others = [b if a == worst else a for a, b in wrong if worst in (a, b)]
        furthest = sorted(others, key=lambda n: (-_apart(graph, worst, n), graph.entries[n].name, n))
        found[worst] = [graph.entries[n] for n in furthest]
        wrong = {pair for pair in wrong if worst not in pair}
    return found


def _apart(graph: PlanGraph, one: int, other: int) -> Decimal:
    return abs((graph.entries[one].score or Decimal(0)) - (graph.entries[other].score or Decimal(0)))


def _add_score(
    graph: PlanGraph, facts: FactBase, entry: Entry, subjects: tuple[Subject, ...], beside: Sequence[Entry]
) -> None:
    assert entry.score is not None
    split, rank = _split(graph, entry.priority)
    against = beside[0] if beside else None
    said = replace(entry.score_said, text=f"{entry.name}: {entry.score_said.text}") if entry.score_said else None
    facts["score"].add(
        *subjects,
        document=entry.document,
        name=entry.name or "—",
        initiative=entry.matches[0].id if entry.matches else None,
        priority=entry.priority,
        split=split,
        rank=rank,
        score=entry.score,
        attainable=attainable(entry.score, entry.model) if entry.model else None,
        model=entry.model,
        exempt=entry.exempt,
        against=against.name if against else None,
        against_priority=against.priority if against else None,
        against_score=against.score if against else None,
        said={
            "score": said,
            "priority": entry.priority_said,
            "against_score": [other.score_said for other in beside if other.score_said],
        },
        certain=None if len(entry.matches) <= 1 else False,
    )


def _split(graph: PlanGraph, priority: str | None) -> tuple[str | None, int | None]:
    for whole, parts in graph.plan_set.priorities.items():
        if priority in parts[1:]:
            return whole, parts.index(priority) - 1
    return None, None


def attainable(score: Decimal, model: str) -> bool | None:
    """Whether some factors of the model give the score, rounded or cut off to its decimals; None: unknown model."""
    if model not in MODELS:
        return None
    points, divisors = MODELS[model]
    step = Decimal(1).scaleb(int(score.as_tuple().exponent))
    values = [sum(merits, Decimal(0)) / divisor for merits in product(points, repeat=3) for divisor in divisors]
    return any(value.quantize(step, rounding) == score for value in values for rounding in (ROUND_HALF_UP, ROUND_FLOOR))
