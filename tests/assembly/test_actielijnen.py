"""Fields that name actielijnen, as people fill them in."""

from __future__ import annotations

import pytest

from consistency.assembly.actielijnen import Actielijnen
from consistency.model.location import TextLine
from consistency.model.record import ActielijnRecord, PortfolioRecord, Said

HERE = TextLine("noorddam.txt", 1)


def said(text: str) -> Said:
    return Said(text, HERE)


def portfolio() -> PortfolioRecord:
    names = {"A": "Doorontwikkeling van de dienstverlening", "B": "Wonen en werken", "D": "Datagedreven werken"}
    lines = {key: ActielijnRecord(at=HERE, name=said(name)) for key, name in names.items()}
    return PortfolioRecord(at=HERE, plan_set=said("noorddam"), actielijnen=lines)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("A, B en D", ["A", "B", "D"]),
        ("STiP actielijnen: wonen en werken en datagedreven werken.", ["B", "D"]),
        ("A. Doorontwikkelen dienstverlening en B. Wonen en werken", ["A", "B"]),
        ("Actielijn D – Datagedreven werken", ["D"]),
        ("Actielijn A: doorontwikkeling dienstverlening – omnichannel Actielijn B: wonen en werken", ["A", "B"]),
        ("Dit draagt bij aan actielijn B: Wonen en werken • We zijn er snel bij • We werken digitaal", ["B"]),
        ("Alle actielijnen", ["A", "B", "D"]),
        ("Actielijnen: alle", ["A", "B", "D"]),
        ("-", []),
        ("n.v.t.", []),
    ],
)  # fmt: skip
def test_names_that_are_known(text: str, keys: list[str]) -> None:
    found = list(Actielijnen(portfolio()).named([said(text)], "sociaal"))
    assert [line.key for line in found] == keys
    assert all(line.declared and line.certain for line in found)


def test_another_name_beside_the_letter_is_known_in_other_fields_too() -> None:
    fields = ["Actielijn D: datagedreven sturing", "Wonen en werken & Datagedreven sturing"]
    found = list(Actielijnen(portfolio(), fields).named(map(said, fields), "sociaal"))
    assert [(line.key, line.declared) for line in found] == [("D", False), ("B", True), ("D", False)]


def test_a_letter_with_the_name_of_another_line_is_another_name() -> None:
    (found,) = Actielijnen(portfolio()).named([said("A. Datagedreven werken")], "sociaal")
    assert (found.key, found.declared) == ("A", False)


def test_what_the_set_does_not_have() -> None:
    (found,) = Actielijnen(portfolio()).named([said("Duurzaamheid")], "sociaal")
    assert found.key is None
    nothing = PortfolioRecord(at=HERE, plan_set=said("noorddam"))
    assert list(Actielijnen(nothing).named([said("Duurzaamheid")], "sociaal")) == []
