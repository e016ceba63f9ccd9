"""Rule files → rules. A file that is no rule becomes an error; the others load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from consistency.errors import InvalidRule
from consistency.model.facts import FactKind
from consistency.rulebook._yaml import read_nodes
from consistency.rulebook.reader import read_rule
from consistency.rulebook.rule import Rule

_PACKAGE = Path(__file__).parent
SUFFIXES = (".yaml", ".yml")


def packs_folder() -> Path:
    """Where the built-in rules are: inside an installed package, else in the checkout."""
    installed = _PACKAGE / "packs"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "rules"


def load_rules(
    vocabulary: Mapping[str, FactKind], folders: Iterable[Path] = (), *, built_in: bool = True
) -> tuple[list[Rule], list[InvalidRule]]:
    """All rules of the built-in packs and `folders` (files will do) by id, and an error for each file that is no rule.

    A path of a rule or an error is relative to its folder, POSIX. Of two rules with one id the later is an error.
    """
    rules: dict[str, Rule] = {}
    errors: list[InvalidRule] = []
    for folder in [*([packs_folder()] if built_in else []), *folders]:
        found = rule_files(folder)
        if not found:
            errors.append(
                InvalidRule("there are no rule files here", nl="hier staan geen regelbestanden", path=folder.name)
            )
        for file in found:
            shown = file.relative_to(folder).as_posix() if file != folder else file.name
            try:
                rule = load_rule(file, vocabulary, shown)
                _check_unique(rule, rules)
                rules[rule.id] = rule
            except InvalidRule as error:
                error.path = shown
                errors.append(error)
    return [rules[key] for key in sorted(rules)], errors


def rule_files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    files = (path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def load_rule(file: Path, vocabulary: Mapping[str, FactKind], shown: str | None = None) -> Rule:
    """Raises InvalidRule."""
    path = shown or file.name
    try:
        return read_rule(read_nodes(file), vocabulary, path)
    except InvalidRule as error:
        error.path = path
        raise


def _check_unique(rule: Rule, others: Mapping[str, Rule]) -> None:
    if rule.id in others:
        path = others[rule.id].path
        raise InvalidRule(
            f"the rule {rule.id} is there already, in {path}", nl=f"de regel {rule.id} is er al, in {path}", line=1
        )
