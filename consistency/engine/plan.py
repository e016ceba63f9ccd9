"""The compiled form of a rule, plain data for any evaluator: select, join, group, compare, "there is none".

The facts of each variable are found by a `Lookup`. What a condition asks of one fact, exactly, is in the lookup's
`select`, with the variable written as IT, so that rules that ask the same share the answer. Equalities with earlier
variables are its `keys`. All else is in `rest`: what needs other variables, the plan set or a parameter, and intervals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from consistency.engine.truth import is_exact
from consistency.model.facts import FactKind, Type
from consistency.rulebook.expressions import AGGREGATE, PARAM, Arithmetic, Column, Condition, Operand, columns_of
from consistency.rulebook.rule import Aggregate, Pattern, Rule
from consistency.rulebook.strata import with_conclusions
from consistency.rulebook.ties import tie

IT = "it"


class Select(NamedTuple):
    kind: str
    where: tuple[Condition, ...] = ()


class Key(NamedTuple):
    """`attribute` equals `equals`, an operand over earlier variables.

    `members`: the attribute is a set, and any of its members may be equal; `any_of`: the same of `equals`.
    """

    attribute: str
    equals: Operand
    members: bool = False
    any_of: bool = False


class Lookup(NamedTuple):
    var: str
    select: Select
    keys: tuple[Key, ...] = ()
    rest: tuple[Condition, ...] = ()


class Group(NamedTuple):
    """An aggregate over what the lookup finds for a binding; `of` an attribute of its facts, None for `count`."""

    name: str
    function: Literal["count", "sum", "max", "min"]
    of: str | None
    type: Type
    lookup: Lookup


@dataclass(frozen=True, eq=False, slots=True)
class RulePlan:
    """`lookups` bind the variables in order; then come the groups, then `where`: the applicability that needs them.

    A binding is violated when all of `violated` holds, no lookup of `none` finds anything and each of `some` does.
    """

    rule: Rule
    lookups: tuple[Lookup, ...]
    groups: tuple[Group, ...]
    where: tuple[Condition, ...]
    violated: tuple[Condition, ...]
    none: tuple[Lookup, ...]
    some: tuple[Lookup, ...]


def compile_rules(rules: Iterable[Rule], vocabulary: Mapping[str, FactKind]) -> list[RulePlan]:
    """`vocabulary` must be the one the rules were loaded with. Raises KeyError for a kind that nothing gives."""
    rules = list(rules)
    known = with_conclusions(vocabulary, rules)
    for rule in rules:
        for kind in rule.kinds:
            known[kind]
    return [compile_rule(rule) for rule in rules]


def compile_rule(rule: Rule) -> RulePlan:
    order = [pattern.var for pattern in rule.patterns]
    by_stage: list[list[Condition]] = [[] for _ in order]
    late: list[Condition] = []
    for condition in rule.where:
        variables = variables_of(condition, rule)
        if AGGREGATE in variables:
            late.append(condition)
        else:
            by_stage[max((order.index(var) for var in variables if var in order), default=0)].append(condition)
    lookups = tuple(_lookup(pattern, conditions) for pattern, conditions in zip(rule.patterns, by_stage, strict=True))
    return RulePlan(
        rule,
        lookups,
        tuple(_group(aggregate) for aggregate in rule.aggregates),
        tuple(late),
        rule.violated,
        tuple(_lookup(pattern, pattern.where) for pattern in rule.none),
        tuple(_lookup(pattern, pattern.where) for pattern in rule.some),
    )


def variables_of(condition: Condition, rule: Rule) -> set[str]:
    """A parameter that is looked up at a date of a variable needs that variable."""
    found = set()
    for column in condition.columns():
        found.add(column.var)
        at = rule.parameters[column.attribute].at if column.var == PARAM else None
        if at is not None:
            found |= {inner.var for inner in columns_of(at)}
    return found


def _group(aggregate: Aggregate) -> Group:
    of = aggregate.of.attribute if aggregate.of else None
    lookup = _lookup(aggregate.over, aggregate.over.where)
    return Group(aggregate.name, aggregate.function, of, aggregate.type, lookup)


def _lookup(pattern: Pattern, conditions: Iterable[Condition]) -> Lookup:
    var = pattern.var
    own: list[Condition] = []
    keys: list[Key] = []
    rest: list[Condition] = []
    for condition in conditions:
        tied = tie(condition, var)
        if tied:
            keys.append(_key(condition, *tied))
        elif {column.var for column in condition.columns()} == {var} and is_exact(condition):
            own.append(_renamed(condition, var))
        else:
            rest.append(condition)
    return Lookup(var, Select(pattern.kind.name, tuple(own)), tuple(keys), tuple(rest))


def _key(condition: Condition, mine: Column, other: Operand) -> Key:
    by_member = condition.op in ("contains", "overlaps")
    return Key(
        mine.attribute,
        other,
        members=by_member and mine.type is Type.TOKENS,
        any_of=by_member and other.type is Type.TOKENS,
    )


def _renamed(condition: Condition, var: str) -> Condition:
    right = None if condition.right is None else _renamed_operand(condition.right, var)
    return replace(condition, left=_renamed_operand(condition.left, var), right=right)


def _renamed_operand(operand: Operand, var: str) -> Operand:
    if isinstance(operand, Column):
        return replace(operand, var=IT)
    if isinstance(operand, Arithmetic):
        return replace(operand, left=_renamed_operand(operand.left, var), right=_renamed_operand(operand.right, var))
    return operand
