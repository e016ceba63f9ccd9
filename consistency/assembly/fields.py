"""Which fields of the template an initiative fills in, and the decision that fixes its end."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.assembly.values import side_of
from consistency.assembly.words import words
from consistency.model.entities import Side
from consistency.model.names import plain
from consistency.model.record import InitiativeRecord, Said

_VALUES = ("priority", "municipalities", "goals", "actielijnen", "benefits", "period", "applications")


def filled_fields(record: InitiativeRecord) -> dict[str, Said]:
    """By key of the plan file, each with what it says first; `costs` and `funding` stand for their tables as well.

    `proposal` is a claim on money, `unread proposal` a funding field with words that gave none.
    """
    return {name: said for name, said in reversed(list(_said(record))) if said.text.strip()}


def _said(record: InitiativeRecord) -> Iterator[tuple[str, Said]]:
    for name in _VALUES:
        value = getattr(record, name)
        yield from ((name, said) for said in (value if isinstance(value, list) else [value]) if said is not None)
    for table in record.amounts:
        name = "costs" if side_of(table.side) is Side.COST else "funding"
        yield from ((name, cell) for row in table.rows for cell in row.cells)
    yield from ((name, claim.status) for claim in record.funding for name in ("funding", "proposal"))
    yield from ((said.text, said) for said in record.filled)
    yield from (("unread proposal", said) for said in record.filled if said.text == "funding")


def end_decision(record: InitiativeRecord) -> Said | None:
    """What is only possible, or denied, is no decision."""
    said = record.end_decision
    if said is None or not said.text.strip():
        return None
    decided = (words("undecided") | words("denial")).isdisjoint(plain(said.text).split())
    return said if decided else None
