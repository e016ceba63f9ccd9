"""What the label of a row says of it: a total, a part of the others, hours beside euros."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.assembly.words import words
from consistency.model.names import plain
from consistency.model.record import AmountRowRecord


def is_total(label: str) -> bool:
    said = plain(label).split()
    return bool(said) and not words("total").isdisjoint((said[0], said[-1]))


def subtotals_of(labels: Sequence[str]) -> frozenset[str]:
    """The rows that add some of the others, where another row adds them all."""
    totals = {label for label in labels if is_total(label)}
    part = frozenset(label for label in totals if any(word.startswith("sub") for word in plain(label).split()))
    return part if totals - part else frozenset()


def is_part(label: str) -> bool:
    return any(plain(label).strip().startswith(word) for word in words("part"))


def _is_quantity(label: str) -> bool:
    """Hours and fte stand beside euros; `Kosten interne uren` are euros again."""
    said = set(plain(label).split())
    return not said.isdisjoint(words("quantity")) and said.isdisjoint(words("whole"))


def holds_quantities(row: AmountRowRecord) -> bool:
    return _is_quantity(row.label.text) and not any("€" in said.text for said in row.cells)
