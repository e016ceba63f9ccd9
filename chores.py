#!/usr/bin/env python3
"""The chores of this repository, one verb each: `python3 chores.py VERB [ARGUMENTS]`.

Needs Python 3.11 or newer and nothing else: the first run makes `.venv` and installs the package with its tools in it.
Arguments after the verb go to the tool behind it. The exit code is the tool's own; 2 also for an unknown verb.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.sha256"
PLANS = "plans/dowr-2022-2025"
TOOLING = ("chores.py", "docs/generate.py", "benchmarks")
OLDEST_PYTHON = (3, 11)
WITHOUT_DURABLE = (3, 13)
COMPILERS = ("cc", "gcc", "clang", "cl")


class ChoreFailed(Exception):
    """A step went wrong; its own output says how. Carries the exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit code {code}")
        self.code = code


def say(text: str) -> None:
    print(f"chores: {text}", file=sys.stderr, flush=True)


def program(name: str, environment: Path = VENV) -> str:
    """The path of an installed program in a virtual environment."""
    return str(environment / ("Scripts" if os.name == "nt" else "bin") / name)


def call(command: Sequence[str], cwd: Path = ROOT) -> int:
    return subprocess.run(command, cwd=cwd, check=False).returncode


def must(command: Sequence[str], cwd: Path = ROOT) -> None:
    code = call(command, cwd)
    if code:
        raise ChoreFailed(code)


