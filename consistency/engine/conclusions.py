"""Forward chaining: what rules conclude becomes facts that other rules read, layer by layer.

Conclusions are made of what an engine found: the bindings, and how surely each violates the rule. No engine makes them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from consistency.engine.plan import RulePlan
from consistency.model.facts import FactBase, FactKind, FactTable, Quote, Subject, Truth, Value
from consistency.model.finding import Finding, Undecided
from consistency.rulebook.expressions import Column
from consistency.rulebook.rule import Conclusion, Texts
from consistency.rulebook.strata import links_of, strata


@dataclass(slots=True)
class Origin:
    """What a concluded fact rests on: how sure it is, the findings (by fingerprint) that concluded it and their claims,

    and why it is open if it is.
    """

    subjects: tuple[Subject, ...]
    sure: int = Truth.NO.value
    findings: dict[str, Finding] = field(default_factory=dict)
    why: Texts | None = None
    claims: dict[str, list[Quote]] = field(default_factory=dict)

    def add(self, conclusion: Conclusion, found: Finding | Undecided, truth: int) -> None:
        self.sure = max(self.sure, truth)
        if isinstance(found, Undecided):
            self.why = self.why or found.why
        elif found.fingerprint in self.findings:
            return
        else:
            self.findings[found.fingerprint] = found
        names = {value.attribute: name for name, value in conclusion.values.items() if isinstance(value, Column)}
        for item in found.evidence:
            quote = Quote(item.says, item.location, item.confidence, item.copies, item.value)
            self.claims.setdefault(names.get(item.attribute, item.attribute), []).append(quote)

    @property
    def said(self) -> dict[str, tuple[Quote, ...]]:
        return {name: tuple(quotes) for name, quotes in self.claims.items()}


def spread(row: Mapping[str, Any], each: Collection[str]) -> Iterator[Mapping[str, Value]]:
    """The rows that a row stands for: one for each member of the sets in `each`."""
    choices = [(row[name] or ()) if name in each else (row[name],) for name in row]
    return (dict(zip(row, values, strict=True)) for values in product(*choices))


class _Order(NamedTuple):
    """The numbers of plans layer by layer, and of those that wait for ever; the kinds that are concluded, and the last

    layer that adds to each.
    """

    layers: Sequence[Sequence[int]]
    waiting: Sequence[int]
    kinds: Sequence[FactKind]
    last: Mapping[str, int]


@lru_cache(maxsize=64)
def _order(plans: tuple[RulePlan, ...]) -> _Order:
    links = {number: links_of(plan.rule) for number, plan in enumerate(plans)}
    layers, waiting = strata(links)
    kinds = {c.kind.name: c.kind for plan in plans for c in plan.rule.conclude}
    last = {kind: i for i, layer in enumerate(layers) for key in layer for kind in links[key].concludes}
    return _Order(layers, waiting, list(kinds.values()), last)


class Conclusions:
    """The facts as they grow. Several rules may conclude one fact: it is as sure as the surest of them makes it.

    `facts` begins as the fact base that is given, which is left as it is, with an empty table for each kind that the
    rules conclude. `layers` hold the numbers of the plans; a table is filled after the last layer that adds to it.
    """

    def __init__(self, facts: FactBase, plans: Sequence[RulePlan]) -> None:
        order = _order(tuple(plans))
        self.layers, self.waiting, self._last = order.layers, order.waiting, order.last
        self.facts = facts.with_kinds(order.kinds) if order.kinds else facts
        self._origins: dict[str, dict[tuple[Value, ...], Origin]] = {kind.name: {} for kind in order.kinds}
        self._settled: dict[str, list[Origin]] = {}
        self._lost: dict[str, str] = {}

    def lacking(self, plan: RulePlan) -> str | None:
        """Why the rule cannot be evaluated: it reads what a rule that failed would have concluded."""
        for kind in plan.rule.kinds:
            if kind in self._lost:
                return f"it reads {kind}, and {self._lost[kind]} failed"
            if kind not in self.facts:
                return f"it reads {kind}, which nothing derives or concludes"
        return None

    def lose(self, plan: RulePlan) -> None:
        """What the rule would have concluded is not known."""
        for conclusion in plan.rule.conclude:
            self._lost.setdefault(conclusion.kind.name, plan.rule.id)

    def add(self, conclusion: Conclusion, row: Mapping[str, Value], found: Finding | Undecided, truth: int) -> None:
        """`row` by attribute; `found` is what the rule said of the place that the row is from.

        A row of missing values only says nothing, and no rule could tie it to anything.
        """
        kind = self.facts[conclusion.kind.name].kind
        values = tuple(row[name] for name in kind.attributes)
        if any(value is not None for value in values):
            self._origins[kind.name].setdefault(values, Origin(found.subjects)).add(conclusion, found, truth)

    def settle(self, layer: int) -> None:
        """Fills the tables to which no later layer adds."""
        for name in (name for name, last in self._last.items() if last == layer):
            for values, origin in self._origins[name].items():
                self.facts[name].append(values, origin.said, origin.sure, origin.subjects)
            self._settled[name] = list(self._origins[name].values())

    @property
    def any(self) -> bool:
        """Whether any fact was concluded."""
        return any(self._settled.values())

    def origin(self, table: FactTable, fact: int) -> Origin | None:
        """None for what is derived from the plans."""
        settled = self._settled.get(table.kind.name)
        return settled[fact] if settled else None
