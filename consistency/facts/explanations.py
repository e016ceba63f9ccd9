"""What would explain that summaries and plans do not agree: the one smallest mistake in adding up, if there is one."""

from __future__ import annotations

from consistency.facts import _subjects
from consistency.facts._changes import Mistake
from consistency.facts._details import Details, kept_details
from consistency.facts._ledger import Ledger
from consistency.facts._search import Explanation, explanations
from consistency.facts._sums import derived, total
from consistency.facts.summaries import labelled_summary, whose
from consistency.model.amount import Outcome
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, SummaryCell
from consistency.model.facts import FactBase, FactKind, Quote, Subject, Type, quote
from consistency.model.graph import PlanGraph

KINDS = (
    FactKind(
        "explanation",
        {
            "mistake": Type.TOKEN,
            "names": Type.TEXT,
            "initiatives": Type.TOKENS,
            "municipality": Type.TOKEN,
            "whose": Type.TEXT,
            "kind": Type.TOKEN,
            "year": Type.INTEGER,
            "side": Type.TOKEN,
            "times": Type.INTEGER,
            "factor": Type.INTEGER,
            "columns": Type.INTEGER,
            "cells": Type.INTEGER,
            "amounts": Type.INTEGER,
            "printed": Type.AMOUNT,
            "detail": Type.AMOUNT,
        },
        slot=("municipality", "kind", "year", "side"),
        help="the unique smallest mistake (counted, swapped, unit, shifted) that makes summary `cells` agree; "
        "`printed` and `detail` are of the first of them, `amounts` those it was made with",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    if not graph.summaries:
        return
    details = kept_details(graph)
    ledger = Ledger(graph, details)
    for explanation in explanations(ledger):
        _add(graph, facts, details, ledger, explanation)


def _add(graph: PlanGraph, facts: FactBase, details: Details, ledger: Ledger, explanation: Explanation) -> None:
    family = explanation.family
    cells = [ledger.cells[number] for number in explanation.cleared]
    first = next((n for n in explanation.cleared if not ledger.cells[n].total), explanation.cleared[0])
    subjects = _about(graph, explanation)
    moved = _moved(graph, ledger, explanation)
    owner = ledger.cells[first].municipality if explanation.changes[0].rows else family.municipality
    facts["explanation"].add(
        *subjects,
        mistake=family.mistake.value,
        names=", ".join(subject.name for subject in subjects),
        initiatives=tuple(sorted(s.id for s in subjects if s.type == "initiative")),
        municipality=owner,
        whose=whose(graph, owner),
        kind=cells[0].kind.value if len({c.kind for c in cells}) == 1 else None,
        year=cells[0].year if len({c.year for c in cells}) == 1 else None,
        side=family.side.value if family.side else None,
        times=int(family.by) if family.mistake is Mistake.COUNTED else None,
        factor=int(max(family.by, 1 / family.by)) if family.mistake is Mistake.UNIT else None,
        columns=abs(int(family.by)) if family.mistake is Mistake.SHIFTED else None,
        cells=len(cells),
        amounts=len(moved),
        printed=ledger.cells[first].amount,
        detail=derived(ledger.details[first], ledger.details[first]),
        said={
            "cells": [labelled_summary(cell) for cell in cells],
            "amounts": moved,
            "printed": labelled_summary(ledger.cells[first]),
            "detail": [claim for c in details.under(ledger.cells[first]) or () for claim in (*c.said, *c.blank)],
        },
        certain=any(_surely_off(details, ledger.cells[number]) for number in explanation.cleared),
    )


def _about(graph: PlanGraph, explanation: Explanation) -> list[Subject]:
    """The initiatives, or the rows of the summary: the document for all rows of a table."""
    change = explanation.changes[0]
    if not change.rows:
        return [_subjects.initiative(graph, c.initiative or "") for c in explanation.changes]
    document, _, row = change.rows[0]
    if len(change.rows) > 1:
        return [_subjects.document(graph, document)]
    by = next(c.by for c in graph.summaries if (c.document, c.table, c.row) == change.rows[0])
    return [_subjects.summary(graph, by, row, document)]


def _moved(graph: PlanGraph, ledger: Ledger, explanation: Explanation) -> list[Quote]:
    """The amounts in the plans with which the mistake was made, as far as they count in the cells."""
    cleared = set(explanation.cleared)
    places = {
        place
        for change in explanation.changes
        for place in change.family.places(ledger, change.initiative or "")
        if cleared & {number for number, _ in ledger.reach(place)}
    }
    cells = sorted(graph.cells, key=lambda cell: cell.initiative)
    return [
        _labelled(graph, cell)
        for cell in cells
        if cell.role == "row" and not cell.copy and not cell.mark and cell.amount.outcome is not Outcome.BLANK
        and (cell.initiative, cell.municipality, cell.kind.value, cell.year) in places
    ]  # fmt: skip


def _labelled(graph: PlanGraph, cell: AmountCell) -> Quote:
    name = graph.initiatives[cell.initiative].name
    return quote(cell.said, cell.amount, f"{name}, {cell.municipality} {cell.column}")


def _surely_off(details: Details, cell: SummaryCell) -> bool:
    """Whether no empty cell or PM could make the cell agree."""
    under = details.under(cell) or ()
    return not cell.amount.meant.meets(total(c.amount for c in under).meant)
