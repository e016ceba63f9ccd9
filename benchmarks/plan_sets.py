"""A made-up plan set, of the size that four plans of three municipalities have, in which everything agrees.

Nothing here is of a real plan: names are numbers. The same seed and number give the same set, however many are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

DOMAINS = ("sociaal", "fysiek", "dienstverlening", "bedrijfsvoering")
MUNICIPALITIES = ("N", "Z", "M")
KINDS = ("incidental", "structural")
YEARS = 4
INITIATIVES, CONTRACTS, RELATED_PAIRS, NEEDS = 37, 58, 33, 14
THOUSAND = 100_000  # cents


@dataclass(slots=True)
class Contract:
    id: str
    ends: date
    place: str


@dataclass(slots=True)
class Initiative:
    """`years` are those in which it costs something, the last one included."""

    id: str
    domain: str
    priority: str
    years: range
    starts: date
    ends: date
    replaces: str | None
    funding: str
    place: str


@dataclass(slots=True)
class Cell:
    initiative: Initiative
    kind: str
    municipality: str
    year: int
    cost: int
    coverage: int
    cost_place: str
    coverage_place: str


@dataclass(slots=True)
class Total:
    """The total row of an initiative's cost table, in one year."""

    initiative: Initiative
    kind: str
    year: int
    amount: int
    place: str


@dataclass(slots=True)
class Summary:
    """A cell of the table that a municipality has of its costs per domain."""

    id: str
    domain: str
    municipality: str
    kind: str
    year: int
    amount: int
    place: str


@dataclass(slots=True)
class Relation:
    """`type` is `relates` or `needs`."""

    type: str
    source: Initiative
    target: Initiative
    place: str


@dataclass(slots=True)
class PlanSet:
    id: str
    first_year: int
    contracts: list[Contract] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def first_day(self) -> date:
        return date(self.first_year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.first_year + YEARS - 1, 12, 31)

    @property
    def years(self) -> range:
        return range(self.first_year, self.first_year + YEARS)

    def place(self, document: str) -> str:
        """The next line of a document, as `path:line`."""
        self.lines[document] += 1
        return f"{self.id}/{document}.yaml:{self.lines[document]}"

    def relate(self, kind: str, source: Initiative, target: Initiative) -> Relation:
        relation = Relation(kind, source, target, self.place(source.domain))
        self.relations.append(relation)
        return relation

    def related(self, kind: str) -> set[tuple[str, str]]:
        return {(r.source.id, r.target.id) for r in self.relations if r.type == kind}


def plan_set(number: int, random: Random) -> PlanSet:
    plans = PlanSet(f"p{number:05}", 2020 + random.randrange(8))
    for i in range(INITIATIVES):
        _add_initiative(plans, i, random)
    _add_contracts(plans, random)
    for initiative in plans.initiatives:
        _add_money(plans, initiative, random)
    _add_summaries(plans)
    _add_relations(plans, random)
    return plans


def _add_initiative(plans: PlanSet, i: int, random: Random) -> None:
    domain = DOMAINS[i * len(DOMAINS) // INITIATIVES]
    first = random.choice([0, 0, 1, 2])
    years = range(plans.first_year + first, plans.first_year + min(YEARS, first + random.choice([1, 2, 2, 3])))
    starts = date(years[0], random.choice([1, 1, 4, 7]), 1)
    ends = random.choice([date(years[-1], 12, 31), date(years[-1], 9, 30)])
    priority = random.choice(["AO", "AO", "1a", "1b", "2"])
    funding = random.choice(["covered", "covered", "to-request", "none" if priority == "2" else "covered"])
    place = plans.place(domain)
    plans.initiatives.append(
        Initiative(f"{plans.id}-i{i:02}", domain, priority, years, starts, ends, None, funding, place)
    )


def _add_contracts(plans: PlanSet, random: Random) -> None:
    """Each that ends inside the horizon is replaced by one initiative, AO, that has begun by then."""
    replacing = [i for i in plans.initiatives if i.priority == "AO"]
    others = [i for i in plans.initiatives if i.priority in ("1a", "1b")][:6]
    for number in range(CONTRACTS):
        id_, place = f"{plans.id}-c{number:02}", plans.place("contracten")
        if number < len(replacing):
            last = replacing[number].ends
            ends = last - timedelta(days=random.randrange((last - replacing[number].starts).days))
            replacing[number].replaces = id_
        else:
            ends = date(plans.last_day.year + random.randrange(1, 6), random.randrange(1, 13), random.randrange(1, 29))
            if number - len(replacing) < len(others):
                others[number - len(replacing)].replaces = id_
        plans.contracts.append(Contract(id_, ends, place))


def _add_money(plans: PlanSet, initiative: Initiative, random: Random) -> None:
    kinds = random.choice([KINDS[:1], KINDS[:1], KINDS[1:], KINDS, KINDS[:1]])
    parts = sorted(random.sample(MUNICIPALITIES, random.choice([1, 2, 3, 3])), key=MUNICIPALITIES.index)
    share = {"covered": (1, 1), "to-request": (0, 1), "none": (0, 0)}[initiative.funding]
    for kind in kinds:
        for year in initiative.years:
            amount = 0
            for municipality in parts:
                cost = random.randrange(2, 90) * THOUSAND
                covered = random.randint(0, 1) and cost // THOUSAND // 2 * THOUSAND
                coverage = cost if share[0] else covered if share[1] else 0
                places = plans.place(initiative.domain), plans.place(initiative.domain)
                plans.cells.append(Cell(initiative, kind, municipality, year, cost, coverage, *places))
                amount += cost
            plans.totals.append(Total(initiative, kind, year, amount, plans.place(initiative.domain)))


def _add_summaries(plans: PlanSet) -> None:
    """A cell for every domain, municipality, kind and year of which details exist."""
    spent: dict[tuple[str, str, str, int], int] = defaultdict(int)
    for cell in plans.cells:
        spent[cell.municipality, cell.kind, cell.initiative.domain, cell.year] += cell.cost
    for number, key in enumerate(sorted(spent)):
        municipality, kind, domain, year = key
        id_ = f"{plans.id}-s{number:02}"
        plans.summaries.append(Summary(id_, domain, municipality, kind, year, spent[key], plans.place("nota")))


def _add_relations(plans: PlanSet, random: Random) -> None:
    """Related both ways; and what is needed is funded, and there in time."""

    def pairs(count: int, fits: Callable[[Initiative, Initiative], bool]) -> list[tuple[Initiative, Initiative]]:
        found: dict[tuple[str, str], tuple[Initiative, Initiative]] = {}
        while len(found) < count:
            a, b = random.sample(plans.initiatives, 2)
            if fits(a, b) and (b.id, a.id) not in found:
                found[a.id, b.id] = a, b
        return list(found.values())

    for a, b in pairs(RELATED_PAIRS, lambda a, b: a.domain != b.domain):
        plans.relate("relates", a, b)
        plans.relate("relates", b, a)
    for a, b in pairs(NEEDS, lambda a, b: b.ends <= a.ends and b.funding != "none" and a.id > b.id):
        plans.relate("needs", a, b)
