"""The rules as a list: for people in columns, for scripts by tabs or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from consistency.errors import ConsistencyError
from consistency.pipeline import Options, check
from consistency.rulebook.rule import Rule

Spoken = Mapping[str, tuple[int, int, int, int]]
"""By rule id on how many subjects it spoke: looked at, surely violated, possibly, undecided."""

COUNTS = ("subjects", "violated", "possible", "undecided")
_HEADS = {
    "nl": ("id", "ernst", "labels", "leest", "titel", "bekeken", "geschonden", "mogelijk", "onbeslist"),
    "en": ("id", "severity", "tags", "reads", "title", "looked at", "violated", "possible", "undecided"),
}
_TITLE = 4
"""The column that a table shows last, since it is the widest."""


def spoken(paths: Sequence[Path], folders: Sequence[Path]) -> tuple[Spoken, tuple[ConsistencyError, ...]]:
    """What the rules said of the plan sets at the paths, and what could not be read."""
    report = check(paths, Options(rule_folders=tuple(folders)))
    counts = {}
    for tally in report.found.tallies:
        counts[tally.rule] = (tally.subjects, tally.violated - tally.possible, tally.possible, tally.undecided)
    return counts, report.problems


def listed(rules: Sequence[Rule], counts: Spoken, shown: str, lang: str) -> str:
    """`shown` is table, tsv or json; the columns of tsv keep their order, new ones come behind."""
    if shown == "json":
        return json.dumps([_data(rule, counts, lang) for rule in rules], ensure_ascii=False, indent=2) + "\n"
    rows = [_row(rule, counts, lang) for rule in rules]
    if shown == "tsv":
        return "".join("\t".join(row) + "\n" for row in rows)
    heads = _HEADS[lang][: _TITLE + 1 + (len(COUNTS) if counts else 0)]
    return _table([heads, *rows])


def _row(rule: Rule, counts: Spoken, lang: str) -> tuple[str, ...]:
    told = map(str, counts[rule.id]) if rule.id in counts else ()
    return (rule.id, rule.severity.value, ",".join(rule.tags), ",".join(rule.kinds), rule.title[lang], *told)


def _data(rule: Rule, counts: Spoken, lang: str) -> dict[str, Any]:
    data = {
        "id": rule.id,
        "severity": rule.severity.value,
        "tags": list(rule.tags),
        "reads": list(rule.kinds),
        "concludes": [conclusion.kind.name for conclusion in rule.conclude],
        "title": rule.title[lang],
        "waivable": rule.waivable,
        "path": rule.path,
    }
    return data | dict(zip(COUNTS, counts[rule.id], strict=True)) if rule.id in counts else data


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Numbers to the right, the title at the end."""
    ordered = [(*row[:_TITLE], *row[_TITLE + 1 :], row[_TITLE]) for row in rows]
    widths = [max(len(row[column]) for row in ordered) for column in range(len(ordered[0]))]
    lines = []
    for row in ordered:
        cells = [
            cell.ljust(width) if column < _TITLE else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row[:-1], widths, strict=False))
        ]
        lines.append("  ".join((*cells, row[-1])))
    return "".join(f"{line}\n" for line in lines)
