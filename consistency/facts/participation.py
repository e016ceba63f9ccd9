"""Municipalities: who takes part in an initiative and says nothing of its costs, and who is in no summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consistency.facts import _subjects
from consistency.facts._claims import municipalities_of
from consistency.facts.cells import labelled, largest_first
from consistency.model.amount import Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Side, SummaryCell
from consistency.model.facts import FactBase, FactKind, Subject, Type
from consistency.model.graph import PlanGraph
from consistency.model.location import sort_key
from consistency.model.record import Said

KINDS = (
    FactKind(
        "participant",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "document": Type.TOKEN,
            "municipality": Type.TOKEN,
            "whose": Type.TEXT,
            "kind": Type.TOKEN,
            "silent": Type.FLAG,
            "others": Type.TEXT,
        },
        slot=("municipality", "kind"),
        help="who takes part in an initiative in which others have costs of a kind; `silent`: without amount, PM or "
        "n.v.t., where all others have amounts of the kind, or in all tables where some have (and no total shows it)",
    ),
    FactKind(
        "scope",
        {"municipality": Type.TOKEN, "name": Type.TEXT, "summed": Type.FLAG, "initiatives": Type.INTEGER},
        help="a municipality with amounts in plans, where the set has summary tables; `summed` if one is about it",
    ),
)

EXAMPLES = 3
"""Cells that are cited for a municipality without a summary."""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    rows = _rows(graph)
    everywhere = [cell for cells in rows.values() for cell in cells]
    lacking = _lacking(graph, everywhere)
    for initiative, cells in rows.items():
        _add_participants(graph, facts, initiative, cells, lacking.get(initiative, set()))
    if graph.summaries:
        _add_scopes(graph, facts, everywhere)


def _rows(graph: PlanGraph) -> dict[str, list[AmountCell]]:
    """The cells of municipalities by initiative."""
    found: dict[str, list[AmountCell]] = {}
    for cell in graph.cells:
        if cell.role == "row" and not cell.copy and cell.municipality in graph.plan_set.municipalities:
            found.setdefault(cell.initiative, []).append(cell)
    return found


def _lacking(graph: PlanGraph, rows: Iterable[AmountCell]) -> dict[str, set[str]]:
    """By initiative the kinds of cost of which a total states more than its rows: what fell out shows there."""
    sums: dict[tuple[str, str, str, str], int] = {}
    for cell in rows:
        sums[_column(cell)] = sums.get(_column(cell), 0) + (cell.amount.written.high or 0)
    found: dict[str, set[str]] = {}
    totals = (cell for cell in graph.cells if cell.role == "total" and cell.side is Side.COST and not cell.copy)
    for cell in totals:
        if cell.amount.written.low > sums.get(_column(cell), 0):
            found.setdefault(cell.initiative, set()).add(cell.kind.value)
    return found


def _column(cell: AmountCell) -> tuple[str, str, str, str]:
    return cell.initiative, cell.document, cell.table, cell.column


def _add_participants(
    graph: PlanGraph, facts: FactBase, initiative: str, cells: list[AmountCell], lacking: set[str]
) -> None:
    named, said = municipalities_of(graph, initiative)
    named = tuple(code for code in named or () if code in graph.plan_set.municipalities)
    for code in named if len(named) > 1 else ():
        for kind, silent, others in _silences(cells, code, named, lacking):
            facts["participant"].add(
                _subjects.initiative(graph, initiative),
                initiative=initiative,
                name=graph.initiatives[initiative].name,
                document=others[0].document,
                municipality=code,
                whose=graph.plan_set.municipalities[code].name,
                kind=kind,
                silent=silent,
                others="+".join(sorted({cell.municipality or "" for cell in others})),
                said={"whose": said, "others": [labelled(cell) for cell in largest_first(others)[:EXAMPLES]]},
            )


def _silences(
    cells: list[AmountCell], code: str, named: tuple[str, ...], lacking: set[str]
) -> Iterator[tuple[str | None, bool, list[AmountCell]]]:
    """Per kind, or of the whole initiative (kind None), whether the one says nothing, and the amounts of the others."""
    with_amounts = [c for c in cells if c.side is Side.COST and c.amount.written.low > 0 and c.municipality in named]
    speaks = {c.kind.value for c in cells if c.municipality == code and c.amount.outcome is not Outcome.BLANK}
    others = [cell for cell in with_amounts if cell.municipality != code]
    if others and not speaks:
        yield None, not lacking, others
        return
    for kind in sorted({cell.kind.value for cell in others}):
        beside = [cell for cell in others if cell.kind.value == kind]
        all_others = {cell.municipality for cell in beside} == {*named} - {code}
        yield kind, all_others and kind not in speaks and kind not in lacking, beside


def _weight(line: SummaryCell) -> tuple[object, ...]:
    return -line.amount.written.low, line.year, line.table, line.row, sort_key(line.said.at)


def _add_scopes(graph: PlanGraph, facts: FactBase, cells: list[AmountCell]) -> None:
    summed = {line.municipality for line in graph.summaries}
    cited: dict[tuple[str, str], Said] = {}
    for line in sorted(graph.summaries, key=_weight):
        cited.setdefault((line.document, line.municipality or ""), line.said)
    largest = largest_first(cells)
    for code, municipality in graph.plan_set.municipalities.items():
        own: dict[str, AmountCell] = {}
        for cell in largest:
            if cell.municipality == code and cell.amount.written.low > 0:
                own.setdefault(cell.initiative, cell)
        if own:
            facts["scope"].add(
                Subject("municipality", code, municipality.name),
                municipality=code,
                name=municipality.name,
                summed=not summed.isdisjoint({None, code}),
                initiatives=len(own),
                said={
                    "name": [labelled(cell) for cell in own.values()][:EXAMPLES],
                    "summed": [cited[place] for place in sorted(cited)][:EXAMPLES],
                },
            )
