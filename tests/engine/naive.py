"""An evaluator too simple to be wrong: what a rule means, by definition. All combinations of facts; no index, no order.

It says where a rule looks and how sure it is there, not what is told of it. Of the engine it uses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf, prod
from operator import ge, gt, le, lt
from typing import Any

from consistency.model.amount import Amount
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactTable, Type
from consistency.rulebook.expressions import AGGREGATE, PARAM, SET, Arithmetic, Column, Condition, Literal, Operand
from consistency.rulebook.parameters import Parameter
from consistency.rulebook.rule import Aggregate, Conclusion, Pattern, Rule

NO, UNDECIDED, POSSIBLE, YES = range(4)
UNSAID = object()
"""In place of a value that nobody gives, of the plan set or a parameter, or can give, of an aggregate. What a fact

lacks is None.
"""

Row = Mapping[str, Any]
"""A fact: its attributes, and how sure it is and what it is about under two names that no attribute has."""
SURENESS, SUBJECTS = "(sureness)", "(subjects)"
Rows = Mapping[str, Sequence[Row]]
Span = tuple[float, float]
Place = tuple[tuple[tuple[str, str], ...], tuple[Any, ...]]
"""Subjects by type and id, and the values of the slot."""
Found = dict[Place, list[tuple[Mapping[str, Row], int]]]
"""By place what the variables stand for where not all is well, and how surely it is not."""


@dataclass(frozen=True)
class Verdict:
    """How many places a rule looked at, and those where not all is well: place and truth, how often."""

    looked: int
    found: Counter[tuple[Place, int]]


@dataclass(frozen=True)
class Meaning:
    """By number of the rule its verdict, None where it is not asked; the facts of each kind that is all concluded."""

    verdicts: Sequence[Verdict | None]
    concluded: Rows


def naive(rules: Sequence[Rule], facts: FactBase, most: float = inf) -> Meaning:
    """A rule comes when all that conclude what it reads have been.

    One with more than so many combinations of facts is not asked, nor what reads its conclusions.
    """
    everything: dict[str, list[Row]] = {table.kind.name: [*rows_of(table)] for table in facts}
    concluded: dict[str, list[Row]] = {c.kind.name: [] for rule in rules for c in rule.conclude}
    everything |= concluded
    verdicts: dict[int, Verdict | None] = {}
    lost: set[str] = set()
    while len(verdicts) < len(rules):
        left = [number for number in range(len(rules)) if number not in verdicts]
        growing = {c.kind.name for number in left for c in rules[number].conclude}
        ready = [number for number in left if growing.isdisjoint(rules[number].kinds)]
        assert ready, "rules wait for each other"
        for number in ready:
            rule = rules[number]
            if lost.isdisjoint(rule.kinds) and _combinations(rule, everything) <= most:
                verdicts[number], found = _judged(rule, everything)
                _conclude(rule, found, everything)
            else:
                verdicts[number] = None
                lost |= {c.kind.name for c in rule.conclude}
    whole = {kind: rows for kind, rows in concluded.items() if kind not in lost}
    return Meaning([verdicts[number] for number in range(len(rules))], whole)


def _combinations(rule: Rule, everything: Rows) -> int:
    """About how many are looked at: what tells whether asking is wise."""
    inner = [*rule.none, *rule.some, *(aggregate.over for aggregate in rule.aggregates)]
    outer = prod(len(everything[pattern.kind.name]) for pattern in rule.patterns)
    return outer * max([1, *(len(everything[pattern.kind.name]) // 8 for pattern in inner)])


def _judged(rule: Rule, everything: Rows) -> tuple[Verdict, Found]:
    places: dict[Place, int] = {}
    found: Found = {}
    for binding in product(*(everything[pattern.kind.name] for pattern in rule.patterns)):
        env = {pattern.var: row for pattern, row in zip(rule.patterns, binding, strict=True)}
        truth = _truth(rule, everything, env)
        if truth is not None:
            place = _place(rule, everything, env)
            places[place] = max(truth, places.get(place, NO))
            if truth != NO:
                found.setdefault(place, []).append((env, truth))
    shown = Counter((_shown(place), truth) for place, truth in places.items() if truth != NO)
    return Verdict(len(places), shown), found


def _conclude(rule: Rule, found: Found, everything: Mapping[str, list[Row]]) -> None:
    """A fact for each binding that is not fine; equal ones are one, as sure as the surest, about what was first."""
    for ((subjects, _), bindings), conclusion in product(found.items(), rule.conclude):
        facts = everything[conclusion.kind.name]
        for env, truth in bindings:
            for values in _values(conclusion, env):
                same = [row for row in facts if all(row[name] == value for name, value in values.items())]
                if same:
                    facts[facts.index(same[0])] = {**same[0], SURENESS: max(truth, same[0][SURENESS])}
                elif any(value is not None for value in values.values()):
                    facts.append({**values, SURENESS: truth, SUBJECTS: list(subjects)})


def _values(conclusion: Conclusion, env: Mapping[str, Row]) -> Iterator[Row]:
    """Of a set that is spread each member, and nothing where it is missing."""
    choices: list[Sequence[Any]] = []
    for name, value in conclusion.values.items():
        one = value.value if isinstance(value, Literal) else env[value.var][value.attribute]
        members: Any = one if name in conclusion.each else (one,)
        choices.append(members or ())
    return (dict(zip(conclusion.values, values, strict=True)) for values in product(*choices))


def rows_of(table: FactTable) -> Iterator[Row]:
    for row, sure, subjects in zip(table.rows, table.sure, table.subjects, strict=True):
        values = dict(zip(table.kind.attributes, row, strict=True))
        yield {**values, SURENESS: sure, SUBJECTS: [(s.type, s.id) for s in subjects]}


def _place(rule: Rule, everything: Rows, env: Mapping[str, Row]) -> Place:
    subjects = [subject for var in rule.subject for subject in env[var][SUBJECTS]]
    scope = _Scope(rule, everything, env)
    slot = [scope.value(value) if isinstance(value, Column) else value for value in rule.slot.values()]
    return tuple(dict.fromkeys(subjects)), tuple(None if value is UNSAID else value for value in slot)


def _shown(place: Place) -> Place:
    subjects, slot = place
    return subjects, tuple(", ".join(value) if isinstance(value, tuple) else value for value in slot)


def _truth(rule: Rule, everything: Rows, env: Mapping[str, Row]) -> int | None:
    """How surely the rule is violated by these facts; None where it does not apply to them."""
    scope = _Scope(rule, everything, env)
    applies: list[int] = [YES, *(row[SURENESS] for row in env.values())]
    for condition in rule.where:
        applies.append(scope.judge(condition))
        if applies[-1] == NO:
            return None
    applies += [scope.group(aggregate)[1] for aggregate in rule.aggregates]
    parts = [*applies, *map(scope.judge, rule.violated)]
    parts += [scope.absent(pattern) for pattern in rule.none]
    parts += [scope.present(pattern) for pattern in rule.some]
    return min(parts)


class _Scope:
    """What the names of a rule stand for, where its variables stand for the rows of `env`."""

    def __init__(self, rule: Rule, everything: Rows, env: Mapping[str, Row]) -> None:
        self.rule, self.everything, self.env = rule, everything, env
        self.groups: dict[str, tuple[Any, int, Any]] = {}

    def matches(self, pattern: Pattern) -> list[tuple[Row, int]]:
        """The facts that the pattern does not rule out, each with how surely it fits."""
        found = []
        for row in self.everything[pattern.kind.name]:
            inner = _Scope(self.rule, self.everything, {**self.env, pattern.var: row})
            truth = inner.all(pattern.where)
            if truth != NO:
                found.append((row, truth))
        return found

    def absent(self, pattern: Pattern) -> int:
        """How surely there is none: a match that is certain says no, one that is not leaves it as open as it is."""
        truths = [min(truth, row[SURENESS]) for row, truth in self.matches(pattern)]
        return min([YES, *(NO if truth == YES else truth for truth in truths)])

    def present(self, pattern: Pattern) -> int:
        truths: list[int] = [min(truth, row[SURENESS]) for row, truth in self.matches(pattern)]
        return max([NO, *truths])

    def group(self, aggregate: Aggregate) -> tuple[Any, int, Any]:
        """Its value, how sure it is, and over how many facts.

        Where it cannot be decided what belongs to it, nobody can say its value or its count.
        """
        if aggregate.name not in self.groups:
            matches = self.matches(aggregate.over)
            members = [row for row, truth in matches if truth != UNDECIDED]
            if aggregate.of is not None:
                members = [row for row in members if row[aggregate.of.attribute] is not None]
            sureness = min([YES, *(truth for _, truth in matches), *(row[SURENESS] for row in members)])
            known = (_aggregated(aggregate, members), len(members)) if sureness != UNDECIDED else (UNSAID, UNSAID)
            self.groups[aggregate.name] = known[0], sureness, known[1]
        return self.groups[aggregate.name]

    # --- values

    def value(self, operand: Operand) -> Any:
        if isinstance(operand, Literal):
            return operand.value
        if isinstance(operand, Arithmetic):
            return _reckoned(operand, self.value(operand.left), self.value(operand.right))
        if operand.var in self.env:
            return self.env[operand.var][operand.attribute]
        if operand.var == SET:
            value = self.everything[SET][0][operand.attribute]
            return UNSAID if value is None else value
        if operand.var == PARAM:
            return self.parameter(self.rule.parameters[operand.attribute])
        assert operand.var == AGGREGATE
        name, _, counted = operand.attribute.partition(".")
        value, _, count = self.group(next(a for a in self.rule.aggregates if a.name == name))
        return count if counted else value

    def parameter(self, parameter: Parameter) -> Any:
        """The value that is valid on all days on which it is asked for; the default where none is valid on any."""
        default = parameter.default.value if parameter.default else UNSAID
        if not parameter.values:
            return default
        days = self.value(parameter.at or Column(SET, "as_of", Type.DAYS))
        if days is None or days is UNSAID:
            return UNSAID
        for dated in parameter.values:
            first, last = dated.first or days.first, dated.last or days.last
            if first <= days.first and days.last <= last:
                return dated.value
            if first <= days.last and days.first <= last:
                return UNSAID
        return default

    # --- conditions

    def all(self, conditions: Sequence[Condition]) -> int:
        """How surely all hold."""
        truth = YES
        for condition in conditions:
            truth = min(truth, self.judge(condition))
            if truth == NO:
                break
        return truth

    def judge(self, condition: Condition) -> int:
        """What is missing fulfils nothing but `missing`; what nobody can say leaves undecided."""
        left: Any = self.value(condition.left)
        if condition.op in ("missing", "present"):
            if left is UNSAID and isinstance(condition.left, Column) and condition.left.var == AGGREGATE:
                return UNDECIDED
            return YES if (left is None or left is UNSAID) == (condition.op == "missing") else NO
        right: Any = 0 if condition.right is None else self.value(condition.right)
        if left is None or right is None:
            return NO
        if left is UNSAID or right is UNSAID:
            return UNDECIDED
        is_comparison = condition.op in ("<", "<=", ">", ">=", "==", "!=")
        if is_comparison and condition.left.type is Type.AMOUNT:
            return _compared_amounts(condition.op, _spans(left), _spans(right))
        if is_comparison and condition.left.type is Type.DAYS:
            return _compared_spans(condition.op, left, right)
        if condition.op == "within" and isinstance(left, Days):
            inside = [right.first <= end <= right.last for end in left]
            return YES if all(inside) else NO if left.last < right.first or right.last < left.first else UNDECIDED
        return YES if _EXACT[condition.op](left, right) else NO


_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_EXACT: Mapping[str, Callable[[Any, Any], Any]] = {
    **_ORDER,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "true": lambda left, _: left is True,
    "false": lambda left, _: left is False,
    "stated": lambda left, _: left.outcome in ("value", "range", "nil"),
    "blank": lambda left, _: left.outcome == "blank",
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
    "contains": lambda left, right: right in left,
    "lacks": lambda left, right: right not in left,
    "overlaps": lambda left, right: set(left) & set(right),
    "subset_of": lambda left, right: set(left) <= set(right),
    "within": lambda year, days: days.first.year <= year <= days.last.year,
}


def _aggregated(aggregate: Aggregate, members: Sequence[Row]) -> Any:
    if aggregate.of is None:
        return len(members)
    values = [row[aggregate.of.attribute] for row in members]
    reduce: Any = {"sum": sum, "max": max, "min": min}[aggregate.function]
    if not values:
        return None
    if aggregate.type is Type.AMOUNT:
        return tuple(
            (
                reduce(span[which][0] for span in map(_spans, values)),
                reduce(span[which][1] for span in map(_spans, values)),
            )
            for which in (0, 1)
        )
    if aggregate.type is Type.DAYS:
        return Days(reduce(days.first for days in values), reduce(days.last for days in values))
    return reduce(values)


def _spans(value: Any) -> tuple[Span, Span]:
    """What is written and what is meant, each from its least to its most."""
    if not isinstance(value, Amount):
        return value  # type: ignore[no-any-return]
    written, meant = ((i.low, inf if i.high is None else i.high) for i in (value.written, value.meant))
    return written, meant


def _reckoned(operand: Arithmetic, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    if left is UNSAID or right is UNSAID:
        return UNSAID
    if operand.type is not Type.AMOUNT:
        return left + right if operand.op == "+" else left - right
    pairs = zip(_spans(left), _spans(right), strict=True)
    if operand.op == "+":
        return tuple((a[0] + b[0], a[1] + b[1]) for a, b in pairs)
    return tuple((a[0] - b[1], a[1] - b[0]) for a, b in pairs)


def _compared_amounts(op: str, left: tuple[Span, Span], right: tuple[Span, Span]) -> int:
    """Equality is a question of what is written, order one of what is meant."""
    written, meant = (_compared_spans(op, a, b) for a, b in zip(left, right, strict=True))
    if op == "==":
        return written
    if op == "!=":
        return NO if written == NO else POSSIBLE if meant == NO else YES
    return POSSIBLE if meant == UNDECIDED and written == YES else meant


def _compared_spans(op: str, left: Any, right: Any) -> int:
    """Two that meet are equal. One is before the other where all of it is before all of the other."""
    if op in ("==", "!="):
        meet = left[0] <= right[1] and right[0] <= left[1]
        return YES if meet == (op == "==") else NO
    if op in (">", ">="):
        return _compared_spans({">": "<", ">=": "<="}[op], right, left)
    before = _ORDER[op]
    if before(left[1], right[0]):
        return YES
    return UNDECIDED if before(left[0], right[1]) or right[1] == inf or left[0] == -inf else NO
