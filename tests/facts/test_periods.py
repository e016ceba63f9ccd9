"""Which periods can both be true of one initiative."""

from __future__ import annotations

import pytest

from consistency.facts._periods import can_both_hold
from consistency.model.dates import Period, parse_period


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024 t/m 2025", "2024-2025"),
        ("2024 - 2025", "januari 2024 - juni 2025"),
        ("2024 e.v.", "2024-2026"),
        ("vanaf juni 2024", "2024"),
        ("Continue verbetering", "2024-2025"),
        ("t/m 2025", "2024-2025"),
        ("start in 2024", "2024-2027"),
    ],
)
def test_can_both_hold(one: str, other: str) -> None:
    assert can_both_hold(period(one), period(other))
    assert can_both_hold(period(other), period(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024 t/m 2025", "2024 - 2026"),
        ("2024 - 2026", "2025 - 2026"),
        ("2024 e.v.", "2024"),
        ("2026 e.v.", "2024-2025"),
        ("juni 2024", "2025"),
        ("t/m 2024", "start in 2025"),
    ],
)
def test_cannot_both_hold(one: str, other: str) -> None:
    assert not can_both_hold(period(one), period(other))
    assert not can_both_hold(period(other), period(one))
