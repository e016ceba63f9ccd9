"""What makes an initiative unavoidable: the grounds that documents name for autonomous development."""

from __future__ import annotations

from consistency.facts import _subjects
from consistency.facts._priorities import most_exact
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "ground",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "priority": Type.TOKEN,
            "grounds": Type.TOKENS,
            "stated": Type.FLAG,
            "says": Type.TEXT,
        },
        help="the grounds named for an initiative (a contract that ends is one), where the set uses grounds; `stated` "
        "if one of them is a ground of the set",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    if not graph.plan_set.uses_grounds:
        return
    for initiative in graph.initiatives.values():
        priority, sure = most_exact(graph, initiative.id)
        if initiative.document is None or priority is None:
            continue
        whole = [initiative.part_of] if initiative.part_of else []
        found = {ground for key in (initiative.id, *whole) for ground in _grounds(graph, key)}
        known = set(graph.plan_set.ao_grounds)
        facts["ground"].add(
            _subjects.initiative(graph, initiative.id),
            initiative=initiative.id,
            name=initiative.name,
            priority=priority,
            grounds=tuple(sorted(found)),
            stated=bool(found & known if known else found),
            says=", ".join(sorted(found)) or None,
            said={
                "priority": [claim.said for claim in graph.claims_on(initiative.id, "priority")],
                "says": [claim.said for claim in graph.claims_on(initiative.id, "ao_ground")],
            },
            certain=sure,
        )


def _grounds(graph: PlanGraph, initiative: str) -> set[str]:
    """Those stated; and the contract, where one that ends is said of the initiative or replaced by it."""
    found: set[str] = set()
    for claim in graph.claims_on(initiative, "ao_ground"):
        if isinstance(claim.value, tuple) and not isinstance(claim.value, Days):
            found.update(claim.value)
    replaced = any(r.initiative == initiative for r in graph.replacements)
    if replaced or graph.claims_on(initiative, "contract_end"):
        found.add("contract")
    return found
