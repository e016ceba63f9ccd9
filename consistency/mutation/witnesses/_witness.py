"""One comparison that a reader of the set could make."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from consistency.model.location import Location
from consistency.model.record import Said


@dataclass(frozen=True, slots=True)
class Witness:
    """`key` tells it from the others, `places` are the claims that take part, `ids` the entities they are about.

    `fault` is None where all can hold together; otherwise what is wrong, so that another fault is another value.
    """

    key: tuple[Hashable, ...]
    fault: Hashable | None
    places: frozenset[Location] = frozenset()
    ids: frozenset[str] = frozenset()


def witness(
    *key: Hashable, fault: Hashable | None, said: Iterable[Said | None] = (), ids: Iterable[str] = ()
) -> Witness:
    return Witness(key, fault, frozenset(claim.at for claim in said if claim), frozenset(ids))
