"""The whole way: `consistency check` over folders of plan files, in a process of its own. POSIX only."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.generator import plan_sets
from benchmarks.plan_files import write
from benchmarks.session import ROOT, Row

SIZES = (10, 100, 1000)
KIB_OF_MAXRSS = 1024 if sys.platform == "darwin" else 1


def flow(sizes: Sequence[int], seed: int, budget: float, say: Callable[[str], None]) -> list[Row]:
    """A row for each number of plan sets, up to the first that would take more than `budget` seconds."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder, made = Path(name), 0
        for size in sorted(sizes):
            if rows and rows[-1]["wall"] * size / rows[-1]["sets"] > budget:
                say(f"{size:>6} sets  consistency check: left out, it would take more than {budget:.0f} s")
                break
            for plans, _ in list(plan_sets(size, seed))[made:]:
                write(plans, folder / plans.id)
            made = size
            rows.append(_check(folder, size))
            say(f"{size:>6} sets  consistency check  {rows[-1]['wall']:28.2f} s")
    return rows


def _check(folder: Path, size: int) -> Row:
    """`peak` is of the largest process; CPU is of all of them. Raises RuntimeError where it could not do its job."""
    command = [sys.executable, "-m", "consistency", "check", str(folder), "--format", "json", "--fail-on", "never"]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(command)}")
    return {
        "sets": size, "files": sum(1 for _ in folder.glob("*/*.yaml")), "wall": round(wall, 3),
        "cpu": round(usage.ru_utime + usage.ru_stime, 3), "peak": round(usage.ru_maxrss / KIB_OF_MAXRSS / 1024, 1),
    }  # fmt: skip
