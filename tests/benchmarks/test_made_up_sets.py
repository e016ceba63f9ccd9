from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.contestants import contestants
from benchmarks.evidence import CHECKS, Claim, Evidence, difference, evidence
from benchmarks.generator import generate, plan_sets
from benchmarks.plan_files import write
from benchmarks.tables import Tables
from consistency.model.finding import Severity
from consistency.pipeline import Options, check, read

ALWAYS = 1.0


def naive(tables: Tables) -> list[Evidence]:
    """The checks as they are defined, row against row."""
    t, found = tables, list[Evidence]()
    for _, initiative, _, _, _, _, cost, coverage, at, at_coverage in t.cells:
        if coverage > cost:
            found.append(evidence("coverage-exceeds-cost", initiative, [(cost, at), (coverage, at_coverage)]))
    for _, initiative, kind, year, amount, place in t.totals:
        rows = [c for c in t.cells if (c[1], c[3], c[5]) == (initiative, kind, year)]
        if sum(c[6] for c in rows) != amount:
            claims: list[Claim] = [(amount, place), *((c[6], c[8]) for c in rows)]
            found.append(evidence("total-row-mismatch", initiative, claims))
    for plan, id_, domain, municipality, kind, year, amount, place in t.summaries:
        rows = [c for c in t.cells if (c[0], c[2], c[3], c[4], c[5]) == (plan, domain, kind, municipality, year)]
        if sum(c[6] for c in rows) != amount:
            claims = [(amount, place), *((c[6], c[8]) for c in rows)]
            found.append(evidence("summary-detail-mismatch", id_, claims))
    for plan, id_, ends, place in t.contracts:
        inside = any(p[0] == plan and p[1] <= ends <= p[2] for p in t.plans)
        if inside and not any(i[6] == id_ and i[3] == "AO" for i in t.initiatives):
            found.append(evidence("contract-without-initiative", id_, [(ends, place)]))
    for _, id_, _, _, starts, _, replaces, _, place in t.initiatives:
        for _, contract, ends, at in t.contracts:
            if contract == replaces and starts > ends:
                found.append(evidence("replacement-starts-after-contract-end", id_, [(starts, place), (ends, at)]))
    return found + naive_relations(tables)


def naive_relations(t: Tables) -> list[Evidence]:
    found: list[Evidence] = []
    for _, kind, source, target, place in t.relations:
        if kind == "relates" and not any(r[1:4] == ("relates", target, source) for r in t.relations):
            found.append(evidence("relation-not-symmetric", source, [(target, place)]))
        for one in t.initiatives:
            for other in t.initiatives:
                if kind != "needs" or (one[1], other[1]) != (source, target):
                    continue
                if other[5] > one[5]:
                    claims: list[Claim] = [(target, place), (one[5], one[8]), (other[5], other[8])]
                    found.append(evidence("dependency-order-conflict", source, claims))
                if other[7] == "none":
                    claims = [(target, place), (other[7], other[8])]
                    found.append(evidence("dependency-on-unfunded", source, claims))
    return found


def test_a_set_depends_on_its_seed_and_number_only() -> None:
    few, of_few = generate(2, seed=7)
    many, of_many = generate(3, seed=7)
    assert list(many.split())[:2] == list(few.split())
    assert of_many[: len(of_few)] == of_few
    assert generate(2, seed=8)[0].cells != few.cells


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_truth_is_what_an_independent_check_finds(seed: int) -> None:
    tables, truth = generate(2, seed, ALWAYS)
    assert {check for check, _, _ in truth} == set(CHECKS)
    assert difference(naive(tables), truth) is None
    assert naive(generate(2, seed, rate=0.0)[0]) == []


def test_sets_are_of_the_size_of_a_real_one() -> None:
    (own,) = generate(1, seed=1)[0].split()
    assert 480 <= len(own) <= 600


@pytest.mark.parametrize("name", list(contestants()))
def test_contestants_come_to_the_truth(name: str) -> None:
    contestant = contestants()[name]
    if why := contestant.missing():
        pytest.skip(why)
    tables, truth = generate(1 if name == "pyshacl" else 2, 5, ALWAYS)
    ready = contestant.prepare()
    found = contestant.evidence(contestant.check(ready, contestant.load(ready, tables)))
    assert difference([evidence(*item) for item in found], truth) is None


def test_what_is_wrong_is_told() -> None:
    truth = [evidence("a", "s", [(1, "p:1")]), evidence("b", "s", [])]
    assert difference([truth[0]], truth) == "1 missing, 0 too many; for one: ('b', 's', ())"
    twice = difference([*truth, truth[0]], truth)
    assert twice is not None and twice.startswith("0 missing, 1 too many")


def test_plan_files_hold_the_same_faults_and_no_others(tmp_path: Path) -> None:
    for rate in (0.0, ALWAYS):
        ((plans, truth),) = plan_sets(1, 3, rate)
        folder = tmp_path / f"rate-{rate}"
        write(plans, folder)
        assert not [record.problems for record in read([folder]) if record.problems]
        report = check([folder], Options())
        found = list(report.findings)
        wrong = {(f.rule, f.subjects[0].id) for f in found if f.severity is Severity.ERROR}
        if not truth:
            assert not wrong
        assert {check for check, _, _ in truth} <= {f.rule for f in found}
        by_initiative = {(check, subject) for check, subject, _ in truth if check != "summary-detail-mismatch"}
        assert by_initiative <= {(f.rule, subject.id) for f in found for subject in f.subjects}
