"""Conditions and operands of rules, once names and types are known: what `grammar` reads and `resolve` types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from consistency.model.facts import Type, Value

TESTS = ("missing", "present", "stated", "blank")
ORDER = ("<", "<=", ">", ">=")
COMPARISONS = ("==", "!=", *ORDER)
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
"""The comparison that says the same with its sides exchanged."""
RELATIONS = ("within", "in", "contains", "overlaps", "subset_of")

SET, PARAM, AGGREGATE = "set", "param", "aggregate"
"""Variables that every rule has: the plan set, the rule's parameters; and the values of its aggregates."""


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute of a variable, of `set` or of `param`; or, of `aggregate`, `name` (its value) or `name.count`."""

    var: str
    attribute: str
    type: Type

    def __str__(self) -> str:
        return self.attribute if self.var == AGGREGATE else f"{self.var}.{self.attribute}"


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the rule; a tuple of values on the right of `in` and `not in`."""

    value: Value | tuple[Value, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Arithmetic:
    op: str
    left: Operand
    right: Operand
    type: Type


Operand = Column | Literal | Arithmetic


@dataclass(frozen=True, slots=True)
class Condition:
    """`op` is one of TESTS or COMPARISONS, or true, false, in, not in, within, contains, lacks, overlaps, subset_of.

    Several ways of writing come to one: `t in c.tokens`, `c.tokens == t` and `c.tokens contains t` are all `contains`,
    with the set on the left. `text` is the condition as written.
    """

    op: str
    left: Operand
    right: Operand | None = None
    text: str = field(default="", compare=False)

    def columns(self) -> Iterator[Column]:
        yield from columns_of(self.left)
        if self.right is not None:
            yield from columns_of(self.right)


def columns_of(operand: Operand) -> Iterator[Column]:
    if isinstance(operand, Column):
        yield operand
    elif isinstance(operand, Arithmetic):
        yield from columns_of(operand.left)
        yield from columns_of(operand.right)
