"""`consistency rules mutate`: whether the rules notice when plans change as people change them by mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from consistency.cli._progress import progress
from consistency.errors import UsageError

if TYPE_CHECKING:
    from consistency.mutation.results import Results

EXISTING = click.Path(path_type=Path, exists=True)


@click.command("mutate")
@click.argument("plan_set", metavar="[SET]", required=False, type=EXISTING)
@click.option("--seed", default=1, show_default=True, help="Bepaalt welke mutanten; hetzelfde zaad geeft dezelfde.")
@click.option("--count", default=1000, show_default=True, type=click.IntRange(0), help="Enkele mutaties.")
@click.option("--pairs", default=300, show_default=True, type=click.IntRange(0), help="Twee mutaties tegelijk.")
@click.option("--operator", "operators", multiple=True, metavar="NAAM", help="Alleen deze; mag vaker.")
@click.option("--select", multiple=True, metavar="REGEL|LABEL", help="Alleen deze regels.")
@click.option("--ignore", multiple=True, metavar="REGEL|LABEL", help="Niet deze regels.")
@click.option("--rules", "folders", multiple=True, type=EXISTING, help="Nog een map met regels.")
@click.option("--jobs", type=click.IntRange(1), help="Zoveel processen tegelijk (standaard: alle kernen).")
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), metavar="PROCENT", help="Exit 1 eronder of bij vals alarm."
)
@click.option("--fail-under-pairs", type=click.FloatRange(0, 100), metavar="PROCENT", help="Idem voor twee tegelijk.")
@click.option("--show", default=10, show_default=True, type=click.IntRange(0), help="Zoveel missers voluit tonen.")
@click.option("--list", "listed", is_flag=True, help="Toont de operatoren en wat ze moet vinden.")
@click.option("--format", "shown", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal / language.")
def mutate(
    plan_set: Path | None,
    seed: int,
    count: int,
    pairs: int,
    operators: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    folders: tuple[Path, ...],
    jobs: int | None,
    fail_under: float | None,
    fail_under_pairs: float | None,
    show: int,
    listed: bool,
    shown: str,
    lang: str,
) -> int:
    """Beproeft de regels: verandert plannen zoals mensen dat per ongeluk doen, en telt wat de regels ervan merken."""
    from consistency.mutation.session import Session, Settings, clean_set
    from consistency.mutation.telling import operators_told, told
    from consistency.pipeline import Options
    from consistency.pool import usable_cores

    if listed:
        click.echo(operators_told(lang))
        return 0
    options = Options(rule_folders=folders, select=frozenset(select), ignore=frozenset(ignore))
    settings = Settings(plan_set or clean_set(), options, operators, seed, count, pairs)
    results = Session(settings).run(jobs or usable_cores(), progress)
    if shown == "json":
        click.echo(json.dumps(results.as_data(), ensure_ascii=False, indent=2))
    else:
        click.echo(told(results, lang, show))
    if results.whole().mutants + results.doubles().mutants == 0:
        raise UsageError("there was nothing to mutate", nl="er viel niets te muteren")
    return _exit_code(results, fail_under, fail_under_pairs)


def _exit_code(results: Results, fail_under: float | None, fail_under_pairs: float | None) -> int:
    limits = ((results.whole().share, fail_under), (results.doubles().share, fail_under_pairs))
    if all(limit is None for _, limit in limits):
        return 0
    under = any(share is not None and limit is not None and share < limit for share, limit in limits)
    return int(under or results.alarms() > 0)
