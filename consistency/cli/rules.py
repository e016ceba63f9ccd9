"""`consistency rules`: what the rules are, why, whether their examples hold, and a new one to begin with."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from consistency.cli._mutate import mutate
from consistency.errors import ConsistencyError, InvalidRule, UsageError, did_you_mean, nearest, reason

if TYPE_CHECKING:
    from consistency.model.facts import FactKind
    from consistency.rulebook.rule import Rule

_WORDS = {
    "nl": {
        "written": "Geschreven: {file}. Probeer: consistency rules test {folder}",
        "tested": "regels: {rules}; voorbeelden: {examples}; mislukt: {failures}; waarschuwingen: {warnings}",
        "warning": "waarschuwing",
        "kinds": "Met wat voor regel wilt u beginnen?",
        "kind": "Soort",
    },
    "en": {
        "written": "Written: {file}. Try: consistency rules test {folder}",
        "tested": "rules: {rules}; examples: {examples}; failed: {failures}; warnings: {warnings}",
        "warning": "warning",
        "kinds": "What kind of rule do you want to begin with?",
        "kind": "Kind",
    },
}  # fmt: skip

_lang = click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal / language."
)
_rules = click.option(
    "--rules",
    "folders",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Nog een map met regels, naast de meegeleverde.",
)


@click.group("rules")
def rules() -> None:
    """Regels: tonen, uitleggen, beproeven, maken."""


@rules.command("list")
@click.argument("paths", nargs=-1, metavar="[PATH…]", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "shown",
    type=click.Choice(["table", "tsv", "json"]),
    help="Standaard table op een terminal en tsv daarbuiten.",
)
@_rules
@_lang
def list_rules(paths: tuple[Path, ...], shown: str | None, folders: tuple[Path, ...], lang: str) -> None:
    """Toont alle regels: id, ernst, labels, gelezen feiten en titel.

    Met plannen erbij ook op hoeveel onderwerpen elke regel sprak: bekeken, geschonden, mogelijk, onbeslist. Zonder
    plannen blijven die getallen weg: wat een regel in zijn eigen voorbeelden vindt, zegt niets over een plan.
    """
    from consistency.cli._rule_list import listed, spoken

    found, errors = _load(folders)
    counts, problems = spoken(paths, folders) if paths else ({}, ())
    shown = shown or ("table" if sys.stdout.isatty() else "tsv")
    click.echo(listed(found, counts, shown, lang), nl=False)
    _exit_with([*errors, *(problem for problem in problems if not isinstance(problem, InvalidRule))], lang)


@rules.command()
@click.argument("rule_id", metavar="ID")
@_rules
@_lang
def explain(rule_id: str, folders: tuple[Path, ...], lang: str) -> None:
    """Legt een regel uit: waarom, herstel, bron, parameters en voorbeelden."""
    from consistency.cli._explain import explanation

    found, errors = _load(folders)
    rule = {rule.id: rule for rule in found}.get(rule_id)
    if rule is not None:
        click.echo(explanation(rule, found, lang))
        return
    for error in errors:
        click.echo(error.told(lang), err=True)
    hint = did_you_mean(nearest(rule_id, [rule.id for rule in found]))
    _fail(UsageError(f"there is no rule `{rule_id}`", nl=f"er is geen regel `{rule_id}`", hint=hint), lang)


@rules.command("test")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--plans",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Kijk ook op deze plannen wat de regels doen.",
)
@click.option("--strict", is_flag=True, help="Ook een waarschuwing geeft exitcode 1.")
@_lang
def test_rules(folder: Path | None, plans: tuple[Path, ...], strict: bool, lang: str) -> None:
    """Draait de voorbeelden van alle regels, of van die in DIR, en waarschuwt voor wat verdacht is.

    Verdacht is een regel die nooit kan aanslaan, die op alles aanslaat, of die zegt wat een andere al zegt. Dat laatste
    blijkt uit de voorbeelden van alle regels en uit de plannen die gegeven zijn; daarom faalt de proef er niet op.
    """
    from consistency.cli._trial import tried

    others = _load([])[0] if folder else []
    found, errors = _load([folder] if folder else [], built_in=folder is None, beside=others)
    failed, suspect = tried(found, others, plans)
    for remark, word in [*((f, None) for f in failed), *((s, _WORDS[lang]["warning"]) for s in suspect)]:
        place = remark.path if remark.line is None else f"{remark.path}:{remark.line}"
        click.echo(": ".join(part for part in (place, remark.rule, word, remark.message[lang]) if part))
    counts = {"examples": sum(len(rule.examples) for rule in found), "failures": len(failed), "warnings": len(suspect)}
    click.echo(_WORDS[lang]["tested"].format(rules=len(found), **counts))
    none = UsageError("there are no rules to test", nl="er zijn geen regels om te beproeven")
    _exit_with(errors or ([] if found else [none]), lang)
    if failed or (strict and suspect):
        click.get_current_context().exit(1)


@rules.command()
@click.argument("rule_id", metavar="ID")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("rules"),
    show_default=True,
    help="De map voor het bestand; wordt gemaakt waar zij ontbreekt.",
)
@click.option("--kind", metavar="SOORT", help="total, join, absence, comparison of chain; anders wordt het gevraagd.")
@_lang
def new(rule_id: str, into: Path, kind: str | None, lang: str) -> None:
    """Schrijft een regelbestand met uitleg en voorbeelden om mee te beginnen."""
    from consistency.rulebook.template import new_rule

    file = into / f"{rule_id}.yaml"
    try:
        text = new_rule(rule_id, kind or _asked_kind(lang), lang)
        into.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except ConsistencyError as error:
        _fail(error, lang)
    except FileExistsError:
        message, nl = "is there already; nothing was written", "bestaat al; er is niets geschreven"
        _fail(UsageError(message, nl=nl, path=str(file)), lang)
    except OSError as error:
        why = reason(error)
        _fail(UsageError(why.en, nl=why.nl, path=str(file)), lang)
    click.echo(_WORDS[lang]["written"].format(file=file, folder=into))


def on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked_kind(lang: str) -> str:
    """What kind of rule to begin with: asked on a terminal, else the default."""
    from consistency.rulebook.template import DEFAULT, TEMPLATES

    if not on_terminal():
        return DEFAULT
    click.echo(_WORDS[lang]["kinds"], err=True)
    for kind, use in TEMPLATES.items():
        click.echo(f"  {kind:10}  {use[lang]}", err=True)
    choice = click.Choice(list(TEMPLATES))
    answer: str = click.prompt(_WORDS[lang]["kind"], default=DEFAULT, type=choice, show_choices=False, err=True)
    return answer


@rules.command()
@click.option("--plans", is_flag=True, help="Het schema van planbestanden in plaats van dat van regelbestanden.")
@_rules
def schema(plans: bool, folders: tuple[Path, ...]) -> None:
    """Toont het JSON Schema van regelbestanden."""
    click.echo(schema_text(plans, folders), nl=False)


rules.add_command(mutate)


def schema_text(plans: bool = False, folders: Sequence[Path] = ()) -> str:
    """What `rules/schema.json` holds; with `folders` it knows what the rules there conclude as well."""
    if plans:
        from consistency.inputs._plan_schema import plan_schema

        content = plan_schema()
    else:
        from consistency.rulebook.schema import rule_schema
        from consistency.rulebook.strata import with_conclusions

        content = rule_schema(with_conclusions(_vocabulary(), _load(folders)[0]))
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _vocabulary() -> Mapping[str, FactKind]:
    from consistency.facts import vocabulary

    return vocabulary()


def _load(
    folders: Sequence[Path], built_in: bool = True, beside: Sequence[Rule] = ()
) -> tuple[list[Rule], list[InvalidRule]]:
    from consistency.rulebook.loader import load_rules

    return load_rules(_vocabulary(), folders, built_in=built_in, beside=beside)


def _exit_with(errors: Sequence[ConsistencyError], lang: str) -> None:
    """Exit code 2 where there are any, all of them told."""
    for error in errors:
        click.echo(error.told(lang), err=True)
    if errors:
        click.get_current_context().exit(2)


def _fail(error: ConsistencyError, lang: str) -> NoReturn:
    click.echo(error.told(lang), err=True)
    raise click.exceptions.Exit(2)
