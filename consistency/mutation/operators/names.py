"""A name is written otherwise: as another thing, or as the same one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from random import Random
from typing import ClassVar

from consistency.errors import Bilingual
from consistency.model.names import slug
from consistency.mutation.base import Base
from consistency.mutation.edits import Mutation, at, says
from consistency.mutation.operators._operator import Operator, Site
from consistency.mutation.operators.relations import RELATIONS
from consistency.mutation.operators.rows import MISSING, entries

OTHERS = (
    "Herstel kademuren", "Gladheidskalender", "Vlootplanning brandweerpost", "Kwekerij en perkgoed", "Torenklokken",
    "Proefsleuven rotonde", "Zwembadrooster", "Marktkramenverhuur",
)  # fmt: skip


class _Name(Operator):
    def sites(self, base: Base) -> Iterator[Site]:
        for document in base.documents:
            for i, _ in enumerate(document.initiatives):
                yield Site(document, ("initiatives", i, "name"))
        for site in entries(base):
            if at(site.document, (*site.path, "name")).text.strip():
                yield Site(site.document, (*site.path, "name"))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        text = self.written(site.value.text, rng)
        if text == site.value.text:
            return None
        about = frozenset({slug(text)})
        return self.mutation([site.edit(says(site.value, text))], [site.value], about)

    @abstractmethod
    def written(self, text: str, rng: Random) -> str:
        """The name in its place."""


class Renamed(_Name):
    name = "renamed"
    title = Bilingual("one place has the name of another thing", "op één plaats staat de naam van iets anders")
    expected: ClassVar = MISSING | RELATIONS | {
        "relation-row-without-initiative", "roadmap-entry-without-initiative", "contract-without-initiative",
        "replacement-municipality-gap", "prioritisation-entry-unnamed", "section-missing-from-toc",
        "toc-entry-without-section", "cross-plan-reference-missing", "name-variant", "summary-detail-mismatch",
        "expiring-contract-not-in-calendar",
    }  # fmt: skip

    def written(self, text: str, rng: Random) -> str:
        return rng.choice(OTHERS)


class Respelled(_Name):
    name = "respelled"
    title = Bilingual("a name in another spelling: the same thing", "een naam in andere spelling: hetzelfde")
    expected: ClassVar = frozenset({"name-variant"})

    def written(self, text: str, rng: Random) -> str:
        return rng.choice([text.lower(), text.upper(), text.replace(" ", "-"), text.replace(" en ", " & ")])


OPERATORS = (Renamed(), Respelled())
