"""What is asserted to the C engine: of each role of a rule its facts, as whole numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from consistency.engine.bindings import Matcher
from consistency.engine.lookups import Find, judged
from consistency.engine.rete import TYPE, ReteRule, Role
from consistency.engine.truth import NO, YES, Unknown
from consistency.engine.whole_numbers import PARTS, Level, NoWholeNumber

MOST_FACTS = 20_000
"""Of one variable: the engine is quadratic in the facts of a session."""
MOST_IDS = 100_000
"""Of one request: of so many running numbers no two have the hash by which the engine tells facts apart."""
END_TYPE = 0


def whole(matcher: Matcher, rule: ReteRule, first: Collection[int]) -> Iterator[Collection[int]]:
    """By role, all facts that pass what the rule asks of them exactly; of the first variable, `first`."""
    yield first
    for role in rule.roles[1:]:
        yield Find(role.probe, matcher.columns).selected


def narrowed(matcher: Matcher, rule: ReteRule, bindings: Sequence[tuple[int, ...]]) -> Iterator[Collection[int]]:
    """By role, the facts of these bindings, and those that have their keys."""
    for i in range(rule.bound):
        yield sorted({binding[i] for binding in bindings})
    environments = [matcher.bind(binding)[0] for binding in bindings]
    for role in rule.roles[rule.bound :]:
        find = Find(role.probe, matcher.columns)
        yield sorted({fact for env in environments for fact in find.candidates(env)})


class Batch:
    """The facts of one request. `facts[i]` is the number, in its table, of the fact asserted as i."""

    def __init__(self) -> None:
        self.facts: list[int] = []
        self.triggers: list[str] = []
        self.others: list[str] = []
        self._tokens: dict[Any, int] = {}

    def add(
        self, matcher: Matcher, rule: ReteRule, types: Sequence[int], candidates: Iterable[Collection[int]]
    ) -> None:
        """What the rule's roles need; of a rule whose first variable has no facts, nothing. Raises NoWholeNumber."""
        for i, (role, number, facts) in enumerate(zip(rule.roles, types, candidates, strict=True)):
            asserted = list(self._asserted(matcher, role, facts, is_first=i == 0))
            if len(asserted) > MOST_FACTS:
                raise NoWholeNumber(f"more than {MOST_FACTS} facts", f"meer dan {MOST_FACTS} feiten")
            if len(self.facts) + len(asserted) > MOST_IDS:
                raise NoWholeNumber(f"more than {MOST_IDS} facts together", f"samen meer dan {MOST_IDS} feiten")
            if i == 0 and not asserted:
                return
            form, begin = _form(role, number), len(self.facts)
            texts = self.triggers if i == 0 else self.others
            texts += [form % (id_, *values) for id_, (_, values) in enumerate(asserted, start=begin)]
            self.facts += [fact for fact, _ in asserted]

    def _asserted(
        self, matcher: Matcher, role: Role, facts: Iterable[int], is_first: bool
    ) -> Iterator[tuple[int, list[int]]]:
        """The facts that can take part, with the values of their attributes: all that are compared are there."""
        env, table = matcher.environment(), matcher.columns.facts[role.probe.selection.kind]
        least = YES if role.level is Level.SURE else NO + 1
        for fact in facts:
            if role.level is Level.SURE and table.sure[fact] != YES:
                continue
            env[role.probe.row] = table.rows[fact]
            if is_first:
                matcher.grouped(env)
            if role.decided and judged(role.decided, env, YES) < least:
                continue
            values = [self._number(read(env), part) for read, part in role.reads]
            if None not in values:
                yield fact, values  # type: ignore[misc]
            elif all(values[int(name[1:])] is not None for name in role.required):
                raise NoWholeNumber(
                    "a value is missing by which absence is told",
                    "er ontbreekt een waarde waaraan te zien is dat iets er niet is",
                )

    def _number(self, value: Any, part: str) -> int | None:
        if value is None:
            return None
        if isinstance(value, Unknown):
            raise NoWholeNumber(
                "it compares with what nobody says", "de regel vergelijkt met een waarde die niemand noemt"
            )
        if part == "token":
            return self._tokens.setdefault(value, len(self._tokens))
        return PARTS[part](value)

    def text(self) -> str:
        """Those that triggers wait for come first, and the end last: absence depends on the order."""
        end = f'{{"sid":"1","id":{len(self.facts)},"{TYPE}":{END_TYPE}}}'
        return f"[{','.join([*self.others, *self.triggers, end])}]"


def _form(role: Role, number: int) -> str:
    attributes = "".join(f',"a{i}":%d' for i in range(len(role.reads)))
    return f'{{"sid":"1","id":%d,"{TYPE}":{number}{attributes}}}'
