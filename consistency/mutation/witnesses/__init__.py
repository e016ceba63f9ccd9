"""What in a set restates or bounds what is said elsewhere in it, and whether the two can hold together.

Reckoned from the graph alone and on purpose apart from facts and rules: these say what the rules ought to have seen.
One module a kind of witness, found by walking this package; each has `witnesses(places, as_of)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from consistency.model.dates import Days
from consistency.mutation.base import Places
from consistency.mutation.witnesses._witness import Witness


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = sorted(info.name for info in iter_modules(__path__) if not info.name.startswith("_"))
    return tuple(import_module(f"{__name__}.{name}") for name in names)


def all_witnesses(places: Places, as_of: Days | None) -> Iterator[Witness]:
    for module in _modules():
        yield from module.witnesses(places, as_of or places.graph.plan_set.decision)
