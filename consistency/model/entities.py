"""The nouns of a plan set, after names have been resolved and values read; frozen, each with the claims it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from consistency.model.amount import Amount
from consistency.model.dates import Days, Period
from consistency.model.durations import Duration
from consistency.model.names import normal
from consistency.model.record import ContentsRecord, Said, SectionRecord


class Side(StrEnum):
    COST = "cost"
    COVERAGE = "coverage"
    REQUEST = "request"


class Kind(StrEnum):
    INCIDENTAL = "incidental"
    STRUCTURAL = "structural"


class Municipality(NamedTuple):
    code: str
    name: str


class Domain(NamedTuple):
    """`row` is the domain under which a summary counts it: itself, or the one that includes it."""

    id: str
    name: str
    row: str


class Document(NamedTuple):
    """`kind` is decision, annex or plan. `columns`: the domains of its relation matrix, None without one;

    `gives_examples` where that matrix says that it is not complete. `standing` is draft, final or None: not said."""

    id: str
    kind: str
    title: str
    domains: tuple[str, ...]
    said: Said
    columns: tuple[str, ...] | None = None
    gives_examples: bool = False
    version: Said | None = None
    date: Said | None = None
    status: Said | None = None
    standing: str | None = None
    amounts_written: tuple[Said, ...] = ()
    """Where it writes amounts in two conventions for `.` and `,`: the first amount in its usual one, and the others."""


class Match(NamedTuple):
    """What a mention resolves to; `certain` False where only likeness says so."""

    id: str
    certain: bool


ClaimValue = str | tuple[str, ...] | Period | Days | Amount


class Claim(NamedTuple):
    """One document's statement on one attribute of one subject. `certain` False where the subject is only likely."""

    subject: str
    attribute: str
    value: ClaimValue
    said: Said
    document: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Initiative:
    """`document` is the plan that has its section; None where it is only listed. `number` as printed there.

    `fields` are the template's fields that its section fills in, `end_decision` the decision that fixes the end.
    `aliases` are its declared other names.
    """

    id: str
    name: str
    said: Said
    document: str | None = None
    domain: str | None = None
    number: str | None = None
    part_of: str | None = None
    heading: Said | None = None
    aliases: tuple[str, ...] = ()
    applications: tuple[Said, ...] = ()
    fields: Mapping[str, Said] = field(default_factory=dict, compare=False)
    end_decision: Said | None = None
    number_said: Said | None = None


class Use(NamedTuple):
    """An initiative names an application that it changes; `application` is one id for all its spellings."""

    initiative: str
    application: str
    name: str
    said: Said


class ActielijnName(NamedTuple):
    """An actielijn as some place names it. `key` None: the set has none such.

    `declared` False where it is known by its letter or by likeness, under a name that is neither its own nor an alias.
    `initiative` None where a document only lists its actielijnen.
    """

    key: str | None
    name: str
    said: Said
    document: str
    initiative: str | None = None
    declared: bool = True
    certain: bool = True


class Contract(NamedTuple):
    """`about` has the words that tell its subject, `serves` municipality codes; `decided`: its route is a decision.

    `lasts_on`: a decision to go on with the contract, until `lasts_until` where it says so.
    `exemptible`: a footnote exempts entries, and its mark may have been lost. `extension` is what all options together
    add; `announced` the date of the tender's notice. `tacit`: it goes on unless notice is given.
    `left_empty` are the fields (value_four_years, ends, supplier, procedure) that its calendar states of others only;
    `document` is the first of `listed_in`.
    """

    id: str
    title: Said
    document: str
    supplier: Said | None
    ends: Days | None
    ends_said: Said | None
    about: frozenset[str]
    serves: tuple[str, ...]
    serves_said: tuple[Said, ...]
    value: Amount | None
    value_said: Said | None
    procedure: str | None
    procedure_said: Said | None
    route: Said | None
    decided: bool
    lasts_on: bool
    lasts_until: Days | None
    exempt: bool
    exemptible: bool
    starts: Days | None = None
    starts_said: Said | None = None
    notice: Duration | None = None
    notice_said: Said | None = None
    tacit: bool = False
    extension: Duration | None = None
    extension_said: Said | None = None
    retendered: bool = False
    tender: str | None = None
    tender_said: Said | None = None
    announced: Days | None = None
    implementation: Duration | None = None
    implementation_said: Said | None = None
    framework: bool | None = None
    motive: Said | None = None
    left_empty: tuple[str, ...] = ()
    listed_in: tuple[str, ...] = ()


def same_contract(a: Contract, b: Contract) -> bool:
    """Whether two entries have one title, and nobody names another supplier or other municipalities."""
    suppliers = [normal(one.supplier.text) for one in (a, b) if one.supplier and one.supplier.text.strip()]
    served = [one.serves for one in (a, b) if one.serves]
    return normal(a.title.text) == normal(b.title.text) and len(set(suppliers)) < 2 and len(set(served)) < 2


class Relation(NamedTuple):
    """A stated relation (`relates`, `needs`). `target` None where the name resolves to nothing.

    `column` is the domain under which it was stated. `from_matrix` False if stated in the initiative itself.
    """

    type: str
    source: str
    target: Match | None
    said: Said
    document: str
    column: str | None
    from_matrix: bool
    certain: bool


class Replacement(NamedTuple):
    """An initiative that replaces a contract: declared, or inferred from its name (then `certain` may be False)."""

    initiative: str
    contract: str
    said: Said
    certain: bool


