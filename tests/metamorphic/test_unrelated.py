"""A plan of a domain and a municipality of its own has nothing to do with the others, and changes nothing for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consistency.inputs._yaml_nodes import Mapping, load
from consistency.inputs.yaml import plan_set_from_node
from consistency.model.record import PlanSetRecord

from .plan_sets import Found, found_before, found_in, named, names

PLAN = """
portfolio:
  municipalities: {QX: {name: Quxhoven}}
  domains: {qwaterkunde: {name: Qwaterkunde}}
documents:
  - document: qwaterkunde
    kind: plan
    domains: [qwaterkunde]
    initiatives:
      - name: Bryggen
        priority: 'Qx1'
        municipalities: QX
        period: 2040 t/m 2041
        amounts:
          - side: cost
            kind: incidental
            years: ["2040", "2041"]
            rows: {QX: ["7.000", "8.000"], total: ["7.000", "9.000"]}
      - {name: Vervanging fjordzwyn, municipalities: QX, period: 2040, needs: [{to: Bryggen}]}
    contracts:
      - {title: Fjordzwyn, supplier: Zwynq, ends: 1-7-2045, organisation: QX, value_four_years: "€ 1.000"}
    relation_matrix: {rows: {Bryggen: {qwaterkunde: [Vervanging fjordzwyn]}}}
    roadmap: {complete: true, entries: [{name: Bryggen, years: ["2040"]}]}
"""


def with_unrelated_plan(record: PlanSetRecord) -> PlanSetRecord:
    node = load(PLAN.encode(), "qwaterkunde.yaml")
    assert isinstance(node, Mapping)
    own = plan_set_from_node(node, "qwaterkunde.yaml")
    portfolio = record.portfolio
    if not any(document.contracts for document in record.documents):
        # the first calendar of a set is not unrelated to it: from that on contracts can be missing
        own = replace(own, documents=tuple(document.model_copy(update={"contracts": []}) for document in own.documents))
    # where a set declares none, its municipalities, domains … are those that its documents name
    merged: dict[str, Any] = {
        field: getattr(portfolio, field) | getattr(own.portfolio, field)
        for field in ("municipalities", "domains")
        if getattr(portfolio, field)
    }
    return replace(record, portfolio=portfolio.model_copy(update=merged), documents=(*record.documents, *own.documents))


def assert_nothing_changes(record: PlanSetRecord, before: Found) -> None:
    after = found_in(with_unrelated_plan(record))
    assert {key: told for key, told in after.told().items() if key in before.findings} == before.told()
    added = [finding for key, finding in after.findings.items() if key not in before.findings]
    assert [(f.rule, [s.id for s in f.subjects]) for f in added if not _is_own(f)] == []
    assert before.undecided.keys() <= after.undecided.keys()


@pytest.mark.parametrize("name", names())
def test_an_unrelated_plan_changes_nothing_for_the_others(name: str) -> None:
    assert_nothing_changes(named(name), found_before(name))


def _is_own(finding: Any) -> bool:
    own = {"QX", "bryggen", "fjordzwyn", "vervanging-fjordzwyn", "qwaterkunde"}
    return all(subject.id in own for subject in finding.subjects)


def test_the_unrelated_plan_has_a_finding_of_its_own() -> None:
    found = found_in(with_unrelated_plan(named("dowr")))
    assert any(f.rule == "total-row-mismatch" and _is_own(f) for f in found.findings.values())
