"""What a reader hands over: documents as they were written, every value with its place, nothing interpreted.

The YAML plan file is the written form of these models: a field is a key. Fields of type `Said` hold a scalar as people
write it (`"€ 12.000"`, `2024 t/m 2025`, `NZ`); reading amounts, dates and names is the business of later stages.
"""

# no `from __future__ import annotations`: pydantic would compile each annotation once more from its text
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from consistency.errors import ConsistencyError
from consistency.model.location import Location


@dataclass(frozen=True, slots=True)
class Said:
    """A text and where it stands; `confidence` below 1 where the reader had to guess (which column, which name).

    `copies` are further printings of the same thing in the same document.
    """

    text: str
    at: Location
    confidence: float = 1.0
    copies: tuple[Location, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        return core_schema.is_instance_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]}


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Names = Annotated[list[Said], BeforeValidator(_as_list)]
"""One name or a list of names."""


class Record(BaseModel):
    """Base of all records. `at` is where the record begins; it is no key of a plan file.

    Where `row` names two fields, a plan file writes a list of these records as a mapping from the first to the second
    (`N: {cells: [...]}`, or `N: [...]`).
    """

    row: ClassVar[tuple[str, str] | None] = None

    # Validators are built when a record is first made without a binder, which saves other commands the time.
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)
    at: Annotated[Any, Field(exclude=True)]  # a Location; Any keeps pydantic from copying it


# --- the portfolio: what the whole set shares ---------------------------------------------------------------------


class MunicipalityRecord(Record):
    name: Said
    aliases: Names = []


class OrganisationRecord(Record):
    """A shared service: no municipality, it serves some."""

    serves: Names = []
    aliases: Names = []


class DomainRecord(Record):
    name: Said
    includes: Names = []
    aliases: Names = []


class ActielijnRecord(Record):
    name: Said
    aliases: Names = []


class PriorityRecord(Record):
    contains: Names = []
    aliases: Names = []


class BudgetCycleRecord(Record):
    id: Said
    names: dict[str, Said] = {}
    serves: Said | None = None
    decided_on: Said | None = None


class PortfolioRecord(Record):
    plan_set: Said
    original_file: Said | None = None
    decision_date: Said | None = None
    horizon: list[Said] = []
    municipalities: dict[str, MunicipalityRecord] = {}
    sets: dict[str, Names] = {}
    organisations: dict[str, OrganisationRecord] = {}
    domains: dict[str, DomainRecord] = {}
    actielijnen: dict[str, ActielijnRecord] = {}
    priorities: dict[str, PriorityRecord] = {}
    ao_grounds: Names = []
    distribution_keys: dict[str, dict[str, Said]] = {}
    budget_cycles: list[BudgetCycleRecord] = []
    aliases: dict[str, Names] = {}


# --- one document ------------------------------------------------------------------------------------------------


class AmountRowRecord(Record):
    """`label` is a municipality, a set, `total`, or what a part is measured in (`Kosten`, `Uren`)."""

    row = ("label", "cells")
    label: Said
    cells: list[Said]


class AmountTableRecord(Record):
    """A cost or coverage table as printed: one row a municipality, one column a year.

    `of_which` names the part of the costs that the table is about ("interne uren"): never added to its whole.
    `copy` marks a second printing of an earlier table of the same initiative.
    """

    side: Said
    kind: Said
    label: Said | None = None
    unit: Said | None = None
    of_which: Said | None = None
    copy_of_earlier: Said | None = None
    years: list[Said]
    notes: dict[str, Said] = {}
    rows: list[AmountRowRecord]


class FundingRecord(Record):
    """What the proposal says of one municipality's money: `status` is covered, to_request, deferred or not_applicable.

    `year` is the budget year named, where one is; `amount` what the sentence names.
    """

    municipality: Said | None = None
    kind: Said | None = None
    status: Said
    cycle: Said | None = None
    year: Said | None = None
    amount: Said | None = None


class RelationRecord(Record):
    to: Said
    domain: Said | None = None


class InitiativeRecord(Record):
    """`end_decision` is the decision that fixes when its costs end.

    `heading` is the heading under which its plan describes it.
    `filled` names fields of the template that hold words which are not kept: goals, benefits, costs, funding.
    """

    id: Said | None = None
    name: Said
    aliases: Names = []
    number: Said | None = None
    part_of: Said | None = None
    heading: Said | None = None
    domain: Said | None = None
    priority: Said | None = None
    ao_ground: Said | None = None
    municipalities: Names = []
    goals: Names = []
    actielijnen: Names = []
    benefits: Said | None = None
    period: Said | None = None
    applications: Names = []
    replaces: Names = []
    amounts: list[AmountTableRecord] = []
    funding: list[FundingRecord] = []
    end_decision: Said | None = None
    filled: Names = []
    relates: list[RelationRecord] = []
    needs: list[RelationRecord] = []


