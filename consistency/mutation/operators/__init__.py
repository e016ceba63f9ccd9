"""The ways in which plans drift apart, one small class each, found by walking this package.

A module has `OPERATORS`. They expect rules by their ids; one that is not loaded is not waited for.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from consistency.mutation.operators._operator import Operator


@cache
def all_operators() -> tuple[Operator, ...]:
    """In order of their names. Raises ValueError where two have one name."""
    found: dict[str, Operator] = {}
    for name in sorted(info.name for info in iter_modules(__path__) if not info.name.startswith("_")):
        for operator in import_module(f"{__name__}.{name}").OPERATORS:
            if operator.name in found:
                raise ValueError(f"two operators are called {operator.name}")
            found[operator.name] = operator
    return tuple(found[name] for name in sorted(found))
