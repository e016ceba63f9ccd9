"""What people and machines read: one module a format, found by walking this package.

A module has `WRITER`; `render` is a pure function of the report, piece by piece: many plan sets give much. Writing is
somebody else's job.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from consistency.model.report import Report


class Writer(Protocol):
    name: str

    def render(self, report: Report, lang: str) -> Iterator[bytes]: ...


def names() -> list[str]:
    """The formats there are; reading their names imports nothing else."""
    return sorted(info.name for info in iter_modules(__path__) if not info.name.startswith("_"))


def writer(name: str) -> Writer:
    found: Writer = import_module(f"{__name__}.{name}").WRITER
    return found
