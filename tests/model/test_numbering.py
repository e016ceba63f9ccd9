"""Under which headings a numbered one stands, series that begin again included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.model.numbering import chains, parts_of


def outline(*numbers: str) -> list[str]:
    """Each number with those above it: `4 > 4.1`."""
    parts = [parts_of(number) for number in numbers]
    return [
        " > ".join([*(numbers[at] for at in above), number])
        for number, above in zip(numbers, chains(parts), strict=True)
    ]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("1", "2", "2.1", "2.2", "3"), ["1", "2", "2 > 2.1", "2 > 2.2", "3"]),
        (("3", "1", "2", "3", "4", "5", "4", "5"), ["3", "3 > 1", "3 > 2", "3 > 3", "3 > 4", "3 > 5", "4", "5"]),
        (("3", "1", "2", "3", "4", "1", "2", "3", "4", "5"), ["3", *("3 > 1", "3 > 2", "3 > 3"), "4"]),
        (("4", "4.1", "4.2", "4.2", "4.3"), ["4", "4 > 4.1", "4 > 4.2", "4 > 4.2", "4 > 4.3"]),
        (("3", "1", "3", "4"), ["3", "3 > 1", "3 > 3", "4"]),  # a gap in the inner series
        (("4", "2", "3.1", "3.2"), ["4", "2", "3.1", "3.2"]),
    ],
)
def test_series(numbers: tuple[str, ...], expected: list[str]) -> None:
    assert outline(*numbers)[: len(expected)] == expected


@pytest.mark.parametrize("text", ["", "4.a", "2022", "IV", "4..1"])
def test_what_is_no_number_of_a_heading(text: str) -> None:
    assert parts_of(text) == ()


@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple), max_size=30))
def test_a_heading_stands_under_earlier_ones_that_still_stand(numbers: list[tuple[int, ...]]) -> None:
    above = chains(numbers)
    for at, chain in enumerate(above):
        assert list(chain) == sorted(set(chain))
        assert all(one < at and above[one] == chain[:place] for place, one in enumerate(chain))