class ContractRecord(Record):
    """An entry of a contract calendar.

    `notice`, `renewal` (tacit), `extension` (option) and `implementation` hold durations as people write them; `tender`
    is its state, with the date of its notice where that is known; `route` what was decided on the contract's end.
    """

    id: Said | None = None
    supplier: Said | None = None
    title: Said
    starts: Said | None = None
    ends: Said | None = None
    notice: Said | None = None
    renewal: Said | None = None
    extension: Said | None = None
    organisation: Names = []
    value_four_years: Said | None = None
    procedure: Said | None = None
    tender: Said | None = None
    implementation: Said | None = None
    framework: Said | None = None
    motive: Said | None = None
    route: Said | None = None
    mark: Said | None = None
    applications: Names = []


class MatrixRowRecord(Record):
    """What an initiative relates to, per domain (as the column is headed); an empty list is a stated nothing."""

    row = ("name", "targets")
    name: Said
    targets: dict[str, Names]


class RelationMatrixRecord(Record):
    """`complete` None where nothing is said of it: a matrix then counts for its rows; false where it gives examples."""

    complete: bool | None = None
    columns: list[Said] = []
    rows: list[MatrixRowRecord] = []


class ListEntryRecord(Record):
    """A row of an overview, scored list, roadmap or actielijn matrix; which fields are used depends on the list.

    `heading` is the heading under which it is listed, `factors` what its score is made of (V, B, E, O).
    """

    name: Said
    number: Said | None = None
    heading: Said | None = None
    domain: Said | None = None
    priority: Said | None = None
    municipalities: Names = []
    score: Said | None = None
    factors: dict[str, Said] = {}
    years: list[Said] = []
    actielijnen: Names = []
    mark: Said | None = None


class ListRecord(Record):
    """`notes` says per footnote mark what it means (`exempt`, …)."""

    complete: bool = False
    notes: dict[str, Said] = {}
    entries: list[ListEntryRecord] = []


class ScoreListRecord(ListRecord):
    model: Said | None = None


class GoalRecord(Record):
    id: Said | None = None
    text: Said
    due: Said | None = None
    domain: Said | None = None


class SummaryColumnRecord(Record):
    side: Said
    kind: Said | None = None
    years: list[Said]


class SummaryRowRecord(Record):
    row = ("label", "cells")
    label: Said
    cells: list[Said]


class SummaryTableRecord(Record):
    title: Said | None = None
    municipality: Said | None = None
    kind: Said | None = None
    by: Said
    unit: Said | None = None
    columns: list[SummaryColumnRecord]
    rows: list[SummaryRowRecord]


class ContentsRecord(Record):
    """A line of a table of contents."""

    number: Said | None = None
    title: Said
    page: Said | None = None


class SectionRecord(Record):
    """A heading that the document really has."""

    number: Said | None = None
    title: Said


class StatementRecord(Record):
    """A claim in prose: `about` an initiative or contract, `attribute` (contract_end, period …) and its value."""

    about: Said
    attribute: Literal[
        "contract_end", "period", "priority", "ao_ground", "municipalities", "value_four_years", "procedure"
    ]
    value: Said


class UnreadRecord(Record):
    """Something in the document that was not used: a table that was not understood, an amount without a place."""

    what: Literal["table", "amount"]
    text: Said


class DocumentRecord(Record):
    document: Said
    kind: Said
    title: Said | None = None
    domains: Names = []
    version: Said | None = None
    date: Said | None = None
    original_file: Said | None = None
    status: Said | None = None
    initiatives: list[InitiativeRecord] = []
    contracts: list[ContractRecord] = []
    contract_notes: dict[str, Said] = {}
    relation_matrix: RelationMatrixRecord | None = None
    overview: ListRecord | None = None
    scores: ScoreListRecord | None = None
    roadmap: ListRecord | None = None
    actielijn_matrix: ListRecord | None = None
    goals: list[GoalRecord] = []
    summary_tables: list[SummaryTableRecord] = []
    contents: list[ContentsRecord] = []
    sections: list[SectionRecord] = []
    statements: list[StatementRecord] = []
    unread: list[UnreadRecord] = []


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read: `path` as reports show it, `sha256` of its bytes, `unread` the things in it left unused."""

    path: str
    sha256: str
    unread: int = 0


@dataclass(frozen=True, slots=True)
class PlanSetRecord:
    """All that was read of one plan set; `problems` are documents or parts that could not be read (exit code 2)."""

    portfolio: PortfolioRecord
    documents: tuple[DocumentRecord, ...]
    files: tuple[InputFile, ...] = ()
    problems: tuple[ConsistencyError, ...] = ()
