"""Facts: what rules read. A kind of fact is a relation with typed attributes; a fact base holds one table a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from consistency.model.amount import Amount
from consistency.model.dates import Days
from consistency.model.record import Said


class Type(StrEnum):
    """What an attribute holds; None is a missing value of any of them.

    TOKEN: an id or code, compared exactly; TEXT: for people only, not compared; NUMBER: an exact decimal;
    TOKENS: a set of tokens, sorted.
    """

    TOKEN = "token"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    TOKENS = "tokens"
    AMOUNT = "amount"
    DAYS = "days"


class Truth(IntEnum):
    """Of a condition or a fact: how surely it holds. A conjunction is as sure as its least sure part."""

    NO = 0
    UNDECIDED = 1
    POSSIBLE = 2
    YES = 3


_YES, _POSSIBLE = Truth.YES.value, Truth.POSSIBLE.value

Value = str | int | Decimal | bool | tuple[str, ...] | Amount | Days | None


class Subject(NamedTuple):
    """What a finding is about: `type` initiative, contract, document, goal, domain …"""

    type: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Quote(Said):
    """A claim as evidence shows it: its text with its label (`D 2022: 50.000`), and the value read from it.

    Where a rule concluded the fact, the value is plain data already, as in the evidence of its finding.
    """

    value: Any = None


def quote(said: Said, value: Value, label: str | None = None) -> Quote:
    """`said` as evidence of `value`, with a label in front where the text alone does not say what it is about."""
    text = f"{label}: {said.text}" if label else said.text
    return Quote(text, said.at, said.confidence, said.copies, value)


@dataclass(frozen=True)
class FactKind:
    """`attributes` in column order; `slot` names those that tell one place from its like (see `Finding.slot`)."""

    name: str
    attributes: Mapping[str, Type]
    slot: tuple[str, ...] = ()
    help: str = ""
    index: Mapping[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {name: i for i, name in enumerate(self.attributes)})

    def __hash__(self) -> int:
        return hash(self.name)


class FactTable:
    """Facts of one kind: `rows[i]` the values in column order, `said[i]` the claims behind them by attribute,

    `subjects[i]` the entities it is about, `about[i]` a number that is the same for the same entities, `sure[i]` how
    sure it is: YES, POSSIBLE where a reading or a match is only likely, UNDECIDED where the rule that would conclude it
    could not be decided (plain numbers of `Truth`).
    """

    def __init__(self, kind: FactKind) -> None:
        self.kind = kind
        self.about: list[int] = []
        self._numbers: dict[object, int] = {}
        self.rows: list[tuple[Value, ...]] = []
        self.said: list[Mapping[str, tuple[Said, ...]]] = []
        self.sure: list[int] = []
        self.subjects: list[tuple[Subject, ...]] = []

    def add(
        self,
        *subjects: Subject,
        said: Mapping[str, Said | Iterable[Said] | None] | None = None,
        certain: bool | None = None,
        **values: Value,
    ) -> None:
        """One fact more. Attributes not given are missing; an attribute that the kind does not have raises KeyError.

        Where `certain` is not given, the confidence of the claims decides.
        """
        attributes = self.kind.attributes
        if not values.keys() <= attributes.keys():
            raise KeyError(f"{self.kind.name} has no attribute {sorted(values.keys() - attributes.keys())}")
        claims: dict[str, tuple[Said, ...]] = {}
        sure = certain is None or certain
        for name, claim in said.items() if said else ():
            if isinstance(claim, Said):
                claims[name] = (claim,)
                sure = sure and (certain is not None or claim.confidence >= 1)
            elif claim is not None:
                claims[name] = tuple(claim)
                sure = sure and (certain is not None or all(one.confidence >= 1 for one in claims[name]))
        self.append(tuple(map(values.get, attributes)), claims, _YES if sure else _POSSIBLE, subjects)

    def append(
        self,
        row: tuple[Value, ...],
        said: Mapping[str, tuple[Said, ...]],
        sure: int,
        subjects: tuple[Subject, ...],
    ) -> None:
        """One fact more, given as it is kept."""
        self.rows.append(row)
        self.said.append(said)
        self.sure.append(sure)
        self.subjects.append(subjects)
        if len(subjects) == 1:
            (one,) = subjects
            key: object = (one.type, one.id)
        else:
            key = tuple([(subject.type, subject.id) for subject in subjects])
        self.about.append(self._numbers.setdefault(key, len(self._numbers)))

    def __len__(self) -> int:
        return len(self.rows)


class FactBase:
    """All facts of one plan set. The kind `set` has one row: what rules call `set.horizon`, `set.as_of` …"""

    def __init__(self, kinds: Mapping[str, FactKind]) -> None:
        self._tables = {name: FactTable(kind) for name, kind in sorted(kinds.items())}

    def __getitem__(self, kind: str) -> FactTable:
        return self._tables[kind]

    def __contains__(self, kind: str) -> bool:
        return kind in self._tables

    def __iter__(self) -> Iterator[FactTable]:
        return iter(self._tables.values())

    def with_kinds(self, kinds: Iterable[FactKind]) -> FactBase:
        """The same tables, and an empty one for each of these kinds; this fact base stays as it is."""
        wider = FactBase({kind.name: kind for kind in kinds})
        wider._tables = dict(sorted({**wider._tables, **self._tables}.items()))
        return wider
