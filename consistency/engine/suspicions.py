"""What is suspicious of a rule that loads: it can never fire, fires on everything, or says nothing new.

First what follows from the rule itself, then what was seen of it over the plans at hand: the examples of all rules and
the plan sets that are given. What was only seen is told as such: other plans may show it to be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from consistency.engine.evaluation import evaluate_with_conclusions
from consistency.engine.examples import Remark
from consistency.engine.plan import compile_rule
from consistency.engine.reasoning import idle_parts
from consistency.engine.seen import Seen
from consistency.errors import Bilingual, nearest
from consistency.model.facts import FactBase
from consistency.rulebook.expressions import Column, Condition, Literal
from consistency.rulebook.rule import Rule

ENOUGH = 2
"""So many times a rule must have been seen to look at something, or to fire, before anything is said of it."""

Place = tuple[int, tuple[str, ...], tuple[tuple[str, str], ...]]
"""The number of the plan set, the subjects, the slot."""


def suspicions(
    rules: Sequence[Rule], others: Sequence[Rule], plans: Iterable[FactBase], failing: frozenset[str] = frozenset()
) -> list[Remark]:
    """Of `rules`, in their order; `others` are compared with. `plans` are the fact bases of examples and plan sets.

    Of rules whose examples fail, by id in `failing`, only what follows from the rule itself: that may be why they fail.
    """
    every = [*rules, *others]
    told = _Told(every, list(plans))
    seen = Seen(told.plans)
    remarks = {
        rule.id: [
            _remark(rule, key, text)
            for key, text in (*idle_parts(rule, seen), *_unseen_words(rule, seen), *_unread(rule, every))
        ]
        for rule in rules
    }
    sound = [rule for rule in rules if rule.id not in failing]
    for rule, key, text in (*_everywhere(sound, told), *_doubles(sound, others, told)):
        remarks[rule.id].append(_remark(rule, key, text))
    return [remark for rule in rules for remark in sorted(remarks[rule.id], key=lambda remark: remark.line or 0)]


def _remark(rule: Rule, key: str, text: Bilingual) -> Remark:
    return Remark(rule.id, rule.path, rule.lines.get(key), {"nl": text.nl, "en": text.en})


def _everywhere(rules: Sequence[Rule], told: _Told) -> Iterator[tuple[Rule, str, Bilingual]]:
    """The rule, the key of its file that this is about, and what is told."""
    for rule in rules:
        if not told.fires_on_everything(rule) or told.kind_is_a_fault(rule):
            continue
        n = told.looked[rule.id]
        yield (
            rule,
            "violated" if rule.violated else "none" if rule.none else "some",
            Bilingual(
                f"fires on everything it looked at ({n} of {n}), and no conforming example gives it anything to see;"
                " move the condition that makes the difference from `where` to `violated`, or narrow the rule down",
                f"slaat aan op alles wat hij bekeek ({n} van {n}), en geen conform voorbeeld geeft hem iets te zien;"
                " verplaats de voorwaarde die het verschil maakt van `where` naar `violated`, of maak de regel smaller",
            ),
        )


class _Told:
    """What each rule said over all plans: how many places it looked at, and those where it fired.

    `plans` are then the plans with what was concluded from them.
    """

    def __init__(self, rules: Sequence[Rule], plans: Sequence[FactBase]) -> None:
        compiled = [compile_rule(rule) for rule in rules]
        self.rules = rules
        self.looked = dict.fromkeys((rule.id for rule in rules), 0)
        self.places: dict[str, set[Place]] = {rule.id: set() for rule in rules}
        self.plans: list[FactBase] = []
        self.concluded = {conclusion.kind.name for rule in rules for conclusion in rule.conclude}
        for number, facts in enumerate(plans):
            outcomes, with_conclusions = evaluate_with_conclusions(compiled, facts)
            self.plans.append(with_conclusions)
            for outcome in outcomes:
                self.looked[outcome.rule] += outcome.subjects
                self.places[outcome.rule] |= {
                    (
                        number,
                        tuple(f"{subject.type}:{subject.id}" for subject in finding.subjects),
                        tuple(sorted((key, str(value)) for key, value in finding.slot.items() if value is not None)),
                    )
                    for finding in outcome.findings
                }

    def fires_on_everything(self, rule: Rule) -> bool:
        return ENOUGH <= self.looked[rule.id] == len(self.places[rule.id])

    def kind_is_a_fault(self, rule: Rule) -> bool:
        """Whether facts of its kind are faults already (a name that is not known): no rule passes any that it sees.

        What rules conclude is one.
        """
        if not self.concluded.isdisjoint(pattern.kind.name for pattern in rule.patterns):
            return True
        alike = [r for r in self.rules if r.id != rule.id and r.patterns[0].kind == rule.patterns[0].kind]
        return bool(alike) and all(self.looked[r.id] == len(self.places[r.id]) for r in alike)


def _doubles(rules: Sequence[Rule], others: Sequence[Rule], told: _Told) -> Iterator[tuple[Rule, str, Bilingual]]:
    """Told of the later of two rules that are tried, and never of one that is only compared with."""
    pairs = [(b, a) for a, b in combinations(rules, 2)] + [(rule, other) for rule in rules for other in others]
    for rule, other in pairs:
        places = told.places[rule.id]
        if len(places) >= ENOUGH and places == told.places[other.id]:
            n = len(places)
            yield (
                rule,
                "id",
                Bilingual(
                    f"fired {n} times, each time on the same subjects and slots as {other.id}, and never elsewhere;"
                    " keep one of them, or add an example in which they differ",
                    f"sloeg {n} keer aan, telkens op dezelfde onderwerpen en slots als {other.id}, en nergens anders;"
                    " houd er een van, of voeg een voorbeeld toe waarin zij verschillen",
                ),
            )


def _unread(rule: Rule, rules: Iterable[Rule]) -> Iterator[tuple[str, Bilingual]]:
    read = {kind for other in rules for kind in other.kinds}
    for kind in (conclusion.kind.name for conclusion in rule.conclude):
        if kind not in read:
            yield (
                "conclude",
                Bilingual(
                    f"no rule reads `{kind}`; take the conclusion out, or write the rule that it is for",
                    f"geen regel leest `{kind}`; haal de conclusie weg, of schrijf de regel waarvoor zij bedoeld is",
                ),
            )


def _unseen_words(rule: Rule, seen: Seen) -> Iterator[tuple[str, Bilingual]]:
    asked = {
        (condition.text, kinds[column.var], column.attribute, word): key
        for key, kinds, conditions in reversed(list(rule.parts()))
        for condition in conditions
        for column, word in _words(condition)
        if column.var in kinds
    }
    for (text, kind, attribute, word), key in reversed(asked.items()):
        known = seen.words(kind, attribute)
        if word in known or not known:
            continue
        near = nearest(word, known)
        listed = ", ".join(sorted(known)[:8])
        yield (
            key,
            Bilingual(
                f"`{text}`: no example or plan at hand has `{word}` in {kind}.{attribute} (they have {listed}); "
                + (f"did you mean `{near}`? Or else " if near else "check the spelling, or ")
                + "give an example that has it",
                f"`{text}`: geen voorbeeld of plan dat er is heeft `{word}` in {kind}.{attribute} (wel {listed}); "
                + (f"bedoelt u `{near}`? Zo niet: " if near else "controleer de spelling, of ")
                + "geef een voorbeeld waarin het voorkomt",
            ),
        )


def _words(condition: Condition) -> Iterator[tuple[Column, str]]:
    """The words that an attribute is compared with."""
    sides = (condition.left, condition.right)
    for column, literal in (sides, sides[::-1]):
        if isinstance(column, Column) and isinstance(literal, Literal):
            values = literal.value if isinstance(literal.value, tuple) else (literal.value,)
            yield from ((column, value) for value in values if isinstance(value, str))
