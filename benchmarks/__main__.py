"""`python -m benchmarks`: who checks the same plan sets how fast. `--help` says what can be chosen."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.contestants import Contestant, contestants
from benchmarks.flow import SIZES as FLOW_SIZES
from benchmarks.flow import flow
from benchmarks.machine import machine, versions
from benchmarks.picture import picture
from benchmarks.report import as_markdown, as_text, between_markers, flow_as_text
from benchmarks.session import Session

SIZES, QUICK_SIZES = "10,100,1000,5000", "10,100"
FOLDER = Path(__file__).parent
RESULTS, PICTURE, README = FOLDER / "results.json", FOLDER / "growth.svg", FOLDER / "README.md"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    chosen = _chosen(options.only)
    if options.render:
        _write(json.loads(RESULTS.read_text(encoding="utf-8")), chosen)
        return 0
    if options.profile:
        return _profile(chosen[0], options.sizes[0], options.seed)
    of_machine = machine()
    session = Session(chosen, options.sizes, options.rounds, options.seed, options.budget, _say)
    rows = session.run()
    print(as_text(rows, chosen))
    found = [] if options.only else flow(options.flow, options.seed, options.flow_budget, _say)
    if found:
        print(flow_as_text(found))
    if options.write:
        shown = {"machine": of_machine, "versions": versions(chosen), "seed": options.seed}
        _write({**shown, "rows": rows, "flow": found}, chosen)
    return 1 if any(row.get("skipped", "").startswith(("wrong", "failed")) for row in rows) else 0


def _write(results: dict[str, Any], chosen: Sequence[Contestant]) -> None:
    """The figures, and from them the table and the picture."""
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    PICTURE.write_text(picture(results["rows"], chosen), encoding="utf-8")
    README.write_text(
        between_markers(README.read_text(encoding="utf-8"), as_markdown(results, chosen)), encoding="utf-8"
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """A run of everything writes its figures; any other run only prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=_numbers, help=f"numbers of plan sets (default {SIZES})")
    parser.add_argument("--only", help=f"contestants, of {', '.join(contestants())}")
    parser.add_argument("--rounds", type=int, help="at most so many rounds a size (default 5)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=float, help="seconds that one measurement may take (default 40)")
    parser.add_argument(
        "--flow", type=_numbers, help="numbers of plan sets for `consistency check` (default 10,100,1000)"
    )
    parser.add_argument("--flow-budget", type=float, help="seconds that one of these may take (default 150)")
    parser.add_argument("--quick", action="store_true", help="10 and 100 plan sets, three rounds: about a minute")
    parser.add_argument("--profile", action="store_true", help="profile the first contestant at the first size")
    parser.add_argument("--render", action="store_true", help="only make table and picture anew from results.json")
    options = parser.parse_args(arguments)
    quick = options.quick
    options.write = not (quick or options.sizes or options.only or options.flow)
    options.sizes = options.sizes or _numbers(QUICK_SIZES if quick else SIZES)
    options.rounds = options.rounds or (3 if quick else 5)
    options.budget = options.budget or (2.0 if quick else 40.0)
    options.flow = options.flow or ([10] if quick else list(FLOW_SIZES))
    options.flow_budget = options.flow_budget or 150.0
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
