"""What the package says of itself: its version, its licence, what it needs, what it carries."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import consistency

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
IMPORT_NAMES = {"pyyaml": "yaml"}
BROUGHT_ALONG = {"pydantic_core"}  # pydantic pins its exact version and documents its use
OPTIONAL = {"durable_rules_engine"}  # of the extra `durable`; the native engine serves without


def imported() -> Iterator[str]:
    """The top-level names of other people's packages that ours imports, inside functions too."""
    for file in (ROOT / "consistency").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def declared() -> set[str]:
    names = {re.split(r"[<>=!~;\[ ]", requirement)[0].lower() for requirement in PROJECT["dependencies"]}
    return {IMPORT_NAMES.get(name, name) for name in names}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    foreign = (
        {name for name in imported() if name not in sys.stdlib_module_names}
        - {"consistency"}
        - BROUGHT_ALONG
        - OPTIONAL
    )
    assert foreign == declared()


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    articles = [int(number) for number in re.findall(r"(?m)^(\d+)\. [A-Z]", text)]
    assert PROJECT["license"] == "EUPL-1.2"
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert articles == list(range(1, 16))
    assert "\nAppendix\n" in text
    assert text.endswith("new EUPL version.\n")


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{consistency.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
