"""A compiled rule as rules of durable-rules, in the one form of its C engine that proved right (docs/adr/0008).

Every variable of a rule is a role: facts asserted for it alone, under a type number of its own, with whole numbers for
what the rule compares. What is exact on one fact is decided before a fact is asserted; comparisons, joins and absence
are the engine's. A rule that has no such form is Inexpressible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from consistency.engine.closures import Judge, Read
from consistency.engine.compiled import Compiled, Probe
from consistency.engine.plan import Lookup, variables_of
from consistency.engine.reasons import LeftToNative
from consistency.engine.whole_numbers import (
    PARTS,
    Comparison,
    Level,
    NoWholeNumber,
    Test,
    Together,
    part_of,
    test_of,
)
from consistency.model.facts import Type
from consistency.rulebook.expressions import AGGREGATE, FLIPPED, PARAM, SET, Column, Condition, Operand, columns_of
from consistency.rulebook.expressions import Literal as Constant

MOST_PATTERNS, MOST_ATTRIBUTES, MOST_TESTS = 12, 40, 24
"""Well within what the C engine holds: 16 patterns a rule, 64 true tests on one fact, 32 of a join, 252 properties."""
TYPE = "t"
"""The attribute with the number of the role. No attribute is called `id` or `sid`: the engine never joins on those."""

_OPERATORS = {"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte", "!=": "$neq"}


class Inexpressible(LeftToNative):
    """Why the C engine cannot be given a rule."""


@dataclass(eq=False, slots=True)
class Role:
    """One variable. `reads` give the values of its attributes, in order, from a fact's environment, with their part.

    `decided` are conditions on this fact alone that the engine has no test for.
    """

    alias: str
    probe: Probe
    level: Level
    attributes: dict[tuple[Operand, str], str] = field(default_factory=dict)
    reads: list[tuple[Read, str]] = field(default_factory=list)
    decided: list[Judge] = field(default_factory=list)
    tests: list[Any] = field(default_factory=list)
    required: set[str] = field(default_factory=set)
    """Attributes without which a fact takes no part. The others are for absence: without one there surely is none."""

    def attribute(self, operand: Operand, part: str, is_required: bool = True) -> str:
        key = (operand, part)
        if key not in self.attributes:
            if len(self.attributes) >= MOST_ATTRIBUTES:
                raise Inexpressible(
                    f"more than {MOST_ATTRIBUTES} values of one fact are compared",
                    f"van één feit worden meer dan {MOST_ATTRIBUTES} waarden vergeleken",
                )
            self.attributes[key] = f"a{len(self.attributes)}"
            self.reads.append((self.probe.layout.read(operand), part))
        if is_required:
            self.required.add(self.attributes[key])
        return self.attributes[key]


@dataclass(frozen=True, eq=False, slots=True)
class ReteRule:
    """`roles` and `patterns` of the variables in order: the rule's own (`bound`), then `some` and `none`."""

    roles: tuple[Role, ...]
    patterns: tuple[Mapping[str, Any], ...]
    bound: int


@dataclass(frozen=True, eq=False, slots=True)
class ReteRules:
    """`applies` binds the variables wherever the rule applies; None where that is plain from one fact."""

    applies: ReteRule | None
    violated: ReteRule


@lru_cache(maxsize=4096)
def rete_rules(rule: Compiled) -> ReteRules:
    """Raises Inexpressible."""
    return ReteRules(_Writer(rule).applies() if len(rule.lookups) > 1 else None, _Writer(rule).violated())


