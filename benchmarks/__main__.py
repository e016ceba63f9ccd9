"""`python -m benchmarks`: who checks the same plan sets how fast. `--help` says what can be chosen."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import measure
from benchmarks.contestants import Contestant, contestants
from benchmarks.report import as_text
from benchmarks.session import Session

SIZES, QUICK_SIZES = "10,100,1000,5000", "10,100"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    chosen = _chosen(options.only)
    if options.profile:
        return _profile(chosen[0], options.sizes[0], options.seed)
    session = Session(chosen, options.sizes, options.rounds, options.seed, options.budget, _say)
    rows = session.run()
    print(as_text(rows, chosen))
    return 1 if any(row.get("skipped", "").startswith(("wrong", "failed")) for row in rows) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=_numbers, help=f"numbers of plan sets (default {SIZES})")
    parser.add_argument("--only", help=f"contestants, of {', '.join(contestants())}")
    parser.add_argument("--rounds", type=int, help="at most so many rounds a size (default 5)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=float, help="seconds that one measurement may take (default 25)")
    parser.add_argument("--quick", action="store_true", help="10 and 100 plan sets, three rounds: about a minute")
    parser.add_argument("--profile", action="store_true", help="profile the first contestant at the first size")
    options = parser.parse_args(arguments)
    quick = options.quick
    options.sizes = options.sizes or _numbers(QUICK_SIZES if quick else SIZES)
    options.rounds = options.rounds or (3 if quick else 5)
    options.budget = options.budget or (3.0 if quick else 25.0)
    return options


def _numbers(text: str) -> list[int]:
    return [int(part.replace(".", "").replace("_", "")) for part in text.split(",")]


def _chosen(names: str | None) -> list[Contestant]:
    known = contestants()
    if names is None:
        return list(known.values())
    unknown = [name for name in names.split(",") if name not in known]
    if unknown:
        sys.exit(f"there is no contestant {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in names.split(",")]


def _profile(contestant: Contestant, size: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tables.bin"
        measure.make(size, seed, file)
        measure.profile(contestant, file)
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
