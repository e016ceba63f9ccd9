"""The bindings of one rule over one fact base: which facts its variables stand for, and how surely it is violated."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from typing import Any

from consistency.engine.closures import GROUP_ROW, SET_ROW, Environment
from consistency.engine.columns import Columns, Grouped
from consistency.engine.compiled import Compiled, Searching
from consistency.engine.lookups import Find, Grouping, judged
from consistency.engine.truth import NO, UNDECIDED, YES, Unknown
from consistency.model.facts import Subject


class Matcher:
    """A compiled rule over one fact base."""

    def __init__(self, rule: Compiled, columns: Columns) -> None:
        self.compiled, self.plan, self.columns = rule, rule.plan, columns
        self.layout, self.place = rule.layout, rule.place
        self.where, self.violated = rule.where, rule.violated
        self.finds = [Find(probe, columns) for probe in rule.lookups]
        self.none = [Find(probe, columns) for probe in rule.none]
        self.some = [Find(probe, columns) for probe in rule.some]
        self.groups = [Grouping(group, columns) for group in rule.groups]

    def environment(self) -> Environment:
        env: Environment = [None] * self.compiled.size
        env[SET_ROW] = self.columns.set_row
        return env

    def bind(self, facts: Sequence[int]) -> tuple[Environment, dict[str, Grouped]]:
        """The environment of a binding, and its groups by name."""
        env = self.environment()
        for find, fact in zip(self.finds, facts, strict=True):
            env[find.row] = find.table.rows[fact]
        return env, self.grouped(env)

    def truth(self, facts: Sequence[int]) -> int:
        """How surely the rule is violated by a binding; NO as well where it does not apply."""
        env, truth = self.environment(), YES
        for find, fact in zip(self.finds, facts, strict=True):
            env[find.row] = find.table.rows[fact]
            truth = judged(find.rest, env, min(truth, find.table.sure[fact]))
        truth = self._applies(env, truth)
        return truth and self._violated(env, truth)

    def fits(self, facts: Sequence[int]) -> bool:
        """Whether the facts of a binding have the keys by which they are found."""
        env = self.environment()
        for find, fact in zip(self.finds, facts, strict=True):
            if fact not in find.candidates(env):
                return False
            env[find.row] = find.table.rows[fact]
        return True

    def _applies(self, env: Environment, truth: int) -> int:
        """With the groups in the environment, and what is asked of them."""
        if self.groups:
            truth = min(truth, *(group.sureness for group in self.grouped(env).values()))
        return judged(self.where, env, truth) if truth and self.where else truth

    def _bind(self, env: Environment, facts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """All bindings that begin with these facts, whose rows are bound."""
        find = self.finds[len(facts)]
        for fact, _ in find.matches(env):
            if len(facts) + 1 == len(self.finds):
                yield (*facts, fact)
            else:
                yield from self._bind(env, (*facts, fact))

    def grouped(self, env: Environment) -> dict[str, Grouped]:
        """Computes the groups of a binding and puts their values in the environment."""
        if not self.groups:
            return {}
        found = {grouping.name: grouping.over(env) for grouping in self.groups}
        env[GROUP_ROW] = [part for name, group in found.items() for part in _values(name, group)]
        return found

    def applicable(self) -> Sequence[int]:
        """The facts of the first variable that its own conditions do not rule out."""
        first = self.finds[0]
        scan = self.compiled.applicable
        return scan((first.table.rows,), first.selected, self.columns.set_row, ()) if scan else first.selected

    def applying(self) -> Sequence[Any]:
        """Where the rule applies, in order: facts of the only variable, or bindings of several."""
        first = self.applicable()
        found: Sequence[Any] = self._joined(first) if len(self.finds) > 1 else first
        return [each for each in found if self._applies_to(each)] if self.where else found

    def _joined(self, facts: Sequence[int]) -> Sequence[tuple[int, ...]]:
        if self.compiled.joined:
            return self._searched(self.compiled.joined, facts)
        env, first = self.environment(), self.finds[0]
        found: list[tuple[int, ...]] = []
        for fact in facts:
            env[first.row] = first.table.rows[fact]
            found += self._bind(env, (fact,))
        return found

    def _applies_to(self, found: Any) -> bool:
        env, _ = self.bind((found,) if isinstance(found, int) else found)
        return self._applies(env, YES) != NO

    def doubtful(self, applying: Sequence[Any]) -> Sequence[tuple[int, ...]]:
        """Of these the bindings that are not clearly in order."""
        left = self._searched(self.compiled.doubtful, applying) if self.compiled.doubtful else applying
        return left if len(self.finds) > 1 else [(fact,) for fact in left]

    def _searched(self, searching: Searching, facts: Sequence[Any]) -> Sequence[Any]:
        if not facts:
            return ()
        rows = [find.table.rows for find in self.finds]
        looked_up = [self.columns.wanted(wanted) for wanted in searching.wanted]
        return searching.scan(rows, facts, self.columns.set_row, looked_up)

    def _places_of_bindings(self, bindings: Iterable[tuple[int, ...]]) -> int:
        """How many places these bindings of several variables are."""
        if self.compiled.subject == [0] and self.compiled.slot_of_first:
            return self._places_of_facts(sorted({binding[0] for binding in bindings}))
        return len({self.place_of(self.bind(binding)[0], binding) for binding in bindings})

    def places(self, applying: Collection[Any]) -> int:
        """How many places it is where the rule applies."""
        return self._places_of_bindings(applying) if len(self.finds) > 1 else self._places_of_facts(applying)

    def _places_of_facts(self, facts: Collection[int]) -> int:
        """How many places these facts of the only variable are."""
        first, slot = self.finds[0], self.compiled.slot_of_first
        rows, numbers = first.table.rows, first.table.about
        if not self.plan.rule.slot:
            return len(set(map(numbers.__getitem__, facts)))
        if slot:
            about = numbers if len(facts) == len(rows) else map(numbers.__getitem__, facts)
            return len(set(zip(about, map(slot, map(rows.__getitem__, facts)), strict=True)))
        env, found = self.environment(), set()
        for fact in facts:
            env[first.row] = rows[fact]
            found.add((numbers[fact], self.compiled.slot(env)))
        return len(found)

    def place_of(self, env: Environment, facts: Sequence[int]) -> Hashable:
        """What tells a place from others: the subjects and the slot."""
        if len(self.compiled.subject) == 1:
            (place,) = self.compiled.subject
            return self.finds[place].table.about[facts[place]], self.compiled.slot(env)
        return tuple([(s.type, s.id) for s in self.subjects(facts)]), self.compiled.slot(env)

    def subjects(self, facts: Sequence[int]) -> tuple[Subject, ...]:
        found: dict[tuple[str, str], Subject] = {}
        for place in self.compiled.subject:
            for subject in self.finds[place].table.subjects[facts[place]]:
                found.setdefault((subject.type, subject.id), subject)
        return tuple(found.values())

    def _violated(self, env: Environment, truth: int) -> int:
        truth = judged(self.violated, env, truth)
        for find in self.none:
            truth = truth and min(truth, self.absent(find, env))
        for find in self.some:
            truth = truth and min(truth, self.present(find, env))
        return truth

    def absent(self, find: Find, env: Environment) -> int:
        """How surely there is none: a sure match says no; another leaves it possible, or as open as it is itself."""
        truth = YES
        for fact, matched in find.matches(env):
            matched = min(matched, find.table.sure[fact])
            truth = min(truth, NO if matched == YES else matched)
            if truth == NO:
                break
        return truth

    def present(self, find: Find, env: Environment) -> int:
        """How surely there is one."""
        truth = NO
        for fact, matched in find.matches(env):
            truth = max(truth, min(matched, find.table.sure[fact]))
            if truth == YES:
                break
        return truth


def _values(name: str, group: Grouped) -> tuple[Any, Any]:
    """Its value and its count: neither is known where it cannot be decided what belongs to it."""
    if group.sureness != UNDECIDED:
        return group.value, len(group.members)
    nl, en = "het is niet te beslissen wat meetelt", "it cannot be decided what counts"
    unknown = Unknown({"nl": f"{name}: {nl}", "en": f"{name}: {en}"})
    return unknown, unknown
