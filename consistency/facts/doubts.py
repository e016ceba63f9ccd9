"""What was read and not, or not surely, understood; each name and each unreadable cell once a document."""

from __future__ import annotations

from collections import Counter

from consistency.facts import _subjects
from consistency.model.dates import Days
from consistency.model.entities import Doubt
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
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
    seen: Counter[tuple[str, str, str]] = Counter()
    for doubt in graph.doubts:
        words = slug(doubt.said.text).split("-")
        place = "-".join(words[:WORDS] if doubt.what == "unread-table" else words) or "blank"
        seen[doubt.document, doubt.what, place] += 1
        again = seen[doubt.document, doubt.what, place]
        if again == 1 or doubt.what not in ("name", "match"):
            _add(graph, facts, doubt, place if again == 1 else f"{place}-{again}")


def _add(graph: PlanGraph, facts: FactBase, doubt: Doubt, place: str) -> None:
    meant = graph.initiatives.get(doubt.meant) if doubt.meant else None
    subject = _subjects.initiative(graph, meant.id) if meant else _subjects.document(graph, doubt.document)
    facts["doubt"].add(
        subject,
        what=doubt.what,
        document=doubt.document,
        says=" ".join(doubt.said.text.split())[:LONGEST],
        place=place,
        meant=meant.name if meant else None,
        spelling=meant is not None and any(spelled_alike(doubt.said.text, n) for n in (meant.name, *meant.aliases)),
        said={"says": doubt.said},
        certain=True,
    )
