"""Conditions as the text of Python expressions, compiled once and run over whole selections.

A scan goes through facts and what is tied to them. Its text has rows `r0`, `r1` … for the variables, `s` for the row of
the plan set, `x` for the indexes and sums it looks things up in, and names for constants. What it leaves out is sure to
be NO. Scans of a selection and of where a rule applies leave out all that is NO; one of where a rule may be violated
leaves some of it in, and the judge has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

from consistency.engine.closures import FIRST_ROW, SET_ROW, Environment, Layout
from consistency.engine.truth import NO, is_exact
from consistency.model.amount import Outcome
from consistency.model.facts import Type
from consistency.rulebook.expressions import (
    AGGREGATE,
    FLIPPED,
    PARAM,
    SET,
    Column,
    Condition,
    Literal,
    Operand,
    columns_of,
)

Rows = Sequence[tuple[Any, ...]]
Scan = Callable[[Sequence[Rows], Sequence[Any], Any, Sequence[Any]], Sequence[Any]]
"""(rows by variable, facts or bindings, the plan set's row, what is looked up in) → facts or bindings."""

INEXACT = object()
"""Stands in a table of sums for one that is no single number of cents."""

_EXACT = {
    "in": "{a} in {b}", "not in": "{a} not in {b}", "contains": "{b} in {a}", "lacks": "{b} not in {a}",
    "overlaps": "not set({a}).isdisjoint({b})", "subset_of": "set({a}).issubset({b})",
    **{op: f"{{a}} {op} {{b}}" for op in ("==", "!=", "<", "<=", ">", ">=")},
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


class Inexpressible(Exception):
    """There is no text for it."""


class Writer:
    """Writes conditions as text. `names` holds what the text names.

    `exactly` is False where the judge has the last word: then amounts are compared by their single number of cents.
    """

    def __init__(self, layout: Layout, exactly: bool = True) -> None:
        self.layout, self.exactly = layout, exactly
        self.names: dict[str, Any] = {"BLANK": Outcome.BLANK, "INEXACT": INEXACT}
        self.sums: dict[str, str] = {}
        """Of an aggregate, the expression that looks its sum up."""
        self._temporaries = 0

    def together(self, conditions: Sequence[Condition]) -> str:
        """All of them; those that have no text are left out where the judge has the last word."""
        return " and ".join(f"({text})" for condition in conditions if (text := self._text_or_none(condition)))

    def _text_or_none(self, condition: Condition) -> str | None:
        try:
            return self.text(condition)
        except Inexpressible:
            if self.exactly:
                raise
            return None

    def text(self, condition: Condition) -> str:
        if any(column.var == AGGREGATE for column in condition.columns()):
            return self._of_sum(condition)
        if not self._is_simple(condition):
            return self._judged(condition)
        left = self.operand(condition.left)
        if condition.op in ("missing", "present"):
            return f"{left} is None" if condition.op == "missing" else f"{left} is not None"
        if condition.op in ("true", "false"):
            return f"{left} is {condition.op == 'true'}"
        if condition.right is None:
            return self._there(left, None, _TESTS[condition.op])
        right = self.operand(condition.right, as_set=condition.op in ("in", "not in"))
        if condition.left.type is Type.AMOUNT and not self.exactly:
            return self._cents(condition.op, left, right)
        return self._there(left, right, _template(condition))

    def operand(self, operand: Operand, as_set: bool = False) -> str:
        """A column, or the name of a constant. Raises Inexpressible for what is reckoned."""
        if isinstance(operand, Literal):
            value = operand.value
            return self._name(frozenset(value) if as_set and isinstance(value, tuple) else value)
        if not isinstance(operand, Column) or operand.var == AGGREGATE:
            raise Inexpressible
        if operand.var == PARAM:
            return self._name(self.layout.parameters[operand.attribute].value_on(None))
        column = self.layout.kinds[operand.var].index[operand.attribute]
        return f"s[{column}]" if operand.var == SET else f"r{self._number(operand.var)}[{column}]"

    def _number(self, var: str) -> int:
        return self.layout.rows[var] - FIRST_ROW

    def _is_simple(self, condition: Condition) -> bool:
        """A column of a fact, alone or against a column or a constant."""
        left, right = condition.left, condition.right
        if not isinstance(left, Column) or left.var in (SET, PARAM):
            return False
        if isinstance(right, Column) and right.var == PARAM:
            parameter = self.layout.parameters[right.attribute]
            return not parameter.is_dated and parameter.value_on(None) is not None
        return right is None or isinstance(right, Column | Literal)

    def _there(self, left: str, right: str | None, template: str) -> str:
        """The comparison, of values that are there. With what the plan set does not say, nothing is ruled out."""
        a, b = self._temporary(), right
        text = f"({a} := {left}) is not None and "
        if right is None or right.startswith("k"):
            return text + template.format(a=a, b=b)
        b = self._temporary()
        compared = template.format(a=a, b=b)
        if right.startswith("s["):
            return text + f"(({b} := {right}) is None or {compared})"
        return text + f"({b} := {right}) is not None and {compared}"

    def _cents(self, op: str, left: str, right: str) -> str:
        a, b, x, y = (self._temporary() for _ in range(4))
        text = f"({a} := {left}) is not None and ({b} := {right}) is not None"
        return f"{text} and (({x} := {a}.exact) is None or ({y} := {b}.exact) is None or {x} {op} {y})"

    def _of_sum(self, condition: Condition) -> str:
        """A sum against a column: by their single numbers of cents."""
        left, right, op = condition.left, condition.right, condition.op
        if isinstance(right, Column) and right.var == AGGREGATE:
            left, right, op = right, left, FLIPPED[op]
        one_sum = isinstance(left, Column) and left.var == AGGREGATE and left.attribute in self.sums
        if self.exactly or not one_sum or not isinstance(right, Column) or right.var in (SET, PARAM, AGGREGATE):
            raise Inexpressible
        assert isinstance(left, Column)
        x, b, y = (self._temporary() for _ in range(3))
        text = f"({x} := {self.sums[left.attribute]}) is not None and ({b} := {self.operand(right)}) is not None"
        return f"{text} and ({x} is INEXACT or ({y} := {b}.exact) is None or {x} {op} {y})"

    def _judged(self, condition: Condition) -> str:
        """By the judge that grades all conditions, for what has no short form."""
        judge, size = self.layout.judge(condition), self.layout.size
        dated = (self.layout.parameters[c.attribute].at for c in condition.columns() if c.var == PARAM)
        columns = [*condition.columns(), *(column for at in dated if at for column in columns_of(at))]
        places = {self.layout.rows[column.var] for column in columns if column.var not in (SET, PARAM)}
        if len(places) > 1:
            raise Inexpressible
        place = places.pop() if places else size
        row = f"r{place - FIRST_ROW}" if place < size else "()"

        def holds(row: tuple[Any, ...], of_set: Any) -> bool:
            env: Environment = [None] * (size + 1)
            env[SET_ROW], env[place] = of_set, row
            return judge(env) != NO

        return f"{self._name(holds)}({row}, s)"

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"t{self._temporaries}"

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


def scan_of(conditions: Sequence[Condition], layout: Layout) -> Scan | None:
    """Facts of the first variable of which no condition is NO. None where there is nothing to ask."""
    writer = Writer(layout)
    return scan_of_facts(writer.together(conditions), writer)


def scan_of_facts(test: str, writer: Writer) -> Scan | None:
    """Facts of the first variable for which the test holds."""
    return _scan(f"[i0 {_rows(1)} for i0 in facts if (r0 := R0[i0]) and {test}]", writer) if test else None


def scan_of_bindings(test: str, writer: Writer, variables: int) -> Scan | None:
    """Bindings of so many variables for which the test holds."""
    bound = " and ".join(f"(r{i} := R{i}[b[{i}]])" for i in range(variables))
    return _scan(f"[b {_rows(variables)} for b in facts if {bound} and {test}]", writer) if test else None


def scan_of_joins(further: Sequence[tuple[str, str]], writer: Writer) -> Scan:
    """From facts of the first variable all bindings; of each further variable where its facts are found, and a test."""
    loops = "for i0 in facts if (r0 := R0[i0])"
    for number, (found, test) in enumerate(further, start=1):
        loops += f" for i{number} in {found} if (r{number} := R{number}[i{number}])" + (f" and {test}" if test else "")
    numbers = ", ".join(f"i{i}" for i in range(len(further) + 1))
    return _scan(f"[({numbers}) {_rows(len(further) + 1)} {loops}]", writer)


def _rows(variables: int) -> str:
    return f"for ({''.join(f'R{i}, ' for i in range(variables))}) in (rows,)"


def _scan(text: str, writer: Writer) -> Scan:
    found: Scan = eval(_compiled(text), writer.names)  # our own text: numbers, operators and names of constants
    return found


@lru_cache(maxsize=4096)
def _compiled(text: str) -> CodeType:
    return compile(f"lambda rows, facts, s, x: {text}", "scan", "eval")
