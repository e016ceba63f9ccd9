"""How shared costs are split over municipalities: by a distribution key of the set, otherwise, or all alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from consistency.facts import _subjects
from consistency.facts._sums import total
from consistency.facts.cells import labelled
from consistency.model.amount import Interval, Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Side
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "split",
        {
            "initiative": Type.TOKEN,
            "name": Type.TEXT,
            "document": Type.TOKEN,
            "table": Type.TOKEN,
            "kind": Type.TOKEN,
            "column": Type.TOKEN,
            "amounts": Type.TEXT,
            "key": Type.TEXT,
            "deviates": Type.FLAG,
            "identical": Type.FLAG,
        },
        slot=("document", "table"),
        help="costs of one table and year for two municipalities or more; `deviates` from the keys of the set, though "
        "its plan follows one elsewhere; `identical`: one amount for some that differ in size, and no key at work",
    ),
)

Shares = Mapping[str, Decimal]
CENTS = 100
COARSEST = 5
"""Amounts are rounded to no more than this part of the largest."""


class Split(NamedTuple):
    """The amounts of one column, by municipality; `key` is the best known name, None where no key speaks of them."""

    cells: tuple[AmountCell, ...]
    key: str | None
    follows: bool | None


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    keys = graph.plan_set.keys
    splits = [_split(cells, keys) for cells in _columns(graph)]
    usage = _usage(splits)
    for split in splits:
        first = split.cells[0]
        deviates = split.follows is False and _is_usual(usage, first)
        alike = _alike(split.cells)
        sizes = {_size(cell.municipality, keys) for cell in alike}
        facts["split"].add(
            _subjects.initiative(graph, first.initiative),
            initiative=first.initiative,
            name=graph.initiatives[first.initiative].name,
            document=first.document,
            table=first.table,
            kind=first.kind.value,
            column=first.column,
            amounts=", ".join(f"{cell.municipality} {cell.amount.text.strip()}" for cell in split.cells),
            key=_told(split.key, keys, split.cells),
            deviates=None if split.follows is None else deviates,
            identical=bool(alike) and not split.follows and not deviates and (len(sizes) > 1 or None in sizes),
            said={"amounts": [labelled(cell) for cell in split.cells]},
            certain=False if None in sizes else None,
        )


def _columns(graph: PlanGraph) -> list[tuple[AmountCell, ...]]:
    """Per column of a cost table the municipalities with an amount above nothing, where there are two or more.

    Where the column's total states another sum, an amount is wrong, and what the split was is not known.
    """
    found: dict[tuple[str, str, str, str], list[AmountCell]] = {}
    totals: dict[tuple[str, str, str, str], AmountCell] = {}
    for cell in graph.cells:
        if cell.role == "total" and cell.side is Side.COST and not cell.copy and cell.amount.stated:
            totals[cell.initiative, cell.document, cell.table, cell.column] = cell
        known = cell.municipality in graph.plan_set.municipalities and cell.takes_part is not False
        if cell.side is not Side.COST or cell.role != "row" or cell.copy or not known:
            continue
        if cell.amount.outcome is Outcome.VALUE and cell.amount.written.low > 0 and cell.amount.meant.high is not None:
            found.setdefault((cell.initiative, cell.document, cell.table, cell.column), []).append(cell)
    return [
        tuple(column)
        for place, column in found.items()
        if len(column) > 1
        and len({cell.municipality for cell in column}) == len(column)
        and (place not in totals or totals[place].amount.written.meets(total(cell.amount for cell in column).written))
    ]


def _split(cells: tuple[AmountCell, ...], keys: Mapping[str, Shares]) -> Split:
    """A key speaks of those of its municipalities that share, if they are two; which knows more of them goes first."""
    known = {name: [cell for cell in cells if cell.municipality in shares] for name, shares in keys.items()}
    most = max((len(some) for some in known.values()), default=0)
    speaking = [name for name, some in known.items() if len(some) == most and most > 1]
    if not speaking:
        return Split(cells, None, None)
    fitting = [name for name in speaking if _fits(known[name], keys[name])]
    return Split(cells, (fitting or speaking)[0], bool(fitting))


def _fits(cells: Sequence[AmountCell], shares: Shares) -> bool:
    """Whether some whole, split by the shares and rounded to the unit in which the amounts are printed, gives them."""
    slack = Fraction(_unit(cells), 2)
    low = max((cell.amount.written.low - slack) / Fraction(shares[cell.municipality or ""]) for cell in cells)
    high = min(((cell.amount.written.high or 0) + slack) / Fraction(shares[cell.municipality or ""]) for cell in cells)
    return low <= high


def _unit(cells: Sequence[AmountCell]) -> int:
    """In cents, the coarsest of 1, 5, 10, 50 … euros to which all amounts seem rounded; at least two euros, since the

    last euro goes to whom it pleases.
    """
    amounts = [cell.amount.written for cell in cells]
    if any(amount.low != amount.high for amount in amounts):
        return 0  # their intervals hold the rounding
    unit = finest = 2 * CENTS
    candidates = [CENTS * step * 10**power for power in range(7) for step in (1, 5)]
    for candidate in candidates:
        if all(amount.low % candidate == 0 for amount in amounts):
            unit = candidate
    return max(finest, min(unit, max(amount.low for amount in amounts) // COARSEST))


Usage = Mapping[str, Mapping[str, Sequence[bool]]]
"""By plan and initiative, whether each split of which a key speaks follows one."""


def _usage(splits: Iterable[Split]) -> Usage:
    found: dict[str, dict[str, list[bool]]] = {}
    for split in splits:
        first = split.cells[0]
        if split.follows is not None:
            found.setdefault(first.document, {}).setdefault(first.initiative, []).append(split.follows)
    return found


def _is_usual(usage: Usage, mine: AmountCell) -> bool:
    """Whether a key is usual there: the initiative splits other costs by one, or half of the others in its plan do,

    or in the other plans where it is alone.
    """
    plan = usage[mine.document]
    beside = {name: follows for name, follows in plan.items() if name != mine.initiative}
    others = beside or {
        name: follows for other in usage.values() if other is not plan for name, follows in other.items()
    }
    return any(plan[mine.initiative]) or (bool(others) and 2 * sum(map(any, others.values())) >= len(others))


def _alike(cells: Sequence[AmountCell]) -> tuple[AmountCell, ...]:
    """Those that have one exact amount, where it is more than one."""
    groups: dict[Interval, list[AmountCell]] = {}
    for cell in cells:
        groups.setdefault(cell.amount.written, []).append(cell)
    times = max(len(group) for group in groups.values())
    return tuple(next(group for group in groups.values() if len(group) == times)) if times > 1 else ()


def _size(municipality: str | None, keys: Mapping[str, Shares]) -> Decimal | None:
    """Its share in the first key that knows it: all that the set says of its size."""
    return next((shares[municipality] for shares in keys.values() if municipality and municipality in shares), None)


def _told(key: str | None, keys: Mapping[str, Shares], cells: Sequence[AmountCell]) -> str | None:
    if key is None:
        return None
    shares = ((cell.municipality, keys[key].get(cell.municipality or "")) for cell in cells)
    return ", ".join(f"{code} {f'{share:f}'.replace('.', ',')}" for code, share in shares if share is not None)
