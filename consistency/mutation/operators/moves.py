"""An amount lands in another cell: another year, municipality, kind, side or initiative."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import Any, ClassVar

from consistency.errors import Bilingual
from consistency.model.amount import Amount
from consistency.model.entities import AmountCell
from consistency.mutation.base import Base
from consistency.mutation.edits import Mutation, saids, says
from consistency.mutation.operators import _tables as tables
from consistency.mutation.operators._operator import AMOUNTS, Operator, Site


class _Exchanged(Operator):
    """Two cells exchange what they say, where that is not the same."""

    expected: ClassVar = AMOUNTS

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        one, other = site.value, site.second
        assert site.other is not None
        edits = [site.edit(says(one, other.text)), site.edit(says(other, one.text), site.other)]
        return self.mutation(edits, [one, other])


def _cells(base: Base) -> list[tuple[Site, AmountCell]]:
    """The cells of initiatives' own rows, totals apart."""
    found = ((site, base.places.cells.get(site.value.at)) for site, _ in tables.cells(base))
    return [(site, cell) for site, cell in found if cell and cell.role == "row"]


def _differ(a: Amount, b: Amount) -> bool:
    return a.written != b.written and (tables.is_value(a) or tables.is_value(b))


def _pairs(base: Base, alike: Any) -> Iterator[Site]:
    """Cells of one initiative that have in common what `alike` gives, two by two."""
    groups: dict[Any, list[tuple[Site, AmountCell]]] = {}
    for site, cell in _cells(base):
        groups.setdefault((cell.document, cell.initiative, *alike(site, cell)), []).append((site, cell))
    for group in groups.values():
        for (one, a), (other, b) in combinations(group, 2):
            if _differ(a.amount, b.amount):
                yield Site(one.document, one.path, other.path)


class OtherYear(_Exchanged):
    name = "other-year"
    title = Bilingual("an amount moves to another year", "een bedrag staat in een ander jaar")

    def sites(self, base: Base) -> Iterator[Site]:
        return _pairs(base, lambda site, cell: (cell.table, site.path[:-1]))


class OtherMunicipality(_Exchanged):
    name = "other-municipality"
    title = Bilingual("an amount moves to another municipality", "een bedrag staat bij een andere gemeente")

    def sites(self, base: Base) -> Iterator[Site]:
        return _pairs(base, lambda site, cell: (cell.table, site.path[:4], cell.column))


class OtherKind(_Exchanged):
    name = "other-kind"
    title = Bilingual("incidental and structural change places", "incidenteel en structureel zijn verwisseld")

    def sites(self, base: Base) -> Iterator[Site]:
        for site in _pairs(base, lambda site, cell: (cell.side, cell.municipality, cell.column)):
            if base.places.cells[site.value.at].kind != base.places.cells[site.second.at].kind:
                yield site


class OtherSide(_Exchanged):
    name = "other-side"
    title = Bilingual("cost and coverage change places", "kosten en dekking zijn verwisseld")

    def sites(self, base: Base) -> Iterator[Site]:
        for site in _pairs(base, lambda site, cell: (cell.kind, cell.municipality, cell.column)):
            if base.places.cells[site.value.at].side != base.places.cells[site.second.at].side:
                yield site


class OtherInitiative(Operator):
    """The whole amounts, so that the tables themselves stay right."""

    name = "swapped-initiatives"
    title = Bilingual("two initiatives have each other's amounts", "twee initiatieven hebben elkaars bedragen")
    expected: ClassVar = AMOUNTS

    def sites(self, base: Base) -> Iterator[Site]:
        for document in base.documents:
            plans = [i for i, r in enumerate(document.initiatives) if r.amounts]
            for a, b in combinations(plans, 2):
                yield Site(document, ("initiatives", a, "amounts"), ("initiatives", b, "amounts"))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        one, other = site.value, site.second
        assert site.other is not None
        texts = ([said.text for said in saids([table.rows for table in each])] for each in (one, other))
        if next(texts) == next(texts):
            return None
        return self.mutation([site.edit(other), site.edit(one, site.other)], [one, other])


OPERATORS = (OtherYear(), OtherMunicipality(), OtherKind(), OtherSide(), OtherInitiative())
