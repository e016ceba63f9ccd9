"""Conditions and operands as functions over an environment, built once a rule.

An environment is a list of rows: the plan set's at SET_ROW, the values of aggregates at GROUP_ROW, then one a variable
in the order of the plan. Values missing in a document are None; `Unknown` stands where the tool itself lacks something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import add, itemgetter, sub
from typing import Any

from consistency.engine import truth
from consistency.engine.truth import NO, UNDECIDED, YES, Unknown
from consistency.model.facts import FactKind, Type
from consistency.rulebook.expressions import AGGREGATE, PARAM, SET, Arithmetic, Column, Condition, Literal, Operand
from consistency.rulebook.parameters import Parameter

SET_ROW, GROUP_ROW, FIRST_ROW = 0, 1, 2
Environment = list[Any]
Read = Callable[[Environment], Any]
Judge = Callable[[Environment], int]


class Layout:
    """Where in the environment of one rule each name is."""

    def __init__(
        self, kinds: Mapping[str, FactKind], groups: Sequence[str], parameters: Mapping[str, Parameter]
    ) -> None:
        """`kinds` by variable, in the order of the plan; `set` may be among them, for the plan set."""
        self.kinds = kinds
        self.rows = {SET: SET_ROW} | {var: i for i, var in enumerate((v for v in kinds if v != SET), start=FIRST_ROW)}
        self.size = len(self.rows) + 1
        names = [name for group in groups for name in (group, f"{group}.count")]
        self.groups = {name: i for i, name in enumerate(names)}
        self.parameters = parameters

    def read(self, operand: Operand) -> Read:
        if isinstance(operand, Literal):
            value = operand.value
            return lambda env: value
        if isinstance(operand, Arithmetic):
            return self._arithmetic(operand)
        if operand.var == PARAM:
            return self._parameter(self.parameters[operand.attribute])
        if operand.var == AGGREGATE:
            row, column = GROUP_ROW, self.groups[operand.attribute]
        else:
            row, column = self.rows[operand.var], self._column(operand)
            if operand.var == SET:
                return _of_set(column, operand)
        return lambda env: env[row][column]

    def read_all(self, operands: Sequence[Operand]) -> Read:
        """Of one operand its value, of more a tuple of values."""
        if len(operands) < 2:
            return self.read(operands[0]) if operands else lambda env: ()
        rows = {self.rows.get(operand.var) if isinstance(operand, Column) else None for operand in operands}
        row = rows.pop()
        if not rows and row is not None and row >= FIRST_ROW:
            values = itemgetter(*(self._column(operand) for operand in operands if isinstance(operand, Column)))
            return lambda env: values(env[row])
        reads = [self.read(operand) for operand in operands]
        return lambda env: tuple([read(env) for read in reads])

    def _column(self, column: Column) -> int:
        return self.kinds[column.var].index[column.attribute]

    def _arithmetic(self, operand: Arithmetic) -> Read:
        left, right = self.read(operand.left), self.read(operand.right)
        if operand.type is Type.AMOUNT:
            reckon: Callable[[Any, Any], Any] = truth.add if operand.op == "+" else truth.subtract
        else:
            reckon = add if operand.op == "+" else sub

        def read(env: Environment) -> Any:
            a, b = left(env), right(env)
            if a is None or b is None:
                return None
            return a if isinstance(a, Unknown) else b if isinstance(b, Unknown) else reckon(a, b)

        return read

    def _parameter(self, parameter: Parameter) -> Read:
        if not parameter.is_dated:
            value = parameter.value_on(None)
            return lambda env: value
        at = self.read(parameter.at or Column(SET, "as_of", Type.DAYS))

        def read(env: Environment) -> Any:
            day = at(env)
            value = parameter.value_on(None if isinstance(day, Unknown) else day)
            return _no_value(parameter, day) if value is None else value

        return read

    def judge(self, condition: Condition) -> Judge:
        """How surely the condition holds. What is missing satisfies nothing but `missing`."""
        left = self.read(condition.left)
        if condition.op in ("missing", "present"):
            if_there, if_not = (NO, YES) if condition.op == "missing" else (YES, NO)
            if isinstance(condition.left, Column) and condition.left.var == AGGREGATE:
                return _there_or_unknown(left, if_there, if_not)
            return lambda env: if_not if left(env) is None or isinstance(left(env), Unknown) else if_there
        if condition.right is None:
            return _unary(left, truth.test_for(condition))
        right = self.read(condition.right)
        compare = truth.compare_for(condition)
        if any(column.var in (SET, PARAM, AGGREGATE) for column in condition.columns()):
            return _binary_or_unknown(left, right, compare)
        return _binary(left, right, compare)


def _of_set(column: int, operand: Column) -> Read:
    missing = Unknown(
        {"nl": f"de planset noemt geen {operand.attribute}", "en": f"the plan set states no {operand.attribute}"}
    )

    def read(env: Environment) -> Any:
        value = env[SET_ROW][column]
        return missing if value is None else value

    return read


def _there_or_unknown(left: Read, if_there: int, if_not: int) -> Judge:
    def judge(env: Environment) -> int:
        value = left(env)
        return UNDECIDED if isinstance(value, Unknown) else if_not if value is None else if_there

    return judge


def _unary(left: Read, test: Callable[[Any], bool]) -> Judge:
    def judge(env: Environment) -> int:
        value = left(env)
        if value is None:
            return NO
        return UNDECIDED if isinstance(value, Unknown) else YES if test(value) else NO

    return judge


def _binary(left: Read, right: Read, compare: truth.Compare) -> Judge:
    def judge(env: Environment) -> int:
        a, b = left(env), right(env)
        return NO if a is None or b is None else compare(a, b)

    return judge


def _binary_or_unknown(left: Read, right: Read, compare: truth.Compare) -> Judge:
    def judge(env: Environment) -> int:
        a, b = left(env), right(env)
        if a is None or b is None:
            return NO
        return UNDECIDED if isinstance(a, Unknown) or isinstance(b, Unknown) else compare(a, b)

    return judge


def _no_value(parameter: Parameter, day: Any) -> Unknown:
    if isinstance(day, Unknown):
        return day
    if day is None:
        nl, en = "de datum waarop hij geldt ontbreekt", "the date at which it applies is missing"
    else:
        first, last = (d.isoformat() for d in day)
        span = first if first == last else f"{first} – {last}"
        nl, en = f"geen ene waarde geldt op {span}", f"no single value is valid on {span}"
    return Unknown({"nl": f"param.{parameter.name}: {nl}", "en": f"param.{parameter.name}: {en}"})
