"""Rule files → rules. A file that is no rule becomes an error; the others load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from consistency.errors import InvalidRule
from consistency.model.facts import FactKind
from consistency.rulebook._order import Concluded, RuleFile, check_premises, in_order
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
    vocabulary: Mapping[str, FactKind],
    folders: Iterable[Path] = (),
    *,
    built_in: bool = True,
    beside: Sequence[Rule] = (),
    examples: bool = True,
) -> tuple[list[Rule], list[InvalidRule]]:
    """All rules of the built-in packs and `folders` (files will do) by id, and an error for each file that is no rule.

    A path of a rule or an error is relative to its folder, POSIX. Of two rules with one id the later is an error.
    Rules may read what others conclude, those `beside` them too, which are loaded already and not returned.
    Without `examples`, the built-in rules have none: to read them takes as long as all else, and checks nothing.
    """
    packs = packs_folder() if built_in else None
    every = [*([packs] if packs else []), *folders]
    nothing: list[Path | None] = [None]
    found = [(folder, file) for folder in every for file in rule_files(folder) or nothing]
    files: list[RuleFile] = []
    first: dict[str, RuleFile] = {}
    errors: dict[int, InvalidRule] = {}
    for place, (folder, file) in enumerate(found):
        path = folder.name if file is None else file.name if file == folder else file.relative_to(folder).as_posix()
        try:
            if file is None:
                raise InvalidRule("there are no rule files here", nl="hier staan geen regelbestanden")
            files.append(RuleFile(place, path, read_nodes(file, examples=examples or folder is not packs)))
            _check_unique(files[-1], first)
        except InvalidRule as error:
            error.path = path
            errors[place] = error
    rules, invalid = _typed([file for file in files if file.place not in errors], vocabulary, beside)
    errors |= invalid
    return sorted(rules, key=lambda rule: rule.id), [errors[place] for place in sorted(errors)]


def _typed(
    files: Sequence[RuleFile], vocabulary: Mapping[str, FactKind], beside: Sequence[Rule]
) -> tuple[list[Rule], dict[int, InvalidRule]]:
    """Each rule in the vocabulary that those before it have made, and the errors by the place of the file."""
    own = {file.id for file in files}
    beside = [rule for rule in beside if rule.id not in own]
    concluded = Concluded(vocabulary)
    for rule in beside:
        concluded.add(rule)
    ordered, errors = in_order(files, beside, vocabulary)
    rules: list[Rule] = []
    for file in ordered:
        try:
            check_premises(file, concluded.vocabulary, [other for other in files if other.place in errors])
            rule = read_rule(file.root, concluded.vocabulary, file.path)
            concluded.add(rule)
            rules.append(rule)
        except InvalidRule as error:
            error.path = file.path
            errors[file.place] = error
    return rules, errors


def rule_files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    files = (path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def _check_unique(file: RuleFile, first: dict[str, RuleFile]) -> None:
    """Raises InvalidRule where a file has the id of an earlier one; by id the `first` of each."""
    other = first.setdefault(file.id, file) if file.id is not None else file
    if other is not file:
        raise InvalidRule(
            f"the rule {file.id} is there already, in {other.path}",
            nl=f"de regel {file.id} is er al, in {other.path}",
            line=1,
        )
