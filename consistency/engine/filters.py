"""Which facts a condition on one fact does not rule out, over whole tables at once.

A condition becomes the text of a Python expression over a row, `r`, and constants; the text is compiled once, whatever
the constants. It holds where the condition is not NO: for an exact condition that is where it is YES.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

from consistency.engine.closures import SET_ROW, Environment, Layout
from consistency.engine.truth import NO, is_exact
from consistency.model.amount import Outcome
from consistency.model.facts import FactKind, Type
from consistency.rulebook.expressions import PARAM, SET, Column, Condition, Literal, Operand

Rows = Sequence[tuple[Any, ...]]
Filter = Callable[[Rows, Sequence[int], Any], Sequence[int]]
"""(rows, numbers of facts, the plan set's row) → the numbers of those that are left, in their order."""

_ORDER = ("<", "<=", ">", ">=")
_EXACT = {
    "in": "{a} in {b}", "not in": "{a} not in {b}", "contains": "{b} in {a}", "lacks": "{b} not in {a}",
    "overlaps": "not set({a}).isdisjoint({b})", "subset_of": "set({a}).issubset({b})",
    **{op: f"{{a}} {op} {{b}}" for op in ("==", "!=", *_ORDER)},
}  # fmt: skip
_DAYS = {
    "<": "{a}.first < {b}.last", "<=": "{a}.first <= {b}.last", ">": "{a}.last > {b}.first",
    ">=": "{a}.last >= {b}.first", "==": "{a}.meets({b})", "!=": "not {a}.meets({b})", "within": "{a}.meets({b})",
}  # fmt: skip
_AMOUNTS = {
    "==": "{a}.written.meets({b}.written)",
    "!=": "{a}.written != {b}.written and not {a}.written.meets({b}.written)",
    ">": "({a}.meant.high is None or {b}.meant.low < {a}.meant.high)",
    ">=": "({a}.meant.high is None or {b}.meant.low <= {a}.meant.high)",
    "<": "({b}.meant.high is None or {a}.meant.low < {b}.meant.high)",
    "<=": "({b}.meant.high is None or {a}.meant.low <= {b}.meant.high)",
}  # fmt: skip
_TESTS = {"stated": "{a}.stated", "blank": "{a}.outcome is BLANK"}


def filter_for(conditions: Sequence[Condition], kind: FactKind, layout: Layout) -> Filter:
    """The facts of a selection of which no condition is NO. All are on one fact, the plan set and parameters."""
    if not conditions:
        return lambda rows, facts, of_set: facts
    names: dict[str, Any] = {"BLANK": Outcome.BLANK}
    writer = _Writer(kind, layout, names)
    text = " and ".join(f"({writer.text(condition)})" for condition in conditions)
    found: Filter = eval(_compiled(text), names)  # our own text: column numbers, operators and names of constants
    return found


@lru_cache(maxsize=4096)
def _compiled(text: str) -> CodeType:
    return compile(f"lambda rows, facts, s: [i for i in facts if (r := rows[i]) and {text}]", "filter", "eval")


class _Writer:
    """`r` is the row of the fact, `s` that of the plan set; what is constant has a name of its own."""

    def __init__(self, kind: FactKind, layout: Layout, names: dict[str, Any]) -> None:
        self.kind, self.layout, self.names = kind, layout, names

    def text(self, condition: Condition) -> str:
        left = self._operand(condition.left)
        if left is None or not isinstance(condition.left, Column) or condition.left.var == SET:
            return self._judged(condition)
        if condition.op in ("missing", "present"):
            return f"{left} is None" if condition.op == "missing" else f"{left} is not None"
        if condition.op in ("true", "false"):
            return f"{left} is {condition.op == 'true'}"
        if condition.right is None:
            return self._there(_TESTS[condition.op], left, None)
        right = self._operand(condition.right, as_set=condition.op in ("in", "not in"))
        return self._judged(condition) if right is None else self._there(_template(condition), left, right)

    def _there(self, template: str, left: str, right: str | None) -> str:
        """The comparison, of values that are there. With what the plan set does not say, nothing is ruled out."""
        n = len(self.names)
        self.names[f"_{n}"] = None  # keeps the numbers of temporaries apart
        a, b = f"a{n}", right
        text = f"({a} := {left}) is not None and "
        if right is None or right.startswith("k"):
            return text + template.format(a=a, b=b)
        b = f"b{n}"
        compared = template.format(a=a, b=b)
        if right.startswith("s["):
            return text + f"(({b} := {right}) is None or {compared})"
        return text + f"({b} := {right}) is not None and {compared}"

    def _operand(self, operand: Operand, as_set: bool = False) -> str | None:
        """A column, or the name of a constant; None for what is reckoned, or not always there."""
        if isinstance(operand, Column) and operand.var == SET:
            return f"s[{self.layout.kinds[SET].index[operand.attribute]}]"
        if isinstance(operand, Column) and operand.var != PARAM:
            return f"r[{self.kind.index[operand.attribute]}]"
        if isinstance(operand, Literal):
            value: Any = frozenset(operand.value) if as_set and isinstance(operand.value, tuple) else operand.value
        elif isinstance(operand, Column) and not self.layout.parameters[operand.attribute].is_dated:
            value = self.layout.parameters[operand.attribute].value_on(None)
        else:
            return None
        return None if value is None else self._name(value)

    def _judged(self, condition: Condition) -> str:
        """By the judge that grades all conditions, for what has no short form."""
        judge, size = self.layout.judge(condition), self.layout.size
        places = {self.layout.rows[column.var] for column in condition.columns() if column.var not in (SET, PARAM)}
        place = places.pop() if places else size

        def holds(row: tuple[Any, ...], of_set: Any) -> bool:
            env: Environment = [None] * (size + 1)
            env[SET_ROW], env[place] = of_set, row
            return judge(env) != NO

        return f"{self._name(holds)}(r, s)"

    def _name(self, value: Any) -> str:
        name = f"k{len(self.names)}"
        self.names[name] = value
        return name


def _template(condition: Condition) -> str:
    if is_exact(condition):
        return _EXACT[condition.op]
    if condition.left.type is Type.AMOUNT:
        return _AMOUNTS[condition.op]
    return _DAYS[condition.op] if condition.left.type is Type.DAYS else "{b}.first.year <= {a} <= {b}.last.year"
