"""What proposals say of the money of an initiative, found by municipality and kind."""

from __future__ import annotations

from consistency.model.entities import Funding
from consistency.model.graph import PlanGraph

ASKED = frozenset({"to_request", "deferred"})
"""What says that money is still to come."""


class Proposals:
    def __init__(self, graph: PlanGraph) -> None:
        self._graph = graph
        self._by_initiative: dict[str, list[Funding]] = {}
        for funding in graph.funding:
            self._by_initiative.setdefault(funding.initiative, []).append(funding)

    def of(self, initiative: str, municipality: str, kind: str) -> list[Funding]:
        """All that speaks of this money, where it is not said to be another's; what is said of a whole is of its parts.

        A row for all together is spoken of by what is said of any of them.
        """
        whole = self._graph.initiatives[initiative].part_of
        codes = self._graph.plan_set.municipalities
        return [
            claim
            for key in (initiative, whole)
            for claim in self._by_initiative.get(key or "", ())
            if (claim.municipality in (None, municipality) or municipality not in codes)
            and (claim.kind is None or claim.kind.value == kind)
        ]
