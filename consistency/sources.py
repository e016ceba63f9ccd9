"""What is at the paths that are given: plan sets, found but not yet read, in the order of the paths."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from consistency.errors import Bilingual, UnreadableInput, did_you_mean, nearest, reason
from consistency.inputs._naming import printable

if TYPE_CHECKING:
    from consistency.model.record import PlanSetRecord

PLAN_FILES = (".yaml", ".yml")
MAX_PATH_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Plans:
    """A folder with plan files, or one plan file."""

    path: Path

    @property
    def shown(self) -> str:
        return printable(self.path.name) or "."

    def read(self) -> PlanSetRecord:
        from consistency.inputs.yaml import READER

        return READER.read(self.path, self.shown)


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents that are one plan set together."""

    paths: tuple[Path, ...]
    lexicons: tuple[Path, ...] = ()

    @property
    def shown(self) -> str:
        return printable(self.paths[0].name)

    def read(self) -> PlanSetRecord:
        from consistency.inputs.text import READER
        from consistency.model.record import InputFile, PlanSetRecord
        from consistency.reading import read_documents
        from consistency.reading.lexicon import load_lexicon

        files, problems = [], []
        for path in self.paths:
            try:
                files.append(READER.read(path, printable(path.name)))
            except UnreadableInput as problem:
                problems.append(problem)
        if not files:
            raise problems[0] if len(problems) == 1 else ExceptionGroup("unreadable", problems)
        portfolio, documents = read_documents(files, load_lexicon(self.lexicons))
        unread = Counter(thing.at.path for document in documents for thing in document.unread)
        shown = tuple(InputFile(file.path, file.sha256, unread[file.path]) for file in files)
        return PlanSetRecord(portfolio, tuple(documents), shown, tuple(problems))


@dataclass(frozen=True, slots=True)
class Nothing:
    """A path at which there is nothing to read: reading it says why."""

    problem: UnreadableInput
    shown: str

    def read(self) -> PlanSetRecord:
        raise self.problem


Source = Plans | Documents | Nothing
"""One plan set: `read` raises UnreadableInput, or a group of them, where nothing of it can be read."""


def find(paths: Sequence[Path], lexicons: Sequence[Path] = ()) -> list[Source]:
    """The plan sets at the paths: a folder with plan files, a folder of such folders, or documents that are one set.

    A path given twice counts once; all documents among the paths are one set, the last.
    """
    sources: list[Source] = []
    documents: list[Path] = []
    first_of_each = {os.path.realpath(path): path for path in reversed(paths)}
    for path in [path for path in paths if path is first_of_each[os.path.realpath(path)]]:
        try:
            if _is_document(path):
                documents.append(path)
            else:
                sources += [Plans(path)] if path.is_file() else _in_folder(path, lexicons)
        except UnreadableInput as problem:
            sources.append(Nothing(problem, _shown(path)))
    return [*sources, Documents(tuple(documents), tuple(lexicons))] if documents else sources


def each(problem: UnreadableInput | ExceptionGroup[UnreadableInput]) -> Iterator[UnreadableInput]:
    """The problems in a group, however they are nested."""
    if isinstance(problem, UnreadableInput):
        yield problem
        return
    for inner in problem.exceptions:
        yield from each(inner)


def _in_folder(folder: Path, lexicons: Sequence[Path]) -> list[Source]:
    try:
        files = sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
        if any(p.suffix.lower() in PLAN_FILES for p in files):
            return [Plans(folder)]
        below = sorted({p.parent for p in folder.glob("*/portfolio.y*ml")})
    except OSError as error:
        why = reason(error)
        raise UnreadableInput(
            f"this folder cannot be read: {why.en}",
            nl=f"deze map kan niet gelezen worden: {why.nl}",
            path=_shown(folder),
        ) from None
    if below:
        return [Plans(plan_set) for plan_set in below]
    texts = [p for p in files if p.suffix.lower() in (".txt", ".md") and p.stem.lower() != "readme"]
    if texts:
        return [Documents(tuple(texts), tuple(lexicons))]
    raise UnreadableInput(
        "there are no plans in this folder",
        nl="er staan geen plannen in deze map",
        path=_shown(folder),
        hint=Bilingual("nothing was checked", "er is niets gecontroleerd"),
    )


def _is_document(path: Path) -> bool:
    """Whether it is to be read as a document rather than as plan files. Raises UnreadableInput for what is neither."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise UnreadableInput(
            "there is no such file or folder",
            nl="dit bestand of deze map is er niet",
            path=_shown(path),
            hint=did_you_mean(_beside(path)),
        ) from None
    except OSError as error:
        why = reason(error)
        raise UnreadableInput(
            f"cannot be read: {why.en}", nl=f"kan niet gelezen worden: {why.nl}", path=_shown(path)
        ) from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise UnreadableInput(
            "this is neither a file nor a folder", nl="dit is geen bestand en geen map", path=_shown(path)
        )
    return stat.S_ISREG(mode) and path.suffix.lower() not in PLAN_FILES


def _shown(path: Path) -> str:
    return printable(path.as_posix()[:MAX_PATH_SHOWN])


def _beside(path: Path) -> str | None:
    """The nearest name in the same folder."""
    try:
        names = {p.name for p in path.parent.iterdir()} - {path.name}
    except OSError:
        return None
    near = nearest(path.name, names)
    return printable(near) if near else None