class _Writer:
    def __init__(self, rule: Compiled) -> None:
        self.compiled, self.plan = rule, rule.plan
        if rule.groups and len(rule.lookups) > 1:
            raise Inexpressible("it reckons over several variables", "de regel rekent over meer dan één variabele")
        if len(rule.lookups) + len(rule.some) + len(rule.none) > MOST_PATTERNS:
            raise Inexpressible(
                f"it has more than {MOST_PATTERNS} variables", f"de regel heeft meer dan {MOST_PATTERNS} variabelen"
            )
        self.roles: dict[str, Role] = {}
        for probe in rule.lookups:
            role = self.roles[probe.lookup.var] = self._role(probe, Level.MAYBE)
            self._conditions(role, probe.lookup)
        self.lookups = tuple(self.roles.values())

    def applies(self) -> ReteRule:
        return ReteRule(self.lookups, tuple(self._pattern(role) for role in self.lookups), len(self.lookups))

    def violated(self) -> ReteRule:
        for condition in (*self.plan.where, *self.plan.violated):
            self._condition(self._last(condition), condition)
        some = [self._inner(probe, Level.MAYBE) for probe in self.compiled.some]
        none = [self._inner(probe, Level.SURE) for probe in self.compiled.none]
        patterns = [self._pattern(role) for role in (*self.lookups, *some)]
        patterns += [self._pattern(role, "$not") for role in none]
        return ReteRule((*self.lookups, *some, *none), tuple(patterns), len(self.lookups))

    def _role(self, probe: Probe, level: Level) -> Role:
        return Role(f"v{len(self.roles):02}", probe, level)

    def _inner(self, probe: Probe, level: Level) -> Role:
        role = self._role(probe, level)
        self.roles[f" {role.alias}"] = role  # its variable is known to itself alone
        outer = self.roles.get(probe.lookup.var)
        self.roles[probe.lookup.var] = role
        self._conditions(role, probe.lookup)
        if outer is None:
            del self.roles[probe.lookup.var]
        else:
            self.roles[probe.lookup.var] = outer
        return role

    def _conditions(self, role: Role, lookup: Lookup) -> None:
        for key in lookup.keys:
            if key.members or key.any_of:
                raise Inexpressible("it joins by members of a set", "de regel koppelt op elk van een aantal waarden")
            mine = Column(lookup.var, key.attribute, self._kind(role, key.attribute))
            part = _key_part(mine.type, key.equals.type)
            role.tests.append(self._compare(role, Comparison("==", part, part), mine, key.equals))
        for condition in lookup.rest:
            self._condition(role, condition)

    @staticmethod
    def _kind(role: Role, attribute: str) -> Type:
        return role.probe.layout.kinds[role.probe.lookup.var].attributes[attribute]

    def _last(self, condition: Condition) -> Role:
        """The role of the last variable that a condition is about: the others are bound there."""
        names = self._names(condition)
        roles = [role for name, role in self.roles.items() if name in names]
        return roles[-1] if roles else next(iter(self.roles.values()))

    def _names(self, condition: Condition) -> set[str]:
        """The variables of a condition; aggregates belong to the first, the only one there is then."""
        first = self.plan.lookups[0].var
        found = variables_of(condition, self.plan.rule) - {SET, PARAM}
        return {first if name == AGGREGATE else name for name in found}

    def _condition(self, role: Role, condition: Condition) -> None:
        if self._names(condition) <= {role.probe.lookup.var}:
            self._alone(role, condition)
            return
        test = test_of(condition, role.level) or _of_words(condition)
        if test is None or condition.right is None:
            raise Inexpressible(
                f"`{condition.text}` has no form in whole numbers",
                f"`{condition.text}` is niet in gehele getallen uit te drukken",
            )
        role.tests.append(self._test(role, test, condition.left, condition.right))

    def _alone(self, role: Role, condition: Condition) -> None:
        test, judge = test_of(condition, role.level), role.probe.layout.judge(condition)
        is_own = condition.right is not None and _is_own(condition.left) and _is_own(condition.right)
        if test is None or condition.right is None or not is_own or _has_alternatives(test):
            role.decided.append(judge)
            return
        try:
            role.tests.append(self._test(role, test, condition.left, condition.right))
        except NoWholeNumber:
            role.decided.append(judge)

    def _test(self, role: Role, test: Test, left: Operand, right: Operand) -> Any:
        if isinstance(test, Comparison):
            return self._compare(role, test, left, right)
        tests = [self._test(role, each, left, right) for each in test.tests]
        return {f"${test.how}": tests}

    def _compare(self, role: Role, comparison: Comparison, left: Operand, right: Operand) -> Any:
        """One side is of this role; the other is too, or of an earlier one, or a constant of the rule."""
        op, mine, its, other, others = comparison.op, left, comparison.left, right, comparison.right
        if self._owner(mine) is not role:
            op, mine, its, other, others = FLIPPED[op], other, others, mine, its
        if self._owner(mine) is not role:
            raise Inexpressible(
                "a condition is on earlier variables only", "een voorwaarde gaat alleen over eerdere variabelen"
            )
        owner = self._owner(other)
        value: Any
        if isinstance(other, Constant):
            value = PARTS[others](other.value)
        elif owner is None:
            raise Inexpressible(
                "it compares with what the plan set or a parameter says",
                "de regel vergelijkt met wat de planset of een parameter zegt",
            )
        else:
            is_required = owner is role or role.level is Level.MAYBE
            value = {"$m" if owner is role else owner.alias: owner.attribute(other, others, is_required)}
        attribute = role.attribute(mine, its)
        return {attribute: value} if op == "==" else {_OPERATORS[op]: {attribute: value}}

    def _owner(self, operand: Operand) -> Role | None:
        """None for what is of no variable."""
        names = self._names(Condition("present", operand))
        if len(names) > 1:
            raise Inexpressible(
                "a value is reckoned from several variables", "een waarde wordt uit meer dan één variabele berekend"
            )
        return self.roles[names.pop()] if names else None

    def _pattern(self, role: Role, suffix: str = "") -> Mapping[str, Any]:
        row = _sequence(role.tests)
        if role is not self.lookups[0] and not any(map(_is_key, row)):
            raise Inexpressible("it joins by no equality", "de regel koppelt zonder gelijkheid")
        if sum(map(_size, row)) > MOST_TESTS:
            raise Inexpressible(
                f"one fact is tested more than {MOST_TESTS} times",
                f"één feit wordt meer dan {MOST_TESTS} keer getoetst",
            )
        return {role.alias + suffix: row}


