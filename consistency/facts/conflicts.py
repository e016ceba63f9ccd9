"""Two places that speak of one amount and differ in more than a sum: a word in one and a number in the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from consistency.facts import _subjects
from consistency.facts._details import Details
from consistency.facts._sums import total, uncovered
from consistency.facts.balances import Slot, slots
from consistency.facts.cells import labelled
from consistency.facts.summaries import labelled_summary, same_meaning
from consistency.model.amount import ZERO, Amount, Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Funding, Side, SummaryCell
from consistency.model.facts import FactBase, FactKind, Quote, Subject, Type, quote
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

OPEN = (Outcome.PM, Outcome.UNKNOWN)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """`one` speaks of what `others` say together. `cell` gives the place, of which `column` is None for all years."""

    between: str
    subject: Subject
    cell: AmountCell | SummaryCell
    one: Quote
    others: Sequence[Quote]
    differ: str | None
    mild: bool = False
    other: Amount | None = None
    every_year: bool = False


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    details = Details(graph)
    for pair in (
        *_copies(graph),
        *_totals(graph),
        *_summaries(graph),
        *_under(graph, details),
        *_tables(graph, details),
        *_proposals(graph),
    ):
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
        one=_value(pair.one),
        other=pair.other or total(_value(quoted) for quoted in pair.others),
        one_says=pair.one.text,
        other_says=", ".join(quoted.text for quoted in pair.others[:SHOWN])
        + (" …" if len(pair.others) > SHOWN else ""),
        said={"one": pair.one, "other": pair.others},
    )


def _value(quoted: Quote) -> Amount:
    assert isinstance(quoted.value, Amount)
    return quoted.value


def _word_against_number(one: Amount, others: Sequence[Amount]) -> str | None:
    """How a word in one place differs from what all the others say together, or a word in all of them from the one."""
    if one.outcome in OPEN and others and all(amount.stated and not _is_open(amount) for amount in others):
        return "pm"
    if one.stated and others and all(amount.outcome in OPEN for amount in others):
        return "pm"
    if one.outcome is Outcome.NOT_APPLICABLE and any(_is_positive(amount) for amount in others):
        return "not-applicable"
    if _is_positive(one) and others and all(amount.outcome is Outcome.NOT_APPLICABLE for amount in others):
        return "not-applicable"
    return None


def _is_positive(amount: Amount) -> bool:
    return amount.stated and amount.written.low > 0


def _is_open(amount: Amount) -> bool:
    """`10.000 + PM`"""
    return amount.stated and amount.meant.high is None


def _copies(graph: PlanGraph) -> Iterator[Pair]:
    """Each cell of a second printing with the same cell of the first."""
    first: dict[tuple[object, ...], AmountCell] = {}
    for cell in graph.cells:
        place = (cell.initiative, cell.table, cell.role, cell.municipality, cell.column)
        if not cell.copy:
            first.setdefault(place, cell)
    for cell in graph.cells:
        earlier = first.get((cell.initiative, cell.table, cell.role, cell.municipality, cell.column))
        if cell.copy and earlier is not None:
            differ = _word_against_number(cell.amount, [earlier.amount]) or _otherwise(cell.amount, earlier.amount)
            subject = _subjects.initiative(graph, cell.initiative)
            yield Pair("copy", subject, cell, labelled(cell), [labelled(earlier)], differ)


def _otherwise(one: Amount, other: Amount) -> str | None:
    """Copies also differ in an amount, and where one has lost it; an empty cell and a nought are alike."""
    outcomes = {one.outcome, other.outcome}
    if Outcome.UNREADABLE in outcomes:
        return None
    if one.stated and other.stated:
        return None if one.written.meets(other.written) else "amount"
    is_lost = Outcome.BLANK in outcomes and (_is_positive(one) or _is_positive(other) or not outcomes.isdisjoint(OPEN))
    return "amount" if is_lost else None


def _totals(graph: PlanGraph) -> Iterator[Pair]:
    """The total of each column with its rows, those apart who take no part or say that it does not apply."""
    rows: dict[tuple[object, ...], list[AmountCell]] = {}
    for cell in graph.cells:
        if cell.role == "row" and not cell.copy:
            rows.setdefault((cell.initiative, cell.document, cell.table, cell.column), []).append(cell)
    for cell in graph.cells:
        if cell.role == "total" and not cell.copy:
            beside = rows.get((cell.initiative, cell.document, cell.table, cell.column), [])
            subject = _subjects.initiative(graph, cell.initiative)
            yield from _total(subject, cell, labelled(cell), [labelled(row) for row in beside if _matters(row)])
    columns: dict[tuple[object, ...], list[SummaryCell]] = {}
    for line in graph.summaries:
        if not line.total:
            columns.setdefault((line.document, line.table, line.side, line.kind, line.year), []).append(line)
    for line in graph.summaries:
        if line.total:
            parts = columns.get((line.document, line.table, line.side, line.kind, line.year), [])
            subject = _subjects.summary(graph, line.by, line.row, line.document)
            yield from _total(subject, line, labelled_summary(line), [labelled_summary(part) for part in parts])


def _matters(row: AmountCell) -> bool:
    idle = row.takes_part is False and row.amount.written.low <= 0
    return not idle and row.amount.outcome is not Outcome.NOT_APPLICABLE


def _total(subject: Subject, cell: AmountCell | SummaryCell, one: Quote, rows: list[Quote]) -> Iterator[Pair]:
    """A total leaves the PM of its rows out; only where it has no row but one do the two speak of the same."""
    amounts = [_value(row) for row in rows]
    differ = _word_against_number(cell.amount, amounts)
    if differ == "pm" and cell.amount.stated and len(rows) > 1:
        differ = None
    known = bool(amounts) and all(amount.stated and not _is_open(amount) for amount in amounts)
    if rows and _is_open(cell.amount) and known:
        yield Pair("total", subject, cell, one, rows, "pm", mild=True)
    elif rows:
        yield Pair("total", subject, cell, one, rows, differ)


def _summaries(graph: PlanGraph) -> Iterator[Pair]:
    """Cells of two summary tables that mean the same."""
    for cell, earlier in same_meaning(graph):
        subject = _subjects.summary(graph, cell.by, cell.row, cell.document)
        differ = _word_against_number(cell.amount, [earlier.amount])
        yield Pair("summaries", subject, cell, labelled_summary(cell), [labelled_summary(earlier)], differ)


def _under(graph: PlanGraph, details: Details) -> Iterator[Pair]:
    """A summary cell with the initiatives under it. A sum leaves PM out: only a row of one initiative does not."""
    for cell in graph.summaries:
        if cell.by == "priority" or cell.total or cell.side is Side.REQUEST:
            continue
        found = details.under(cell) or []
        said = [claim for contribution in found for claim in contribution.said if isinstance(claim, Quote)]
        if not said or not all(isinstance(claim.value, Amount) for claim in said):
            continue
        differ = _word_against_number(cell.amount, [_value(claim) for claim in said])
        unknown = any(contribution.blank and contribution.amount.meant.high is None for contribution in found)
        if differ == "pm" and (unknown if cell.amount.outcome in OPEN else cell.by != "initiative"):
            differ = None
        subject = _subjects.summary(graph, cell.by, cell.row, cell.document)
        yield Pair("summary", subject, cell, labelled_summary(cell), said, differ)


def _tables(graph: PlanGraph, details: Details) -> Iterator[Pair]:
    """Coverage of a cost that does not apply, and a request that does not, though a cost is not covered."""
    for slot in slots(graph).values():
        covered = [cell for cell in slot.coverage if _is_positive(cell.amount)]
        if slot.cost and covered:
            subject = _subjects.initiative(graph, covered[0].initiative)
            differ = _word_against_number(covered[0].amount, [cell.amount for cell in slot.cost])
            others = [labelled(cell) for cell in slot.cost]
            differ = differ if differ == "not-applicable" else None
            yield Pair("tables", subject, covered[0], labelled(covered[0]), others, differ)
    for cell in graph.cells:
        if cell.side is Side.REQUEST and cell.role == "row" and not cell.copy:
            expected = details.to_request(cell) if cell.amount.outcome is Outcome.NOT_APPLICABLE else None
            if expected is not None:
                claims = [claim for claim in expected.said if isinstance(claim, Quote)]
                differ = "not-applicable" if expected.amount.written.low > 0 else None
                subject = _subjects.initiative(graph, cell.initiative)
                yield Pair("tables", subject, cell, labelled(cell), claims, differ, other=expected.amount)


def _proposals(graph: PlanGraph) -> Iterator[Pair]:
    """A proposal that says n.v.t. of a municipality, with what it needs and has no coverage for."""
    needed: dict[tuple[str, str], list[tuple[str, Slot]]] = {}
    for key, slot in slots(graph).items():
        if slot.cost and uncovered(slot.amount(Side.COST), slot.amount(Side.COVERAGE)).written.low > 0:
            needed.setdefault(key[:2], []).append((key[2], slot))
    said: dict[str, list[Funding]] = {}
    for funding in graph.funding:
        said.setdefault(funding.initiative, []).append(funding)
    for funding in graph.funding:
        if funding.status == "not_applicable" and funding.municipality is not None:
            beside = needed.get((funding.initiative, funding.municipality), [])
            for kind in dict.fromkeys(kind for kind, _ in beside if _speaks(funding, kind, said[funding.initiative])):
                yield from _proposal(graph, funding, [slot for of, slot in beside if of == kind])


def _proposal(graph: PlanGraph, funding: Funding, needed: Iterable[Slot]) -> Iterator[Pair]:
    """Who takes no part has nothing to say n.v.t. of: what stands there is another fault."""
    cells = [
        cell for slot in needed for cell in slot.cost if cell.takes_part is not False and _is_positive(cell.amount)
    ]
    if cells:
        nothing = Amount(funding.said.text, Outcome.NOT_APPLICABLE, ZERO, ZERO)
        one = quote(funding.said, nothing, funding.municipality)
        subject = _subjects.initiative(graph, funding.initiative)
        others = [labelled(cell) for cell in cells]
        yield Pair("funding", subject, cells[0], one, others, "not-applicable", every_year=True)


def _speaks(funding: Funding, kind: str, said: Iterable[Funding]) -> bool:
    """Whether the statement is about the kind: it names it, or nothing else is said of that municipality's money."""
    if funding.kind is not None:
        return funding.kind.value == kind
    return not any(
        other is not funding
        and other.municipality in (None, funding.municipality)
        and (other.kind is None or other.kind.value == kind)
        for other in said
    )