def pip(*arguments: str, environment: Path = VENV) -> None:
    must([program("python", environment), "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments])


def wanted() -> str:
    """What an up-to-date `.venv` was made from: this pyproject.toml and this Python."""
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()


def setup(_: Sequence[str] = ()) -> int:
    """Make .venv and install the package with its tools, where that has not been done."""
    if STAMP.is_file() and STAMP.read_text() == wanted():
        return 0
    say("making .venv and installing; this takes a minute the first time")
    venv.create(VENV, with_pip=True, clear=True)
    pip("install", "--editable", f"{ROOT}[dev]")
    install_durable()
    STAMP.write_text(wanted())
    return 0


def install_durable() -> None:
    """durable-rules is source only: it takes a C compiler, and Python 3.11 or 3.12."""
    if sys.version_info >= WITHOUT_DURABLE or not any(map(shutil.which, COMPILERS)):
        say("without durable-rules: it needs a C compiler, and Python 3.11 or 3.12; the native engine serves")
        return
    try:
        pip("install", "--editable", f"{ROOT}[durable]")
    except ChoreFailed:
        say("durable-rules could not be built here; the native engine serves")


def check(arguments: Sequence[str]) -> int:
    """Check the DOWR plans 2022-2025. Exit code 1: they hold errors, and these are shown."""
    code = call([program("consistency"), "check", PLANS, *arguments])
    if code == 1:
        say(f"exit code 1: {PLANS} says things that cannot be true together; they stand above")
    return code


def fmt(_: Sequence[str]) -> int:
    """Repair what ruff can repair, and format. Exit code 1: some faults need a person."""
    repaired = call([program("ruff"), "check", "--fix", "."])
    return call([program("ruff"), "format", "."]) or repaired


def lint(_: Sequence[str]) -> int:
    """Style, types, architecture, the rules' own examples, generated files. Runs all, then fails if one did."""
    steps = (
        [program("ruff"), "check", "."],
        [program("ruff"), "format", "--check", "."],
        [program("mypy")],
        [program("mypy"), *TOOLING],
        [program("lint-imports"), "--no-logo"],
        [program("consistency"), "rules", "test"],
        [program("python"), "docs/generate.py", "--check"],
    )
    failed = []
    for step in steps:
        shown = " ".join([Path(step[0]).name, *step[1:]])
        say(shown)
        if call(step):
            failed.append(shown)
    for shown in failed:
        say(f"failed: {shown}")
    return 1 if failed else 0


def test(arguments: Sequence[str]) -> int:
    """Run the tests."""
    return call([program("python"), "-m", "pytest", *arguments])


def docs(arguments: Sequence[str]) -> int:
    """Make the generated files anew: schemas and pictures; with --check only tell which are stale."""
    return call([program("python"), "docs/generate.py", *arguments])


def bench(arguments: Sequence[str]) -> int:
    """Measure our engines beside other tools on the same checks, some ten minutes; --quick takes a minute."""
    pip("install", "--editable", f"{ROOT}[bench]")
    say("from a cold start")
    must([program("python"), str(ROOT / "benchmarks" / "cold_start.py")])
    return call([program("python"), "-m", "benchmarks", *arguments])


def mutate(arguments: Sequence[str]) -> int:
    """Prove the rules by mutation: on the clean set, and with the DOWR plans as base. Takes some minutes."""
    command = [program("consistency"), "rules", "mutate"]
    clean = call([*command, "--fail-under", "99", "--fail-under-pairs", "97", *arguments])
    real = call([*command, PLANS, "--fail-under", "97", *arguments])
    return clean or real


def soak(arguments: Sequence[str]) -> int:
    """Compare all engines with what rules mean, on 100,000 generated cases. Exit code 1: they differ somewhere."""
    return call([program("python"), "-m", "tests.engine.soak", *arguments])


def package(_: Sequence[str]) -> int:
    """Build the wheel, install it in an empty environment elsewhere, and use it there."""
    with tempfile.TemporaryDirectory() as name:
        elsewhere = Path(name)
        say("building the wheel")
        pip("wheel", str(ROOT), "--no-deps", "--wheel-dir", name)
        (wheel,) = elsewhere.glob("*.whl")
        say(f"installing {wheel.name} in an empty environment")
        environment = elsewhere / "environment"
        venv.create(environment, with_pip=True)
        pip("install", str(wheel), environment=environment)
        shutil.copytree(ROOT / "tests" / "inputs" / "example", elsewhere / "plans")
        shutil.copy(ROOT / "tests" / "reading" / "noorddam.txt", elsewhere / "documents.txt")
        use(environment, elsewhere)
    say("the installed package works")
    return 0


def use(environment: Path, folder: Path) -> None:
    """Every kind of data that the wheel carries is read once: rules, the lexicon, the schema of the report."""
    consistency = program("consistency", environment)
    schema = "from importlib.resources import files; (files('consistency.outputs') / 'report.schema.json').read_text()"
    for command in (
        [consistency, "rules", "list"],
        [consistency, "rules", "test"],
        [consistency, "rules", "new", "own-rule", "--into", "own"],
        [consistency, "rules", "explain", "total-row-mismatch"],
        [consistency, "rules", "mutate", "--count", "4", "--pairs", "0", "--jobs", "1"],
        [consistency, "check", "plans", "--fail-on", "never"],
        [consistency, "check", "documents.txt", "--fail-on", "never"],
        [program("python", environment), "-c", schema],
    ):
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
            say(f"failed outside the checkout: {' '.join(command)}")
            raise ChoreFailed(1)


CHORES: dict[str, Callable[[Sequence[str]], int]] = {
    chore.__name__: chore for chore in (setup, check, fmt, lint, test, docs, bench, mutate, soak, package)
}


def usage() -> str:
    lines = [f"  {name:8} {(chore.__doc__ or '').splitlines()[0]}" for name, chore in CHORES.items()]
    return "\n".join(["usage: python3 chores.py VERB [ARGUMENTS]", "", *lines])


def main(arguments: Sequence[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        say(f"this is Python {sys.version.split()[0]}; 3.11 or newer is needed")
        return 2
    if not arguments or arguments[0] not in CHORES:
        print(usage(), file=sys.stderr)
        return 2
    verb, *rest = arguments
    try:
        setup()
        return CHORES[verb](rest)
    except ChoreFailed as failed:
        return failed.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
