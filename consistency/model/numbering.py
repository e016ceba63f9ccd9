"""Numbers of headings, and under which each stands: `4.1` under `4`, and a `1` after it in a series of its own."""

from __future__ import annotations

from collections.abc import Sequence

Number = tuple[int, ...]

DEEPEST = 12


def parts_of(number: str | None) -> Number:
    """`4.1` and `4.1.` as (4, 1); () for what is no such number."""
    parts = (number or "").strip().rstrip(".)").split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() and len(part) < 4 for part in parts) else ()


def chains(numbers: Sequence[Number]) -> list[tuple[int, ...]]:
    """Per heading, in reading order, the indices of those that it stands under, outermost first.

    () is a heading without a number: it stands under the numbered ones that are open, and ends with them.
    """
    found: list[tuple[int, ...]] = []
    opened: tuple[int, ...] = ()
    for index, number in enumerate(numbers):
        if number:
            opened = opened[: still_open([numbers[at] for at in opened], numbers, index)]
        else:
            opened = tuple(at for at in opened if numbers[at])
        found.append(opened)
        opened = (*opened, index)
    return found


def still_open(opened: Sequence[Number], numbers: Sequence[Number], at: int) -> int:
    """How many of the open headings (outermost first) the numbered one at `at` stands under."""
    number = numbers[at]
    for index in range(len(opened) - 1, -1, -1):
        if _is_child(number, opened[index]):
            return index + 1
        if _is_next(number, opened[index]):
            inner = _head(opened, index, number)
            outer = next(i for i, one in enumerate(opened) if _is_next(number, one))
            return inner if inner == outer or _comes_again(number, numbers, at) else outer
    if number[-1] == 1:
        return min(len(opened), DEEPEST)  # a numbering that begins again inside a section
    series = (index for index in range(len(opened) - 1, -1, -1) if _goes_on(number, opened[index]))
    return next(series, next((index for index, one in enumerate(opened) if one), len(opened)))


def _head(opened: Sequence[Number], index: int, number: Number) -> int:
    """The outermost of the headings that the number ends with this one: `5` after `4` and `4.3` ends both."""
    while index and _is_child(opened[index], opened[index - 1]) and _is_next(number, opened[index - 1]):
        index -= 1
    return index


def _goes_on(number: Number, after: Number) -> bool:
    """Whether the number is one of the same series, with a gap, or the same number once more."""
    return len(number) == len(after) and number[:-1] == after[:-1] and number[-1] >= after[-1]


def _comes_again(number: Number, numbers: Sequence[Number], at: int) -> bool:
    """Whether the number follows once more before a numbering begins anew: then the outer one is still to go on."""
    for later in range(at + 1, len(numbers)):
        if numbers[later] == number:
            return True
        if numbers[later][-1:] == (1,) and len(numbers[later]) <= len(number):
            return False
    return False


def _is_child(number: Number, of: Number) -> bool:
    return bool(of) and len(number) > len(of) and number[: len(of)] == of


def _is_next(number: Number, after: Number) -> bool:
    """Whether the one numbering goes on where the other was: `4` after `3` or `3.2`, `3.1` after `2`."""
    depth = min(len(number), len(after))
    return bool(depth) and number[: depth - 1] == after[: depth - 1] and number[depth - 1] == after[depth - 1] + 1
