"""Who takes part: one module each, found by walking the folder, each with its `CONTESTANTS`."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from benchmarks.evidence import Evidence
from benchmarks.tables import Tables


def _same(found: Any) -> Any:
    return found


@dataclass(frozen=True)
class Contestant:
    """`prepare()` reads and compiles the rules; `load(ready, tables)` makes what the tool reads of the tables;

    `check(ready, loaded)` comes to findings; `evidence` puts these in the neutral form, and is not timed. `note` says
    what its user has to do in the host language, and what else the figures should be read with.
    """

    name: str
    label: str
    order: int
    prepare: Callable[[], Any]
    load: Callable[[Any, Tables], Any]
    check: Callable[[Any, Any], Any]
    evidence: Callable[[Any], Sequence[Evidence]] = _same
    needs: str | None = None
    """The module that has to be there."""
    package: str | None = None
    note: str = ""
    most: int | None = None
    """The largest number of plan sets that is tried."""
    absent: Callable[[], str | None] | None = None
    """Why it cannot take part, where that is more than a package that is not installed."""

    def missing(self) -> str | None:
        """Why it cannot take part here; None where it can."""
        if self.needs and find_spec(self.needs) is None:
            return f"{self.package or self.needs} is not installed"
        return self.absent() if self.absent else None


def contestants() -> dict[str, Contestant]:
    """By name, in the order in which they are shown."""
    found: list[Contestant] = []
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            found += import_module(f"{__name__}.{module.name}").CONTESTANTS
    return {each.name: each for each in sorted(found, key=lambda each: each.order)}
