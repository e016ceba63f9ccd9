"""What readers hand over of headings that name a priority or a year, of factors beside a score, and of grounds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consistency.model.blocks import Table
from consistency.model.location import TextLine
from consistency.model.record import ListEntryRecord, Said
from consistency.reading import headings, lists, prose, roadmaps
from consistency.reading.context import Context
from consistency.reading.lexicon import default_lexicon

Build = Callable[..., Table]
Around = Callable[..., Context]


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Prioriteit 1/autonoom", True),
        ("Autonome ontwikkelingen", True),
        ("1a", True),
        ("In 2024 te starten projecten", True),
        ("Prioriteit", False),
        ("Totaal per prioriteit 2024", False),
        ("Wensen en behoeften 2024-2027", False),
        ("2", False),
    ],
)
def test_headings_that_tell_something(text: str, tells: bool) -> None:
    assert headings.tells(text, default_lexicon()) is tells


def under(entries: list[ListEntryRecord]) -> dict[str, str | None]:
    return {entry.name.text: entry.heading.text if entry.heading else None for entry in entries}


def test_rows_of_an_overview_stand_under_the_title_above_them(table: Build, context: Around) -> None:
    overview = lists.read_overview(
        table(
            "Nr | Project | Prio | Gemeenten",
            "1 | Website | 1a | N",
            "Prioriteit 2",
            "2 | Bomen | 2 | N",
            "Sociaal",
            "3 | Wijkportaal | 2 | Z",
            "Overige wensen",
            "4 | Zaaksysteem | AO | Z",
        ),
        context(),
    )
    assert overview is not None
    assert under(overview.entries) == {
        "Website": None,
        "Bomen": "Prioriteit 2",
        "Wijkportaal": "Prioriteit 2",
        "Zaaksysteem": None,
    }


def test_the_caption_above_a_table_is_nearer_than_a_chapter(table: Build, context: Around) -> None:
    rows = ("Nr | Project | Prio | Gemeenten", "1 | Website | 1a | N")
    overview = lists.read_overview(table(*rows), context("In 2024 te starten projecten", before=("Prioriteit 1",)))
    assert overview is not None and under(overview.entries) == {"Website": "Prioriteit 1"}
    overview = lists.read_overview(table(*rows), context("In 2024 te starten projecten", before=("Zie hieronder.",)))
    assert overview is not None and under(overview.entries) == {"Website": "In 2024 te starten projecten"}


def test_a_roadmap_keeps_its_titles_and_the_priority_in_a_remark(table: Build, context: Around) -> None:
    roadmap = roadmaps.read(
        table(
            "2024 | 2025 | 2026",
            "Prioriteit 1/autonoom",
            "Website | Implementatie HRM (prio 2) (50.000) |",
            "Prioriteit 2",
            "Website | |",
        ),
        context("In 2024 te starten projecten"),
    )
    assert roadmap is not None
    found = [(e.name.text, e.heading and e.heading.text, e.priority and e.priority.text) for e in roadmap.entries]
    assert found == [
        ("Website", "Prioriteit 1/autonoom", None),
        ("Implementatie HRM", "Prioriteit 1/autonoom", "prio 2"),
        ("Website", "Prioriteit 2", None),
    ]


def test_factors_in_columns_beside_the_score(table: Build, context: Around) -> None:
    scores = lists.read_scores(
        table("Prio | Gemeente | Project | V | B | E | O | Score", "1a | N | Website | 5 | 3 | | 1,5 | 8,7"), context()
    )
    assert scores is not None
    (entry,) = scores.entries
    assert {name: said.text for name, said in entry.factors.items()} == {"V": "5", "B": "3", "O": "1,5"}
    assert entry.score is not None and entry.score.text == "8,7"


def test_grounds_are_the_words_that_name_them_once_each() -> None:
    texts = ["Het contract loopt af.", "De wettelijke verplichting geldt.", "De wet gaat in."]
    said = [Said(text, TextLine("plan.txt", line)) for line, text in enumerate(texts, start=1)]
    found = prose.grounds(said, Said("Website", TextLine("plan.txt", 1)), default_lexicon())
    assert [(one.attribute, one.value.text) for one in found] == [
        ("ao_ground", "contract loopt af"),
        ("ao_ground", "wettelijke verplichting"),
    ]
