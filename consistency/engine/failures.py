"""A rule that could not be evaluated is a finding itself: `rule-failed`."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.model.facts import Subject
from consistency.model.finding import Certainty, Finding, RuleOutcome, Severity

RULE = "rule-failed"
TITLE = {"nl": "Regel kon niet worden uitgevoerd", "en": "Rule could not be evaluated"}
_REPAIR = {
    "nl": "Meld dit met de regel en de plannen erbij; de andere regels zijn wel uitgevoerd.",
    "en": "Report this with the rule and the plans; the other rules were evaluated.",
}


def with_failures(outcomes: Sequence[RuleOutcome]) -> list[RuleOutcome]:
    """The outcomes, and one more where rules failed."""
    findings = tuple(_finding(outcome) for outcome in outcomes if outcome.error)
    return [*outcomes, RuleOutcome(RULE, len(findings), findings)] if findings else list(outcomes)


def _finding(outcome: RuleOutcome) -> Finding:
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        certainty=Certainty.DEFINITE,
        subjects=(Subject("rule", outcome.rule, outcome.rule),),
        slot={},
        message={
            "nl": f"De regel {outcome.rule} is afgebroken: {outcome.error}.",
            "en": f"The rule {outcome.rule} broke off: {outcome.error}.",
        },
        repair=_REPAIR,
        evidence=(),
    )
