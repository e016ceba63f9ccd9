"""What a command costs from a cold start: wall time and peak memory of a new process, median of several runs.

POSIX only: peak memory comes from `os.wait4`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
PLANS = ROOT / "plans" / "dowr-2022-2025"
DOCUMENTS = ROOT.parent / "shared" / "seeds" / "000_67ea0fb870c62966.txt"
RUNS = 7
KIB_OF_MAXRSS = 1024 if sys.platform == "darwin" else 1


def cases() -> Iterator[tuple[str, list[str]]]:
    yield "consistency --help", ["--help"]
    if PLANS.is_dir():
        yield "check, plan files in YAML", ["check", str(PLANS)]
    if DOCUMENTS.is_file():
        yield "check, the same documents as text", ["check", str(DOCUMENTS)]


def run(arguments: list[str]) -> tuple[float, float]:
    """Wall time in milliseconds and peak memory in MiB of one run."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "consistency", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"exit code {process.returncode}: consistency {' '.join(arguments)}")
    return elapsed * 1000, usage.ru_maxrss / KIB_OF_MAXRSS / 1024


def main() -> None:
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; median of {RUNS} runs with warm caches")
    print(f"{'command':36}{'ms':>8}{'fastest':>9}{'MiB':>7}")
    for name, arguments in cases():
        run(arguments)
        times, memory = zip(*(run(arguments) for _ in range(RUNS)), strict=True)
        print(f"{name:36}{median(times):8.0f}{min(times):9.0f}{median(memory):7.0f}")


if __name__ == "__main__":
    main()
