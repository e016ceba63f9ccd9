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
    """Whole selections are scanned for what is not clearly in order; only that is judged one by one."""
    applying = matcher.applying()
    judged = ((facts, matcher.truth(facts)) for facts in matcher.doubtful(applying))
    return Found(matcher.places(applying), [(facts, truth) for facts, truth in judged if truth])
