"""The tree is the data-flow diagram: what import-linter's contracts say, and what they cannot say."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations
from pathlib import Path
from pkgutil import iter_modules

import grimp
import pytest
from importlinter.cli import lint_imports

import consistency.inputs
import consistency.outputs

ROOT = Path(__file__).parents[1]
HEAVY = {"networkx", "openpyxl", "pydantic", "rapidfuzz", "rich", "yaml", "jsonschema"}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("consistency", cache_dir=None)


def formats(package: str, path: list[str]) -> list[str]:
    """The modules that are found by walking a package: one a format."""
    return [f"{package}.{info.name}" for info in iter_modules(path) if not info.name.startswith("_")]


def test_the_contracts_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert broken == 0, capsys.readouterr().out


@pytest.mark.parametrize("package", [consistency.inputs, consistency.outputs], ids=["readers", "writers"])
def test_formats_do_not_know_each_other(package: object, imports: grimp.ImportGraph) -> None:
    name, path = package.__name__, package.__path__  # type: ignore[attr-defined]
    modules = formats(name, list(path))
    assert len(modules) > 1
    chains = {pair for pair in permutations(modules, 2) if imports.find_shortest_chain(*pair)}
    assert chains == set()


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from consistency import cli\n"
        "cli.cli(['--help'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "check" in done.stdout
    assert HEAVY.isdisjoint(done.stderr.split())
