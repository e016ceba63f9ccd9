"""A made-up plan set as a folder of plan files, for measuring the whole way from YAML to findings.

Six files as people would write them: the portfolio, a plan for each domain, the contract calendar with the money per
domain. What the eight checks look at is the same as in the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from benchmarks.plan_sets import DOMAINS, KINDS, MUNICIPALITIES, Initiative, PlanSet

NAMES = {"N": "Noorddam", "Z": "Zuiderveen", "M": "Middelwoud"}
Money = dict[tuple[str, str, str], dict[tuple[str, int], int]]
"""By initiative, side and kind: cents by municipality (or `total`) and year."""


def write(plans: PlanSet, folder: Path) -> None:
    folder.mkdir(parents=True)
    files = {"portfolio": _portfolio(plans), "contracten": _calendar(plans), "nota": _summaries(plans)}
    money = _money(plans)
    for domain in DOMAINS:
        files[domain] = _plan(plans, domain, money)
    for name, lines in files.items():
        (folder / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def name(initiative: Initiative) -> str:
    return f"Initiatief {initiative.id}"


def _portfolio(plans: PlanSet) -> Iterator[str]:
    yield f"plan_set: {plans.id}"
    yield f"decision_date: 30-05-{plans.first_year - 1}"
    yield f'horizon: ["{plans.years[0]}", "{plans.years[-1]}"]'
    yield "municipalities:"
    yield from (f"  {code}: {{name: {full}}}" for code, full in NAMES.items())
    yield "domains:"
    yield from (f"  {domain}: {{name: {domain.title()}}}" for domain in DOMAINS)
    yield "actielijnen:"
    yield "  A: {name: Dienstverlening dichtbij}"
    yield 'priorities: {AO: {}, "1": {contains: [1a, 1b]}, 1a: {}, 1b: {}, "2": {}}'
    yield "ao_grounds: [contracteinde, wet]"
    yield "budget_cycles:"
    for year in plans.years:
        yield f'  - {{id: kadernota-{year - 1}, serves: "{year}", decided_on: 29-06-{year - 1}}}'


def _document(plans: PlanSet, document: str, kind: str) -> Iterator[str]:
    yield f"document: {document}"
    yield f"title: {document.title()} {plans.years[0]}-{plans.years[-1]}"
    yield f"kind: {kind}"
    yield 'version: "1.0"'
    yield f"date: 14-04-{plans.first_year - 1}"
    yield "status: definitief"


def _calendar(plans: PlanSet) -> Iterator[str]:
    yield from _document(plans, "contracten", "annex")
    yield "contracts:"
    for contract in plans.contracts:
        yield (
            f"  - {{id: {contract.id}, title: Systeem {contract.id}, supplier: Leverancier {contract.id[-2:]}, "
            f'ends: {_day(contract.ends)}, organisation: [N, Z, M], value_four_years: "€ 40.000"}}'
        )


def _summaries(plans: PlanSet) -> Iterator[str]:
    """A table for each municipality and kind, a row for each domain; a total row only where nothing is wrong in it."""
    yield from _document(plans, "nota", "decision")
    yield "summary_tables:"
    amounts = {(s.municipality, s.kind, s.domain, s.year): s.amount for s in plans.summaries}
    for municipality in MUNICIPALITIES:
        for kind in KINDS:
            yield f"  - title: {NAMES[municipality]} - {kind}"
            yield f"    municipality: {municipality}"
            yield f"    kind: {kind}"
            yield "    by: domain"
            yield f"    columns: [{{side: cost, years: [{_years(plans)}]}}]"
            yield "    rows:"
            for domain in DOMAINS:
                cells = [amounts.get((municipality, kind, domain, year), 0) for year in plans.years]
                yield f"      {domain}: {{cells: {_cells(cells)}}}"
            sums = [sum(amounts.get((municipality, kind, d, year), 0) for d in DOMAINS) for year in plans.years]
            yield f"      total: {{cells: {_cells(sums)}}}"


def _money(plans: PlanSet) -> Money:
    """The total of the coverage is what its rows add up to; that of the costs is what the plan set says."""
    money: Money = defaultdict(lambda: defaultdict(int))
    for cell in plans.cells:
        money[cell.initiative.id, "cost", cell.kind][cell.municipality, cell.year] = cell.cost
        coverage = money[cell.initiative.id, "coverage", cell.kind]
        coverage[cell.municipality, cell.year] = cell.coverage
        coverage["total", cell.year] += cell.coverage
    for total in plans.totals:
        money[total.initiative.id, "cost", total.kind]["total", total.year] = total.amount
    return money


def _plan(plans: PlanSet, domain: str, money: Money) -> Iterator[str]:
    own = [initiative for initiative in plans.initiatives if initiative.domain == domain]
    yield from _document(plans, domain, "plan")
    yield f"domains: [{domain}]"
    yield "initiatives:"
    for number, initiative in enumerate(own, start=1):
        yield from _initiative(plans, initiative, number, money)
    yield "relation_matrix:"
    yield "  complete: true"
    yield "  rows:"
    for initiative in own:
        yield f"    {initiative.id}: {{{', '.join(_related(plans, initiative))}}}"


def _related(plans: PlanSet, initiative: Initiative) -> Iterator[str]:
    for domain in DOMAINS:
        targets = [
            r.target.id
            for r in plans.relations
            if r.type == "relates" and r.source is initiative and r.target.domain == domain
        ]
        yield f"{domain}: [{', '.join(targets)}]"


def _initiative(plans: PlanSet, initiative: Initiative, number: int, money: Money) -> Iterator[str]:
    i = initiative
    parts = [m for m in MUNICIPALITIES if any((m, i.years[0]) in money.get((i.id, "cost", k), {}) for k in KINDS)]
    yield f"  - id: {i.id}"
    yield f"    name: {name(i)}"
    yield f'    number: "{number}"'
    yield f"    domain: {i.domain}"
    yield f'    priority: "{i.priority}"'
    if i.priority == "AO":
        yield f"    ao_ground: {'contracteinde' if i.replaces else 'wet'}"
    yield f"    municipalities: [{', '.join(parts)}]"
    yield f"    goals: [Doel van {i.id}]"
    yield "    actielijnen: [A]"
    yield f"    benefits: wat {i.id} oplevert"
    yield f"    period: {_day(i.starts)} t/m {_day(i.ends)}"
    yield f"    applications: [Applicatie {i.id}]"
    if i.replaces:
        yield f"    replaces: [{i.replaces}]"
    yield "    amounts:"
    for kind in KINDS:
        if (i.id, "cost", kind) in money:
            for side in ("cost", "coverage"):
                yield from _amounts(plans, side, kind, parts, money[i.id, side, kind])
    yield from _funding(i, parts, money)
    needs = [f"{{to: {r.target.id}}}" for r in plans.relations if r.type == "needs" and r.source is i]
    if needs:
        yield f"    needs: [{', '.join(needs)}]"


def _amounts(
    plans: PlanSet, side: str, kind: str, parts: Iterable[str], cells: dict[tuple[str, int], int]
) -> Iterator[str]:
    yield f"      - side: {side}"
    yield f"        kind: {kind}"
    yield f"        years: [{_years(plans)}]"
    yield "        rows:"
    for label in (*parts, "total"):
        yield f"          {label}: {{cells: {_cells([cells.get((label, year), 0) for year in plans.years])}}}"


def _funding(initiative: Initiative, parts: Iterable[str], money: Money) -> Iterator[str]:
    """What is not covered is asked for in the year before; a wish without money is put off."""
    yield "    funding:"
    for municipality in parts:
        for kind in KINDS:
            costs, coverage = (money.get((initiative.id, side, kind), {}) for side in ("cost", "coverage"))
            for year in initiative.years:
                if (municipality, year) not in costs:
                    continue
                head = f'{{municipality: {municipality}, kind: {kind}, year: "{year}"'
                if coverage[municipality, year]:
                    yield f"      - {head}, status: covered}}"
                if coverage[municipality, year] < costs[municipality, year]:
                    yield f"      - {head}, status: to_request, cycle: kadernota-{year - 1}}}"


def _years(plans: PlanSet) -> str:
    return ", ".join(f'"{year}"' for year in plans.years)


def _cells(cents: Iterable[int]) -> str:
    return "[" + ", ".join(f'"{amount // 100:,}"'.replace(",", ".") for amount in cents) + "]"


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
