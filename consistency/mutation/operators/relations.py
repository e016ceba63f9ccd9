"""One side of a relation is dropped, or points elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import ClassVar

from consistency.errors import Bilingual
from consistency.model.record import Said
from consistency.mutation.base import Base
from consistency.mutation.edits import Mutation, Path, at, says, without
from consistency.mutation.operators._operator import Operator, Site

RELATIONS = frozenset({
    "relation-not-symmetric", "relation-target-unknown", "relation-target-elsewhere", "relation-in-text-not-in-matrix",
    "relation-in-matrix-not-in-text", "shared-application-without-relation", "dependency-order-conflict",
    "dependency-municipality-gap", "dependency-on-unfunded", "dependency-cycle", "name-unresolved",
    "name-match-uncertain",
})  # fmt: skip


class _Relation(Operator):
    expected: ClassVar = RELATIONS

    def sites(self, base: Base) -> Iterator[Site]:
        """What a matrix or fiche names as related, where it names an initiative."""
        resolved = {relation.said.at for relation in base.places.graph.relations if relation.target}
        for document in base.documents:
            found: list[tuple[Path, Said]] = []
            for i, initiative in enumerate(document.initiatives):
                found += [(("initiatives", i, "relates", k), r.to) for k, r in enumerate(initiative.relates)]
                found += [(("initiatives", i, "needs", k), r.to) for k, r in enumerate(initiative.needs)]
            for r, row in enumerate(document.relation_matrix.rows if document.relation_matrix else ()):
                for column, names in row.targets.items():
                    place: Path = ("relation_matrix", "rows", r, "targets", column)
                    found += [((*place, k), said) for k, said in enumerate(names)]
            yield from (Site(document, path) for path, said in found if said.at in resolved)


class Dropped(_Relation):
    name = "dropped-relation"
    title = Bilingual("one side of a relation is dropped", "één kant van een relatie is weggevallen")

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        *place, position = site.path
        after = without(at(site.document, tuple(place)), int(position))
        return self.mutation([site.edit(after, tuple(place))], [site.value])


class Redirected(_Relation):
    name = "redirected-relation"
    title = Bilingual("a relation points at another initiative", "een relatie wijst naar een ander initiatief")

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        path = site.path if site.path[0] == "relation_matrix" else (*site.path, "to")
        said = at(site.document, path)
        known = base.places.graph.initiatives
        targets = [r.target.id for r in base.places.graph.relations if r.said.at == said.at and r.target]
        others = [
            i for i in known.values() if i.id not in targets and i.domain == known[targets[0]].domain and i.document
        ]
        if not others:
            return None
        other = rng.choice(sorted(others, key=lambda initiative: initiative.id))
        return self.mutation([site.edit(says(said, other.name), path)], [said], frozenset({other.id}))


OPERATORS = (Dropped(), Redirected())
