"""One measurement in a process of its own, so that its peak memory is its own: `python -m benchmarks.measure`.

`make COUNT SEED FILE` writes the tables and their truth; `run CONTESTANT FILE` measures and prints one line of JSON;
`profile CONTESTANT FILE` shows where the check spends its time.
"""

from __future__ import annotations

import cProfile
import gc
import json
import marshal
import pstats
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.contestants import Contestant, contestants
from benchmarks.evidence import Evidence, difference, evidence
from benchmarks.generator import generate
from benchmarks.tables import Tables

T = TypeVar("T")


def make(count: int, seed: int, file: Path) -> None:
    tables, truth = generate(count, seed)
    file.write_bytes(marshal.dumps((tables.as_data(), truth)))


def read(file: Path) -> tuple[Tables, list[Evidence]]:
    data, truth = marshal.loads(file.read_bytes())
    return Tables(*data), truth


def timed(step: Callable[[], T]) -> tuple[T, dict[str, float]]:
    """CPU is of all cores, and of the processes that the step has started and ended."""
    wall, cpu = time.perf_counter(), _cpu()
    result = step()
    return result, {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu}


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure(contestant: Contestant, file: Path) -> dict[str, Any]:
    tables, truth = read(file)
    before = peak()
    ready, prepare = timed(contestant.prepare)
    gc.collect()
    gc.freeze()  # what is not the contestant's should not cost it time
    loaded, load = timed(lambda: contestant.load(ready, tables))
    gc.collect()
    gc.freeze()  # nor should what stays be gone through again and again, as it is not in a program that is set up well
    found, check = timed(lambda: contestant.check(ready, loaded))
    memory = peak()
    wrong = difference([evidence(*item) for item in contestant.evidence(found)], truth)
    return {
        "facts": len(tables), "findings": len(truth), "wrong": wrong, "prepare": prepare, "load": load, "check": check,
        "peak": memory, "of_tables": before,
    }  # fmt: skip


def peak() -> float:
    """The most memory that this process has held, in MiB; of the processes that it started, their own is not in it."""
    status = Path("/proc/self/status")
    if status.exists():  # not `ru_maxrss`, which on Linux begins with what the parent held
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024 / 1024


def profile(contestant: Contestant, file: Path) -> None:
    tables, _ = read(file)
    ready = contestant.prepare()
    loaded = contestant.load(ready, tables)
    profiler = cProfile.Profile()
    profiler.runcall(contestant.check, ready, loaded)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def main(arguments: Sequence[str]) -> None:
    match arguments:
        case ["make", count, seed, file]:
            make(int(count), int(seed), Path(file))
        case ["run", name, file]:
            print(json.dumps(measure(contestants()[name], Path(file))))
        case ["profile", name, file]:
            profile(contestants()[name], Path(file))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
