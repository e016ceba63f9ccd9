"""Where generators get their choices from: Hypothesis, which can shrink them, or a seed alone, which is fast."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choices(Protocol):
    """What comes first, and what is less, is the simpler choice."""

    def one(self, options: Sequence[T]) -> T: ...

    def number(self, most: int) -> int:
        """From 0 up to and including `most`."""


class Drawn:
    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def one(self, options: Sequence[T]) -> T:
        return self._draw(st.sampled_from(options))

    def number(self, most: int) -> int:
        return self._draw(st.integers(0, most))


class Seeded:
    def __init__(self, seed: str) -> None:
        self._random = Random(seed).random

    def one(self, options: Sequence[T]) -> T:
        return options[int(self._random() * len(options))]

    def number(self, most: int) -> int:
        return int(self._random() * (most + 1))


def chance(choices: Choices, percent: int) -> bool:
    return choices.number(99) >= 100 - percent


def several(choices: Choices, options: Sequence[T], most: int, least: int = 0) -> list[T]:
    """Different ones, in the order in which they were drawn."""
    rest = list(options)
    count = min(least + choices.number(most - least), len(rest))
    return [rest.pop(choices.number(len(rest) - 1)) for _ in range(count)]
