"""Applications that initiatives of different plans change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from consistency.facts import _subjects
from consistency.facts._wholes import whole_of
from consistency.model.dates import Days
from consistency.model.entities import Use
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "shared_application",
        {"application": Type.TOKEN, "name": Type.TEXT, "initiatives": Type.TEXT, "related": Type.FLAG},
        slot=("application",),
        help="an application that initiatives of different plans and domains change; `related` if each two of these "
        "state a relation; the subjects are those that do not",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    related = {
        frozenset((whole_of(graph, r.source), whole_of(graph, r.target.id))) for r in graph.relations if r.target
    }
    changing: dict[str, dict[str, Use]] = {}
    for use in graph.uses:
        changing.setdefault(use.application, {}).setdefault(use.initiative, use)
    for application, users in sorted(changing.items()):
        pairs = [pair for pair in combinations(users.values(), 2) if _across(graph, *pair)]
        silent = [p for p in pairs if frozenset(whole_of(graph, use.initiative) for use in p) not in related]
        if pairs:
            _add(graph, facts, application, silent or pairs, related=not silent)


def _across(graph: PlanGraph, a: Use, b: Use) -> bool:
    one, other = graph.initiatives[a.initiative], graph.initiatives[b.initiative]
    return one.domain != other.domain and one.document != other.document


def _add(
    graph: PlanGraph, facts: FactBase, application: str, pairs: Sequence[tuple[Use, Use]], *, related: bool
) -> None:
    found = {use.initiative: use for pair in pairs for use in pair}
    subjects = [_subjects.initiative(graph, key) for key in sorted(found)]
    facts["shared_application"].add(
        *subjects,
        application=application,
        name=found[min(found)].name,
        initiatives=", ".join(subject.name for subject in subjects),
        related=related,
        said={"application": [found[key].said for key in sorted(found)]},
    )
