"""What can be shown of a rule without a plan: parts that never hold, and parts that the fact itself always fulfils.

The loader refuses conditions that contradict each other as they are written. Here they are read through equalities
(`a.side == b.side and b.side == cost` says that `a.side` is cost), counts are never below nothing, and some attributes
hold one of a few known words. A pattern of `none` that the fact finds in itself keeps the rule silent for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from consistency.engine.seen import Seen
from consistency.errors import Bilingual
from consistency.model.entities import Kind, ListKind, Side
from consistency.model.facts import Type
from consistency.rulebook.contradictions import contradiction
from consistency.rulebook.expressions import AGGREGATE, Arithmetic, Column, Condition, Literal, Operand
from consistency.rulebook.rule import Pattern, Rule
from consistency.rulebook.ties import EXACT

CLOSED = {"side": Side, "kind": Kind, "list": ListKind}
"""By attribute the words that it can hold at all; of a kind of fact that was seen to use others, nothing is said."""

_NEVER = Bilingual("so the rule can never fire", "dus de regel kan nooit aanslaan")
_EFFECT = {
    "none": Bilingual("so this `none` excludes nothing", "dus deze `none` sluit niets uit"),
    "escalate": Bilingual("so the severity is never raised", "dus de ernst gaat nooit omhoog"),
}
_EMPTY = Bilingual("so the aggregate is always empty", "dus het aggregaat is altijd leeg")


def idle_parts(rule: Rule, seen: Seen) -> Iterator[tuple[str, Bilingual]]:
    """The key of the rule file that each is about, and what is told."""
    told: set[str] = set()
    for key, kinds, conditions in rule.parts():
        found = _impossible(conditions, [*_counts(rule, conditions), *_closed(conditions, kinds, seen)])
        if found and found not in told:
            told.add(found)
            effect = _NEVER if key in ("where", "violated", "some") else _EFFECT.get(key, _EMPTY)
            yield (
                key,
                Bilingual(
                    f"`{found}` can never hold, {effect.en}; correct it or take it out",
                    f"`{found}` kan nooit gelden, {effect.nl}; verbeter het of haal het weg",
                ),
            )
    yield from _found_in_itself(rule, seen)


def _impossible(conditions: Sequence[Condition], known: Sequence[Condition]) -> str | None:
    same = _representatives(conditions)
    return contradiction(_through(condition, same) for condition in (*conditions, *known))


def _representatives(conditions: Iterable[Condition]) -> dict[Operand, Operand]:
    """Of attributes that are said to be equal one stands for all."""
    same: dict[Operand, Operand] = {}
    for condition in conditions:
        left, right = condition.left, condition.right
        if condition.op == "==" and isinstance(left, Column) and isinstance(right, Column) and left.type in EXACT:
            one, other = same.get(left, left), same.get(right, right)
            same |= {column: one for column, first in [*same.items(), (other, other)] if first == other}
    return same


def _through(condition: Condition, same: dict[Operand, Operand]) -> Condition:
    right = None if condition.right is None else same.get(condition.right, condition.right)
    return replace(condition, left=same.get(condition.left, condition.left), right=right)


def _counts(rule: Rule, conditions: Sequence[Condition]) -> Iterator[Condition]:
    counts = {aggregate.name for aggregate in rule.aggregates if aggregate.function == "count"}
    for column in _columns(conditions):
        if column.var == AGGREGATE and (column.attribute in counts or column.attribute.endswith(".count")):
            yield Condition(">=", column, Literal(0, Type.INTEGER), f"{column} >= 0")


def _closed(conditions: Sequence[Condition], kinds: dict[str, str], seen: Seen) -> Iterator[Condition]:
    for column in _columns(conditions):
        kind, words = kinds.get(column.var), CLOSED.get(column.attribute)
        if kind and words and column.type is Type.TOKEN:
            known = {word.value for word in words}
            if seen.words(kind, column.attribute) <= known:
                values = tuple(sorted(known))
                yield Condition("in", column, Literal(values, Type.TOKEN), f"{column} in [{', '.join(values)}]")


def _columns(conditions: Sequence[Condition]) -> Iterable[Column]:
    return dict.fromkeys(column for condition in conditions for column in condition.columns())


def _found_in_itself(rule: Rule, seen: Seen) -> Iterator[tuple[str, Bilingual]]:
    for key, patterns in (("none", rule.none), ("some", rule.some)):
        for pattern in patterns:
            itself = next(
                (p for p in rule.patterns if p.kind == pattern.kind and _fulfils(p, pattern, rule, seen)), None
            )
            if itself:
                effect = _NEVER if key == "none" else Bilingual("so it asks nothing", "dus het vraagt niets")
                pair = f"`{pattern.kind.name} {pattern.var}`"
                hint = f"{pattern.var}.id != {itself.var}.id"
                yield (
                    key,
                    Bilingual(
                        f"{pair} is always found: `{itself.var}` itself is one, {effect.en};"
                        f" say how they differ, as in `{hint}`",
                        f"{pair} is er altijd: `{itself.var}` is er zelf een, {effect.nl};"
                        f" zeg waarin zij verschillen, zoals `{hint}`",
                    ),
                )


def _fulfils(itself: Pattern, pattern: Pattern, rule: Rule, seen: Seen) -> bool:
    """Whether all that is asked of the pattern holds of the fact that is looked at, wherever the rule applies."""
    holds = {_ordered(condition) for condition in (*rule.where, *rule.violated)}
    for condition in pattern.where:
        own = _ordered(_renamed(condition, pattern.var, itself.var))
        reflexive = own.op in ("==", "<=", ">=", "subset_of") and own.left == own.right
        exact = isinstance(own.left, Column) and own.left.type in (*EXACT, Type.TOKENS)
        if own in holds:
            continue
        if not (reflexive and exact and all(seen.always_there(itself.kind.name, c.attribute) for c in own.columns())):
            return False
    return True


def _ordered(condition: Condition) -> Condition:
    if condition.op not in ("==", "!=") or condition.right is None or repr(condition.left) <= repr(condition.right):
        return condition
    return replace(condition, left=condition.right, right=condition.left)


def _renamed(condition: Condition, old: str, new: str) -> Condition:
    right = None if condition.right is None else _renamed_operand(condition.right, old, new)
    return replace(condition, left=_renamed_operand(condition.left, old, new), right=right)


def _renamed_operand(operand: Operand, old: str, new: str) -> Operand:
    if isinstance(operand, Column):
        return replace(operand, var=new) if operand.var == old else operand
    if isinstance(operand, Arithmetic):
        left, right = _renamed_operand(operand.left, old, new), _renamed_operand(operand.right, old, new)
        return replace(operand, left=left, right=right)
    return operand
