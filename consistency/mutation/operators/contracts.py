"""What a contract calendar says, and what comes after a contract."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import ClassVar

from consistency.errors import Bilingual
from consistency.mutation.base import Base
from consistency.mutation.edits import Mutation, says
from consistency.mutation.operators import _tables as tables
from consistency.mutation.operators._operator import Operator, Site
from consistency.mutation.operators.dates import ENDS, Shifted

PROCEDURES = ("Europese aanbesteding", "Meervoudig onderhands", "Enkelvoudig onderhands")
VALUE = frozenset({
    "procurement-below-threshold-procedure", "procurement-split", "contract-duplicate", "calendar-value-missing",
    "tender-lead-time-too-short", "contract-value-conflict",
})  # fmt: skip


class NoSuccessor(Operator):
    name = "dropped-successor"
    title = Bilingual("an initiative no longer replaces a contract", "een initiatief vervangt een contract niet meer")
    expected: ClassVar = frozenset({"contract-without-initiative", "expiring-contract-not-in-calendar"})

    def sites(self, base: Base) -> Iterator[Site]:
        for document in base.documents:
            for i, initiative in enumerate(document.initiatives):
                if initiative.replaces:
                    yield Site(document, ("initiatives", i, "replaces"))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        return self.mutation([site.edit([])], [site.value])


class SuccessorTooLate(Operator):
    name = "successor-after-end"
    title = Bilingual(
        "a replacement begins after the contract's end", "een vervanging begint na het einde van het contract"
    )
    expected: ClassVar = Shifted.expected | ENDS

    def sites(self, base: Base) -> Iterator[Site]:
        graph = base.places.graph
        ending = {r.initiative for r in graph.replacements if graph.contracts[r.contract].ends}
        stated = {claim.said.at: claim.subject for claim in graph.claims if claim.attribute == "period"}
        for document in base.documents:
            for i, initiative in enumerate(document.initiatives):
                if initiative.period and stated.get(initiative.period.at) in ending:
                    yield Site(document, ("initiatives", i, "period"))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        graph = base.places.graph
        (key,) = {c.subject for c in graph.claims if c.said.at == site.value.at and c.attribute == "period"}
        ends = [graph.contracts[r.contract].ends for r in graph.replacements if r.initiative == key]
        first = max(days.last.year for days in ends if days) + rng.randint(1, 2)
        return self.mutation([site.edit(says(site.value, f"{first}-{first + 1}"))], [site.value])


class Procedure(Operator):
    name = "procedure"
    title = Bilingual("another procedure for a contract", "een andere procedure voor een contract")
    expected: ClassVar = VALUE

    def sites(self, base: Base) -> Iterator[Site]:
        for document in base.documents:
            for c, contract in enumerate(document.contracts):
                if contract.procedure and contract.procedure.text.strip():
                    yield Site(document, ("contracts", c, "procedure"))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        text = rng.choice(PROCEDURES)
        if text.casefold()[:5] == site.value.text.strip().casefold()[:5]:
            return None
        return self.mutation([site.edit(says(site.value, text))], [site.value])


class ContractValue(Operator):
    name = "contract-value"
    title = Bilingual("another value of a contract", "een andere waarde van een contract")
    expected: ClassVar = VALUE

    def sites(self, base: Base) -> Iterator[Site]:
        for document in base.documents:
            for c, contract in enumerate(document.contracts):
                if contract.value_four_years and tables.digits_of(contract.value_four_years.text):
                    yield Site(document, ("contracts", c, "value_four_years"))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        number = tables.number_of(site.value.text)
        text = tables.with_number(site.value.text, rng.choice([number * 10, number // 10, number * 2, number + 1000]))
        return self.mutation([site.edit(says(site.value, text))], [site.value])


OPERATORS = (NoSuccessor(), SuccessorTooLate(), Procedure(), ContractValue())
