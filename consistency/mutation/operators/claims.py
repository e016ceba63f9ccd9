"""What is said of an initiative in one of several places: priority, municipalities, actielijnen, score."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import ClassVar

from consistency.errors import Bilingual
from consistency.mutation.base import Base
from consistency.mutation.edits import Mutation, Path, at, says
from consistency.mutation.operators._operator import Operator, Site
from consistency.mutation.operators.rows import entries


def _fields(base: Base, name: str, lists: tuple[str, ...]) -> Iterator[Site]:
    """A field of fiches and of the entries of `lists`, where something stands in it."""
    for document in base.documents:
        paths: list[Path] = [("initiatives", i, name) for i, _ in enumerate(document.initiatives)]
        paths += [(*site.path, name) for site in entries(base) if site.document is document and site.path[0] in lists]
        yield from (Site(document, path) for path in paths if at(document, path))


class Priority(Operator):
    name = "priority"
    title = Bilingual("another priority in one place", "een andere prioriteit op één plaats")
    expected: ClassVar = frozenset({
        "priority-mismatch", "priority-order-vs-score", "summary-detail-mismatch", "contract-without-initiative",
        "requested-not-need-minus-coverage", "ao-without-ground", "obligation-not-prioritised-as-ao",
        "dependency-on-unfunded", "priority-heading-conflict", "prioritisation-score-missing",
        "summary-counts-amount-n-times", "multiple-priorities-in-one-field",
    })  # fmt: skip

    def sites(self, base: Base) -> Iterator[Site]:
        return _fields(base, "priority", ("overview", "scores"))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        text = rng.choice(sorted(base.places.graph.plan_set.priorities))
        if text.casefold() in site.value.text.casefold().split():
            return None
        return self.mutation([site.edit(says(site.value, text))], [site.value])


class MunicipalitySet(Operator):
    name = "municipality-set"
    title = Bilingual("a municipality more or less in one place", "een gemeente meer of minder op één plaats")
    expected: ClassVar = frozenset({
        "municipality-set-mismatch", "amounts-for-non-participant", "participant-without-amounts",
        "replacement-municipality-gap", "dependency-municipality-gap", "contract-without-initiative",
        "funding-route-of-non-participant",
    })  # fmt: skip

    def sites(self, base: Base) -> Iterator[Site]:
        return (
            site
            for site in _fields(base, "municipalities", ("overview", "scores"))
            if base.places.municipalities(site.value)
        )

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        known = base.places.graph.plan_set.municipalities
        named = base.places.municipalities(site.value)
        changed = rng.choice(list(known))
        codes = [code for code in known if (code in named) != (code == changed)]
        if not codes:
            return None
        text = ", ".join(known[code].name for code in codes)
        return self.mutation([site.edit([says(site.value[0], text)])], [site.value])


class ProgrammeLine(Operator):
    name = "actielijn"
    title = Bilingual("another actielijn in one place", "een andere actielijn op één plaats")
    expected: ClassVar = frozenset({"actielijn-set-mismatch", "actielijn-unknown", "actielijn-name-variant"})

    def sites(self, base: Base) -> Iterator[Site]:
        if base.plan_set.portfolio.actielijnen:
            yield from _fields(base, "actielijnen", ("actielijn_matrix",))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        position = rng.randrange(len(site.value))
        others = set(base.plan_set.portfolio.actielijnen) - {said.text.strip()[:1].upper() for said in site.value}
        if not others:
            return None
        after = list(site.value)
        after[position] = says(after[position], rng.choice(sorted(others)))
        return self.mutation([site.edit(after)], site.value)


class ScoreDigit(Operator):
    name = "score"
    title = Bilingual("one digit of a score is another", "één cijfer van een score is een ander")
    expected: ClassVar = frozenset({"score-not-attainable", "score-formula-mismatch", "priority-order-vs-score"})

    def sites(self, base: Base) -> Iterator[Site]:
        for site in entries(base):
            if site.path[0] == "scores" and site.value.score and any(c.isdigit() for c in site.value.score.text):
                yield Site(site.document, (*site.path, "score"))

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        text = site.value.text
        position = rng.choice([i for i, c in enumerate(text) if c.isdigit()])
        other = rng.choice([digit for digit in "123456789" if digit != text[position]])
        text = text[:position] + other + text[position + 1 :]
        return self.mutation([site.edit(says(site.value, text))], [site.value])


OPERATORS = (Priority(), MunicipalitySet(), ProgrammeLine(), ScoreDigit())
