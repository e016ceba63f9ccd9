"""What is said of the end of a contract: by its calendars, and where what replaces it is described."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.model.dates import Days, contract_end
from consistency.model.entities import Claim
from consistency.model.graph import PlanGraph


def agree(a: Claim, b: Claim) -> bool:
    if not isinstance(a.value, Days) or not isinstance(b.value, Days):
        return True
    return contract_end(a.value).meets(contract_end(b.value))


def of_contract(graph: PlanGraph, contract: str) -> list[Claim]:
    """A statement about an initiative that replaces several contracts speaks of those whose end it confirms.

    Where it confirms none it speaks of all of them.
    """
    claims = list(graph.claims_on(contract, "contract_end"))
    for replacement in graph.replacements:
        if replacement.contract == contract:
            claims += [
                statement._replace(certain=statement.certain and replacement.certain)
                for statement in graph.claims_on(replacement.initiative, "contract_end")
                if not _confirms_another(graph, statement, contract)
            ]
    return claims


def of_others(graph: PlanGraph) -> Iterator[tuple[str, list[Claim]]]:
    """The initiatives that name a contract's end and replace none of a calendar, with what they say."""
    replacing = {replacement.initiative for replacement in graph.replacements}
    for key in graph.initiatives:
        if key not in replacing and (claims := graph.claims_on(key, "contract_end")):
            yield key, list(claims)


def _confirms_another(graph: PlanGraph, statement: Claim, contract: str) -> bool:
    others = {r.contract for r in graph.replacements if r.initiative == statement.subject and r.contract != contract}
    return any(
        agree(statement, claim) for other in sorted(others) for claim in graph.claims_on(other, "contract_end")
    ) and not any(agree(statement, claim) for claim in graph.claims_on(contract, "contract_end"))
