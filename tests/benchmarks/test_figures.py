from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.contestants import contestants
from benchmarks.picture import picture
from benchmarks.report import BEGIN, END, as_markdown, between_markers, growth, table

KNOWN = list(contestants().values())


def row(name: str, sets: int, seconds: float) -> dict[str, Any]:
    step = {"wall": seconds, "cpu": seconds}
    return {
        "contestant": name, "sets": sets, "prepare": step, "load": {"wall": 0.0, "cpu": 0.0}, "check": step,
        "peak": 50.0, "of_tables": 30.0, "rounds": 3, "facts": 540 * sets, "findings": 4 * sets,
    }  # fmt: skip


ROWS = [
    row("plain", 10, 0.001),
    row("native", 10, 0.002),
    {"contestant": "rego", "sets": 10, "skipped": "regopy is not installed"},
    row("plain", 1000, 0.1),
    row("native", 1000, 0.25),
]


def test_ratios_are_to_plain_python() -> None:
    plain, native, rego = table(ROWS[:3], KNOWN)
    assert (plain[2], native[1], native[2]) == ("1.0", "2.0", "2.0")
    assert rego == ("Rego (regopy)", "regopy is not installed")


def test_growth_is_from_the_smallest_to_the_largest() -> None:
    assert list(growth(ROWS, KNOWN))[1][-1] == "× 125 from 10 to 1,000 (× 100 sets)"


def test_the_picture_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(picture(ROWS, KNOWN))
    names = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "plain Python" in names and "Rego (regopy)" not in names
    told = root.findtext("{http://www.w3.org/2000/svg}desc")
    assert told is not None and told.startswith("plain Python: 1.0 ms for 10 sets, 100 ms for 1,000.")


def test_figures_stand_between_the_markers() -> None:
    machine = {"cores": 2, "processor": "x", "memory": 8, "system": "Linux", "python": "3.11", "load": 0.1}
    results = {"machine": machine, "versions": {}, "seed": 1, "rows": ROWS, "flow": []}
    text = between_markers(f"before {BEGIN} old {END} after", as_markdown(results, KNOWN))
    assert text.startswith("before ") and text.endswith(" after") and " old " not in text
    assert "| plain Python | 1.0 | 100 |" in text
    assert "Other work" not in text
    busy = as_markdown({**results, "machine": {**machine, "load": 2.0}}, KNOWN)
    assert "Other work ran beside it (load 2.0 before the start)" in busy
    with pytest.raises(ValueError, match="markers"):
        between_markers("nothing", "block")
