"""A rule as data: what a rule file says once every name in it is known and every condition has its types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from typing import Literal as Word

from consistency.model.facts import FactKind, Type
from consistency.model.finding import Severity
from consistency.rulebook.expressions import SET, Column, Condition, Literal, Operand
from consistency.rulebook.messages import Template
from consistency.rulebook.parameters import Parameter

LANGUAGES = ("nl", "en")
Texts = Mapping[str, str]
"""A text in both languages."""


class Pattern(NamedTuple):
    """Facts of a kind, by a variable. `where` is what the pattern itself asks (none, some and aggregates)."""

    var: str
    kind: FactKind
    where: tuple[Condition, ...] = ()


class Aggregate(NamedTuple):
    """`of` is None for `count`; it is an attribute of the pattern's variable."""

    name: str
    function: Word["count", "sum", "max", "min"]
    of: Column | None
    over: Pattern
    type: Type


class Escalation(NamedTuple):
    severity: Severity
    where: tuple[Condition, ...]


class Conclusion(NamedTuple):
    """A fact that other rules can read: one for each binding that violates the rule.

    `values` by attribute; of the attributes in `each` the value is a set, and there is a fact for each of its members.
    """

    kind: FactKind
    values: Mapping[str, Column | Literal]
    each: frozenset[str] = frozenset()


class Example(NamedTuple):
    """`plan` is a small plan set; `expect` the ids of the subjects found, empty where the plan conforms."""

    plan: Mapping[str, Any]
    expect: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Rule:
    """`patterns` holds the `for` pattern first, then those of `with`; their conditions are in `where`."""

    id: str
    severity: Severity
    tags: tuple[str, ...]
    title: Texts
    why: Texts
    repair: Texts
    source: str
    waivable: bool
    parameters: Mapping[str, Parameter]
    patterns: tuple[Pattern, ...]
    where: tuple[Condition, ...]
    aggregates: tuple[Aggregate, ...]
    none: tuple[Pattern, ...]
    some: tuple[Pattern, ...]
    violated: tuple[Condition, ...]
    escalate: Escalation | None
    difference: Operand | None
    at_least: bool
    """Whether the difference is an excess: any larger gap elsewhere explains it too."""
    explains: Column | str | None
    """The claims that are as they are because of this: findings about them follow from it."""
    consequence_of: tuple[str, ...]
    conclude: tuple[Conclusion, ...]
    subject: tuple[str, ...]
    slot: Mapping[str, Column | str | int]
    evidence: tuple[Column | str, ...]
    """A column, or the name of a variable: all that is claimed of it."""
    message: Mapping[str, Template]
    arithmetic: Mapping[str, Template]
    examples: tuple[Example, ...] = field(repr=False)
    path: str = field(compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    """Where the value of each key begins in the file, 1-based."""

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of fact that the rule reads, in the order in which it names them."""
        patterns = [*self.patterns, *(a.over for a in self.aggregates), *self.none, *self.some]
        return tuple(dict.fromkeys(pattern.kind.name for pattern in patterns))

    def parts(self) -> Iterator[tuple[str, dict[str, str], tuple[Condition, ...]]]:
        """Conditions that must hold together: the key they are under, the kind of fact by variable, all of them."""
        kinds = {pattern.var: pattern.kind.name for pattern in self.patterns} | {SET: SET}
        yield "where", kinds, self.where
        yield "violated", kinds, (*self.where, *self.violated)
        for key, patterns in (("none", self.none), ("some", self.some)):
            for pattern in patterns:
                conditions = (*self.where, *self.violated, *pattern.where)
                yield key, kinds | {pattern.var: pattern.kind.name}, conditions
        for aggregate in self.aggregates:
            over = aggregate.over
            yield aggregate.function, kinds | {over.var: over.kind.name}, (*self.where, *over.where)
        if self.escalate:
            yield "escalate", kinds, (*self.where, *self.violated, *self.escalate.where)
