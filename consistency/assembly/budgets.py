"""In which round of the yearly budgets money is asked for, as far as the portfolio says what its rounds serve."""

from __future__ import annotations

from consistency.model.dates import parse_period, parse_years
from consistency.model.entities import Round
from consistency.model.names import slug
from consistency.model.record import BudgetCycleRecord, FundingRecord, PortfolioRecord


class Budgets:
    def __init__(self, portfolio: PortfolioRecord) -> None:
        self._cycles = portfolio.budget_cycles

    def round_of(self, record: FundingRecord, municipality: str | None) -> Round | None:
        """None where neither a round nor a year is named.

        Names of rounds differ between municipalities and mislead on the year; so a year beside the name of a round that
        the portfolio does not declare is not surely the year that it serves.
        """
        said = record.cycle or record.year
        if said is None:
            return None
        named = parse_period(record.year.text) if record.year else None
        year = named.first_year if named else None
        if record.cycle is None:
            return Round(said, year, sure=True)
        names = {slug(record.cycle.text), *([slug(f"{record.cycle.text} {record.year.text}")] if record.year else [])}
        users = {code for cycle in self._cycles for code, name in cycle.names.items() if slug(name.text) in names}
        by_id = [cycle for cycle in self._cycles if slug(cycle.id.text) in names]
        own = [cycle for cycle in self._cycles if _called(cycle, names, municipality)]
        found = {_served(cycle) for cycle in by_id or own}
        if found:
            return Round(said, found.pop() if len(found) == 1 else None, True, () if by_id else tuple(sorted(users)))
        return Round(said, year, sure=False, users=tuple(sorted(users)))


def _called(cycle: BudgetCycleRecord, names: set[str], municipality: str | None) -> bool:
    """Whether the municipality, or any where none is named, calls the round so."""
    return any(slug(name.text) in names for code, name in cycle.names.items() if municipality in (None, code))


def _served(cycle: BudgetCycleRecord) -> int | None:
    year = parse_years(cycle.serves.text) if cycle.serves else None
    return year[0] if year else None
