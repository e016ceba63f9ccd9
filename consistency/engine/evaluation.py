"""Rules over a fact base → their outcomes, by whichever engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from consistency.engine import native
from consistency.engine.bindings import Matcher
from consistency.engine.columns import Columns
from consistency.engine.compiled import compiled
from consistency.engine.conclusions import Conclusions
from consistency.engine.outcomes import Found, outcome_of
from consistency.engine.plan import RulePlan, compile_rule
from consistency.model.facts import FactBase
from consistency.model.finding import RuleOutcome
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
    return evaluate_with_conclusions(plans, facts, find)[0]


def evaluate_with_conclusions(
    plans: Sequence[RulePlan], facts: FactBase, find: Find = native.find
) -> tuple[list[RuleOutcome], FactBase]:
    """The outcomes, and the facts with what was concluded: what a rule reads is concluded before its turn comes."""
    conclusions = Conclusions(facts, plans)
    columns = Columns(conclusions.facts)
    outcomes = {i: RuleOutcome(plans[i].rule.id, 0, error="it waits for itself") for i in conclusions.waiting}
    for number, layer in enumerate(conclusions.layers):
        in_layer = _evaluated([plans[i] for i in layer], columns, conclusions, find)
        outcomes |= dict(zip(layer, in_layer, strict=True))
        conclusions.settle(number)
    return [outcomes[i] for i in range(len(plans))], conclusions.facts


def _evaluated(
    plans: Sequence[RulePlan], columns: Columns, conclusions: Conclusions, find: Find
) -> Iterator[RuleOutcome]:
    ready = [_ready(plan, columns, conclusions) for plan in plans]
    found = iter(find([matcher for matcher in ready if isinstance(matcher, Matcher)]))
    for plan, matcher in zip(plans, ready, strict=True):
        try:
            yield outcome_of(*_sound(matcher, found), conclusions)
        except Lacking as lacking:
            conclusions.lose(plan)
            yield RuleOutcome(plan.rule.id, 0, error=str(lacking))
        except Exception as error:  # a rule that crashes must not take the others with it
            conclusions.lose(plan)
            yield RuleOutcome(plan.rule.id, 0, error=f"{type(error).__name__}: {error}")


def _ready(plan: RulePlan, columns: Columns, conclusions: Conclusions) -> Matcher | Exception:
    if why := conclusions.lacking(plan):
        return Lacking(why)
    try:
        return Matcher(compiled(plan, columns.set_kind), columns)
    except Exception as error:
        return error


def _sound(matcher: Matcher | Exception, found: Iterator[Found | Exception]) -> tuple[Matcher, Found]:
    if isinstance(matcher, Exception):
        raise matcher
    of_rule = next(found)
    if isinstance(of_rule, Exception):
        raise of_rule
    return matcher, of_rule


class Lacking(Exception):
    """What a rule reads is not there, since the rule that concludes it failed."""
