"""All measurements of one session: every size, every contestant in turn, round after round."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contestants import Contestant

ROOT = Path(__file__).resolve().parents[1]
ENOUGH = 4.0
"""Seconds: a contestant that has taken so long at a size gets no further round there."""
Row = dict[str, Any]
Say = Callable[[str], None]


@dataclass
class Session:
    """`budget` is in seconds: the most that one measurement may be expected to take, of processor or of clock."""

    contestants: Sequence[Contestant]
    sizes: Sequence[int]
    rounds: int
    seed: int
    budget: float
    say: Say
    taken: dict[str, tuple[int, float]] = field(default_factory=dict)
    """The last size that was measured, and how long that took."""

    def run(self) -> list[Row]:
        """A row for each size and contestant, with the medians over the rounds, or why there are none."""
        rows = []
        with tempfile.TemporaryDirectory() as folder:
            for size in sorted(self.sizes):
                file = Path(folder) / f"{size}.bin"
                made = _call("make", str(size), str(self.seed), str(file), timeout=600)
                if made.returncode:
                    raise RuntimeError(made.stderr)
                rows += self._size(size, file)
                file.unlink()
        return rows

    def _size(self, size: int, file: Path) -> list[Row]:
        skipped = {each.name: why for each in self.contestants if (why := self._why_not(each, size))}
        measured: dict[str, list[Row]] = {each.name: [] for each in self.contestants}
        spent = dict.fromkeys(measured, 0.0)
        for number in range(self.rounds):
            for each in self.contestants:
                if each.name in skipped or spent[each.name] > ENOUGH:
                    continue
                started = time.perf_counter()
                result = self._once(each, size, file)
                spent[each.name] += time.perf_counter() - started
                if isinstance(result, str):
                    skipped[each.name] = result
                    self.say(f"{size:>6} sets  {each.label}: {result}")
                    continue
                measured[each.name].append(result)
                took = result["load"]["wall"] + result["check"]["wall"]
                self.taken[each.name] = size, took
                self.say(f"{size:>6} sets  round {number + 1}  {each.label:32}{took * 1000:12.1f} ms")
        return [self._row(each, size, measured[each.name], skipped.get(each.name)) for each in self.contestants]

    def _why_not(self, contestant: Contestant, size: int) -> str | None:
        if why := contestant.missing():
            return why
        if contestant.most is not None and size > contestant.most:
            return f"not tried above {contestant.most} sets"
        known, took = self.taken.get(contestant.name, (size, 0.0))
        expected = took * size / known
        if expected > self.budget:
            return f"left out: some {expected:.0f} s expected"
        return None

    def _once(self, contestant: Contestant, size: int, file: Path) -> Row | str:
        """The measurement, or what went wrong."""
        try:
            done = _call("run", contestant.name, str(file), timeout=self.budget * 4)
        except subprocess.TimeoutExpired:
            self.taken[contestant.name] = size, self.budget * 4
            return f"stopped after {self.budget * 4:.0f} s"
        if done.returncode:
            lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
            return f"failed: {lines[-1][:200]}"
        result: Row = json.loads(done.stdout.splitlines()[-1])
        return f"wrong: {result['wrong'][:200]}" if result["wrong"] else result

    def _row(self, contestant: Contestant, size: int, measured: Sequence[Row], why: str | None) -> Row:
        row: Row = {"contestant": contestant.name, "sets": size}
        if why or not measured:
            return row | {"skipped": why or "not measured"}
        for step in ("prepare", "load", "check"):
            row[step] = {unit: round(median(each[step][unit] for each in measured), 6) for unit in ("wall", "cpu")}
        for name in ("peak", "of_tables"):
            row[name] = round(median(each[name] for each in measured), 1)
        return row | {"rounds": len(measured), "facts": measured[0]["facts"], "findings": measured[0]["findings"]}


def _call(*arguments: str, timeout: float) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.measure", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=timeout)
