"""What proposals say of money, round by round."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.assembly.budgets import Budgets
from consistency.assembly.registry import Registry
from consistency.assembly.values import funding_status, kind_of
from consistency.model.amount import parse_amount
from consistency.model.dates import parse_period
from consistency.model.entities import (
    Doubt,
    Funding,
)


def fundings(registry: Registry, doubts: list[Doubt]) -> Iterator[Funding]:
    """A proposal of which some part is not understood is left out whole: half of it would say more than it does."""
    budgets = Budgets(registry.record.portfolio)
    for document in registry.record.documents:
        convention = registry.conventions[document.document.text]
        for initiative in document.initiatives:
            for record in initiative.funding:
                status, kind = funding_status(record.status), kind_of(record.kind)
                codes = registry.municipalities.one(record.municipality.text) if record.municipality else None
                period = parse_period(record.year.text) if record.year else None
                amount = parse_amount(record.amount.text, convention=convention) if record.amount else None
                read = (
                    (record.status, status),
                    (record.kind, kind),
                    (record.municipality, codes),
                    (record.year, period),
                    (record.amount, amount if amount and amount.stated else None),
                )
                unread = [said for said, value in read if said is not None and value is None]
                doubts += [Doubt("name", said, document.document.text) for said in unread]
                if unread or status is None:
                    continue
                for code in sorted(codes) if codes else [None]:
                    yield Funding(
                        initiative=registry.id_of[id(initiative)],
                        municipality=code,
                        kind=kind,
                        status=status,
                        from_year=period.first_year if period else None,
                        amount=amount,
                        said=record.status,
                        round=budgets.round_of(record, code),
                        until_year=period.last_year if period else None,
                    )
