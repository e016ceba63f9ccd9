"""What every operator has, and the sets of rules that several expect."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from consistency.errors import Bilingual
from consistency.model.record import DocumentRecord
from consistency.mutation.base import Base
from consistency.mutation.edits import Edit, Mutation, Path, at


@dataclass(frozen=True, slots=True)
class Site:
    """A place where an operator applies, and a second one where it needs two (of the same document)."""

    document: DocumentRecord
    path: Path
    other: Path | None = None

    @property
    def value(self) -> Any:
        return at(self.document, self.path)

    @property
    def second(self) -> Any:
        return at(self.document, self.other or self.path)

    def edit(self, after: Any, path: Path | None = None) -> Edit:
        path = self.path if path is None else path
        return Edit(self.document.document.text, path, at(self.document, path), after)


class Operator(ABC):
    """`expected` are the rules that should catch it; an operator without any leaves the meaning as it is."""

    name: ClassVar[str]
    title: ClassVar[Bilingual]
    expected: ClassVar[frozenset[str]]

    @abstractmethod
    def sites(self, base: Base) -> Iterator[Site]:
        """Where it applies, in document order: the same on every machine."""

    @abstractmethod
    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        """The change there; None where this draw would change nothing."""

    def mutation(self, edits: Sequence[Edit], touched: Sequence[Any], about: frozenset[str] = frozenset()) -> Mutation:
        return Mutation(self.name, self.expected, tuple(edits), tuple(touched), about)


SUMS = frozenset({
    "total-row-mismatch", "total-row-missing", "part-exceeds-whole", "summary-total-mismatch", "summary-total-missing",
    "summaries-disagree", "summary-detail-mismatch", "requested-not-need-minus-coverage",
    "summary-counts-amount-n-times", "incidental-structural-swap", "unit-mismatch", "year-shift",
})  # fmt: skip
"""What is added up, and the explanations that speak in place of a mismatch."""
COVER = frozenset({
    "coverage-of-other-kind", "coverage-year-vs-cost-year", "coverage-without-cost", "coverage-exceeds-cost",
    "coverage-text-vs-table", "uncovered-without-request", "funding-round-later-than-cost-year", "cost-table-missing",
})  # fmt: skip
SHARES = frozenset({
    "distribution-key-deviation", "identical-amounts-across-municipalities", "amounts-for-non-participant",
    "participant-without-amounts", "amount-where-not-applicable", "pm-zero-blank-conflict",
})  # fmt: skip
COURSE = frozenset({
    "structural-cost-jump", "structural-cost-not-continued", "incidental-recurring-too-long",
    "cost-year-outside-period", "phase-years-vs-cost-years", "text-cost-missing-in-table",
})  # fmt: skip
TOLD = frozenset({
    "text-amount-vs-table-amount", "rounded-amount-in-text", "claim-not-supported-by-figures", "scenario-cost-mismatch",
    "procurement-threshold-not-addressed", "dependency-on-unfunded",
})  # fmt: skip
AMOUNTS = SUMS | COVER | SHARES | COURSE | TOLD
