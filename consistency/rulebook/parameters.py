"""Parameters of rules: a default, and values with a period of validity and a source."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from consistency.model.dates import Days
from consistency.model.facts import Type, Value
from consistency.rulebook.expressions import Operand

TYPES = (Type.AMOUNT, Type.INTEGER, Type.NUMBER, Type.DAYS, Type.TOKEN, Type.TOKENS)


class DatedValue(NamedTuple):
    """`text` as written; `first` and `last` day of validity, both included, None where it is open."""

    value: Value
    text: str
    first: date | None = None
    last: date | None = None
    source: str = ""

    def holds(self, days: Days) -> bool:
        """Whether it is valid on all of these days."""
        return (self.first is None or self.first <= days.first) and (self.last is None or days.last <= self.last)

    def meets(self, days: Days) -> bool:
        return (self.first is None or self.first <= days.last) and (self.last is None or days.first <= self.last)


class Parameter(NamedTuple):
    """`at` says which date decides; None is the plan set's as-of date. `default` serves when nothing else does."""

    name: str
    type: Type
    values: tuple[DatedValue, ...]
    default: DatedValue | None = None
    at: Operand | None = None
    help: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether the day decides what it is, or whether it is anything."""
        return bool(self.values) or self.default is None

    def value_on(self, days: Days | None) -> Value:
        """None where no value is valid, or where on some of the days another one is."""
        if days is not None:
            for dated in self.values:
                if dated.meets(days):
                    return dated.value if dated.holds(days) else None
        return self.default.value if self.default and (days or not self.values) else None
