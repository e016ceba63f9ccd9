"""The places that speak of one amount: a table and its copy, a total and its rows, a summary and what it sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from consistency.facts import _subjects
from consistency.facts._details import Details
from consistency.facts.cells import labelled
from consistency.facts.summaries import labelled_summary, same_meaning
from consistency.model.amount import Amount, Outcome
from consistency.model.entities import AmountCell, Side, SummaryCell
from consistency.model.facts import Quote, Subject
from consistency.model.graph import PlanGraph

OPEN = (Outcome.PM, Outcome.UNKNOWN)


class Pair(NamedTuple):
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


def value(quoted: Quote) -> Amount:
    assert isinstance(quoted.value, Amount)
    return quoted.value


def word_against_number(one: Amount, others: Sequence[Amount]) -> str | None:
    """How a word in one place differs from what all the others say together, or a word in all of them from the one."""
    if one.outcome in OPEN and others and all(amount.stated and not _is_open(amount) for amount in others):
        return "pm"
    if one.stated and others and all(amount.outcome in OPEN for amount in others):
        return "pm"
    if one.outcome is Outcome.NOT_APPLICABLE and any(is_positive(amount) for amount in others):
        return "not-applicable"
    if is_positive(one) and others and all(amount.outcome is Outcome.NOT_APPLICABLE for amount in others):
        return "not-applicable"
    return None


def is_positive(amount: Amount) -> bool:
    return amount.stated and amount.written.low > 0


def _is_open(amount: Amount) -> bool:
    """`10.000 + PM`"""
    return amount.stated and amount.meant.high is None


def copies(graph: PlanGraph) -> Iterator[Pair]:
    """Each cell of a second printing with the same cell of the first."""
    first: dict[tuple[object, ...], AmountCell] = {}
    for cell in graph.cells:
        place = (cell.initiative, cell.table, cell.role, cell.municipality, cell.column)
        if not cell.copy:
            first.setdefault(place, cell)
    for cell in graph.cells:
        earlier = first.get((cell.initiative, cell.table, cell.role, cell.municipality, cell.column))
        if cell.copy and earlier is not None:
            differ = word_against_number(cell.amount, [earlier.amount]) or _otherwise(cell, earlier)
            subject = _subjects.initiative(graph, cell.initiative)
            yield Pair("copy", subject, cell, labelled(cell), [labelled(earlier)], differ)


def _otherwise(copy: AmountCell, first: AmountCell) -> str | None:
    """Copies also differ in an amount, and in one document where one has lost it; empty and nought are alike."""
    one, other = copy.amount, first.amount
    outcomes = {one.outcome, other.outcome}
    if Outcome.UNREADABLE in outcomes:
        return None
    if one.stated and other.stated:
        return None if one.written.meets(other.written) else "amount"
    says_something = is_positive(one) or is_positive(other) or not outcomes.isdisjoint(OPEN)
    is_lost = Outcome.BLANK in outcomes and copy.document == first.document
    return "amount" if is_lost and says_something else None


def totals(graph: PlanGraph) -> Iterator[Pair]:
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
    amounts = [value(row) for row in rows]
    differ = word_against_number(cell.amount, amounts)
    if differ == "pm" and cell.amount.stated and len(rows) > 1:
        differ = None
    known = bool(amounts) and all(amount.stated and not _is_open(amount) for amount in amounts)
    if rows and _is_open(cell.amount) and known:
        yield Pair("total", subject, cell, one, rows, "pm", mild=True)
    elif rows:
        yield Pair("total", subject, cell, one, rows, differ)


def summaries(graph: PlanGraph) -> Iterator[Pair]:
    """Cells of two summary tables that mean the same."""
    for cell, earlier in same_meaning(graph):
        subject = _subjects.summary(graph, cell.by, cell.row, cell.document)
        differ = word_against_number(cell.amount, [earlier.amount])
        yield Pair("summaries", subject, cell, labelled_summary(cell), [labelled_summary(earlier)], differ)


def details_of(graph: PlanGraph, details: Details) -> Iterator[Pair]:
    """A summary cell with the initiatives under it. PM is left out of a sum, or stands for initiatives that no table is

    of: it only contradicts in a row of one initiative.
    """
    for cell in graph.summaries:
        if cell.by == "priority" or cell.total or cell.side is Side.REQUEST:
            continue
        found = details.under(cell) or []
        said = [claim for contribution in found for claim in contribution.said if isinstance(claim, Quote)]
        if not said or not all(isinstance(claim.value, Amount) for claim in said):
            continue
        differ = word_against_number(cell.amount, [value(claim) for claim in said])
        unknown = any(contribution.blank and contribution.amount.meant.high is None for contribution in found)
        if differ == "pm" and (cell.by != "initiative" or (unknown and cell.amount.outcome in OPEN)):
            differ = None
        subject = _subjects.summary(graph, cell.by, cell.row, cell.document)
        yield Pair("summary", subject, cell, labelled_summary(cell), said, differ)
