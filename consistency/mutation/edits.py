"""A mutation as edits of a plan set's records: what stood where, and what stands there now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from consistency.model.location import Location
from consistency.model.record import DocumentRecord, PlanSetRecord, Record, Said

Path = tuple[str | int, ...]
"""Field names and positions from a document down: `("initiatives", 0, "amounts", 1, "rows", 0, "cells", 2)`."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands at `path` in a document is replaced whole; a row is dropped or doubled by replacing the list."""

    document: str
    path: Path
    before: Any
    after: Any

    def meets(self, other: Edit) -> bool:
        """Whether the one stands inside the other, or is it."""
        length = min(len(self.path), len(other.path))
        return self.document == other.document and self.path[:length] == other.path[:length]


@dataclass(frozen=True, slots=True)
class Mutation:
    """`touched` are the claims changed, dropped or doubled, as they stood; `about` further ids that it speaks of."""

    operator: str
    expected: frozenset[str]
    edits: tuple[Edit, ...]
    touched: tuple[Any, ...]
    about: frozenset[str] = frozenset()

    @property
    def places(self) -> frozenset[Location]:
        return frozenset(said.at for said in saids(self.touched))

    def owners(self, record: PlanSetRecord) -> Iterator[Said]:
        """The names and titles of the things inside which something was changed."""
        documents = {document.document.text: document for document in record.documents}
        for edit in self.edits:
            for length in range(1, len(edit.path)):
                node = at(documents[edit.document], edit.path[:length])
                name = getattr(node, "name", None) or getattr(node, "title", None)
                if isinstance(name, Said):
                    yield name

    def meets(self, other: Mutation) -> bool:
        return any(a.meets(b) for a in self.edits for b in other.edits)


def saids(value: Any) -> Iterator[Said]:
    """Every claim in a record, a list of records, or a claim itself."""
    if isinstance(value, Said):
        yield value
    elif isinstance(value, Record):
        for _, inner in value:
            yield from saids(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from saids(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from saids(inner)


def at(document: DocumentRecord, path: Path) -> Any:
    found: Any = document
    for step in path:
        found = getattr(found, str(step)) if isinstance(found, Record) else found[step]
    return found


def mutated(record: PlanSetRecord, mutations: Iterable[Mutation]) -> PlanSetRecord:
    """The plan set with the edits made; what no edit touches is shared with the original."""
    edits = [edit for mutation in mutations for edit in mutation.edits]
    documents = []
    for document in record.documents:
        for edit in edits:
            if edit.document == document.document.text:
                document = _replaced(document, edit.path, edit.after)
        documents.append(document)
    return replace(record, documents=tuple(documents))


def _replaced(node: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(node, Record):
        assert isinstance(step, str)
        return node.model_copy(update={step: _replaced(getattr(node, step), rest, value)})
    if isinstance(node, dict):
        return {key: _replaced(inner, rest, value) if key == step else inner for key, inner in node.items()}
    return [_replaced(inner, rest, value) if position == step else inner for position, inner in enumerate(node)]


def without(items: Sequence[Any], position: int) -> list[Any]:
    return [*items[:position], *items[position + 1 :]]


def doubled(items: Sequence[Any], position: int) -> list[Any]:
    return [*items[: position + 1], items[position], *items[position + 1 :]]


def says(said: Said, text: str) -> Said:
    """The claim with another text, in the same place."""
    return replace(said, text=text)
