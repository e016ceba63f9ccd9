from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from consistency.engine.evaluation import evaluate
from consistency.engine.plan import compile_rules
from consistency.model.amount import parse_amount
from consistency.model.dates import parse_days
from consistency.model.facts import FactBase, FactKind, Subject, Type, Value
from consistency.model.finding import RuleOutcome
from consistency.model.location import TextLine
from consistency.model.record import Said
from consistency.rulebook._yaml import parse_nodes
from consistency.rulebook.reader import read_rule
from consistency.rulebook.rule import Rule

from .drafts import FRAME
from .engines import close_all

THING = {
    "id": Type.TOKEN, "name": Type.TEXT, "group": Type.TOKEN, "tags": Type.TOKENS, "year": Type.INTEGER,
    "weight": Type.NUMBER, "flag": Type.FLAG, "amount": Type.AMOUNT, "day": Type.DAYS,
}  # fmt: skip
KINDS = {
    kind.name: kind
    for kind in (
        FactKind("set", {"horizon": Type.DAYS, "as_of": Type.DAYS, "title": Type.TOKEN}),
        FactKind("thing", THING, slot=("year",)),
        FactKind("part", THING),
    )
}
MESSAGE = 'message: {nl: "{t.name}", en: "{t.name}"}\n'


class Lab:
    """A small world of facts, written as people write them: amounts and days as text, each with a place of its own."""

    kinds: Mapping[str, FactKind] = KINDS

    def rule(self, body: str) -> Rule:
        message = "" if "message:" in body else MESSAGE
        return read_rule(parse_nodes(FRAME + message + body), KINDS, "rule.yaml")

    def facts(self, **of_set: str) -> FactBase:
        facts = FactBase(KINDS)
        days: dict[str, Any] = {name: parse_days(text) for name, text in of_set.items()}
        facts["set"].add(**days)
        return facts

    def add(self, facts: FactBase, kind: str, id_: str, *, certain: bool = True, **values: object) -> None:
        line = sum(len(table) for table in facts)
        said = {name: Said(str(value), TextLine("plan.txt", line)) for name, value in values.items()}
        typed = {name: self.value(name, value) for name, value in values.items()}
        facts[kind].add(Subject(kind, id_, id_.upper()), said=said, certain=certain, id=id_, name=id_.upper(), **typed)

    def value(self, name: str, value: object) -> Value:
        if name == "amount":
            return parse_amount(str(value))
        return parse_days(str(value)) if name == "day" else value  # type: ignore[return-value]

    def run(self, body: str, facts: FactBase, **parameters: str) -> RuleOutcome:
        own = {"a-rule": parameters} if parameters else {}
        (outcome,) = evaluate(compile_rules([self.rule(body)], KINDS), facts, parameters=own)
        return outcome


@pytest.fixture(scope="session")
def lab() -> Lab:
    return Lab()


@pytest.fixture(scope="module", autouse=True)
def engines_end_with_the_module() -> Iterator[None]:
    yield
    close_all()
