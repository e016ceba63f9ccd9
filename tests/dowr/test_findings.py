"""What a controller finds by hand in the DOWR set with these rules, each with both places; and what is no finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from consistency.outputs import writer
from consistency.pipeline import Options, check

PLANS = Path(__file__).parents[2] / "plans" / "dowr-2022-2025"
BY_HAND = [
    ("total-row-mismatch", "datagedreven-werken", "definite", {574, 571}),
    ("total-row-missing", "doorontwikkeling-informatievoorziening-budget-adviesbureau-deventer", "definite", {2805}),
    ("contract-date-conflict", "e-suite-en-burgerzakenmodules", "definite", {1037, 236, 1406}),
    ("contract-expired-before-decision", "serviceovereenkomst-dowr-telefonie", "definite", {796}),
    ("contract-without-initiative", "elektor-verkiezingssoftware-raalte", "definite", {1036}),
    ("contract-without-initiative", "topdesk-saas-service-management-onderhoud-ict-en-fz", "possible", {804}),
    (
        "expiring-contract-not-in-calendar",
        "implementatie-financieel-systeem-voor-belastingen-fa-en-financiele-afdelingen",
        "definite",
        {683},
    ),
    ("expiring-contract-not-in-calendar", "doorontwikkeling-meldingen-openbare-ruimte", "possible", {1851}),
    (
        "replacement-starts-after-contract-end",
        "aanbesteding-informatievoorziening-beheer-openbare-ruimte",
        "possible",
        {2096, 2073},
    ),
    ("contract-outside-horizon", "civision-makelaar-gegevens-en-gegevensmagazijn-raalte", "definite", {799}),
    ("contract-outside-horizon", "e-suite-en-burgerzakenmodules", "definite", {1037}),
    ("calendar-value-missing", "e-suite-en-burgerzakenmodules", "definite", {1037}),
    ("municipality-set-mismatch", "participatieplatform", "definite", {1504, 193, 237}),
    (
        "municipality-set-mismatch",
        "doorontwikkeling-digitale-dienstverlening-burgerzaken",
        "definite",
        {1236, 191, 232},
    ),
    (
        "initiative-missing-from-prioritisation",
        "aanbesteding-informatievoorziening-beheer-openbare-ruimte",
        "definite",
        {307},
    ),
    ("priority-order-vs-score", "registratie-en-monitoringsysteem", "possible", {211}),
    ("relation-not-symmetric", "gewenste-architectuur-voor-interactie-klant-gemeente", "definite", {1140}),
    ("relation-not-symmetric", "klant-interactie-service-systeem", "possible", {1133}),
    ("relation-target-unknown", "eenmalige-uitvraag-van-gegevens", "possible", {2439}),
    ("relation-row-without-initiative", "elektor", "definite", {1139}),
    ("relation-target-elsewhere", "i4sociaal", "possible", {2435}),
    ("relation-matrix-missing", "fysiek-economie-oov", "definite", {1133}),
    ("relation-matrix-missing", "bedrijfsvoering", "definite", {2440}),
    ("initiative-missing-from-relation-matrix", "participatieplatform", "possible", {1490}),
    ("initiative-missing-from-roadmap", "participatieplatform", "possible", {1490}),
    ("actielijn-name-variant", "D", "definite", {605, 673, 1888, 1928, 1967, 2094}),
    ("actielijn-unknown", "implementatie-applicatie-sociaal-domein", "definite", {2454}),
    (
        "prioritisation-duplicate-entry",
        "in-samenhang-doorontwikkelen-van-de-basisregistratie-fysiek-domein",
        "definite",
        {205, 206},
    ),
    (
        "initiative-granularity-mismatch",
        "in-samenhang-doorontwikkelen-van-de-basisregistratie-fysiek-domein",
        "definite",
        {206, 306, 1842, 1843, 1844, 2315, 2316, 2317},
    ),
    ("name-variant", "managementinformatie", "definite", {588, 505, 182, 259}),
    ("name-variant", "eenmalige-uitvraag-van-gegevens", "possible", {2439}),
    ("roadmap-entry-without-initiative", "verkiezingssoftware", "definite", {1126}),
    ("cost-year-outside-period", "omgevingswet", "definite", {1890, 1896}),
    ("cost-year-outside-period", "aanbesteding-informatievoorziening-beheer-openbare-ruimte", "definite", {2096, 2101}),
    (
        "incidental-structural-swap",
        "doorontwikkeling-informatievoorziening-budget-adviesbureau-deventer",
        "definite",
        {367, 378, 2739, 2747, 2784, 2792},
    ),
    ("summary-detail-mismatch", "sociaal", "definite", {367, 2784}),
    ("summary-detail-mismatch", "fysiek", "possible", {366}),
    ("summary-detail-mismatch", "bedrijfsvoering", "possible", {375}),
    ("requested-not-need-minus-coverage", "sociaal", "possible", {367, 2784}),
    ("goal-date-mismatch", "sociaal-doel-1", "definite", {273, 2382}),
    ("summary-scope-gap", "OW", "definite", {118, 368, 1434, 1897, 2102}),
    ("distribution-key-deviation", "participatieplatform", "definite", {1509, 1510}),
    (
        "distribution-key-deviation",
        "aanbesteding-informatievoorziening-beheer-openbare-ruimte",
        "definite",
        {2101, 2103},
    ),
    ("multiple-priorities-in-one-field", "gewenste-architectuur-voor-interactie-klant-gemeente", "definite", {1400}),
    ("priority-heading-conflict", "implementatie-e-hrm", "definite", {497, 499}),
    ("ao-without-ground", "implementatie-applicatie-sociaal-domein", "definite", {2485}),
    ("start-year-vs-chapter-title", "aansluiting-op-mijnoverheid", "definite", {1045, 1198}),
    ("toc-entry-without-section", "fysiek-economie-oov", "definite", {1642}),
    ("section-missing-from-toc", "fysiek-economie-oov", "definite", {2000}),
    ("toc-number-mismatch", "fysiek-economie-oov", "definite", {1641, 2071}),
    ("toc-page-implausible", "fysiek-economie-oov", "definite", {1638}),
]
ON_SET_DATA = {"distribution-key-deviation", "identical-amounts-across-municipalities"}
"""Rules that rest on the distribution keys, which no document of the set states."""


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return check([PLANS], Options()).as_data("en")


def _lines(finding: dict[str, Any]) -> set[int]:
    return {e["location"]["original"]["line"] for e in finding["evidence"]}


@pytest.mark.parametrize(("rule", "subject", "certainty", "lines"), BY_HAND)
def test_found_by_hand(report: dict[str, Any], rule: str, subject: str, certainty: str, lines: set[int]) -> None:
    found = [f for f in report["findings"] if f["rule"] == rule and subject in {s["id"] for s in f["subjects"]}]
    assert any(f["certainty"] == certainty and lines <= _lines(f) for f in found), [
        (f["certainty"], _lines(f)) for f in found
    ]


def test_the_exchanged_kinds_are_one_finding_with_the_set_named(report: dict[str, Any]) -> None:
    (swap,) = (f for f in report["findings"] if f["rule"] == "incidental-structural-swap")
    assert [s["id"] for s in swap["subjects"]] == [
        "doorontwikkeling-informatievoorziening-budget-adviesbureau-deventer",
        "verbeteren-informatievoorziening-contractmanagement-zorgleveranciers",
    ]
    about_sociaal = [f for f in report["findings"] if f["subjects"][0]["id"] == "sociaal" and f["slot"].get("row")]
    assert about_sociaal
    assert {f["caused_by"] for f in about_sociaal} == {swap["fingerprint"]}


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        ("priority-mismatch", "klant-interactie-service-systeem"),  # priority 1 beside 1a
        ("priority-order-vs-score", "identiteitscontrole"),  # a footnote exempts it
        (
            "priority-order-vs-score",
            "verbeteren-informatievoorziening-contractmanagement-zorgleveranciers",
        ),  # 2 above 1b
        ("municipality-set-mismatch", "i4sociaal"),  # partners outside the set
        ("initiative-missing-from-overview", "ontwikkelingen-dis-geo"),  # a part: its whole is there
        ("summary-detail-mismatch", "dienstverlening"),  # participatie folds into it; KISS and e-suite in 2021*
        ("requested-not-need-minus-coverage", "dienstverlening"),  # KISS is deferred
        ("requested-not-need-minus-coverage", "bedrijfsvoering"),  # only 2022 is asked for
        ("relation-not-symmetric", "doorontwikkeling-meldingen-openbare-ruimte"),  # that plan has no matrix
        ("contract-duplicate", "safenet-sas-cloud-subscription-2"),  # another value: another contract
        ("contract-outside-horizon", "e-suite-en-burgerzakenmodules"),  # the two end dates say it already
        ("replacement-ends-after-contract-end", "vervanging-applicatie-e-suite-en-burgerzakenmodules"),  # both in 2023
        ("procurement-split", "elektor-verkiezingssoftware-raalte"),  # together far below the threshold
        ("amounts-for-non-participant", "participatieplatform"),
        ("name-variant", "visie-common-ground"),  # a capital only
        (
            "period-mismatch",
            "implementatie-financieel-systeem-voor-belastingen-fa-en-financiele-afdelingen",
        ),  # its first year is drawn as the tender
        ("initiative-missing-from-roadmap", "in-samenhang-doorontwikkelen-van-de-basisregistratie-fysiek-domein"),
        ("actielijn-set-mismatch", "omgevingswet"),  # the marks of the matrix are lost
        ("coverage-exceeds-cost", "klant-interactie-service-systeem"),
        ("distribution-key-deviation", "klant-interactie-service-systeem"),  # to the euro, two of the three together
        ("distribution-key-deviation", "datagedreven-werken"),  # rounded to 5.000
        ("identical-amounts-across-municipalities", "participatieplatform"),  # the key speaks of it
        ("pm-zero-blank-conflict", "gewenste-architectuur-voor-interactie-klant-gemeente"),  # PM with zero coverage
        ("amount-where-not-applicable", "identiteitscontrole"),
        ("participant-without-amounts", "omgevingswet"),  # structural costs for one of the three only
        ("table-copies-disagree", "verbeteren-informatievoorziening-contractmanagement-zorgleveranciers"),  # cut off
        ("priority-heading-conflict", "datagedreven-werken"),  # 1a, under a heading of 1 and AO
        ("prioritisation-score-missing", "omgevingswet"),  # AO is not scored
        ("ao-without-ground", "vervanging-applicatie-e-suite-en-burgerzakenmodules"),  # its contract ends
        ("ao-without-ground", "informatievoorziening-beschermd-wonen"),  # its prose names a duty
        ("start-year-vs-chapter-title", "doorontwikkeling-digitale-dienstverlening-burgerzaken"),
        ("toc-entry-without-section", "dienstverlening-participatie"),  # titles differ in inflection only
        ("duplicate-section-number", "dienstverlening-participatie"),  # its numbering begins again in chapters
        ("duplicate-list-number", "datagedreven-werken"),  # the overview numbers each domain anew
    ],
)
def test_only_looks_wrong(report: dict[str, Any], rule: str, subject: str) -> None:
    found = [f for f in report["findings"] if f["rule"] == rule and f["caused_by"] is None]
    assert subject not in {s["id"] for f in found for s in f["subjects"]}


def test_the_originals_and_the_set_give_the_same_findings(report: dict[str, Any], seed: Path) -> None:
    def told(data: dict[str, Any]) -> dict[str, tuple[str, str, str | None]]:
        found = [f for f in data["findings"] if f["rule"] not in ON_SET_DATA]
        return {f["fingerprint"]: (f["severity"], f["certainty"], f["caused_by"]) for f in found}

    assert told(check([seed], Options()).as_data("en")) == told(report)


def test_every_finding_is_told_apart_and_has_its_evidence(report: dict[str, Any]) -> None:
    assert len({f["fingerprint"] for f in report["findings"]}) == len(report["findings"])
    assert all(f["message"] and f["repair"] and f["evidence"] for f in report["findings"])
    assert json.loads(json.dumps(report)) == report


def test_information_says_what_it_is_about() -> None:
    report = check([PLANS], Options(select=frozenset({"start-year-vs-chapter-title"})))
    printed = b"".join(writer("terminal").render(report, "nl"))
    assert "Aansluiting op MijnOverheid: De looptijd is 2023" in printed.decode()
