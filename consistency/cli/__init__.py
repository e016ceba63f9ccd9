"""The command line: options in, exit code out. Each command is imported when it is called."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from consistency import __version__
from consistency.errors import ConsistencyError, reason, said

COMMANDS = {
    "check": ("consistency.cli.check:check_command", "Controleer plannen / check plan sets"),
    "import": ("consistency.cli.import_:import_", "Documenten naar planbestanden / documents to plan files"),
    "rules": ("consistency.cli.rules:rules", "De regels / the rules: list, explain, test, mutate, new, schema"),
}


_MESSAGE_LIMIT = 300
_GARBAGE = 200_000
"""Objects made before Python looks for garbage: a check makes many that live long, and hardly any circles."""


class LazyGroup(click.Group):
    """Names and one-line helps are known here, so that `--help` imports no command."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name][0].split(":")
        found: click.Command = getattr(import_module(module), function)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Output that cannot be delivered (closed pipe, full disk) fails the command; click would exit 1."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _give_up_stdout()
            return 2
        except OSError:
            _give_up_stdout()
            raise
        return result


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="plan-consistency")
def cli() -> None:
    """Tells where plans contradict themselves, before they are decided on."""


def main() -> None:
    """Entry point: exit code 2 for all that keeps the tool from doing its job, and never a traceback."""
    _prepare_streams()
    gc.set_threshold(_GARBAGE)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would read the entry points of every package
    code = 2
    try:
        code = cli(standalone_mode=False) or 0
    except Exception as problem:
        with suppress(OSError):  # when nobody can be told either, the exit code still says it
            _tell(problem, _language(sys.argv))
    gc.freeze()  # else Python looks for garbage in all that is about to go
    sys.exit(code)


def _language(arguments: Sequence[str]) -> str:
    """What `--lang` asks for: a command that failed can no longer tell."""
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments) else "nl"


def _tell(problem: Exception, lang: str) -> None:
    if isinstance(problem, click.ClickException):
        problem.show()
    elif isinstance(problem, click.Abort):
        click.echo("", err=True)
    else:
        for one in _each(problem):
            click.echo(f"consistency: {_told(one, lang)}", err=True)


def _prepare_streams() -> None:
    """A closed stream swallows what is written; characters that a stream cannot show are written as escapes."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _give_up_stdout() -> None:
    """What is still in the buffer has nowhere to go; Python would try, and complain, when it ends."""
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())


def _each(problem: Exception) -> Iterator[Exception]:
    if isinstance(problem, ExceptionGroup):
        for inner in problem.exceptions:
            yield from _each(inner)
    else:
        yield problem


def _told(problem: Exception, lang: str) -> str:
    """Another exception than ours is a mistake in the tool: where it came up helps whoever mends it."""
    if isinstance(problem, ConsistencyError):
        return problem.told(lang)
    if isinstance(problem, OSError) and problem.strerror:
        why = said(reason(problem), lang)
        return f"{problem.filename}: {why}" if problem.filename else why
    import traceback

    frames = traceback.extract_tb(problem.__traceback__)
    place = f" [{Path(frames[-1].filename).name}:{frames[-1].lineno}]" if frames else ""
    failed = "het programma zelf faalde" if lang == "nl" else "the tool itself failed"
    return f"{failed}: {type(problem).__name__}: {str(problem)[:_MESSAGE_LIMIT]}{place}"
