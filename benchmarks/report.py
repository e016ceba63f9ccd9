"""The figures as tables: for the terminal, and for `README.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.contestants import Contestant
from benchmarks.session import Row

COLUMNS = (
    "contestant", "check ms", "× plain", "with loading ms", "× plain", "CPU ms", "rules ready ms", "peak MiB", "rounds",
)  # fmt: skip
BASE = "plain"


def table(rows: Sequence[Row], contestants: Iterable[Contestant]) -> Iterator[tuple[str, ...]]:
    """The lines of the table of one size. CPU is of loading and checking together, over all cores."""
    labels = {each.name: each.label for each in contestants}
    base = next((row for row in rows if row["contestant"] == BASE and "skipped" not in row), None)
    for row in rows:
        label = labels[row["contestant"]]
        if "skipped" in row:
            yield label, row["skipped"]
            continue
        check, whole = row["check"]["wall"], row["load"]["wall"] + row["check"]["wall"]
        yield (
            label, _ms(check), _ratio(check, base), _ms(whole), _ratio(whole, base),
            _ms(row["load"]["cpu"] + row["check"]["cpu"]), _ms(row["prepare"]["wall"]), f"{row['peak']:.0f}",
            str(row["rounds"]),
        )  # fmt: skip


def _ms(seconds: float) -> str:
    thousandths = seconds * 1000
    return f"{thousandths:,.1f}" if thousandths < 100 else f"{thousandths:,.0f}"


def _ratio(seconds: float, base: Row | None) -> str:
    if base is None:
        return "—"
    ratio = seconds / (base["load"]["wall"] + base["check"]["wall"])
    return f"{ratio:,.1f}" if ratio < 100 else f"{ratio:,.0f}"


def by_size(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["sets"], []).append(row)
    return found


def as_text(rows: Sequence[Row], contestants: Sequence[Contestant]) -> str:
    lines = []
    for size, some in by_size(rows).items():
        facts = next((row["facts"] for row in some if "facts" in row), 0)
        lines += [
            "",
            f"{size:,} plan sets, {facts:,} facts",
            f"{COLUMNS[0]:34}" + "".join(f"{c:>17}" for c in COLUMNS[1:]),
        ]
        for label, *cells in table(some, contestants):
            lines.append(f"{label:34}" + (f"  {cells[0]}" if len(cells) == 1 else "".join(f"{c:>17}" for c in cells)))
    return "\n".join(lines)
