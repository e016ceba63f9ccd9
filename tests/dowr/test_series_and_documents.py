"""What a controller finds in the DOWR set of costs over the years, goals, fields and versions: no less, no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from consistency.pipeline import Options, check

PLANS = Path(__file__).parents[2] / "plans" / "dowr-2022-2025"
EXPECTED: dict[str, set[str]] = {
    "incidental-recurring-too-long": {
        "i4sociaal",
        "doorontwikkeling-informatievoorziening-budget-adviesbureau-deventer",
    },
    "structural-cost-not-continued": set(),
    "structural-cost-jump": {"doorontwikkeling-informatievoorziening-budget-adviesbureau-deventer"},
    "cost-table-missing": {"vervanging-applicatie-e-suite-en-burgerzakenmodules"},
    "uncovered-without-request": set(),
    "funding-round-later-than-cost-year": set(),
    "coverage-text-vs-table": set(),
    "funding-route-of-non-participant": set(),
    "period-outside-horizon": {"registratie-en-monitoringsysteem"},
    "period-undefined": {
        "visie-common-ground",
        "vervolg-rpa-pilot",
        "beter-sturen-op-digitalisering-digitaal-leiderschap",
    },
    "goal-date-before-initiative-end": {"sociaal-doel-2"},
    "goal-date-before-horizon": {"sociaal-doel-1", "sociaal-doel-2"},
    "attachment-not-final": {"bedrijfsvoering", "fysiek-economie-oov", "dienstverlening-participatie", "sociaal"},
    "required-field-empty": {
        "vervolg-rpa-pilot",
        "beter-sturen-op-digitalisering-digitaal-leiderschap",
        "vervanging-applicatie-e-suite-en-burgerzakenmodules",
        "participatieplatform",
        "doorontwikkeling-meldingen-openbare-ruimte",
        "zoeken-op-adres-of-persoon-over-meerdere-systemen-heen",
    },
}


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    report = check([PLANS], Options(select=frozenset(EXPECTED)))
    by_rule: dict[str, set[str]] = {tally.rule: set() for tally in report.found.tallies if tally.subjects}
    for finding in report.findings:
        by_rule[finding.rule].update(subject.id for subject in finding.subjects)
    return by_rule


@pytest.mark.parametrize("rule", EXPECTED)
def test_each_rule_looks_and_finds_these_alone(found: dict[str, set[str]], rule: str) -> None:
    assert found[rule] == EXPECTED[rule]
