"""Which mutants are tried: the seed decides operator, place and change, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from consistency.mutation.base import Base
from consistency.mutation.edits import Mutation, saids
from consistency.mutation.operators._operator import Operator, Site

TRIES = 60
"""Draws at most for one mutant that is none of those before; then there are no more."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A mutant before it is made: enough to make it anywhere."""

    operator: int
    site: int
    seed: str


class Chooser:
    """Operators are drawn evenly, and then one of the places where they apply."""

    def __init__(self, base: Base, operators: Sequence[Operator]) -> None:
        self.base = base
        self.operators = operators
        self.sites: list[list[Site]] = [list(operator.sites(base)) for operator in operators]

    def make(self, pick: Pick) -> Mutation | None:
        site = self.sites[pick.operator][pick.site]
        return self.operators[pick.operator].apply(self.base, site, Random(pick.seed))

    def singles(self, seed: int, count: int) -> list[Pick]:
        """As many different mutants, or all that were found."""
        seen: set[object] = set()
        picks = []
        for number in range(count):
            for turn in range(TRIES):
                drawn = self._draw(f"{seed}/{number}/{turn}")
                mutation = self.make(drawn) if drawn else None
                if drawn and mutation and _identity(mutation) not in seen:
                    seen.add(_identity(mutation))
                    picks.append(drawn)
                    break
        return picks

    def pairs(self, seed: int, count: int) -> list[tuple[Pick, Pick]]:
        """Two mutations that touch no claim in common."""
        found = []
        for number in range(count):
            for turn in range(TRIES):
                one, other = (self._draw(f"{seed}/pair/{number}/{turn}/{side}") for side in "ab")
                first, second = (self.make(pick) if pick else None for pick in (one, other))
                if one and other and first and second and not first.meets(second):
                    found.append((one, other))
                    break
        return found

    def _draw(self, seed: str) -> Pick | None:
        rng = Random(seed)
        usable = [number for number, sites in enumerate(self.sites) if sites]
        if not usable:
            return None
        operator = rng.choice(usable)
        return Pick(operator, rng.randrange(len(self.sites[operator])), f"{seed}!")


def _identity(mutation: Mutation) -> tuple[object, ...]:
    return tuple((e.document, e.path, tuple(said.text for said in saids(e.after))) for e in mutation.edits)
