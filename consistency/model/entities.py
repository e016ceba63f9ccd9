"""The nouns of a plan set, after names have been resolved and values read; frozen, each with the claims it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from consistency.model.amount import Amount
from consistency.model.dates import Days, Period
from consistency.model.record import Said


class Side(StrEnum):
    COST = "cost"
    COVERAGE = "coverage"
    REQUEST = "request"


class Kind(StrEnum):
    INCIDENTAL = "incidental"
    STRUCTURAL = "structural"


@dataclass(frozen=True, slots=True)
class Municipality:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Domain:
    """`row` is the domain under which a summary counts it: itself, or the one that includes it."""

    id: str
    name: str
    row: str


@dataclass(frozen=True, slots=True)
class Document:
    """`kind` is decision, annex or plan. `columns`: the domains of its relation matrix, None without one;

    `gives_examples` where that matrix says that it is not complete."""

    id: str
    kind: str
    title: str
    domains: tuple[str, ...]
    said: Said
    columns: tuple[str, ...] | None = None
    gives_examples: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What a mention resolves to; `certain` False where only likeness says so."""

    id: str
    certain: bool


ClaimValue = str | tuple[str, ...] | Period | Days | Amount


@dataclass(frozen=True, slots=True)
class Claim:
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


@dataclass(frozen=True, slots=True)
class Use:
    """An initiative names an application that it changes; `application` is one id for all its spellings."""

    initiative: str
    application: str
    name: str
    said: Said


@dataclass(frozen=True, slots=True)
class ActielijnName:
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


@dataclass(frozen=True, slots=True)
class Contract:
    """`serves` are municipality codes; `decided`: its route is a decision.

    `exemptible`: a footnote exempts entries, and its mark may have been lost.
    """

    id: str
    title: Said
    document: str
    supplier: Said | None
    ends: Days | None
    ends_said: Said | None
    serves: tuple[str, ...]
    value: Amount | None
    value_said: Said | None
    procedure: str | None
    procedure_said: Said | None
    route: Said | None
    decided: bool
    exempt: bool
    exemptible: bool


@dataclass(frozen=True, slots=True)
class Relation:
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


@dataclass(frozen=True, slots=True)
class Replacement:
    """An initiative that replaces a contract: declared, or inferred from its name (then `certain` may be False)."""

    initiative: str
    contract: str
    said: Said
    certain: bool


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
    domains: tuple[str, ...] = ()
    domain_said: Said | None = None
    heading_said: Said | None = None
    actielijnen: tuple[ActielijnName, ...] = ()


@dataclass(frozen=True, slots=True)
class AmountCell:
    """A cell of an initiative's table. `role` is row, total or part (of which); `mark` sets a column apart (`2021*`).

    `takes_part` is None where the initiative does not say which municipalities take part.
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

    @property
    def column(self) -> str:
        return f"{self.year}{self.mark}"


@dataclass(frozen=True, slots=True)
class SummaryCell:
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


@dataclass(frozen=True, slots=True)
class Funding:
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


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was read and not, or not surely, understood.

    `what`: `name` resolves to nothing, `match` only by likeness (to `meant`), `amount` is unreadable or has no place,
    `value` is no date or number; `unread-table` and `unread-amount` were not used.
    """

    what: str
    said: Said
    document: str
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class PlanSet:
    """What the whole set shares. `horizon` is the first and last year, `priorities` what each contains."""

    id: str
    decision: Days | None
    horizon: tuple[int, int] | None
    municipalities: Mapping[str, Municipality]
    domains: Mapping[str, Domain]
    priorities: Mapping[str, tuple[str, ...]]
    said: Mapping[str, Said] = field(default_factory=dict)
