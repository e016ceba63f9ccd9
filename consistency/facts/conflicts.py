"""Two places that speak of one amount and differ in more than a sum: a word in one and a number in the other."""

from __future__ import annotations

from itertools import chain

from consistency.facts._details import kept_details
from consistency.facts._inapplicable import proposals, tables
from consistency.facts._pairs import Pair, copies, details_of, summaries, totals, value
from consistency.facts._sums import total
from consistency.model.dates import Days
from consistency.model.entities import AmountCell
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "pair",
        {
            "between": Type.TOKEN,
            "differ": Type.TOKEN,
            "mild": Type.FLAG,
            "document": Type.TOKEN,
            "table": Type.TOKEN,
            "row": Type.TOKEN,
            "municipality": Type.TOKEN,
            "side": Type.TOKEN,
            "kind": Type.TOKEN,
            "column": Type.TOKEN,
            "year": Type.INTEGER,
            "one": Type.AMOUNT,
            "other": Type.AMOUNT,
            "one_says": Type.TEXT,
            "other_says": Type.TEXT,
        },
        slot=("between", "document", "table", "row", "municipality", "side", "kind", "column"),
        help="two places (`between` copy, total, summary, summaries, tables, funding) that speak of one thing; they "
        "`differ` in amount (copies only), pm (or unknown, against something stated) or not-applicable (against an "
        "amount); `mild` where a total only adds `+ PM`",
    ),
)

SHOWN = 3
"""Of so many claims the other place is told."""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    details = kept_details(graph)
    found = (copies(graph), totals(graph), summaries(graph), details_of(graph, details), tables(graph, details))
    for pair in chain(*found, proposals(graph)):
        _add(facts, pair)


def _add(facts: FactBase, pair: Pair) -> None:
    cell = pair.cell
    if isinstance(cell, AmountCell):
        row, column = (cell.municipality or cell.role if pair.between != "total" else "total"), cell.column
    else:
        row, column = cell.row, str(cell.year)
    facts["pair"].add(
        pair.subject,
        between=pair.between,
        differ=pair.differ,
        mild=pair.mild,
        document=cell.document,
        table=cell.table,
        row=row,
        municipality=cell.municipality,
        side=cell.side.value,
        kind=cell.kind.value,
        column=None if pair.every_year else column,
        year=None if pair.every_year else cell.year,
        one=value(pair.one),
        other=pair.other or total(value(quoted) for quoted in pair.others),
        one_says=pair.one.text,
        other_says=", ".join(quoted.text for quoted in pair.others[:SHOWN])
        + (" …" if len(pair.others) > SHOWN else ""),
        said={"one": pair.one, "other": pair.others},
    )
