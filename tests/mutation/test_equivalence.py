"""A mutant is equivalent for a reason that can be told, and only then."""

from __future__ import annotations

from typing import Any

import pytest

from consistency.mutation.trial import Verdict

WEBSITE = ("initiatives", 0)
OTHER = ("initiatives", 1, "amounts", 0, "rows", 0, "cells", 0)


@pytest.mark.parametrize(
    ("document", "path", "text", "reason"),
    [
        ("sociaal", (*WEBSITE, "amounts", 0, "rows", 0, "cells", 1), "n.n.b.", "same-meaning"),
        ("sociaal", (*WEBSITE, "period"), "2024 t/m 2025", "same-meaning"),
        ("nota", ("overview", "entries", 0, "name"), "WEBSITE", "same-meaning"),
        ("nota", ("overview", "entries", 0, "priority"), "1b", "still-holds"),
        ("sociaal", OTHER, "12.400", "still-holds"),
        ("sociaal", ("contracts", 0, "value_four_years"), "€ 41.000", "said-once"),
    ],
)
def test_equivalent(small: Any, document: str, path: tuple[str | int, ...], text: str, reason: str) -> None:
    assert small.verdict(document, path, text) == (Verdict.EQUIVALENT, reason)


@pytest.mark.parametrize(
    ("document", "path", "text"),
    [
        ("sociaal", OTHER, "12.600"),
        ("sociaal", (*WEBSITE, "amounts", 0, "rows", 1, "cells", 0), "40.001"),
        ("sociaal", (*WEBSITE, "period"), "2025-2026"),
        ("sociaal", (*WEBSITE, "priority"), "2"),
        ("sociaal", (*WEBSITE, "municipalities", 0), "N"),
        ("nota", ("overview", "entries", 1, "name"), "Kademuren"),
        ("sociaal", ("contracts", 0, "ends"), "31-12-2022"),
    ],
)
def test_not_equivalent(small: Any, document: str, path: tuple[str | int, ...], text: str) -> None:
    """Nothing is expected, so that whatever the rules say counts for nothing: the reasoning stands alone."""
    assert small.verdict(document, path, text)[0] in (Verdict.SURVIVED, Verdict.OTHER)


def test_a_mutant_that_is_caught_is_never_equivalent(small: Any) -> None:
    """The sum of the rounded summary meets it, the exact total does not."""
    path = (*WEBSITE, "amounts", 0, "rows", 0, "cells", 0)
    assert small.verdict("sociaal", path, "60.100", "total-row-mismatch") == (Verdict.KILLED, None)
