"""A row is dropped or doubled, in a table or in a list."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, ClassVar

from consistency.errors import Bilingual
from consistency.mutation.base import Base
from consistency.mutation.edits import Mutation, at, doubled, without
from consistency.mutation.operators import _tables as tables
from consistency.mutation.operators._operator import AMOUNTS, Operator, Site

LISTS = ("overview", "scores", "roadmap", "actielijn_matrix")
MISSING = frozenset({
    "initiative-missing-from-overview", "initiative-missing-from-prioritisation", "initiative-missing-from-roadmap",
    "initiative-missing-from-relation-matrix", "initiative-granularity-mismatch", "relation-not-symmetric",
    "relation-in-text-not-in-matrix", "actielijn-set-mismatch", "initiative-missing-from-actielijn-matrix",
})  # fmt: skip


class _Row(Operator):
    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        *place, position = site.path
        rows = at(site.document, tuple(place))
        return self.mutation([site.edit(self.changed(rows, int(position)), tuple(place))], [site.value])

    def changed(self, rows: list[Any], position: int) -> list[Any]:
        return without(rows, position)


class _TableRow(_Row):
    expected: ClassVar = AMOUNTS

    def sites(self, base: Base) -> Iterator[Site]:
        """Rows that hold an amount: a row of nothing says nothing."""
        seen = set()
        for site in tables.values(base):
            path = site.path[:-2]
            if (site.document.document.text, path) not in seen:
                seen.add((site.document.document.text, path))
                yield Site(site.document, path)


class DroppedRow(_TableRow):
    name = "dropped-row"
    title = Bilingual("a row of a table is dropped", "een rij van een tabel is weggevallen")


class DoubledRow(_TableRow):
    name = "doubled-row"
    title = Bilingual("a row of a table stands there twice", "een rij van een tabel staat er twee keer")

    def changed(self, rows: list[Any], position: int) -> list[Any]:
        return doubled(rows, position)


def entries(base: Base) -> Iterator[Site]:
    """Rows of overviews, scored lists, roadmaps and matrices."""
    for document in base.documents:
        for name in LISTS:
            listed = getattr(document, name)
            for e, _ in enumerate(listed.entries if listed else ()):
                yield Site(document, (name, "entries", e))
        for r, _ in enumerate(document.relation_matrix.rows if document.relation_matrix else ()):
            yield Site(document, ("relation_matrix", "rows", r))


class DroppedEntry(_Row):
    name = "dropped-entry"
    title = Bilingual("an initiative is dropped from one list", "een initiatief ontbreekt in één lijst")
    expected: ClassVar = MISSING

    def sites(self, base: Base) -> Iterator[Site]:
        return entries(base)


class DoubledEntry(_Row):
    name = "doubled-entry"
    title = Bilingual("an initiative is scored twice", "een initiatief is twee keer gescoord")
    expected: ClassVar = frozenset({"prioritisation-duplicate-entry"})

    def sites(self, base: Base) -> Iterator[Site]:
        return (site for site in entries(base) if site.path[0] == "scores")

    def changed(self, rows: list[Any], position: int) -> list[Any]:
        return doubled(rows, position)


class DoubledContract(_Row):
    name = "doubled-contract"
    title = Bilingual("a contract is listed twice", "een contract staat twee keer in de kalender")
    expected: ClassVar = frozenset({"contract-duplicate"})

    def sites(self, base: Base) -> Iterator[Site]:
        for document in base.documents:
            for c, _ in enumerate(document.contracts):
                yield Site(document, ("contracts", c))

    def changed(self, rows: list[Any], position: int) -> list[Any]:
        return doubled(rows, position)


OPERATORS = (DroppedRow(), DoubledRow(), DroppedEntry(), DoubledEntry(), DoubledContract())
