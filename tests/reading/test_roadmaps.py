from __future__ import annotations

from collections.abc import Callable

from consistency.model.blocks import Table
from consistency.model.record import ListRecord
from consistency.reading import roadmaps
from consistency.reading.context import Context

Build = Callable[..., Table]
Around = Callable[..., Context]


def years(roadmap: ListRecord | None) -> dict[str, list[str]]:
    assert roadmap is not None
    return {entry.name.text: [year.text for year in entry.years] for entry in roadmap.entries}


def test_bars_that_are_lost_leave_no_years(table: Build, context: Around) -> None:
    roadmap = roadmaps.read(
        table(
            "Ontwikkelingen in één oogopslag | | |",
            "2024 | 2025 | 2026 | 2027",
            "1) Zaaksysteem | | |",
            "2. 5G | | |",
            "Prioriteit 2 | | |",
            "Website",
            "Legenda:",
            "grijs is looptijd",
        ),
        context("4. Wensen"),
    )
    assert years(roadmap) == {"Zaaksysteem": [], "5G": [], "Website": []}
    assert roadmap is not None
    assert [str(entry.number) for entry in roadmap.entries] == ["1", "2", "None"]
    assert not roadmap.complete


def test_names_under_the_years_they_run_in(table: Build, context: Around) -> None:
    roadmap = roadmaps.read(
        table(
            "2024 | 2025 | 2026",
            "Aanbesteding HRM (40.000, 80.000) | Implementatie HRM (prio 2) (50.000, waarvan (5.000) extern) |",
            " | Website | Website (nihil)",
            " | Beheer Openbare Ruimte (BOR) |",
        ),
        context(before=("Hieronder staan alle projecten.",)),
    )
    assert years(roadmap) == {
        "Aanbesteding HRM": ["2024"],
        "Implementatie HRM": ["2025"],
        "Website": ["2025", "2026"],
        "Beheer Openbare Ruimte (BOR)": ["2025"],
    }
    assert roadmap is not None and roadmap.complete
    website = roadmap.entries[2]
    assert [year.confidence for year in website.years] == [1.0, 1.0]
    assert roadmap.entries[0].years[0].confidence < 1  # its bar may have gone on


def test_labels_with_marks_or_texts_under_the_years(table: Build, context: Around) -> None:
    roadmap = roadmaps.read(
        table(
            "Initiatief | 2024 | 2025 | 2026",
            "1) Zaaksysteem | x | x |",
            "Website | | ontwerp | bouw",
            "Parkeren | | |",
        ),
        context("Roadmap"),
    )
    assert years(roadmap) == {"Zaaksysteem": ["2024", "2025"], "Website": ["2025", "2026"], "Parkeren": []}


def test_a_row_of_years_without_the_cell_above_the_labels(table: Build, context: Around) -> None:
    roadmap = roadmaps.read(table("2024 | 2025", "Zaaksysteem | x |", "Website | | x"), context())
    assert years(roadmap) == {"Zaaksysteem": ["2024"], "Website": ["2025"]}
    lost = roadmaps.read(table("2024 | 2025", "Zaaksysteem | x", "Website | | x"), context())
    assert years(lost) == {"Zaaksysteem": [], "Website": []}


def test_amount_tables_are_no_roadmaps(table: Build, context: Around) -> None:
    for other in (
        table(" | 2024 | 2025", "Noorddam | 200.000 | PM"),
        table(" | 2024* | 2025", "N | |", "Z | |", "Totaal | |"),
        table("Geraamde kosten | |", " | 2024 | 2025", "Noorddam | |"),
        table("Domein | 2024 | 2025", "Fysiek | 1.098 | 0"),
        table("Wens | 2024 | 2025 | Toelichting", "KISS | ✓ | ■ | niet gestart"),
        table("2024 | 2025"),
        table("|"),
    ):
        assert roadmaps.read(other, context()) is None


def test_short_names_need_a_caption(table: Build, context: Around) -> None:
    short = table("2024 | 2025", "KISS", "5G")
    assert roadmaps.read(short, context()) is None
    assert years(roadmaps.read(short, context("Roadmap fysiek"))) == {"KISS": [], "5G": []}
