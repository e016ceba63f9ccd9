"""What became of the rules in one run: which engine took them. It is told beside the report, never in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from consistency.errors import Bilingual, ConsistencyError


@dataclass(slots=True)
class Run:
    """`taken` counts rules by engine, one a plan set; `instead` says by rule why another engine than was asked took it,

    `failed` which of these the engine should have managed, `absent` why it was not there at all. `differences` are
    where two engines disagree.
    """

    taken: Counter[str] = field(default_factory=Counter)
    instead: dict[str, Bilingual] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    absent: Bilingual | None = None
    differences: list[ConsistencyError] = field(default_factory=list)

    @classmethod
    def of(cls, runs: Iterable[Run]) -> Run:
        """All of them as one."""
        whole = cls()
        for run in runs:
            whole.taken += run.taken
            whole.instead |= run.instead
            whole.failed |= run.failed
            whole.absent = whole.absent or run.absent
            whole.differences += run.differences
        return whole
