"""What rules read, derived from the graph: one module a relation, found by walking this package.

A module has `KINDS`, the kinds of fact it gives, and `derive(graph, as_of, facts)`, which adds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactKind
from consistency.model.graph import PlanGraph


def _modules() -> list[ModuleType]:
    names = sorted(info.name for info in iter_modules(__path__) if not info.name.startswith("_"))
    return [import_module(f"{__name__}.{name}") for name in names]


def vocabulary() -> Mapping[str, FactKind]:
    """All kinds of fact by name. Raises ValueError where two modules use one name."""
    kinds: dict[str, FactKind] = {}
    for module in _modules():
        for kind in module.KINDS:
            if kind.name in kinds:
                raise ValueError(f"two modules give facts of the kind {kind.name}")
            kinds[kind.name] = kind
    return kinds


def derive_facts(graph: PlanGraph, as_of: Days | None = None) -> FactBase:
    """The fact base of a plan set; `as_of` defaults to the date on which it is decided."""
    facts = FactBase(vocabulary())
    for module in _modules():
        module.derive(graph, as_of or graph.plan_set.decision, facts)
    return facts