def _sequence(tests: Sequence[Any]) -> list[Any]:
    """The tests in the one order that the C engine evaluates rightly (events.c, reduceExpressionSequence).

    It looks at nothing behind a group within a group, and where the very last test does not hold it reads on beyond the
    end. So all are in one row; alternatives come last, once; else the last test is one that holds where its key does.
    """
    row = [test for each in tests for test in each.get("$and", [each])]
    alternatives = [test for test in row if "$or" in test]
    if len(alternatives) > 1 or any("$and" in test or "$or" in test for each in alternatives for test in each["$or"]):
        raise Inexpressible("it has alternatives beside alternatives", "de regel heeft keuzes naast of binnen keuzes")
    if alternatives:
        return [*(test for test in row if "$or" not in test), *alternatives]
    key = next(filter(_is_key, row), None)
    return [*row, {"$gte": key}] if key else row


def _is_key(test: Any) -> bool:
    """Whether it is an equality with another attribute."""
    return "$" not in next(iter(test)) and isinstance(next(iter(test.values())), dict)


def _size(test: Any) -> int:
    """How many comparisons it is."""
    return sum(map(_size, test["$or"])) if "$or" in test else 1


def _has_alternatives(test: Test) -> bool:
    return isinstance(test, Together) and (test.how == "or" or any(map(_has_alternatives, test.tests)))


def _is_own(operand: Operand) -> bool:
    """Whether it is of a fact, or a constant: nothing of the plan set, no parameter."""
    return all(column.var not in (SET, PARAM) for column in columns_of(operand))


def _key_part(left: Type, right: Type) -> str:
    if left in (Type.TOKEN, Type.TOKENS):
        return "token"
    return part_of(left, right)


def _of_words(condition: Condition) -> Test | None:
    """Of two tokens or flags: whether they are the same; of flags, which comes first too."""
    if condition.right is None or condition.op not in ("==", "!=", "<", "<=", ">", ">="):
        return None
    types = {condition.left.type, condition.right.type}
    if types == {Type.TOKEN}:
        return Comparison(condition.op, "token", "token") if condition.op in ("==", "!=") else None
    return Comparison(condition.op, "whole", "whole") if types == {Type.FLAG} else None
