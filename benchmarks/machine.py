"""The machine in general terms, and the versions of what was measured: nothing that says whose machine it is."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.contestants import Contestant


def machine() -> dict[str, str | int | float]:
    """`load` is what other work the machine had just now: ask before measuring."""
    return {
        "cores": os.cpu_count() or 0,
        "processor": _processor(),
        "memory": _memory(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0,
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", info.read_text()) if info.exists() else None
    return re.sub(r"\((?:R|TM)\)", "", found[1]).strip() if found else platform.machine()


def _memory() -> int:
    """Whole GiB."""
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)
    except (AttributeError, ValueError):
        return 0


def versions(contestants: Iterable[Contestant]) -> dict[str, str]:
    """Of the packages that the contestants need, where they are installed."""
    found = {}
    for name in sorted({each.package or each.needs for each in contestants if each.needs} - {None}, key=str):
        try:
            found[str(name)] = version(str(name))
        except PackageNotFoundError:
            continue
    return found
