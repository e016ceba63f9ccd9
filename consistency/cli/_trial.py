"""Rules on trial: whether their examples hold, and what is suspicious of them over all plans at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from consistency.engine.examples import Remark, failures
from consistency.engine.suspicions import suspicions
from consistency.errors import ConsistencyError
from consistency.model.facts import FactBase
from consistency.pipeline import facts_of, facts_of_example, read
from consistency.rulebook.rule import Rule


def tried(rules: Sequence[Rule], others: Sequence[Rule], plans: Sequence[Path]) -> tuple[list[Remark], list[Remark]]:
    """The examples of `rules` that fail, and what is suspicious of the rules.

    `others` are compared with, as far as they have ids of their own. Raises what `pipeline.read` raises.
    """
    mine = {rule.id for rule in rules}
    others = [rule for rule in others if rule.id not in mine]
    every = [*rules, *others]
    failed = [failure for rule in rules for failure in failures(rule, facts_of_example, every)]
    records = read(plans) if plans else []
    problems = [problem for record in records for problem in record.problems]
    if problems:
        raise ExceptionGroup("plans that cannot be read", problems)
    facts = [*_of_examples(every), *(facts_of(record) for record in records)]
    return failed, suspicions(rules, others, facts, frozenset(failure.rule for failure in failed))


def _of_examples(rules: Sequence[Rule]) -> Iterator[FactBase]:
    for rule in rules:
        for example in rule.examples:
            try:
                yield facts_of_example(example.plan, f"{rule.path}:{example.line}")
            except ConsistencyError:  # told among the failures, or in the trial of the others
                continue
