"""The cells of initiatives' cost and coverage tables. A second printing of a table is not among them."""

from __future__ import annotations

from collections.abc import Iterable

from consistency.facts import _subjects
from consistency.facts._claims import period_of
from consistency.facts._sums import total
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Side
from consistency.model.facts import FactBase, FactKind, Quote, Type, quote
from consistency.model.graph import PlanGraph
from consistency.model.location import sort_key

_ATTRIBUTES = {
    "initiative": Type.TOKEN,
    "name": Type.TEXT,
    "document": Type.TOKEN,
    "table": Type.TOKEN,
    "side": Type.TOKEN,
    "kind": Type.TOKEN,
    "municipality": Type.TOKEN,
    "column": Type.TOKEN,
    "year": Type.INTEGER,
    "amount": Type.AMOUNT,
    "positive": Type.FLAG,
    "takes_part": Type.FLAG,
}

KINDS = (
    FactKind(
        "cell",
        _ATTRIBUTES,
        slot=("document", "table", "side", "kind", "municipality", "column"),
        help="one municipality's amount in a table; `column` is the year as headed (`2021*` is apart from `2021`)",
    ),
    FactKind(
        "total",
        _ATTRIBUTES,
        slot=("document", "table", "side", "kind", "year", "column"),
        help="the amount of a table's total row in one column",
    ),
    FactKind(
        "cost_year",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "document": Type.TOKEN,
            "kind": Type.TOKEN,
            "year": Type.INTEGER,
            "period": Type.TEXT,
            "outside": Type.FLAG,
            "amount": Type.AMOUNT,
        },
        slot=("document", "kind", "year"),
        help="a year in which an initiative has costs; `outside` its period (structural costs: before it)",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for cell in graph.cells:
        if not cell.copy and (cell.role in ("row", "total") or _in_table_of_parts(cell)):
            _add(graph, facts, cell)
    _add_cost_years(graph, facts)


def _add(graph: PlanGraph, facts: FactBase, cell: AmountCell) -> None:
    facts["total" if cell.role in ("total", "part-total") else "cell"].add(
        _subjects.initiative(graph, cell.initiative),
        initiative=cell.initiative,
        name=graph.initiatives[cell.initiative].name,
        document=cell.document,
        table=cell.table,
        side=cell.side.value,
        kind=cell.kind.value,
        municipality=cell.municipality,
        column=cell.column,
        year=cell.year,
        amount=cell.amount,
        positive=cell.amount.written.low > 0,
        takes_part=cell.takes_part,
        said={"amount": labelled(cell)},
    )


def _in_table_of_parts(cell: AmountCell) -> bool:
    """Whether it stands in a table of its own that says "of which": that has rows and a total like any other."""
    of_municipality = cell.role == "part" and cell.municipality is not None and cell.part_of != cell.table
    return cell.role == "part-total" or of_municipality


def labelled(cell: AmountCell) -> Quote:
    """The cell's claim as a reader would point at it: row label, column and what is printed."""
    return quote(cell.said, cell.amount, f"{cell.municipality or cell.role} {cell.column}")


def largest_first(cells: Iterable[AmountCell]) -> list[AmountCell]:
    """The order in which some are cited for all: whatever the order of rows and tables, they are the same ones."""

    def place(cell: AmountCell) -> tuple[object, ...]:
        return cell.year, cell.mark, cell.municipality or "", cell.side, cell.kind, cell.table

    return sorted(cells, key=lambda cell: (-cell.amount.written.low, *place(cell), sort_key(cell.said.at)))


def _add_cost_years(graph: PlanGraph, facts: FactBase) -> None:
    years: dict[tuple[str, str, str, int], list[AmountCell]] = {}
    for cell in graph.cells:
        if (
            cell.side is Side.COST
            and cell.role == "row"
            and not cell.mark
            and not cell.copy
            and cell.amount.written.low > 0
        ):
            years.setdefault((cell.initiative, cell.document, cell.kind.value, cell.year), []).append(cell)
    for (initiative, document, kind, year), cells in years.items():
        period, said = period_of(graph, initiative)
        first = period.first_year if period else None
        last = period.last_year if period else None
        before = first is not None and year < first
        after = last is not None and year > last and kind == "incidental"
        facts["cost_year"].add(
            _subjects.initiative(graph, initiative),
            initiative=initiative,
            name=graph.initiatives[initiative].name,
            document=document,
            kind=kind,
            year=year,
            period=said.text if said else None,
            outside=(before or after) if first is not None or last is not None else None,
            amount=total(cell.amount for cell in cells),
            said={"period": said, "amount": [labelled(cell) for cell in cells]},
        )
