"""The durable engine: rules on the C engine of durable-rules, in a worker process.

The engine finds the bindings for which a rule may be violated; how surely it is, the judge says of each, as for the
native engine. What cannot be given to it, or what it fails at, the native engine takes; `served` says which and why.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import count
from typing import Any

from consistency.engine import native
from consistency.engine.bindings import Matcher
from consistency.engine.lookups import Find, judged
from consistency.engine.outcomes import Found
from consistency.engine.rete import TYPE, Inexpressible, ReteRule, ReteRules, Role, rete_rules
from consistency.engine.truth import NO, YES, Unknown
from consistency.engine.whole_numbers import PARTS, Level, NoWholeNumber
from consistency.engine.worker import Worker, WorkerFailed

NAME = "durable"
END = "end"
RULES_TOGETHER = 12
"""So many rules are one ruleset: the more rules, the more each fact costs, and far below what makes the engine fail."""
MOST_FACTS = 20_000
"""Of one rule: the engine is quadratic in the facts of a session."""
_END_TYPE = 0


class Disagreement(Exception):
    """The C engine found a binding that the rule does not hold for."""


def is_there() -> bool:
    """durable-rules 2.0.28 builds on Python 3.13 and later, but does not import there."""
    return sys.version_info < (3, 13) and find_spec("durable_rules_engine") is not None


@dataclass(frozen=True, eq=False)
class Ruleset:
    """Rules that are given to the engine together; `types` numbers the roles of each."""

    text: str
    types: tuple[tuple[int, ...], ...]


@lru_cache(maxsize=1024)
def ruleset(rules: tuple[ReteRule, ...]) -> Ruleset:
    numbers = count(_END_TYPE + 1)
    types = tuple(tuple(next(numbers) for _ in rule.roles) for rule in rules)
    written: dict[str, Any] = {}
    for i, (rule, of_roles) in enumerate(zip(rules, types, strict=True)):
        written[str(i)] = _rule(rule.patterns, of_roles)
    written[END] = {"all": [{"e": {TYPE: _END_TYPE}}]}
    return Ruleset(json.dumps(written), types)


def _rule(patterns: Sequence[Any], types: Sequence[int]) -> Any:
    typed = []
    for pattern, number in zip(patterns, types, strict=True):
        ((alias, tests),) = pattern.items()
        typed.append({alias: {"$and": [{TYPE: number}, *tests]} if tests else {TYPE: number}})
    return {"all": typed, "cap": 60_000}


class Durable:
    """An engine: `find` as `evaluation` asks for it. Close it to end its worker.

    `narrow`: facts that their own tests clear are not asserted. Without, the engine itself makes these tests.
    """

    def __init__(self, narrow: bool = True) -> None:
        self.narrow = narrow
        self.served: dict[str, str] = {}
        """By rule, why the native engine took it."""
        self._worker = Worker()

    def close(self) -> None:
        self._worker.close()

    def find(self, matchers: Sequence[Matcher]) -> Iterator[Found | Exception]:
        ready: list[tuple[Matcher, ReteRules]] = []
        for matcher in matchers:
            try:
                ready.append((matcher, rete_rules(matcher.compiled)))
            except Inexpressible as why:
                self.served[matcher.plan.rule.id] = str(why)
        found: dict[Matcher, Found] = {}
        for at in range(0, len(ready), RULES_TOGETHER):
            found |= self._found(ready[at : at + RULES_TOGETHER])
        for matcher in matchers:
            yield found[matcher] if matcher in found else next(native.find([matcher]))

    def _found(self, together: Sequence[tuple[Matcher, ReteRules]]) -> dict[Matcher, Found]:
        """Without those that failed, which are in `served` then."""
        asked = [(matcher, rule) for matcher, rules in together for rule in (rules.applies, rules.violated) if rule]
        rules = ruleset(tuple(rule for _, rule in asked))
        batch, refused = _Batch(self.narrow), set[Matcher]()
        for (matcher, rule), types in zip(asked, rules.types, strict=True):
            try:
                batch.add(matcher, rule, types)
            except NoWholeNumber as why:
                self.served[matcher.plan.rule.id] = str(why)
                refused.add(matcher)
        together = [(matcher, of_rule) for matcher, of_rule in together if matcher not in refused]
        found = {}
        try:
            bindings = self._worker.ask(rules.text, batch.text()) if batch.triggers else []
            by_rule: dict[ReteRule, list[tuple[int, ...]]] = {}
            for number, ids in bindings:
                by_rule.setdefault(asked[number][1], []).append(tuple([batch.facts[i] for i in ids]))
            for matcher, rules_of in together:
                applies = by_rule.get(rules_of.applies, []) if rules_of.applies else None
                found[matcher] = _graded(matcher, rules_of, applies, by_rule.get(rules_of.violated, []))
        except (WorkerFailed, Disagreement) as why:
            self.served |= {matcher.plan.rule.id: str(why) for matcher, _ in together}
            return {}
        return found


def _graded(
    matcher: Matcher,
    rules: ReteRules,
    applies: Iterable[Sequence[int]] | None,
    violated: Iterable[Sequence[int]],
) -> Found:
    """Each binding once, in the order of the facts, with how surely the rule is violated there."""
    bindings = sorted({tuple(facts[: rules.violated.bound]) for facts in violated})
    violations = [(facts, matcher.truth(facts)) for facts in bindings]
    for facts, truth in violations:
        if truth == NO:
            raise Disagreement(f"the C engine found {facts}, for which the rule does not hold")
    if applies is None:
        return Found(matcher.places(matcher.applying()), violations)
    return Found(len({matcher.place_of(matcher.bind(facts)[0], facts) for facts in applies}), violations)


class _Batch:
    """The facts of one request. `facts[i]` is the number, in its table, of the fact asserted as i."""

    def __init__(self, narrow: bool) -> None:
        self.narrow = narrow
        self.facts: list[int] = []
        self.triggers: list[str] = []
        self.others: list[str] = []
        self._tokens: dict[Any, int] = {}

    def add(self, matcher: Matcher, rule: ReteRule, types: Sequence[int]) -> None:
        """What the rule's roles need; of a rule whose first variable has no facts, nothing. Raises NoWholeNumber."""
        for i, (role, number) in enumerate(zip(rule.roles, types, strict=True)):
            asserted = list(self._asserted(matcher, role, is_first=i == 0))
            if len(asserted) > MOST_FACTS:
                raise NoWholeNumber(f"more than {MOST_FACTS} facts")
            if i == 0 and not asserted:
                return
            form, begin = _form(role, number), len(self.facts)
            texts = self.triggers if i == 0 else self.others
            texts += [form % (id_, *values) for id_, (_, values) in enumerate(asserted, start=begin)]
            self.facts += [fact for fact, _ in asserted]

    def _asserted(self, matcher: Matcher, role: Role, is_first: bool) -> Iterator[tuple[int, list[int]]]:
        """The facts that can take part, with the values of their attributes: all that are compared are there."""
        find, env = Find(role.probe, matcher.columns), matcher.environment()
        facts: Iterable[int] = find.selected
        if is_first:
            facts = self._first(matcher)
        judges = [*role.decided, *role.tested] if self.narrow else role.decided
        least = YES if role.level is Level.SURE else NO + 1
        rows, sure = find.table.rows, find.table.sure
        for fact in facts:
            if role.level is Level.SURE and sure[fact] != YES:
                continue
            env[find.row] = rows[fact]
            if is_first:
                matcher.grouped(env)
            if judges and judged(judges, env, YES) < least:
                continue
            values = [self._number(read(env), part) for read, part in role.reads]
            if None not in values:
                yield fact, values  # type: ignore[misc]
            elif all(values[int(name[1:])] is not None for name in role.required):
                raise NoWholeNumber("a value is missing by which absence is told")

    def _first(self, matcher: Matcher) -> Iterable[int]:
        if len(matcher.finds) > 1:
            return matcher.applicable()
        applying = matcher.applying()
        return matcher.doubtful(applying) if self.narrow else applying

    def _number(self, value: Any, part: str) -> int | None:
        if value is None:
            return None
        if isinstance(value, Unknown):
            raise NoWholeNumber("it compares with what nobody says")
        if part == "token":
            return self._tokens.setdefault(value, len(self._tokens))
        return PARTS[part](value)

    def text(self) -> str:
        """Those that triggers wait for come first, and the end last: absence depends on the order."""
        end = f'{{"sid":"1","id":{len(self.facts)},"{TYPE}":{_END_TYPE}}}'
        return f"[{','.join([*self.others, *self.triggers, end])}]"


def _form(role: Role, number: int) -> str:
    attributes = "".join(f',"a{i}":%d' for i in range(len(role.reads)))
    return f'{{"sid":"1","id":%d,"{TYPE}":{number}{attributes}}}'
