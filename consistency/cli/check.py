"""`consistency check`: the main job."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from consistency.cli._progress import progress
from consistency.errors import Bilingual, UsageError, did_you_mean, nearest, reason

if TYPE_CHECKING:
    from consistency.model.dates import Days
    from consistency.model.report import Report

EXISTING = click.Path(path_type=Path, exists=True)
ENGINES = ("auto", "durable", "native", "both")
FAIL_ON = ("error", "warning", "info", "never")


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "shown", default="terminal", metavar="FORMAT", help="What is printed: terminal or json.")
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Also write a file; may be repeated.")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of messages.")
@click.option("--as-of", metavar="DATE", help="Judge as of this date (default: the plan set's decision date).")
@click.option("--rules", "rule_folders", multiple=True, type=EXISTING, help="More rules.")
@click.option("--select", multiple=True, metavar="RULE|TAG", help="Report only these rules.")
@click.option("--ignore", multiple=True, metavar="RULE|TAG", help="Do not report these; what they conclude stays.")
@click.option("--fail-on", type=click.Choice(FAIL_ON), default="error", show_default=True, help="Exit 1 from here up.")
@click.option("--strict", is_flag=True, help="Possible findings count as well.")
@click.option("--lexicon", "lexicons", multiple=True, type=EXISTING, help="More words to read by.")
@click.option("--jobs", type=click.IntRange(1), help="So many processes share the plan sets (default: all cores).")
@click.option("--engine", type=click.Choice(ENGINES), default="auto", show_default=True, help="What runs the rules.")
@click.option("--show-passed", is_flag=True, help="Also say per rule how many subjects are in order.")
@click.option("--timings", is_flag=True, help="Say on stderr which engine ran, and how long.")
def check_command(
    paths: tuple[Path, ...],
    shown: str,
    outputs: tuple[str, ...],
    lang: str,
    as_of: str | None,
    rule_folders: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    strict: bool,
    lexicons: tuple[Path, ...],
    jobs: int | None,
    engine: str,
    show_passed: bool,
    timings: bool,
) -> int:
    """Check the plan sets at PATHS: a folder with plan files, a YAML file, or documents as text."""
    from consistency import outputs as formats
    from consistency.cli._run import told
    from consistency.model.finding import Severity
    from consistency.pipeline import Options, check

    started = time.perf_counter()
    targets = _targets(outputs)
    _known_format(shown)
    report = check(
        paths,
        Options(
            as_of=_date(as_of),
            rule_folders=rule_folders,
            select=frozenset(select),
            ignore=frozenset(ignore),
            lexicons=lexicons,
            jobs=jobs,
            engine=engine,
        ),
        progress,
    )
    written = [_write(path, formats.writer(name).render(report, lang)) for name, path in targets]
    unwritten = [failure for failure in written if failure]
    _print(report, shown, lang, show_passed)
    for problem in (*(report.problems if shown != "terminal" else ()), *unwritten):
        click.echo(f"consistency: {problem.told(lang)}", err=True)
    for line in told(
        report.run, lang, asked=engine != "auto", seconds=time.perf_counter() - started if timings else None
    ):
        click.echo(line, err=True)
    return 2 if unwritten else report.exit_code(None if fail_on == "never" else Severity(fail_on), strict=strict)


def _known_format(name: str) -> None:
    from consistency import outputs as formats

    if name not in formats.names():
        known = ", ".join(formats.names())
        raise UsageError(
            f"there is no format {name}",
            nl=f"er is geen formaat {name}",
            hint=did_you_mean(nearest(name, formats.names())) or Bilingual(f"there are {known}", f"er zijn {known}"),
        )


def _targets(texts: Iterable[str]) -> list[tuple[str, Path]]:
    """What cannot be written for a reason that is plain already is refused before anything is read."""
    targets: dict[str, tuple[str, Path]] = {}
    for text in texts:
        name, given, path = text.partition("=")
        _known_format(name)
        if not given or not path or path == "-":
            raise UsageError(
                f"--output {text} names no file",
                nl=f"--output {text} noemt geen bestand",
                hint=Bilingual(
                    f"write --output {name}=FILE, or --format {name}",
                    f"schrijf --output {name}=BESTAND, of --format {name}",
                ),
            )
        if Path(path).is_dir():
            example = f"--output {name}={path}/report.{name}"
            raise UsageError(
                "--output names a folder",
                nl="--output noemt een map",
                path=path,
                hint=Bilingual(f"write {example}", f"schrijf {example}"),
            )
        if not Path(path).parent.is_dir():
            raise UsageError(
                "--output names a file in a folder that is not there",
                nl="--output noemt een bestand in een map die er niet is",
                path=path,
            )
        if targets.setdefault(os.path.realpath(path), (name, Path(path)))[0] != name:
            raise UsageError(
                "--output names this file for two formats",
                nl="--output noemt dit bestand voor twee formaten",
                path=path,
            )
    return list(targets.values())


def _write(path: Path, pieces: Iterable[bytes]) -> UsageError | None:
    try:
        with path.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        why = reason(error)
        return UsageError(
            f"cannot be written: {why.en}", nl=f"kan niet geschreven worden: {why.nl}", path=path.as_posix()
        )
    return None


def _date(text: str | None) -> Days | None:
    from consistency.model.dates import parse_days

    if text is None:
        return None
    days = parse_days(text)
    if days is None:
        raise UsageError(
            f"--as-of {text} is no date",
            nl=f"--as-of {text} is geen datum",
            hint=Bilingual("write 2021-03-30 or 30-3-2021", "schrijf 2021-03-30 of 30-3-2021"),
        )
    return days


def _print(report: Report, shown: str, lang: str, show_passed: bool) -> None:
    from consistency import outputs as formats

    if shown != "terminal":
        sys.stdout.buffer.writelines(formats.writer(shown).render(report, lang))
        return
    from consistency.outputs import terminal

    if not sys.stdout.isatty():
        passed = terminal.WRITER.passed(report, lang) if show_passed else ()
        for piece in chain(terminal.WRITER.render(report, lang), passed):
            click.echo(piece.decode(), nl=False)
        return
    from rich.console import Console

    console = Console()
    terminal.print_report(report, lang, console)
    if show_passed:
        terminal.print_passed(report, lang, console)
