from __future__ import annotations

from collections.abc import Callable

from consistency.model.blocks import Paragraph, Table
from consistency.model.location import TextLine
from consistency.model.record import ContentsRecord
from consistency.reading import contents
from consistency.reading.context import Context

Build = Callable[..., Table]
Around = Callable[..., Context]
Lines = Callable[..., list[Paragraph]]


def as_rows(records: list[ContentsRecord] | None) -> list[tuple[str | None, str, str | None]]:
    assert records is not None
    return [
        (one.number.text if one.number else None, one.title.text, one.page.text if one.page else None)
        for one in records
    ]


def test_titles_with_their_numbers_in_front(table: Build, context: Around) -> None:
    read = contents.read(
        table(
            "1. Inleiding..... | 3", "Basis op orde | 4", "4.1 Zaaksysteem (ZS) | 6", "Bijlage 1 Kalender | <u>1214</u>"
        ),
        context(),
    )
    assert as_rows(read) == [
        ("1", "Inleiding", "3"),
        (None, "Basis op orde", "4"),
        ("4.1", "Zaaksysteem (ZS)", "6"),
        (None, "Bijlage 1 Kalender", "1214"),
    ]
    assert read is not None and read[2].at == TextLine("noorddam.txt", 13)


def test_numbers_in_a_column_of_their_own(table: Build, context: Around) -> None:
    read = contents.read(
        table("1. | Inleiding ..... | 3", "2 | Doelen | 4", "OOV | | 15", "Deel twee | |"), context("Inhoudsopgave")
    )
    assert as_rows(read) == [
        ("1", "Inleiding", "3"),
        ("2", "Doelen", "4"),
        (None, "OOV", "15"),
        (None, "Deel twee", None),
    ]


def test_without_leaders_a_heading_must_say_so(table: Build, context: Around) -> None:
    plain = table("Inleiding | 3", "Doelen | 4")
    assert contents.read(plain, context("Aantallen")) is None
    assert as_rows(contents.read(plain, context("Inhoud"))) == [(None, "Inleiding", "3"), (None, "Doelen", "4")]


def test_other_tables_are_left_alone(table: Build, context: Around) -> None:
    for other in (table("Project | 2024 | 2025", "Website | 10 | 20"), table("N | 10", "12 | 13"), table("|")):
        assert contents.read(other, context("Inhoud")) is None


def test_dotted_lines_of_text(paragraphs: Lines) -> None:
    lines = paragraphs(
        "1 Inleiding ........ 3", "2.1 Doelen…5", "Kosten . . . . . . 12", "Een zin... en nog 3 dingen.", "In 2024"
    )
    assert as_rows(contents.read_lines(lines)) == [
        ("1", "Inleiding", "3"),
        ("2.1", "Doelen", "5"),
        (None, "Kosten", "12"),
    ]


def test_endless_dots_are_no_contents(paragraphs: Lines, table: Build, context: Around) -> None:
    assert contents.read_lines(paragraphs("." * 400_000)) == []
    assert contents.read(table("a" + "." * 400_000 + "b | 3"), context("Inhoud")) is None
