"""Rules over a fact base → their outcomes, by whichever engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from consistency.engine import native
from consistency.engine.bindings import Matcher
from consistency.engine.columns import Columns
from consistency.engine.compiled import compiled
from consistency.engine.outcomes import Found, outcome_of
from consistency.engine.plan import RulePlan, compile_rule
from consistency.model.facts import FactBase, FactKind
from consistency.model.finding import RuleOutcome
from consistency.rulebook.expressions import SET
from consistency.rulebook.overrides import Own, with_own_values

Find = Callable[[Sequence[Matcher]], Iterable[Found | Exception]]
"""What an engine does: of each rule made ready what is found, or why it failed; in order."""


def evaluate(
    plans: Sequence[RulePlan], facts: FactBase, *, parameters: Own | None = None, find: Find = native.find
) -> list[RuleOutcome]:
    """One outcome a rule, in order. A rule that fails has an `error`, and the others go on.

    `parameters` are an organisation's own values: by rule id, by name, as people write them. Raises UsageError where
    they name what is not there.
    """
    if parameters:
        plans = [compile_rule(rule) for rule in with_own_values((plan.rule for plan in plans), parameters)]
    columns = Columns(facts)
    set_kind = facts[SET].kind if SET in facts else None
    ready = [_ready(plan, set_kind, columns) for plan in plans]
    found = iter(find([matcher for matcher in ready if isinstance(matcher, Matcher)]))
    return list(_outcomes(plans, ready, found))


def _ready(plan: RulePlan, set_kind: FactKind | None, columns: Columns) -> Matcher | Exception:
    try:
        return Matcher(compiled(plan, set_kind), columns)
    except Exception as error:  # a rule that crashes must not take the others with it
        return error


def _outcomes(
    plans: Sequence[RulePlan], ready: Sequence[Matcher | Exception], found: Iterator[Found | Exception]
) -> Iterator[RuleOutcome]:
    for plan, matcher in zip(plans, ready, strict=True):
        try:
            yield outcome_of(*_sound(matcher, found))
        except Exception as error:
            yield RuleOutcome(plan.rule.id, 0, error=f"{type(error).__name__}: {error}")


def _sound(matcher: Matcher | Exception, found: Iterator[Found | Exception]) -> tuple[Matcher, Found]:
    if isinstance(matcher, Exception):
        raise matcher
    of_rule = next(found)
    if isinstance(of_rule, Exception):
        raise of_rule
    return matcher, of_rule
