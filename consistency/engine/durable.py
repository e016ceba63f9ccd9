"""The durable engine: rules on the C engine of durable-rules, in a worker process.

The engine finds the bindings for which a rule may be violated; how surely it is, the judge says of each, as for the
native engine. What cannot be given to it, or what it fails at, the native engine takes; `served` says which and why.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import count
from typing import Any

from consistency.engine import native
from consistency.engine.batch import END_TYPE, Batch, narrowed, whole
from consistency.engine.bindings import Matcher
from consistency.engine.outcomes import Found
from consistency.engine.reasons import LeftToNative
from consistency.engine.rete import TYPE, Inexpressible, ReteRule, ReteRules, rete_rules
from consistency.engine.truth import NO
from consistency.engine.whole_numbers import NoWholeNumber
from consistency.engine.worker import Worker, WorkerFailed, senseless
from consistency.errors import Bilingual

NAME = "durable"
ABSENT = Bilingual(
    "durable-rules is not installed, or not for this Python (3.11 and 3.12); the native engine has checked",
    "durable-rules is niet geïnstalleerd, of niet voor deze Python (3.11 en 3.12); de eigen engine heeft gecontroleerd",
)
END = "end"
RULES_TOGETHER = 12
"""So many rules are one ruleset: the more rules, the more each fact costs, and far below what makes the engine fail."""


class Disagreement(LeftToNative):
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
    numbers = count(END_TYPE + 1)
    types = tuple(tuple(next(numbers) for _ in rule.roles) for rule in rules)
    written: dict[str, Any] = {}
    for i, (rule, of_roles) in enumerate(zip(rules, types, strict=True)):
        written[str(i)] = _rule(rule.patterns, of_roles)
    written[END] = {"all": [{"e": {TYPE: END_TYPE}}]}
    return Ruleset(json.dumps(written), types)


def _rule(patterns: Sequence[Any], types: Sequence[int]) -> Any:
    typed = []
    for pattern, number in zip(patterns, types, strict=True):
        ((alias, tests),) = pattern.items()
        typed.append({alias: {"$and": [{TYPE: number}, *tests]} if tests else {TYPE: number}})
    return {"all": typed, "cap": 60_000}


class Durable:
    """`narrow`: only facts of bindings that are not clearly in order are asserted, and where rules apply is seen from
    the facts. Without, the engine gets all facts, makes all tests and finds all bindings by itself.
    """

    def __init__(self, narrow: bool = True) -> None:
        self.narrow = narrow
        self.served: dict[str, Bilingual] = {}
        """By rule, why the native engine took it."""
        self.failed: set[str] = set()
        """Those of them that the C engine should have managed."""
        self._worker = Worker()

    def start(self) -> None:
        """The worker gets ready meanwhile. That it does not start is told when it is asked."""
        with suppress(WorkerFailed):
            self._worker.start()

    def close(self) -> None:
        self._worker.close()

    def find(self, matchers: Sequence[Matcher]) -> Iterator[Found | Exception]:
        asked: list[_Asked] = []
        for matcher in matchers:
            try:
                asked.append(_Asked(matcher, rete_rules(matcher.compiled), self.narrow))
            except Inexpressible as left:
                self.served[matcher.plan.rule.id] = left.why
            except Exception:  # a rule that crashes: the native engine will tell
                continue
        found: dict[Matcher, Found] = {}
        for at in range(0, len(asked), RULES_TOGETHER):
            found |= self._found(asked[at : at + RULES_TOGETHER])
        for matcher in matchers:
            yield found[matcher] if matcher in found else next(native.find([matcher]))

    def _found(self, together: Sequence[_Asked]) -> dict[Matcher, Found]:
        """Without those that failed, which are in `served` then."""
        rules = ruleset(tuple(rule for asked in together for rule in asked.rules))
        types, batch, sound = iter(rules.types), Batch(), []
        for asked in together:
            own_types = [next(types) for _ in asked.rules]
            try:
                for rule, of_rule in zip(asked.rules, own_types, strict=True):
                    batch.add(asked.matcher, rule, of_rule, asked.candidates(rule))
                sound.append(asked)
            except NoWholeNumber as left:
                self.served[asked.matcher.plan.rule.id] = left.why
        try:
            answer = self._worker.ask(rules.text, batch.text()) if batch.triggers else []
        except WorkerFailed as left:
            return self._fail(sound, left.why)
        every = [rule for asked in together for rule in asked.rules]
        bindings: dict[ReteRule, list[tuple[int, ...]]] = {}
        for number, ids in answer:
            if not (0 <= number < len(every) and all(0 <= i < len(batch.facts) for i in ids)):
                return self._fail(sound, senseless().why)
            bindings.setdefault(every[number], []).append(tuple([batch.facts[i] for i in ids]))
        found = {}
        for asked in sound:
            try:
                found[asked.matcher] = asked.found(bindings)
            except Disagreement as left:
                self._fail([asked], left.why)
            except (ValueError, IndexError):  # as many or such facts as no binding has
                self._fail([asked], senseless().why)
        return found

    def _fail(self, asked: Iterable[_Asked], why: Bilingual) -> dict[Matcher, Found]:
        self._worker.close()  # whatever it says next is no more to be trusted
        rules = [each.matcher.plan.rule.id for each in asked]
        self.served |= dict.fromkeys(rules, why)
        self.failed |= set(rules)
        return {}


class _Asked:
    """A rule over one fact base, as it is given to the C engine."""

    def __init__(self, matcher: Matcher, rules: ReteRules, narrow: bool) -> None:
        self.matcher, self.narrow = matcher, narrow
        self._violated, self._applies = rules.violated, None if narrow else rules.applies
        self._applying = [] if self._applies else matcher.applying()
        self._doubtful = matcher.doubtful(self._applying) if narrow else []

    @property
    def rules(self) -> tuple[ReteRule, ...]:
        return (self._applies, self._violated) if self._applies else (self._violated,)

    def candidates(self, rule: ReteRule) -> Iterator[Collection[int]]:
        """By role, the facts to assert."""
        if self.narrow:
            return narrowed(self.matcher, rule, self._doubtful)
        first = self.matcher.applicable() if self._applies else self._applying
        return whole(self.matcher, rule, first)

    def found(self, bindings: Mapping[ReteRule, Iterable[Sequence[int]]]) -> Found:
        """Each binding once, in the order of the facts, with how surely the rule is violated there.

        Raises Disagreement where the judge does not agree: on what was found, and on what is not clearly in order and
        was not found. So no match that the C engine makes up, or loses, gets further.
        """
        matcher = self.matcher
        violated = sorted({tuple(facts[: self._violated.bound]) for facts in bindings.get(self._violated, ())})
        violations = [(facts, matcher.truth(facts)) for facts in violated]
        for facts, truth in violations:
            if truth == NO or not matcher.fits(facts):
                raise Disagreement(
                    f"durable-rules found {facts}, for which the rule does not hold",
                    f"durable-rules vond {facts}, waarvoor de regel niet geldt",
                )
        for facts in set(self._doubtful).difference(violated):
            if matcher.truth(facts) != NO:
                raise Disagreement(
                    f"durable-rules did not find {facts}, for which the rule holds",
                    f"durable-rules vond {facts} niet, waarvoor de regel geldt",
                )
        found = [tuple(facts) for facts in bindings.get(self._applies, ())] if self._applies else self._applying
        return Found(matcher.places(found), violations)
