"""What is attached to a decision that is final: drafts, and plans that do not say which version they are."""

from __future__ import annotations

from consistency.facts import _subjects
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "attachment",
        {
            "document": Type.TOKEN,
            "title": Type.TEXT,
            "problem": Type.TOKEN,
            "stands": Type.TEXT,
            "decided": Type.TEXT,
        },
        help="a plan or annex beside a final decision; `problem`: draft, or undated: no version or date",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    documents = graph.documents.values()
    decision = next((d for d in documents if d.kind == "decision" and d.standing == "final"), None)
    if decision is None:
        return
    plans = [document for document in documents if document.kind == "plan"]
    versioned, dated = any(d.version for d in plans), any(d.date for d in plans)
    for document in documents:
        if document.kind == "decision":
            continue
        unknown = (versioned and document.version is None) or (dated and document.date is None)
        undated = document.kind == "plan" and document.standing is None and unknown
        facts["attachment"].add(
            _subjects.document(graph, document.id),
            document=document.id,
            title=document.title,
            problem="draft" if document.standing == "draft" else "undated" if undated else None,
            stands="undated"
            if undated
            else ", ".join(said.text for said in (document.version, document.status) if said),
            decided=decision.title,
            said={
                "title": document.said,
                "stands": [said for said in (document.version, document.date, document.status) if said],
                "decided": decision.status or decision.version,
            },
        )
