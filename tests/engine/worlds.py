"""Fact bases to compare evaluators on: small, full of what is missing, doubled, odd or said with little precision.

A world is plain data, written as people write it, so that it can be printed and read again: amounts, days and decimals
are text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from consistency.model.amount import parse_amount
from consistency.model.dates import Days, parse_days
from consistency.model.facts import FactBase, FactKind, Subject, Truth, Type, Value
from consistency.model.location import TextLine
from consistency.model.record import Said

from .choices import Choices, chance, several

ATTRIBUTES = {
    "id": Type.TOKEN, "sid": Type.TOKEN, "t": Type.TOKEN, "group": Type.TOKEN, "name": Type.TEXT,
    "tags": Type.TOKENS, "marks": Type.TOKENS, "year": Type.INTEGER, "until": Type.INTEGER,
    "weight": Type.NUMBER, "share": Type.NUMBER, "flag": Type.FLAG, "done": Type.FLAG,
    "amount": Type.AMOUNT, "cost": Type.AMOUNT, "day": Type.DAYS, "ends": Type.DAYS,
}  # fmt: skip
OF_SET = {
    "id": Type.TOKEN, "group": Type.TOKEN, "tags": Type.TOKENS, "year": Type.INTEGER, "weight": Type.NUMBER,
    "flag": Type.FLAG, "amount": Type.AMOUNT, "as_of": Type.DAYS, "horizon": Type.DAYS,
}  # fmt: skip
KINDS = {
    kind.name: kind
    for kind in (
        FactKind("set", OF_SET),
        FactKind("thing", ATTRIBUTES, slot=("year",)),
        FactKind("part", ATTRIBUTES),
        FactKind("link", ATTRIBUTES, slot=("t", "tags")),
    )
}

WORDS = ("a", "b", "c", "AO")
ODD_WORDS = (
    "", " ", "5", "05", "5.0", "-1", "1e16", "true", "True", "null", "None", "$m", "$not", "id", "sid", "t", "A",
    "a, b", "{a}", "{{", "}", "[a]", '"', "'", "'\"", "\\", "\\u0061", "%s", "a\nb", "\t", "é", "e\u0301", "ß",
    "ﬁ", "İ", "😀", "𝄞", "\u200b", "\u00a0", "\u2028", "\x00", "\x7f", "x" * 300, "y" * 5000,
)  # fmt: skip
YEARS = (2023, 2024, 2025)
ODD_INTEGERS = (0, -1, 1, 5, 255, 2**31 - 1, 2**31, 2**53, 2**53 + 1, 10**15, 10**16, 10**17, -(2**63), 2**64)
DECIMALS = ("2024", "1.5", "2023.0")
ODD_DECIMALS = (
    "5", "5.0", "5.00", "0", "-0", "0.1", "0.10", "-1", "1E+16", "1E-7", "10000000000000000", "9007199254740993",
    "0.3333333333333333333333333333",
)  # fmt: skip
AMOUNTS = ("1", "2", "1 - 2", "PM", "")
ODD_AMOUNTS = (
    "0", "nihil", "n.v.t.", "2 - 5", "5", "5,00", "-5", "-/- 2", "3 + PM", "n.t.b.", "2 mln", "2.000.000", "2,3 mln",
    "12 duizend", "12.400", "10.000.000.000.000", "10.000.000.000.000,01", "0,01", "niet te lezen", "-", "1 *",
)  # fmt: skip
DAYS = ("2024", "juni 2024", "1 juni 2024")
ODD_DAYS = ("2023", "31-12-2023", "1-1-2024", "mei 2024", "2023-06-01/2024-06-30", "2024-05-31/2024-06-01", "2025")


@dataclass(frozen=True)
class Pool:
    """The values that one world is made of, few, so that they meet; `gaps`: of 100 values so many are missing."""

    words: tuple[str, ...]
    integers: tuple[int, ...]
    decimals: tuple[str, ...]
    amounts: tuple[str, ...]
    days: tuple[str, ...]
    gaps: int


def draw_pool(choices: Choices) -> Pool:
    def mixed(usual: tuple[Any, ...], odd: tuple[Any, ...], percent: int = 40) -> tuple[Any, ...]:
        drawn = several(choices, odd, 4, 1) if chance(choices, percent) else []
        return (*usual[: 3 - len(drawn)], *drawn) if chance(choices, 70) else (*drawn, *usual[:1])

    return Pool(
        words=mixed(WORDS, ODD_WORDS),
        integers=mixed(YEARS, ODD_INTEGERS, 25),
        decimals=mixed(DECIMALS, ODD_DECIMALS),
        amounts=mixed(AMOUNTS, ODD_AMOUNTS, 70),
        days=mixed(DAYS, ODD_DAYS, 60),
        gaps=choices.one((10, 0, 5, 15, 40)),
    )


@dataclass(frozen=True)
class Fact:
    kind: str
    subjects: tuple[str, ...]
    sure: int
    values: Mapping[str, Any]


World = tuple[Fact, ...]
"""The first is the plan set itself."""


def draw_world(choices: Choices, pool: Pool, *, large: bool = False) -> World:
    """A few facts of each kind; of one kind up to some hundreds in a large one."""
    facts = [Fact("set", ("set",), Truth.YES.value, _draw_values(choices, pool, OF_SET))]
    sizes = {kind: choices.one((3, 6, 8, 7, 5, 9, 10, 9, 8, 6, 1, 0)) for kind in ("thing", "part", "link")}
    if chance(choices, 2):
        sizes = dict.fromkeys(sizes, 0)
    if large:
        sizes[choices.one(tuple(sizes))] = 20 + choices.number(280)
    for kind, size in sizes.items():
        of_kind: list[Fact] = []
        for _ in range(size):
            again = of_kind and chance(choices, 6)
            of_kind.append(choices.one(of_kind) if again else _draw_fact(choices, pool, kind))
        facts += of_kind
    return tuple(facts)


def _draw_fact(choices: Choices, pool: Pool, kind: str) -> Fact:
    subjects = several(choices, ("p", "q", "r", "s"), 3) if chance(choices, 8) else [choices.one(("p", "q", "r", "s"))]
    sure = Truth.POSSIBLE if chance(choices, 12) else Truth.UNDECIDED if chance(choices, 5) else Truth.YES
    return Fact(kind, tuple(subjects), sure.value, _draw_values(choices, pool, ATTRIBUTES))


def _draw_values(choices: Choices, pool: Pool, attributes: Mapping[str, Type]) -> Mapping[str, Any]:
    return {name: _draw_value(choices, pool, type_) for name, type_ in attributes.items() if _said(choices, pool)}


def _said(choices: Choices, pool: Pool) -> bool:
    return not pool.gaps or not chance(choices, pool.gaps)


def _draw_value(choices: Choices, pool: Pool, type_: Type) -> Any:
    match type_:
        case Type.TOKEN | Type.TEXT:
            return choices.one(pool.words)
        case Type.TOKENS:
            return sorted(set(several(choices, pool.words, 3)))
        case Type.INTEGER:
            return choices.one(pool.integers)
        case Type.NUMBER:
            return choices.one(pool.decimals)
        case Type.FLAG:
            return choices.one((True, False))
        case Type.AMOUNT:
            return choices.one(pool.amounts)
        case Type.DAYS:
            return choices.one(pool.days)


def facts_of(world: Iterable[Fact]) -> FactBase:
    facts = FactBase(KINDS)
    for line, fact in enumerate(world, start=1):
        attributes = KINDS[fact.kind].attributes
        said = {name: (Said(str(value)[:50], TextLine("plan.txt", line)),) for name, value in fact.values.items()}
        typed = {name: _typed(value, attributes[name]) for name, value in fact.values.items()}
        subjects = tuple(Subject("subject", key, key.upper()) for key in fact.subjects)
        facts[fact.kind].append(tuple(map(typed.get, attributes)), said, fact.sure, subjects)
    return facts


def _typed(value: Any, type_: Type) -> Value:
    match type_:
        case Type.AMOUNT:
            return parse_amount(value)
        case Type.NUMBER:
            return Decimal(value)
        case Type.TOKENS:
            return tuple(value)
        case Type.DAYS:
            first, _, last = value.partition("/")
            return Days(date.fromisoformat(first), date.fromisoformat(last)) if last else parse_days(value)
    return value  # type: ignore[no-any-return]


def written(world: World) -> str:
    """One fact a line, as JSON."""
    facts = ([fact.kind, list(fact.subjects), fact.sure, fact.values] for fact in world)
    return "".join(json.dumps(fact) + "\n" for fact in facts)


def read_world(text: str) -> World:
    """What `written` wrote."""
    facts = (json.loads(line) for line in text.splitlines() if line.strip())
    return tuple(Fact(kind, tuple(subjects), sure, values) for kind, subjects, sure, values in facts)
