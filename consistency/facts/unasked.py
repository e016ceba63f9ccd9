"""Costs that coverage leaves open and of which nothing says where the money comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consistency.facts import _subjects
from consistency.facts._needs import Need, needs
from consistency.facts._priorities import Membership, membership
from consistency.facts._sums import total
from consistency.model.amount import Amount, Outcome
from consistency.model.dates import Days
from consistency.model.entities import Side, SummaryCell
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "open_cost",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "document": Type.TOKEN,
            "whose": Type.TEXT,
            "kind": Type.TOKEN,
            "years": Type.TEXT,
            "amount": Type.AMOUNT,
            "answered": Type.FLAG,
        },
        slot=("document", "kind"),
        help="stated costs beyond coverage; `answered`: something says where the money is asked for, or that it waits",
    ),
)

AT_LEAST = 3
"""Where so many initiatives of a document have open costs and none has a proposal, the document is to have none.

The same holds of a document that has not even a table of coverage: the money is dealt with elsewhere.
"""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    requests = _Requests(graph)
    by_document: dict[str, list[Need]] = {}
    for need in needs(graph):
        by_document.setdefault(need.document, []).append(need)
    speaking = {graph.initiatives[c.initiative].document for c in graph.funding if c.status != "deferred"}
    with_tables = {cell.document for cell in graph.cells if cell.side is Side.COVERAGE}
    for document, found in by_document.items():
        many = len({need.initiative for need in found}) >= AT_LEAST
        if document not in speaking and (many or document not in with_tables):
            continue
        groups: dict[tuple[str, str, bool], list[Need]] = {}
        for need in found:
            asked = any(claim.status == "to_request" for claim in need.claims)
            answered = asked or not need.unsettled or requests.ask_for(need)
            groups.setdefault((need.initiative, need.kind, answered), []).append(need)
        for (_, _, answered), group in groups.items():
            _add(graph, facts, group, answered)


def _add(graph: PlanGraph, facts: FactBase, group: Sequence[Need], answered: bool) -> None:
    initiative = graph.initiatives[group[0].initiative]
    known = graph.plan_set.municipalities
    open_years = [need.unsettled or list(need.years) for need in group]
    facts["open_cost"].add(
        _subjects.initiative(graph, initiative.id),
        initiative=initiative.id,
        name=initiative.name,
        document=group[0].document,
        whose=", ".join(known[n.municipality].name if n.municipality in known else n.municipality for n in group),
        kind=group[0].kind,
        years=", ".join(str(year) for year in sorted({year for years in open_years for year in years})),
        amount=total(need.amount(years) for need, years in zip(group, open_years, strict=True)),
        answered=answered,
        said={"amount": [claim for need in group for claim in need.said()]},
        certain=False if "unread proposal" in initiative.fields else None,
    )


class _Requests:
    """Amounts to be asked for in tables: of an initiative itself, or in a summary under which it falls."""

    def __init__(self, graph: PlanGraph) -> None:
        self._graph = graph
        self._own = {
            (c.initiative, c.municipality, c.kind.value)
            for c in graph.cells
            if c.side is Side.REQUEST and c.role == "row" and _asks(c.amount)
        }
        self._summaries: dict[tuple[str | None, str, int], list[SummaryCell]] = {}
        for cell in graph.summaries:
            if cell.side is Side.REQUEST and not cell.total and _asks(cell.amount):
                place = (cell.municipality, cell.kind.value, cell.year)
                self._summaries.setdefault(place, []).append(cell)

    def ask_for(self, need: Need) -> bool:
        if (need.initiative, need.municipality, need.kind) in self._own:
            return True
        places = ((whose, need.kind, year) for year in need.unsettled for whose in (need.municipality, None))
        return any(self._falls_under(need.initiative, self._summaries.get(place, ())) for place in places)

    def _falls_under(self, key: str, cells: Iterable[SummaryCell]) -> bool:
        return any(
            membership(self._graph, key, set(cell.members)) is not Membership.NO
            if cell.by == "priority"
            else (key if cell.by == "initiative" else self._graph.initiatives[key].domain) in cell.members
            for cell in cells
        )


def _asks(amount: Amount) -> bool:
    """More than zero, or PM."""
    return amount.written.low > 0 or (amount.meant.high is None and amount.outcome is not Outcome.BLANK)
