"""Rows of scored lists: which must have a score, and whether the score follows from the factors beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from consistency.facts import _subjects
from consistency.facts._priorities import agree, claimed
from consistency.model.dates import Days
from consistency.model.entities import Entry, ListKind
from consistency.model.facts import FactBase, FactKind, Subject, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import slug
from consistency.model.record import Said

KINDS = (
    FactKind(
        "scored_row",
        {
            "document": Type.TOKEN,
            "name": Type.TEXT,
            "row": Type.INTEGER,
            "priority": Type.TOKEN,
            "scored": Type.FLAG,
            "expected": Type.FLAG,
            "score": Type.NUMBER,
            "working": Type.TEXT,
            "computed": Type.NUMBER,
            "follows": Type.FLAG,
        },
        slot=("document", "row"),
        help="a row of a scored list; `expected` if the list scores entries like it, `working` the formula with its "
        "factors, `follows` if the score is what that gives, rounded either way",
    ),
)

MERITS, DIVISOR = ("V", "B", "E"), "O"
"""Nijmegen: score = (V + B + E) / O."""
_NOTHING = frozenset({"", "-", "–", "—"})


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    by_document: dict[str, list[Entry]] = defaultdict(list)
    for entry in graph.entries_of(ListKind.SCORES):
        by_document[entry.document].append(entry)
    for entries in by_document.values():
        seen: Counter[str] = Counter()
        for entry in entries:
            subject = _subject(graph, entry)
            seen[subject.id] += 1
            _add(graph, facts, entry, subject, seen[subject.id], _expected(graph, entry, entries))


def _subject(graph: PlanGraph, entry: Entry) -> Subject:
    if entry.matches:
        return _subjects.initiative(graph, entry.matches[0].id)
    return Subject("entry", slug(entry.name) or f"{entry.document}-unnamed", entry.name or "—")


def _add(graph: PlanGraph, facts: FactBase, entry: Entry, subject: Subject, row: int, expected: bool | None) -> None:
    working, value = _worked_out(entry)
    facts["scored_row"].add(
        subject,
        document=entry.document,
        name=entry.name or "—",
        row=row if row > 1 else None,
        priority=entry.priority,
        scored=_has_score(entry),
        expected=expected,
        score=entry.score,
        working=working,
        computed=_shown(value, entry.score) if value is not None and entry.score is not None else None,
        follows=_rounds_to(value, entry.score) if value is not None and entry.score is not None else None,
        said={
            "name": entry.said,
            "priority": entry.priority_said,
            "score": entry.score_said,
            "working": _factors_said(entry),
        },
        certain=len(entry.matches) <= 1 and not entry.exempt if expected and not _has_score(entry) else None,
    )


def _has_score(entry: Entry) -> bool:
    """Whether anything is said in the score's place; a dash is nothing, `n.v.t.` is something."""
    return entry.score_said is not None and entry.score_said.text.strip() not in _NOTHING


def _expected(graph: PlanGraph, entry: Entry, entries: Sequence[Entry]) -> bool | None:
    """Whether the list scores most entries of this one's priority; or all others, where it is alone in its priority.

    Autonomous development is beyond scoring, unless the list scores it. None where nothing says so, or where documents
    disagree on the priority: that is another fault.
    """
    contains = graph.plan_set.priorities
    stated = claimed(graph, entry.matches[0].id) if entry.matches else ()
    if entry.priority is None or any(not agree(entry.priority, other, contains) for other in stated):
        return None
    others = [other for other in entries if other is not entry and other.priority is not None]
    alike = [other for other in others if agree(entry.priority, other.priority or "", contains)]
    if alike or entry.priority == "AO":
        return 2 * sum(map(_has_score, alike)) >= max(1, len(alike)) or None
    weighed = [other for other in others if other.priority != "AO"]
    return (bool(weighed) and all(map(_has_score, weighed))) or None


def _worked_out(entry: Entry) -> tuple[str | None, Decimal | None]:
    """The formula with the factors as printed, and its value where all four are numbers."""
    if not entry.factors or entry.model not in (None, "nijmegen"):
        return None, None
    texts = {name: entry.factors[name].text if name in entry.factors else "?" for name in (*MERITS, DIVISOR)}
    values = {name: _number(text) for name, text in texts.items()}
    working = f"({' + '.join(texts[name] for name in MERITS)}) / {texts[DIVISOR]}"
    divisor = values[DIVISOR]
    merits = [value for name in MERITS if (value := values[name]) is not None]
    return working, sum(merits, Decimal(0)) / divisor if divisor and len(merits) == len(MERITS) else None


def _factors_said(entry: Entry) -> Iterable[Said]:
    return [entry.factors[name] for name in (*MERITS, DIVISOR) if name in entry.factors]


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _step(score: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(score.as_tuple().exponent))


def _rounds_to(value: Decimal, score: Decimal) -> bool:
    """Whether the score is the value, rounded up or down to the decimals that it has."""
    return abs(value - score) < _step(score)


def _shown(value: Decimal, score: Decimal) -> Decimal:
    """The value with at most two decimals, or as many as the score has."""
    short = value.quantize(min(_step(score), Decimal("0.01"))).normalize()
    return short if short.as_tuple().exponent in range(-20, 1) else short.quantize(Decimal(1))
