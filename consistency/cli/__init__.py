"""The command line: options in, exit code out. Each command is imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module

import click

from consistency import __version__
from consistency.errors import ConsistencyError

COMMANDS = {
    "check": ("consistency.cli.check:check_command", "Controleer plannen / check plan sets"),
    "import": ("consistency.cli.import_:import_", "Documenten naar planbestanden / documents to plan files"),
    "rules": ("consistency.cli.rules:rules", "De regels / the rules: list, explain, test, new, schema"),
}


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


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="plan-consistency")
def cli() -> None:
    """Tells where plans contradict themselves, before they are decided on."""


def main() -> None:
    """Entry point: exit code 2 for all that keeps the tool from doing its job."""
    try:
        sys.exit(cli(standalone_mode=False) or 0)
    except click.ClickException as problem:
        problem.show()
    except click.Abort:
        click.echo("", err=True)
    except (ConsistencyError, ExceptionGroup) as problem:
        for one in _each(problem):
            click.echo(f"consistency: {one}", err=True)
    sys.exit(2)


def _each(problem: Exception) -> Iterator[ConsistencyError]:
    if isinstance(problem, ExceptionGroup):
        for inner in problem.exceptions:
            yield from _each(inner)
    elif isinstance(problem, ConsistencyError):
        yield problem
    else:
        raise problem
