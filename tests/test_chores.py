"""The front door: the chores, what the README shows, the pictures."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from consistency.cli import COMMANDS
from consistency.reading.lexicon import load_lexicon

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
VERBS = {"setup", "check", "fmt", "lint", "test", "docs", "bench", "mutate", "soak", "package"}


def chores(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "chores.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [(), ("tset",)])
def test_without_a_known_verb_the_verbs_are_told_and_nothing_is_done(arguments: tuple[str, ...]) -> None:
    done = chores(*arguments)
    assert done.returncode == 2
    assert set(re.findall(r"(?m)^  (\w+)", done.stderr)) == VERBS


def test_the_readme_names_chores_and_commands_that_exist() -> None:
    assert set(re.findall(r"chores\.py (\w+)", README)) <= VERBS
    shown = set(re.findall(r"(?m)^(?:\$ )?consistency ([a-z]+)", README))
    assert {"check", "import", "rules"} <= shown <= set(COMMANDS)


def test_the_readme_points_at_what_is_there() -> None:
    targets = {target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target}
    assert targets
    assert {target for target in targets if not (ROOT / target).exists()} == set()


def test_pictures_fetch_nothing() -> None:
    for picture in (ROOT / "docs" / "pictures").glob("*.svg"):
        assert not re.search(
            r"url\(\s*['\"]?https?:|@import|@font-face|href=\"http", picture.read_text(encoding="utf-8")
        )


def test_the_rule_and_the_words_in_the_readme_work(tmp_path: Path) -> None:
    blocks = re.findall(r"(?s)```yaml\n(.*?)```", README)
    rule = next(block for block in blocks if block.startswith("id:"))
    words = next(block for block in blocks if "words.yaml" in block)
    (tmp_path / "rule.yaml").write_text(rule, encoding="utf-8")
    (tmp_path / "words.yaml").write_text(words, encoding="utf-8")
    command = [sys.executable, "-m", "consistency", "rules", "test", str(tmp_path / "rule.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert load_lexicon([tmp_path / "words.yaml"]).key("fiche_field", "Tijdvak") == "period"
