"""What is raised for wrong usage; what a document gets wrong becomes a finding or a `Problem` instead.

ConsistencyError            the tool could not do its job: exit code 2
├── UsageError              an option or argument that cannot be meant
├── UnreadableInput         a file that is no plan: not there, not text, too large, broken YAML
│   └── InvalidPlan         a plan file with unknown keys or values of a wrong kind
└── InvalidRule             a rule file that cannot be a rule
"""

from __future__ import annotations

from collections.abc import Iterable


class ConsistencyError(Exception):
    """`path`, `line` and `column` (1-based) say where; `hint` the nearest right thing."""

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.hint = hint

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.hint})" if self.hint else text


class UsageError(ConsistencyError):
    pass


class UnreadableInput(ConsistencyError):
    pass


class InvalidPlan(UnreadableInput):
    pass


class InvalidRule(ConsistencyError):
    pass


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None where none is near enough to be meant."""
    from difflib import get_close_matches

    by_fold = {name.casefold(): name for name in sorted(known)}
    close = get_close_matches(word.casefold(), list(by_fold), n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None
