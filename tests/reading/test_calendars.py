from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from consistency.model.blocks import Cell, Row, Table
from consistency.model.location import TextLine
from consistency.model.record import Said
from consistency.reading import calendars
from consistency.reading.context import Context
from consistency.reading.lexicon import default_lexicon

Build = Callable[..., Table]
Around = Callable[..., Context]


def texts(names: list[Said]) -> list[str]:
    return [name.text for name in names]


def test_reads_every_column(table: Build, context: Around) -> None:
    calendar = calendars.read(
        table(
            "Leverancier | Titel | Einddatum | Gemeente | Totaal 4 jaar | Aanbesteding",
            "Bakker BV | Zaaksysteem | 1-7-2025 | Noorddam; Zuiderveen | € 120.000 | Europees",
            "Slager NV | Telefonie | 31-12-2024 | NZ-ICT | | Onderhands",
        ),
        context(),
    )
    assert calendar is not None
    first, second = calendar.contracts
    assert first.supplier is not None and first.supplier.text == "Bakker BV"
    assert first.title.text == "Zaaksysteem"
    assert first.ends == Said("1-7-2025", TextLine("noorddam.txt", 12))
    assert texts(first.organisation) == ["Noorddam", "Zuiderveen"]
    assert first.value_four_years is not None and first.value_four_years.text == "€ 120.000"
    assert first.procedure is not None and first.procedure.text == "Europees"
    assert first.id is None
    assert second.value_four_years is None
    assert texts(second.organisation) == ["NZ-ICT"]


def test_columns_in_another_order_under_other_words(table: Build, context: Around) -> None:
    calendar = calendars.read(
        table(
            "Contracten ICT | | | | |",
            "Opmerking | Contract einddatum | Contract | Eigenaar | Contractwaarde (4 jaar) | Contractpartij",
            "loopt goed | juni 2025 | Zaaksysteem | Noorddam, Zuiderveen | 12.000 | Bakker BV",
        ),
        context(),
    )
    assert calendar is not None
    (contract,) = calendar.contracts
    assert (contract.title.text, str(contract.ends), str(contract.supplier)) == (
        "Zaaksysteem",
        "juni 2025",
        "Bakker BV",
    )
    assert texts(contract.organisation) == ["Noorddam", "Zuiderveen"]
    assert str(contract.value_four_years) == "12.000"


def test_reads_what_contract_time_is_reckoned_with(table: Build, context: Around) -> None:
    calendar = calendars.read(
        table(
            "Titel | Ingangsdatum | Einddatum | Opzegtermijn | Stilzwijgende verlenging | Opties | Leverancier",
            "Zaaksysteem | 1-7-2021 | 1-7-2025 | 6 maanden | 1 jaar | 2 x 1 jaar | Bakker BV",
        ),
        context(),
    )
    assert calendar is not None
    (contract,) = calendar.contracts
    assert (str(contract.starts), str(contract.notice)) == ("1-7-2021", "6 maanden")
    assert (str(contract.renewal), str(contract.extension)) == ("1 jaar", "2 x 1 jaar")


def test_ragged_rows_repeated_headers_and_loose_rows(table: Build, context: Around) -> None:
    head = "Titel | Einddatum | Leverancier"
    calendar = calendars.read(
        table(head, "Zaaksysteem | 1-7-2025", "Bedrijfsvoering", head, "Website | | Bakker BV"), context()
    )
    assert calendar is not None
    assert [contract.title.text for contract in calendar.contracts] == ["Zaaksysteem", "Website"]
    assert calendar.contracts[1].ends is None


def test_a_footnote_in_the_last_row_exempts_by_its_mark(table: Build, context: Around) -> None:
    calendar = calendars.read(
        table(
            "Leverancier | Titel | Einddatum",
            "Bakker BV | Telefonie* | 1-3-2024",
            "Slager NV | Website | 1-3-2025",
            "*op de roadmap van NZ-ICT meegenomen | |",
        ),
        context(),
    )
    assert calendar is not None
    assert [contract.title.text for contract in calendar.contracts] == ["Telefonie", "Website"]
    assert [contract.mark and contract.mark.text for contract in calendar.contracts] == ["*", None]
    assert {mark: meaning.text for mark, meaning in calendar.notes.items()} == {"*": "exempt"}


