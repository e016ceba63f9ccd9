"""What was read and not, or not surely, understood; each name and each unreadable cell once a document."""

from __future__ import annotations

from collections import Counter

from consistency.facts import _subjects
from consistency.model.dates import Days
from consistency.model.entities import Doubt
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.location import sort_key
from consistency.model.names import slug, spelled_alike

KINDS = (
    FactKind(
        "doubt",
        {
            "what": Type.TOKEN,
            "document": Type.TOKEN,
            "says": Type.TEXT,
            "place": Type.TOKEN,
            "meant": Type.TEXT,
            "spelling": Type.FLAG,
        },
        slot=("document", "what", "place"),
        help="a name that resolves to nothing (name) or by likeness only (match); an amount or table not understood",
    ),
)

LONGEST = 80
"""Characters of an unread table that are shown."""
WORDS = 4
"""First words of an unread table that tell it from others."""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    """A name that several initiatives use is a doubt about each of them."""
    seen: Counter[tuple[str, str, str]] = Counter()
    users: dict[tuple[str, str, str], set[str]] = {}
    found: list[tuple[Doubt, str]] = []
    for doubt in sorted(graph.doubts, key=lambda doubt: sort_key(doubt.said.at)):
        words = slug(doubt.said.text).split("-")
        place = "-".join(words[:WORDS] if doubt.what == "unread-table" else words) or "blank"
        seen[doubt.document, doubt.what, place] += 1
        again = seen[doubt.document, doubt.what, place]
        if doubt.what == "name" and doubt.meant and doubt.meant in graph.initiatives:
            users.setdefault((doubt.document, doubt.what, place), set()).add(doubt.meant)
        if again == 1 or doubt.what not in ("name", "match"):
            found.append((doubt, place if again == 1 else f"{place}-{again}"))
    for doubt, place in found:
        _add(graph, facts, doubt, place, users.get((doubt.document, doubt.what, place), set()))


def _add(graph: PlanGraph, facts: FactBase, doubt: Doubt, place: str, users: set[str]) -> None:
    meant = graph.initiatives.get(doubt.meant) if doubt.meant else None
    keys = sorted(users) or ([meant.id] if meant else [])
    subjects = [_subjects.initiative(graph, key) for key in keys] or [_subjects.document(graph, doubt.document)]
    facts["doubt"].add(
        *subjects,
        what=doubt.what,
        document=doubt.document,
        says=" ".join(doubt.said.text.split())[:LONGEST],
        place=place,
        meant=meant.name if meant else None,
        spelling=meant is not None and any(spelled_alike(doubt.said.text, n) for n in (meant.name, *meant.aliases)),
        said={"says": doubt.said},
        certain=True,
    )
