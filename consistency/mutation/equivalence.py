"""Whether a mutant contradicts anything at all: asked where no expected rule found it, and without the rules.

A mutant counts as equivalent only for a reason that can be told; what is not understood here is a miss of the rules.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from consistency.model.amount import Amount, Outcome
from consistency.model.dates import Days, Period
from consistency.model.graph import PlanGraph
from consistency.model.location import Location
from consistency.mutation.base import Places
from consistency.mutation.edits import Mutation
from consistency.mutation.witnesses import all_witnesses


class Reason(StrEnum):
    """SAME_MEANING: it reads as before. SAID_ONCE: nothing else speaks of it. STILL_HOLDS: all that does is met."""

    SAME_MEANING = "same-meaning"
    SAID_ONCE = "said-once"
    STILL_HOLDS = "still-holds"


def equivalent(mutation: Mutation, before: Places, after: Places, as_of: Days | None) -> Reason | None:
    """The reason why nothing can find it; None where something in the set contradicts it, or we cannot tell."""
    if _meaning(before.graph) == _meaning(after.graph) and _all_read(mutation, before):
        return Reason.SAME_MEANING
    old = {found.key: found for found in all_witnesses(before, as_of)}
    new = {found.key: found for found in all_witnesses(after, as_of)}
    for key, found in new.items():
        if found.fault is not None and (key not in old or old[key].fault != found.fault):
            return None
    places = _places(mutation, before)
    if any(not found.places.isdisjoint(places) for found in (*old.values(), *new.values())):
        return Reason.STILL_HOLDS
    return Reason.SAID_ONCE if _all_read(mutation, before) else None


def _all_read(mutation: Mutation, places: Places) -> bool:
    """Whether the graph knows what was touched, so that an equal graph means that nothing changed."""
    known = places.ids.keys() | places.cells.keys() | places.summaries.keys()
    return any(place in known for place in _places(mutation, places))


def _places(mutation: Mutation, places: Places) -> frozenset[Location]:
    """What was touched. The years of a roadmap have no place of their own in the graph; the name of their row has."""
    if not any(edit.path[-1] == "years" for edit in mutation.edits):
        return mutation.places
    return mutation.places.union(owner.at for owner in mutation.owners(places.record))


def _meaning(graph: PlanGraph) -> list[Any]:
    """All that a graph says, without the words it was said in."""
    return [
        [(c.subject, c.attribute, _value(c.value), c.document) for c in graph.claims],
        [
            (e.list, e.document, e.matches, e.priority, e.municipalities, e.score, e.years, e.exempt)
            for e in graph.entries
        ],
        [(r.type, r.source, r.target, r.document, r.column) for r in graph.relations],
        [(r.initiative, r.contract) for r in graph.replacements],
        [
            (c.initiative, c.table, c.role, c.municipality, c.year, c.mark, c.takes_part, _value(c.amount), c.copy)
            for c in graph.cells
        ],
        [(s.document, s.table, s.row, s.side, s.year, _value(s.amount)) for s in graph.summaries],
        [
            (c.id, c.ends, c.serves, c.value and _value(c.value), c.procedure, c.decided, c.exempt)
            for c in graph.contracts.values()
        ],
        [(f.initiative, f.municipality, f.kind, f.status, f.from_year) for f in graph.funding],
        [(i.id, i.document, i.domain, i.part_of) for i in graph.initiatives.values()],
        sorted(edge for edge in graph.edges if edge[2] == "under"),
        [(d.what, d.document) for d in graph.doubts],
    ]


_ALIKE = {Outcome.UNKNOWN: Outcome.PM, Outcome.NIL: Outcome.VALUE}


def _value(value: Any) -> Any:
    if isinstance(value, Amount):
        return value.written, value.meant, _ALIKE.get(value.outcome, value.outcome)
    if isinstance(value, Period):
        return value.start, value.end, value.open_end, value.continuous
    return value
