"""What was found in many plan sets, kept in a temporary file: however many there are, memory holds little of it."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from consistency.model.finding import Certainty, Finding, RuleOutcome, Severity, Undecided
from consistency.model.found import Group, Tally, tally

_NOTHING: frozenset[Any] = frozenset()
_SEVERITIES = tuple(Severity)
_TABLES = """
CREATE TABLE finding (rule, severity, certainty, gap, caused_by, key, body);
CREATE TABLE undecided (key, body);
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """The outcomes of one plan set, as rows of the tables: it is small, and quick to send to another process."""

    tallies: tuple[Tally, ...]
    findings: tuple[tuple[Any, ...], ...]
    undecided: tuple[tuple[bytes, bytes], ...]


def pack(outcomes: Sequence[RuleOutcome]) -> Packed:
    """Without what only served to settle causes."""
    return Packed(
        tuple(map(tally, outcomes)),
        tuple(_row(_to_report(finding)) for outcome in outcomes for finding in outcome.findings),
        tuple((in_order(u.sort_key()), pickle.dumps(u)) for outcome in outcomes for u in outcome.undecided),
    )


def unpack(packed: Packed) -> list[RuleOutcome]:
    findings: dict[str, list[Finding]] = {}
    undecided: dict[str, list[Undecided]] = {}
    for row in packed.findings:
        finding: Finding = pickle.loads(row[-1])
        findings.setdefault(finding.rule, []).append(finding)
    for row in packed.undecided:
        item: Undecided = pickle.loads(row[-1])
        undecided.setdefault(item.rule, []).append(item)
    return [
        RuleOutcome(t.rule, t.subjects, tuple(findings.get(t.rule, ())), tuple(undecided.get(t.rule, ())), t.error)
        for t in packed.tallies
    ]


class Kept:
    """What was found in the sets that were added. SQLite removes the file when this goes, or the process ends."""

    def __init__(self) -> None:
        import sqlite3

        self._file = sqlite3.connect("")
        self._file.executescript(_TABLES)
        self._tallies: dict[str, Tally] = {}

    def add(self, packed: Packed) -> None:
        self._file.executemany("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)", packed.findings)
        self._file.executemany("INSERT INTO undecided VALUES (?, ?)", packed.undecided)
        for one in packed.tallies:
            known = self._tallies.get(one.rule)
            self._tallies[one.rule] = known + one if known else one

    @property
    def tallies(self) -> Sequence[Tally]:
        return tuple(self._tallies.values())

    @cached_property
    def groups(self) -> Sequence[Group]:
        rows = self._file.execute(
            "SELECT rule, severity, certainty, count(*), max(gap) FROM finding WHERE caused_by IS NULL GROUP BY 1, 2, 3"
        )
        return tuple(sorted(Group(r, _SEVERITIES[s], Certainty(c), n, _amount(gap)) for r, s, c, n, gap in rows))

    def findings(self) -> Iterator[Finding]:
        self._index("finding (key)")
        return self._bodies("finding ORDER BY key")

    def undecided(self) -> Iterator[Undecided]:
        self._index("undecided (key)")
        return self._bodies("undecided ORDER BY key")

    def causes_in(self, group: Group) -> Iterator[Finding]:
        self._index("finding (rule, severity, certainty, caused_by, gap DESC, key)")
        which = "rule = ? AND severity = ? AND certainty = ? AND caused_by IS NULL"
        return self._bodies(
            f"finding WHERE {which} ORDER BY gap DESC, key", group.rule, group.severity.rank, group.certainty.value
        )

    def consequences_of(self, fingerprint: str) -> Sequence[Finding]:
        self._index("finding (caused_by, key)")
        return tuple(self._bodies("finding WHERE caused_by = ? ORDER BY key", fingerprint))

    def _index(self, columns: str) -> None:
        """Sorts by small keys once; a query then reads the bodies one by one, and never sorts those."""
        name = "".join(c if c.isalpha() else "_" for c in columns)
        self._file.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")

    def _bodies(self, which: str, *values: str | int) -> Iterator[Any]:
        for (body,) in self._file.execute(f"SELECT body FROM {which}", values):
            yield pickle.loads(body)


def in_order(key: Iterable[Any]) -> bytes:
    """A sort key of strings, small numbers and tuples of them as bytes that sort likewise.

    What ends is less than what goes on: so a string and a tuple end in the least byte, which no text has.
    """
    parts = []
    for part in key:
        if isinstance(part, tuple):
            parts.append(in_order(part))
        else:
            text = f"{part:012}" if isinstance(part, int) else f"{part}\0"
            parts.append(text.encode("utf-8", "surrogatepass"))
    return b"".join([*parts, b"\0"])


def _row(finding: Finding) -> tuple[Any, ...]:
    about = finding.rule, finding.severity.rank, finding.certainty.value, _digits(finding.gap)
    return *about, finding.caused_by, in_order(finding.sort_key()), pickle.dumps(finding)


def _to_report(finding: Finding) -> Finding:
    because = tuple(map(_to_report, finding.because))
    return replace(finding, rests_on=_NOTHING, whole=_NOTHING, explains=_NOTHING, because=because)


def _digits(amount: int) -> str:
    """No column of SQLite holds numbers of any size; as text they sort by their lengths first."""
    return f"{len(str(amount)):06}{amount}"


def _amount(digits: str) -> int:
    return int(digits[6:])
