"""The neutral form of plan sets: lists of plain tuples, as they would come out of a database.

Every row begins with its plan set and, but for `plans`, ends with the place or places where it stands. Ids are unique
over all sets. Money is whole cents; dates are numbers, yyyymmdd.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

PlanRow = tuple[str, int, int]
InitiativeRow = tuple[str, str, str, str, int, int, str | None, str, str]
ContractRow = tuple[str, str, int, str]
RelationRow = tuple[str, str, str, str, str]
CellRow = tuple[str, str, str, str, str, int, int, int, str, str]
TotalRow = tuple[str, str, str, int, int, str]
SummaryRow = tuple[str, str, str, str, str, int, int, str]

COLUMNS: dict[str, dict[str, type]] = {
    "plans": {"plan": str, "first_day": int, "last_day": int},
    "initiatives": {
        "plan": str, "id": str, "domain": str, "priority": str, "starts": int, "ends": int,
        "replaces": str, "funding": str, "place": str,
    },
    "contracts": {"plan": str, "id": str, "ends": int, "place": str},
    "relations": {"plan": str, "type": str, "source": str, "target": str, "place": str},
    "cells": {
        "plan": str, "initiative": str, "domain": str, "kind": str, "municipality": str, "year": int,
        "cost": int, "coverage": int, "cost_place": str, "coverage_place": str,
    },
    "totals": {"plan": str, "initiative": str, "kind": str, "year": int, "amount": int, "place": str},
    "summaries": {
        "plan": str, "id": str, "domain": str, "municipality": str, "kind": str, "year": int,
        "amount": int, "place": str,
    },
}  # fmt: skip
"""The columns of each table, in order. `replaces` of an initiative is the only one that can be None."""


@dataclass(slots=True)
class Tables:
    plans: list[PlanRow] = field(default_factory=list)
    initiatives: list[InitiativeRow] = field(default_factory=list)
    contracts: list[ContractRow] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    cells: list[CellRow] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    summaries: list[SummaryRow] = field(default_factory=list)

    def __len__(self) -> int:
        """How many facts there are."""
        return sum(len(rows) for rows in self.by_name().values())

    def by_name(self) -> dict[str, list[Any]]:
        return {column.name: getattr(self, column.name) for column in fields(self)}

    def add(self, other: Tables) -> None:
        for name, rows in other.by_name().items():
            getattr(self, name).extend(rows)

    def split(self) -> Iterator[Tables]:
        """A set at a time. The rows of one set must stand together, in the order of `plans`."""
        at = dict.fromkeys(COLUMNS, 0)
        for plan, _, _ in self.plans:
            own = Tables()
            for name, rows in self.by_name().items():
                begin = end = at[name]
                while end < len(rows) and rows[end][0] == plan:
                    end += 1
                setattr(own, name, rows[begin:end])
                at[name] = end
            yield own

    def as_data(self) -> tuple[Any, ...]:
        """What `Tables(*data)` makes tables of again."""
        return tuple(self.by_name().values())
