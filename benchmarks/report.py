"""The figures as tables: for the terminal, and for `README.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from benchmarks.contestants import Contestant
from benchmarks.session import Row

COLUMNS = (
    "", "check ms", "× plain", "with loading ms", "× plain", "CPU ms", "rules ready ms", "peak MiB", "rounds",
)  # fmt: skip
FLOW_COLUMNS = ("plan sets", "wall s", "CPU s", "peak MiB", "ms a set", "files")
BASE = "plain"
QUIET = 0.5
"""The load of a machine that has nothing else to do."""
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def table(rows: Sequence[Row], contestants: Iterable[Contestant]) -> Iterator[tuple[str, ...]]:
    """The lines of the table of one size. CPU is of loading and checking together, over all cores."""
    labels = {each.name: each.label for each in contestants}
    base = next((row for row in rows if row["contestant"] == BASE and "skipped" not in row), None)
    for row in rows:
        label = labels[row["contestant"]]
        if "skipped" in row:
            yield label, row["skipped"]
            continue
        check, whole = row["check"]["wall"], spent(row)
        yield (
            label, _ms(check), _ratio(check, base), _ms(whole), _ratio(whole, base),
            _ms(row["load"]["cpu"] + row["check"]["cpu"]), _ms(row["prepare"]["wall"]), f"{row['peak']:,.0f}",
            str(row["rounds"]),
        )  # fmt: skip


def growth(rows: Sequence[Row], contestants: Iterable[Contestant]) -> Iterator[tuple[str, ...]]:
    """The time to check at each size, and how much more the largest took than the smallest that was measured."""
    sizes = list(by_size(rows))
    times = {(row["contestant"], row["sets"]): row["check"]["wall"] for row in rows if "skipped" not in row}
    for each in contestants:
        own = [(size, times[each.name, size]) for size in sizes if (each.name, size) in times]
        if not own:
            continue
        cells = [_ms(times[each.name, size]) if (each.name, size) in times else "—" for size in sizes]
        (least, first), (most, last) = own[0], own[-1]
        grown = (
            f"× {last / first:,.0f} from {least:,} to {most:,} (× {most / least:,.0f} sets)" if most > least else "—"
        )
        yield each.label, *cells, grown


def spent(row: Row) -> float:
    return float(row["load"]["wall"] + row["check"]["wall"])


def _ms(seconds: float) -> str:
    thousandths = seconds * 1000
    return f"{thousandths:,.1f}" if thousandths < 100 else f"{thousandths:,.0f}"


def _ratio(seconds: float, base: Row | None) -> str:
    if base is None:
        return "—"
    ratio = seconds / spent(base)
    return f"{ratio:,.1f}" if ratio < 100 else f"{ratio:,.0f}"


def by_size(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["sets"], []).append(row)
    return found


def _title(size: int, rows: Sequence[Row]) -> str:
    facts = next((row["facts"] for row in rows if "facts" in row), 0)
    findings = next((row["findings"] for row in rows if "findings" in row), 0)
    return f"{size:,} plan sets: {facts:,} facts, {findings:,} findings"


def as_text(rows: Sequence[Row], contestants: Sequence[Contestant]) -> str:
    lines = []
    for size, some in by_size(rows).items():
        lines += ["", _title(size, some), f"{COLUMNS[0]:34}" + "".join(f"{name:>16}" for name in COLUMNS[1:])]
        for label, *cells in table(some, contestants):
            lines.append(f"{label:34}" + (f"  {cells[0]}" if len(cells) == 1 else "".join(f"{c:>16}" for c in cells)))
    return "\n".join(lines)


def flow_as_text(flow: Sequence[Row]) -> str:
    lines = ["", "consistency check over folders of plan files", "".join(f"{name:>12}" for name in FLOW_COLUMNS)]
    return "\n".join(lines + ["".join(f"{cell:>12}" for cell in cells) for cells in flow_table(flow)])


def flow_table(flow: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    for row in flow:
        each = row["wall"] * 1000 / row["sets"]
        yield (
            f"{row['sets']:,}", f"{row['wall']:,.2f}", f"{row['cpu']:,.2f}", f"{row['peak']:,.0f}", f"{each:,.1f}",
            f"{row['files']:,}",
        )  # fmt: skip


def as_markdown(results: dict[str, Any], contestants: Sequence[Contestant]) -> str:
    rows: list[Row] = results["rows"]
    parts = [
        _machine(results),
        _markdown(("", *(f"{size:,}" for size in by_size(rows)), "growth"), growth(rows, contestants)),
    ]
    for size, some in by_size(rows).items():
        parts += [f"### {_title(size, some)}", _markdown(COLUMNS, table(some, contestants))]
    if results.get("flow"):
        parts += [
            "### `consistency check` over folders of plan files",
            _markdown(FLOW_COLUMNS, flow_table(results["flow"])),
        ]
    notes = [f"- {each.label}: {each.note}" for each in contestants]
    return "\n\n".join([*parts, "### What each contestant does", "\n".join(notes)])


def _machine(results: dict[str, Any]) -> str:
    machine, versions = results["machine"], results["versions"]
    libraries = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"Measured on {machine['cores']} cores ({machine['processor']}), {machine['memory']} GiB of memory, "
        f"{machine['system']}, Python {machine['python']}; {libraries}. Seed {results['seed']}. "
        f"{_other_work(machine['load'])}Milliseconds to check, medians of the rounds:"
    )


def _other_work(load: float) -> str:
    return (
        f"Other work ran beside it (load {load} before the start), so wall times are too long. " if load > QUIET else ""
    )


def _markdown(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    shown = [head, ["---", *["---:"] * (len(head) - 1)]]
    shown += [[*cells, *[""] * (len(head) - len(cells))] for cells in lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in shown)


def between_markers(text: str, block: str) -> str:
    """`text` with what stands between the markers replaced. ValueError where they are not there, once each."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the markers are not there")
    return f"{before}{BEGIN}\n\n{block}\n\n{END}{after}"