def test_a_footnote_below_the_table(table: Build, context: Around) -> None:
    calendar = calendars.read(
        table("Leverancier | Titel | Einddatum", "Bakker BV | Telefonie | 1-3-2024¹"),
        context(after=("¹ wordt elders behandeld", "Een alinea.")),
    )
    assert calendar is not None
    assert str(calendar.contracts[0].ends) == "1-3-2024"
    assert calendar.contracts[0].mark is not None and calendar.contracts[0].mark.text == "¹"
    assert calendar.notes["¹"].text == "exempt"


def test_a_footnote_of_unknown_meaning_keeps_its_words(table: Build, context: Around) -> None:
    calendar = calendars.read(
        table("Leverancier | Titel | Einddatum", "Bakker BV | Telefonie** | 1-3-2024", "** prijspeil 2023 | |"),
        context(),
    )
    assert calendar is not None
    assert calendar.contracts[0].title.text == "Telefonie"
    assert calendar.notes["**"].text == "prijspeil 2023"


def test_a_note_is_found_under_the_mark_that_the_entries_carry(table: Build, context: Around) -> None:
    calendar = calendars.read(
        table("Leverancier | Titel | Einddatum", "Bakker BV | Telefonie* | 1-3-2024", "Slager NV | Website 1) | 2025"),
        context(after=("*) wordt elders behandeld", "1) prijspeil 2023", "2) Vervolg van het hoofdstuk")),
    )
    assert calendar is not None
    assert [str(contract.mark) for contract in calendar.contracts] == ["*", "1)"]
    assert {mark: meaning.text for mark, meaning in calendar.notes.items()} == {"*": "exempt", "1)": "prijspeil 2023"}


def test_a_caption_makes_a_bare_list_a_calendar(table: Build, context: Around) -> None:
    bare = table("Titel | Einddatum", "Zaaksysteem | 1-7-2025")
    assert calendars.read(bare, context("2. Planning")) is None
    assert calendars.read(bare, context("Bijlage Aanbestedingskalender")) is not None


def test_other_tables_are_left_alone(table: Build, context: Around) -> None:
    assert calendars.read(table("Nr | Project | Prio", "1 | Website | 1a"), context("Contracten")) is None
    assert calendars.read(table("", "|"), context()) is None


def test_a_bracketed_number_is_no_footnote_mark(table: Build, context: Around) -> None:
    calendar = calendars.read(
        table("Leverancier | Titel | Einddatum", "Bakker BV | Zaaksysteem (fase 2) | 1-3-2024"), context()
    )
    assert calendar is not None
    assert calendar.contracts[0].title.text == "Zaaksysteem (fase 2)"
    assert calendar.contracts[0].mark is None


FIELDS = {"Leverancier": "Bakker BV", "Titel": "Zaaksysteem", "Einddatum": "1-7-2025", "Gemeente": "Noorddam"}


@given(st.permutations(list(FIELDS)), st.integers(0, 4))
def test_the_order_of_columns_never_matters(order: list[str], at: int) -> None:
    place = TextLine("noorddam.txt", 1)
    heads, values = list(order), [FIELDS[name] for name in order]
    heads.insert(at, "Opmerking")
    values.insert(at, "geen")
    rows = tuple(Row(tuple(Cell(text, place) for text in line), place) for line in (heads, values))
    calendar = calendars.read(Table(rows, place), Context(default_lexicon(), "plan"))
    assert calendar is not None
    (contract,) = calendar.contracts
    assert (contract.title.text, str(contract.ends), str(contract.supplier)) == ("Zaaksysteem", "1-7-2025", "Bakker BV")
    assert texts(contract.organisation) == ["Noorddam"]
