"""The native engine: our own evaluator, over whole selections at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consistency.engine.bindings import Matcher
from consistency.engine.outcomes import Found

NAME = "native"


def find(matchers: Iterable[Matcher]) -> Iterator[Found | Exception]:
    """What is found of each rule, in order; of one that fails, the exception."""
    for matcher in matchers:
        try:
            yield found_by(matcher)
        except Exception as error:  # a rule that crashes must not take the others with it
            yield error


def found_by(matcher: Matcher) -> Found:
    if len(matcher.finds) == 1 and not matcher.groups:
        return _of_one(matcher)
    return _of_several(matcher)


def _of_one(matcher: Matcher) -> Found:
    """Only facts that a rule's own tests leave are looked at one by one."""
    applicable = matcher.applicable()
    doubtful = matcher.doubtful(applicable)
    violations = []
    for fact in doubtful:
        truth = matcher.truth((fact,))
        if truth:
            violations.append(((fact,), truth))
    return Found(matcher.places(applicable), violations)


def _of_several(matcher: Matcher) -> Found:
    env, facts = matcher.environment(), [0] * len(matcher.finds)
    places = set()
    violations = []
    for truth in matcher.bindings(env, facts):
        places.add(matcher.place_of(env, facts))
        if truth:
            violations.append((tuple(facts), truth))
    return Found(len(places), violations)
