"""Makes the files that follow from the code and the plans; `--check` only tells which are stale (exit code 1)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from consistency.cli._explain import index, page
from consistency.cli.rules import schema_text
from consistency.facts import vocabulary
from consistency.model.report import Report
from consistency.outputs import writer
from consistency.outputs.terminal import print_report
from consistency.pipeline import Options, check
from consistency.rulebook.loader import load_rules

ROOT = Path(__file__).resolve().parents[1]
PLANS = ROOT / "plans" / "dowr-2022-2025"
RULE_PAGES = "docs/rules"
WIDTH = 130
MOST_LINES = 50
SHOWN_IN_README = "total-row-mismatch"
_SHOWN = re.compile(r"(?<=\n…\n)  ■ .*?(?=```\n)", re.DOTALL)


def generated() -> Iterator[tuple[str, str]]:
    """(path in the repository, content) of each file."""
    yield "rules/schema.json", schema_text()
    yield "docs/plan-files.schema.json", schema_text(plans=True)
    yield from rule_pages()
    if PLANS.is_dir():
        report = check([PLANS], Options())
        yield "docs/pictures/check-dowr.svg", picture_of(report)
        yield "README.md", readme_with_finding_of(report)


def rule_pages() -> Iterator[tuple[str, str]]:
    """A page for each built-in rule, and the index of them."""
    rules, errors = load_rules(vocabulary())
    if errors:
        sys.exit("\n".join(str(error) for error in errors))
    yield f"{RULE_PAGES}/README.md", index(rules)
    for rule in rules:
        yield f"{RULE_PAGES}/{rule.id}.md", page(rule, rules)


def readme_with_finding_of(report: Report) -> str:
    """The README, with one finding as the tool prints it today."""
    printed = b"".join(writer("terminal").render(report, "nl")).decode().split("\n\n")
    finding = next((text for text in printed if f"[{SHOWN_IN_README}]" in text), None)
    if finding is None:
        sys.exit(f"README.md shows a finding of {SHOWN_IN_README}, and there is none: choose another rule to show")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return _SHOWN.sub(lambda _: finding.strip("\n") + "\n", readme, count=1)


def picture_of(report: Report) -> str:
    """An SVG of what the terminal first shows; the same bytes for the same report on every machine."""
    whole = _recorder()
    print_report(report, "nl", whole)
    shown = _recorder()
    shown.print(Text.from_ansi(_first_findings(whole.export_text(styles=True))), highlight=False)
    svg = shown.export_svg(title=f"consistency check plans/{PLANS.name}", unique_id="check-dowr")
    return _without_web_fonts(svg)


def _first_findings(text: str) -> str:
    """As many whole findings as go into the picture; a blank line stands between two."""
    lines = text.splitlines()
    last = max(i for i, line in enumerate(lines[:MOST_LINES]) if not line.strip())
    return "\n".join([*lines[:last], "", "  …"])


def _recorder() -> Console:
    """A console that looks at nothing of the machine it runs on."""
    return Console(
        record=True, file=StringIO(), width=WIDTH, force_terminal=True, color_system="truecolor",
        legacy_windows=False, _environ={},
    )  # fmt: skip


def _without_web_fonts(svg: str) -> str:
    """The reader's own monospace font will do; a picture fetches nothing. Trailing blanks go, as in all our files."""
    local = re.sub(r"\s*@font-face\s*\{[^}]*\}", "", svg)
    return "\n".join(line.rstrip() for line in local.splitlines()) + "\n"


def main(only_check: bool) -> int:
    wanted = dict(generated())
    stale = [name for name, content in wanted.items() if not _is_current(ROOT / name, content)]
    pages = sorted(page.relative_to(ROOT).as_posix() for page in (ROOT / RULE_PAGES).glob("*.md"))
    gone = [name for name in pages if name not in wanted]
    for name in stale if not only_check else ():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(wanted[name], encoding="utf-8", newline="\n")
    for name in gone if not only_check else ():
        (ROOT / name).unlink()
    for name in (*stale, *gone):
        done = "written" if name in stale else "removed, its rule is gone"
        print(f"stale, run `python3 chores.py docs`: {name}" if only_check else f"{done}: {name}")
    return 1 if only_check and (stale or gone) else 0


def _is_current(file: Path, content: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == content


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
