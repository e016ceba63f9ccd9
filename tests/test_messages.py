"""Whoever uses the tool in Dutch meets no English: each message of wrong input has its Dutch text."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import consistency
from consistency.errors import Bilingual, ConsistencyError, UnreadableInput, did_you_mean

PACKAGE = Path(consistency.__file__).parent
ERRORS = {"ConsistencyError", "UsageError", "UnreadableInput", "InvalidPlan", "InvalidRule"}


def messages(file: Path) -> list[ast.Call]:
    """Every call that makes an error of wrong input, raised or not."""
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ERRORS]


def test_every_message_is_written_in_dutch_as_well() -> None:
    made = [(file, call) for file in sorted(PACKAGE.rglob("*.py")) for call in messages(file)]
    assert len(made) > 50
    english = [
        f"{file.relative_to(PACKAGE).as_posix()}:{call.lineno}"
        for file, call in made
        if "nl" not in {keyword.arg for keyword in call.keywords}
    ]
    assert english == []


def test_every_hint_is_in_both_languages() -> None:
    """A str as it stands is one language; what a function or name holds is typed as both."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for call in messages(file):
            for keyword in call.keywords:
                written = isinstance(keyword.value, ast.Constant | ast.JoinedStr)
                assert not (keyword.arg == "hint" and written), f"{file.name}:{call.lineno}"


@pytest.mark.parametrize(
    ("lang", "line"),
    [("nl", "plan.yaml:3: niet goed (bedoelt u 'a'?)"), ("en", "plan.yaml:3: wrong (did you mean 'a'?)")],
)
def test_an_error_tells_place_message_and_hint_in_a_language(lang: str, line: str) -> None:
    error = UnreadableInput("wrong", nl="niet goed", path="plan.yaml", line=3, hint=did_you_mean("a", "'"))
    assert error.told(lang) == line
    assert str(error) == error.told("en")


def test_what_is_the_same_in_both_languages_is_said_once() -> None:
    assert ConsistencyError("PM", hint="60.000").told("nl") == ConsistencyError("PM", hint="60.000").told("en")
    assert did_you_mean(None) is None
    assert str(Bilingual("year", "jaar")) == "year"
