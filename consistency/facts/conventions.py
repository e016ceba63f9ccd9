"""Documents and their convention for `.` and `,` in amounts."""

from __future__ import annotations

from consistency.facts import _subjects
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "convention",
        {"document": Type.TOKEN, "mixed": Type.FLAG, "usual": Type.TEXT, "other": Type.TEXT, "others": Type.INTEGER},
        slot=("document",),
        help="how a document writes amounts; `mixed` if some can only be read with the other meaning of `.` and `,`",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for document in graph.documents.values():
        usual, *others = document.amounts_written or (None,)
        facts["convention"].add(
            _subjects.document(graph, document.id),
            document=document.id,
            mixed=bool(others),
            usual=usual.text if usual else None,
            other=others[0].text if others and others[0] else None,
            others=len(others),
            said={"usual": usual, "other": [said for said in others if said]},
        )