class Heading(NamedTuple):
    """What a heading says of all that is listed under it: `priorities`, and the years in which they start.

    `open`: "from" the first of these years on.
    """

    said: Said
    priorities: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    open: bool = False


class ListKind(StrEnum):
    OVERVIEW = "overview"
    SCORES = "scores"
    ROADMAP = "roadmap"
    MATRIX = "matrix"
    ACTIELIJNEN = "actielijnen"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list. `matches` is empty where the name resolves to nothing, and several where names run together.

    `domains` are those of the heading or column that it stands under.
    """

    list: ListKind
    document: str
    name: str
    said: Said
    matches: tuple[Match, ...]
    priority: str | None = None
    priority_said: Said | None = None
    municipalities: tuple[str, ...] = ()
    municipalities_said: Said | None = None
    score: Decimal | None = None
    score_said: Said | None = None
    model: str | None = None
    years: tuple[int, ...] = ()
    years_said: tuple[Said, ...] = ()
    exempt: bool = False
    number: Said | None = None
    heading: Heading | None = None
    factors: Mapping[str, Said] = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    domain_said: Said | None = None
    heading_said: Said | None = None
    actielijnen: tuple[ActielijnName, ...] = ()


class AmountCell(NamedTuple):
    """A cell of an initiative's table. `role` is row, total, part ("of which") or part-total (of a table of parts).

    `mark` sets a column apart (`2021*`). `takes_part` is None where the initiative does not say which municipalities
    take part. `part_of` is the name of the table that a part belongs to.
    """

    initiative: str
    document: str
    table: str
    side: Side
    kind: Kind
    role: str
    municipality: str | None
    year: int
    mark: str
    amount: Amount
    said: Said
    takes_part: bool | None = None
    copy: bool = False
    part_of: str | None = None

    @property
    def column(self) -> str:
        return f"{self.year}{self.mark}"


class SummaryCell(NamedTuple):
    """A cell of a summary table. `row` is the label's id, `members` the domains, priorities or initiative it counts."""

    document: str
    table: str
    municipality: str | None
    side: Side
    kind: Kind
    by: str
    row: str
    total: bool
    members: tuple[str, ...]
    year: int
    amount: Amount
    said: Said


class LineTotal(NamedTuple):
    """What a table states as the total of one row, and the cells of that row which it may add up.

    A column with a mark of its own is among them: whether the total counts it, the table does not say.
    """

    amount: Amount
    said: Said
    cells: tuple[AmountCell, ...] | tuple[SummaryCell, ...]


class Round(NamedTuple):
    """Where money is asked for. `serves` is the budget year; `sure` False where only the name of the round says which.

    `users` are the municipalities that have a round of this name; empty where the set does not say.
    """

    said: Said
    serves: int | None
    sure: bool
    users: tuple[str, ...] = ()


class Funding(NamedTuple):
    """What a proposal says of money: `status` covered, to_request, deferred, not_applicable.

    None means any kind, any municipality, every year, all of the amount.
    """

    initiative: str
    municipality: str | None
    kind: Kind | None
    status: str
    from_year: int | None
    amount: Amount | None
    said: Said
    round: Round | None = None
    until_year: int | None = None

    def speaks_of(self, year: int) -> bool:
        """Whether the years that it names, if any, hold this one."""
        begun = self.from_year is None or self.from_year <= year
        return begun and (self.until_year is None or year <= self.until_year)


class Goal(NamedTuple):
    """A goal that a document lists, and the initiatives of that document that name it."""

    id: str
    name: str
    document: str
    said: Said
    due: Days | None
    due_said: Said | None
    served_by: tuple[str, ...] = ()


class Doubt(NamedTuple):
    """Something that was read and not, or not surely, understood.

    `what`: `name` resolves to nothing, `match` only by likeness (to `meant`), `amount` is unreadable or has no place,
    `value` is no date, duration or number; `contract` is replaced by the initiative `meant` and in no calendar;
    `unread-table` and `unread-amount` were not used.
    """

    what: str
    said: Said
    document: str
    meant: str | None = None


class PriorityField(NamedTuple):
    """A field for a priority: `names` all that it names, `heading` what it stands under.

    `initiative` None where the name beside it is no initiative; `list` None for a plan's own description.
    """

    document: str
    name: str
    initiative: Match | None
    list: ListKind | None
    said: Said | None
    names: tuple[str, ...]
    heading: Heading | None


class Outline(NamedTuple):
    """The headings of a document: as its table of contents lists them, and as they really are."""

    document: str
    contents: tuple[ContentsRecord, ...]
    sections: tuple[SectionRecord, ...]


@dataclass(frozen=True, slots=True)
class PlanSet:
    """What the whole set shares. `horizon` is the first and last year, `priorities` what each contains.

    `keys` are the distribution keys: per name the share of each municipality, on a scale of the key's own.
    `ao_grounds` are what makes something unavoidable: contract, law, price, decision or a word of the set's own;
    `uses_grounds` if the set declares them or some plan states one.
    """

    id: str
    decision: Days | None
    horizon: tuple[int, int] | None
    municipalities: Mapping[str, Municipality]
    domains: Mapping[str, Domain]
    priorities: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    ao_grounds: tuple[str, ...] = ()
    uses_grounds: bool = False
    said: Mapping[str, Said] = field(default_factory=dict)
