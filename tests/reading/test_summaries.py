from __future__ import annotations

from collections.abc import Callable

import pytest

from consistency.model.blocks import Table
from consistency.model.record import SummaryTableRecord
from consistency.reading import summaries
from consistency.reading.context import Context
from consistency.reading.names import Names

NAMES = Names({"N": "Noorddam", "Z": "Zuiderveen"})
TITLE = "Zuiderveen - totaal incidenteel per domein"
ROWS = ("Zorg|1|2|3|4", "Fysiek|5|6|7|8", "Totaal incidenteel|6|8|10|12")


def shape(read: SummaryTableRecord) -> list[tuple[str, list[str]]]:
    return [(column.side.text, [year.text for year in column.years]) for column in read.columns]


@pytest.mark.parametrize(
    "head",
    [
        ("Bedragen x € 1.000|Benodigd||Aan te vragen|", "Domein|2024|2025|2024|2025"),
        ("Bedragen x € 1.000|Benodigd|Aan te vragen", "Domein|2024|2025|2024|2025"),  # lost cells
        ("Bedragen x € 1.000|Benodigd|Aan te vragen", "2024|2025|2024|2025"),  # lost corner
    ],
)
def test_heads_with_groups(table: Callable[..., Table], context: Callable[..., Context], head: tuple[str, ...]) -> None:
    read = summaries.read(table(*head, *ROWS), context(before=(TITLE,)), NAMES)
    assert read is not None
    assert shape(read) == [("cost", ["2024", "2025"]), ("request", ["2024", "2025"])]
    assert [(row.label.text, [cell.text for cell in row.cells]) for row in read.rows] == [
        ("Zorg", ["1", "2", "3", "4"]),
        ("Fysiek", ["5", "6", "7", "8"]),
        ("total", ["6", "8", "10", "12"]),
    ]
    said = (read.title, read.municipality, read.kind, read.by, read.unit)
    assert [one.text if one else None for one in said] == [TITLE, "Z", "incidental", "domain", "1000"]


def test_the_groups_come_in_any_order(table: Callable[..., Table], context: Callable[..., Context]) -> None:
    read = summaries.read(table("|Aan te vragen||Benodigd|", "Prio|2024|2025|2024|2025", *ROWS), context(), NAMES)
    assert read is not None
    assert [side for side, _ in shape(read)] == ["request", "cost"]
    assert read.by.text == "priority"


def test_one_group_named_by_the_title(table: Callable[..., Table], context: Callable[..., Context]) -> None:
    title = "Noorddam, aan te vragen structureel per initiatief (x € 1.000)"
    read = summaries.read(table("Project|2024|2025", "Zaaksysteem|1|2", "Totaal|1|2"), context(before=(title,)), NAMES)
    assert read is not None
    assert shape(read) == [("request", ["2024", "2025"])]
    assert (read.by.text, read.kind and read.kind.text, read.municipality and read.municipality.text) == (
        "initiative",
        "structural",
        "N",
    )


def test_lost_group_names_are_a_guess(table: Callable[..., Table], context: Callable[..., Context]) -> None:
    read = summaries.read(table("Domein|2024|2025|2024|2025", *ROWS), context(before=(TITLE,)), NAMES)
    assert read is not None
    assert [(column.side.text, column.side.confidence) for column in read.columns] == [("cost", 0.6), ("request", 0.6)]


@pytest.mark.parametrize(
    "lines",
    [
        ("Project|2024|2025", "Zaaksysteem|x|"),
        ("Leverancier|Titel|Einddatum", "Acme|Zaak|2024"),
        ("2024|2025", "1|2"),
    ],
)
def test_other_tables(table: Callable[..., Table], context: Callable[..., Context], lines: tuple[str, ...]) -> None:
    assert summaries.read(table(*lines), context(), NAMES) is None


def test_tables_that_nothing_set_apart(table: Callable[..., Table], context: Callable[..., Context]) -> None:
    years = "Domein|2024|2025|2024|2025"
    second = ("Zuiderveen, structureel|Benodigd||Aan te vragen|", years, "Zorg|9|9|9|9", "Totaal structureel|9|9|9|9")
    both = table("Noorddam, incidenteel|Benodigd||Aan te vragen|", years, *ROWS, *second)
    read = summaries.read_all(both, context(before=("Noorddam - totaal incidenteel per domein",)), NAMES)
    assert [(one.municipality and one.municipality.text, one.kind and one.kind.text) for one in read] == [
        ("N", "incidental"),
        ("Z", "structural"),
    ]
    assert [[row.label.text for row in one.rows] for one in read] == [["Zorg", "Fysiek", "total"], ["Zorg", "total"]]


def test_a_row_that_lost_a_cell_is_a_guess(table: Callable[..., Table], context: Callable[..., Context]) -> None:
    head = ("Bedragen x € 1.000|Benodigd||Aan te vragen|", "Domein|2024|2025|2024|2025")
    read = summaries.read(table(*head, ROWS[0], "Fysiek|56|7|8", ROWS[2]), context(before=(TITLE,)), NAMES)
    assert read is not None
    assert [{cell.confidence for cell in row.cells} for row in read.rows] == [{1.0}, {0.6}, {1.0}]


def test_totals_over_the_years_belong_to_their_group(
    table: Callable[..., Table], context: Callable[..., Context]
) -> None:
    rows = ("Domein|2024|2025|Totaal|2024|2025|Totaal", "Zorg|1|2|3|1|1|2", "Totaal|1|2|3|1|1|2")
    both = table("Zuiderveen, incidenteel|Benodigd|||Aan te vragen||", *rows)
    read = summaries.read(both, context(before=(TITLE,)), NAMES)
    assert read is not None
    assert shape(read) == [("cost", ["2024", "2025", "total"]), ("request", ["2024", "2025", "total"])]
    assert [cell.text for cell in read.rows[0].cells] == ["1", "2", "3", "1", "1", "2"]
