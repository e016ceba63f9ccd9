"""The plan sets that are changed, how records are changed, and what is compared of what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from consistency.engine.causes import settle_causes
from consistency.engine.evaluation import evaluate
from consistency.engine.plan import compile_rules
from consistency.engine.wording import MAX_EVIDENCE
from consistency.facts import vocabulary
from consistency.inputs._yaml_nodes import Mapping as Keys
from consistency.inputs._yaml_nodes import load
from consistency.inputs.yaml import plan_set_from_node
from consistency.model.finding import Certainty, Finding, Undecided, fingerprint
from consistency.model.record import PlanSetRecord, Record, Said
from consistency.pipeline import facts_of, read
from consistency.rulebook.loader import load_rules
from consistency.rulebook.rule import Rule

HERE = Path(__file__).parents[1]
DOWR = HERE.parent / "plans" / "dowr-2022-2025"
RULES: list[Rule] = load_rules(vocabulary())[0]
_PLANS = compile_rules(RULES, vocabulary())
_KINDS = {rule.id: rule.kinds for rule in RULES}
_FOLLOWS = {rule.id: rule.consequence_of for rule in RULES}


@dataclass(frozen=True)
class Found:
    """All that the rules say of a plan set; findings and what is undecided by fingerprint."""

    findings: Mapping[str, Finding]
    undecided: Mapping[str, Undecided]
    looked_at: Mapping[str, int]

    def told(self, *but: str) -> dict[str, tuple[Any, ...]]:
        """What must stay the same, by fingerprint, but for the rules named: severity, certainty, cause, claims, gap."""
        return {
            key: (f.rule, f.severity, f.certainty, f.caused_by, f.difference, claims(f))
            for key, f in self.findings.items()
            if f.rule not in but
        }


def claims(finding: Finding) -> frozenset[tuple[str, str]]:
    """What a sure finding cites and where.

    A possible one shows some of the empty cells, a long one its first claims, a doubt the first place of the name.
    """
    shows_some = finding.certainty is Certainty.POSSIBLE or len(finding.evidence) == MAX_EVIDENCE
    if shows_some or "doubt" in _KINDS[finding.rule]:
        return frozenset()
    return frozenset((item.says, str(item.location)) for item in finding.evidence)


def found_in(record: PlanSetRecord) -> Found:
    outcomes = settle_causes(evaluate(_PLANS, facts_of(record)), _FOLLOWS)
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    by_fingerprint = {finding.fingerprint: finding for finding in findings}
    assert len(by_fingerprint) == len(findings)
    undecided = {fingerprint(u.rule, u.subjects, u.slot): u for outcome in outcomes for u in outcome.undecided}
    return Found(by_fingerprint, undecided, {outcome.rule: outcome.subjects for outcome in outcomes})


def changed(record: PlanSetRecord, change: Callable[[Any, str, Record], Any]) -> PlanSetRecord:
    """The set with `change(value, field, record)` in place of every field of every record, innermost first."""
    return replace(
        record,
        portfolio=_changed(record.portfolio, change),
        documents=tuple(_changed(document, change) for document in record.documents),
    )


def _changed(record: Any, change: Callable[[Any, str, Record], Any]) -> Any:
    values = {name: _inside(getattr(record, name), change) for name in type(record).model_fields if name != "at"}
    inner = record.model_copy(update=values)
    return inner.model_copy(update={name: change(value, name, inner) for name, value in values.items()})


def _inside(value: Any, change: Callable[[Any, str, Record], Any]) -> Any:
    if isinstance(value, Record):
        return _changed(value, change)
    if isinstance(value, list):
        return [_inside(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _inside(item, change) for key, item in value.items()}
    return value


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """A field with `change` of every text in it; keys stay as they are."""
    if isinstance(value, Said):
        return replace(value, text=change(value.text))
    if isinstance(value, list):
        return [each_text(item, change) for item in value]
    if isinstance(value, dict):
        return {key: each_text(item, change) for key, item in value.items()}
    return value


# --- the sets ------------------------------------------------------------------------------------------------------


@cache
def dowr() -> PlanSetRecord:
    return read([DOWR])[0]


@cache
def noorddam() -> PlanSetRecord:
    return read([HERE / "reading" / "noorddam.txt"], [HERE / "reading" / "noorddam.yaml"])[0]


@cache
def examples() -> Mapping[str, PlanSetRecord]:
    """The small plans in the rule files, by rule and line, with places of their own."""
    return dict(_examples())


def _examples() -> Iterator[tuple[str, PlanSetRecord]]:
    for rule in RULES:
        for example in rule.examples:
            path = f"{rule.id}:{example.line}"
            text = yaml.safe_dump(dict(example.plan), allow_unicode=True, sort_keys=False, default_flow_style=None)
            node = load(text.encode(), path)
            assert isinstance(node, Keys)
            yield path, plan_set_from_node(node, path)


@cache
def found_before(name: str) -> Found:
    return found_in(named(name))


def named(name: str) -> PlanSetRecord:
    return dowr() if name == "dowr" else noorddam() if name == "noorddam" else examples()[name]


def names() -> list[str]:
    return ["dowr", "noorddam", *examples()]
