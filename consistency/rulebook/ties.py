"""Which conditions tie one variable to others: the equalities by which facts can be looked up."""

from __future__ import annotations

from consistency.model.facts import Type
from consistency.rulebook.expressions import AGGREGATE, PARAM, SET, Column, Condition, Operand, columns_of

EXACT = (Type.TOKEN, Type.INTEGER, Type.NUMBER, Type.FLAG)
"""Types of one value, known or missing: two of them are equal or they are not."""


def tie(condition: Condition, var: str) -> tuple[Column, Operand] | None:
    """(the attribute of `var`, what it must equal), where the condition is an exact equality with other variables."""
    left, right = condition.left, condition.right
    exact = condition.op == "==" and (left.type in EXACT or left.type is Type.TOKENS)
    if right is None or not (exact or condition.op in ("contains", "overlaps")):
        return None
    if not (isinstance(left, Column) and left.var == var):
        left, right = right, left
    others = {column.var for column in columns_of(right)}
    if not isinstance(left, Column) or left.var != var or not others or others & {var, SET, PARAM, AGGREGATE}:
        return None
    return left, right
