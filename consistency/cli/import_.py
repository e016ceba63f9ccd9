"""`consistency import`: documents → plan files that people review, with the places they were read at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from consistency.cli._import_report import LANGUAGES, render_report, word
from consistency.errors import Bilingual, UnreadableInput, UsageError, reason

if TYPE_CHECKING:
    from consistency.model.record import PlanSetRecord

REPORT = "import-report.md"


@click.command("import")
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Where to write.")
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="nl", show_default=True, help="Language of messages.")
@click.option("--lexicon", "lexicons", multiple=True, type=click.Path(path_type=Path, exists=True), help="More words.")
def import_(documents: tuple[Path, ...], folder: Path, force: bool, lang: str, lexicons: tuple[Path, ...]) -> int:
    """Turn DOCUMENTS into a plan set in DIR: portfolio.yaml, a file a document, and a report of what was not read."""
    from consistency.cli._understood import understood
    from consistency.pipeline import read

    sets = read(documents, lexicons)
    problems = [problem for plan_set in sets for problem in plan_set.problems]
    if not any(plan_set.documents for plan_set in sets):
        nothing = UnreadableInput("there is no document to import here", nl="hier staat geen document om in te lezen")
        raise ExceptionGroup("nothing to import", problems or [nothing])
    files = {**_files([understood(plan_set) for plan_set in sets]), REPORT: render_report(sets, lang)}
    for name, state in _write_all(folder, files, force).items():
        click.echo(f"{word(state, lang)}: {(folder / name).as_posix()}")
    for problem in problems:
        click.echo(f"consistency: {problem.told(lang)}", err=True)
    return 2 if problems else 0


def _files(sets: list[PlanSetRecord]) -> dict[str, bytes]:
    """Several plan sets get a folder each."""
    from consistency.outputs._plan_yaml import file_stem, render_plan_set

    if len(sets) == 1:
        return render_plan_set(sets[0])
    files: dict[str, bytes] = {}
    folders: set[str] = set()
    for plan_set in sets:
        folder = file_stem(plan_set.portfolio.plan_set.text, folders)
        folders.add(folder)
        files |= {f"{folder}/{name}": content for name, content in render_plan_set(plan_set).items()}
    return files


def _write_all(folder: Path, files: dict[str, bytes], force: bool) -> dict[str, str]:
    """What became of each file. All are checked, then all written beside their place, then all moved there."""
    states = {name: _state(folder / name, content) for name, content in files.items()}
    in_the_way = [name for name, state in states.items() if state == "overwritten" and name != REPORT]
    if in_the_way and not force:
        names = ", ".join(in_the_way)
        raise UsageError(
            f"already there: {names}",
            nl=f"bestaat al: {names}",
            path=folder.as_posix(),
            hint=Bilingual("--force overwrites them", "met --force worden ze overschreven"),
        )
    written: dict[Path, Path] = {}
    try:
        for name in (name for name, state in states.items() if state != "unchanged"):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f".{target.name}.part")
            written[beside] = target
            beside.write_bytes(files[name])
        for beside, target in written.items():
            beside.replace(target)
    except OSError as error:
        why = reason(error)
        raise UsageError(
            f"cannot be written: {why.en}", nl=f"kan niet geschreven worden: {why.nl}", path=folder.as_posix()
        ) from None
    finally:
        for beside in written:
            beside.unlink(missing_ok=True)
    return states


def _state(path: Path, content: bytes) -> str:
    if not path.exists():
        return "written"
    return "unchanged" if path.is_file() and path.read_bytes() == content else "overwritten"
