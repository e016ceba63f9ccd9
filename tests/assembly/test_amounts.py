from __future__ import annotations

from typing import Any

import pytest

from consistency.assembly import assemble
from consistency.inputs.yaml import plan_set_from_data
from consistency.model.amount import Interval
from consistency.model.entities import AmountCell

TWO = {"N": {"name": "Noorddam"}, "Z": {"name": "Zuiderveen"}}
ONE = {"N": {"name": "Noorddam"}}


def cells(municipalities: dict[str, Any], rows: dict[str, list[str]], **table: Any) -> list[AmountCell]:
    initiative: dict[str, Any] = {"name": "Website", "municipalities": "Noorddam"}
    shape = {"side": "kosten", "kind": "incidenteel", "years": ["2024", "2025*"], "rows": rows} | table
    data = {"municipalities": municipalities, "initiatives": [initiative | {"amounts": [shape]}]}
    return list(assemble(plan_set_from_data(data, "test")).cells)


def test_a_cell_has_its_place() -> None:
    first, second = cells(TWO, {"Noorddam": ["1.000", "PM"]})
    assert (first.municipality, first.column, first.role, first.table) == ("N", "2024", "row", "cost-incidental")
    assert first.amount.written == Interval(100_000, 100_000)
    assert (second.year, second.mark, second.amount.meant) == (2025, "*", Interval(0, None))


def test_who_takes_no_part_leaves_a_cell_blank_for_nothing() -> None:
    blank = {cell.municipality: cell.amount.meant for cell in cells(TWO, {"N": ["", ""], "Z": ["", ""]})}
    assert blank == {"N": Interval(0, None), "Z": Interval(0, 0)}


@pytest.mark.parametrize(
    ("municipalities", "rows", "places"),
    [
        (TWO, {"N": ["1", "2"], "Totaal": ["1", "2"]}, [("row", "N"), ("total", None)]),
        (TWO, {"NZ": ["1", "2"]}, [("row", "NZ")]),
        (ONE, {"Kosten": ["1", "2"]}, [("row", "N")]),
        (ONE, {"Totaal": ["1", "2"]}, [("row", "N")]),
        (TWO, {"Totaal": ["1", "2"]}, [("row", "N+Z")]),
        (TWO, {"Uren": ["1", "2"]}, []),
    ],
)
def test_rows_by_what_their_label_says(
    municipalities: dict[str, Any], rows: dict[str, list[str]], places: list[tuple[str, str | None]]
) -> None:
    found = dict.fromkeys((cell.role, cell.municipality) for cell in cells(municipalities, rows))
    assert list(found) == places


def test_a_part_is_no_row() -> None:
    assert {cell.role for cell in cells(TWO, {"Kosten": ["1", "2"], "Uren": ["3", "4"]}, of_which="interne uren")} == {
        "part"
    }


def test_tables_of_one_side_and_kind_are_told_apart() -> None:
    table = {"side": "cost", "kind": "incidental", "years": ["2024"], "rows": {"N": ["1"]}}
    labelled = [table, table | {"label": "t.b.v. implementatie"}, table]
    data = {"municipalities": ONE, "initiatives": [{"name": "Website", "amounts": labelled}]}
    names = [cell.table for cell in assemble(plan_set_from_data(data, "test")).cells]
    assert names == ["cost-incidental", "cost-incidental-t-b-v-implementatie", "cost-incidental-2"]


@pytest.mark.parametrize(("taking_part", "doubted"), [("Noorddam en Oostwold", []), ("Noorddam", ["Oostwold"])])
def test_a_row_of_a_partner_that_the_initiative_names_is_no_doubt(taking_part: str, doubted: list[str]) -> None:
    table = {"side": "cost", "kind": "incidental", "years": ["2024"], "rows": {"N": ["1"], "Oostwold": ["2"]}}
    data = {"municipalities": TWO, "initiatives": [{"name": "Web", "municipalities": taking_part, "amounts": [table]}]}
    assert [doubt.said.text for doubt in assemble(plan_set_from_data(data, "test")).doubts] == doubted
