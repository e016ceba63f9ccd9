from __future__ import annotations

from collections.abc import Callable

from consistency.model.blocks import Table
from consistency.model.location import TextLine
from consistency.reading import lists
from consistency.reading.context import Context

Build = Callable[..., Table]
Around = Callable[..., Context]


def test_an_overview_takes_its_domain_from_the_heading(table: Build, context: Around) -> None:
    overview = lists.read_overview(
        table(
            "Nr | Project | Toelichting | Prio | Gemeenten | Financiering",
            "1 | Website | Nieuw platform | 1b | NZ | Aan te vragen",
            "2 | Zaaksysteem | Het contract loopt per 1 juli 2025 af | AO | Noorddam, Zuiderveen | Gedekt",
        ),
        context("Overzicht initiatieven", "Fysiek"),
    )
    assert overview is not None
    website, zaaksysteem = overview.entries
    assert (str(website.number), website.name.text, str(website.priority)) == ("1", "Website", "1b")
    assert website.domain is not None and website.domain.text == "fysiek"
    assert [name.text for name in zaaksysteem.municipalities] == ["Noorddam", "Zuiderveen"]
    assert zaaksysteem.at == TextLine("noorddam.txt", 13)
    (statement,) = overview.statements
    assert (statement.about.text, statement.attribute, statement.value.text) == (
        "Zaaksysteem",
        "contract_end",
        "1 juli 2025",
    )


def test_an_overview_in_another_order_with_more_columns(table: Build, context: Around) -> None:
    overview = lists.read_overview(
        table(
            "Prioriteit | Trekker | Omschrijving | Initiatief | Gemeente | Domein",
            "1a | team I | Nieuw platform | 3. Website | Noorddam | Dienstverlening",
            "het vervolg van de rij hierboven",
            "2 | team I | | 4. Parkeren | Zuiderveen | Fysiek",
        ),
        context("Fysiek"),
    )
    assert overview is not None
    assert [(str(entry.number), entry.name.text, str(entry.domain)) for entry in overview.entries] == [
        ("3", "Website", "dienstverlening"),
        ("4", "Parkeren", "fysiek"),
    ]


def test_a_heading_that_names_two_domains_says_neither(table: Build, context: Around) -> None:
    rows = table("Nr | Project | Prio", "1 | Website | 1b")
    overview = lists.read_overview(rows, context("Sociaal", "Dienstverlening & Participatie"))
    assert overview is not None
    assert overview.entries[0].domain is None


def test_domains_as_rows_of_an_overview(table: Build, context: Around) -> None:
    overview = lists.read_overview(
        table("Nr | Project | Prio", "Fysiek | |", "1 | Parkeren | 1b", "Sociaal domein | |", "1 | Wmo | AO"), context()
    )
    assert overview is not None
    assert [(entry.name.text, str(entry.domain)) for entry in overview.entries] == [
        ("Parkeren", "fysiek"),
        ("Wmo", "sociaal"),
    ]


def test_scores_under_sub_headers_of_domains(table: Build, context: Around) -> None:
    scores = lists.read_scores(
        table(
            "Gescoord volgens het Nijmeegs prioriteitsmodel | | | Score (V+B+E)/O",
            "Prio | Gemeente | Bedrijfsvoering |",
            "autonoom | NZ | Financieel systeem |",
            "1a *) | N | Inkoop | 3,5",
            "Prio | Gemeente | Duurzaamheid |",
            "1b | NZ | Warmtekaart | 4,5",
            "2 | NZ | | 2,0",
            "*) Wegens het belang meegenomen bij de 1a initiatieven | | |",
        ),
        context(),
    )
    assert scores is not None
    assert [
        (entry.name.text, str(entry.domain), str(entry.priority), entry.score and entry.score.text)
        for entry in scores.entries
    ] == [
        ("Financieel systeem", "bedrijfsvoering", "autonoom", None),
        ("Inkoop", "bedrijfsvoering", "1a", "3,5"),
        ("Warmtekaart", "Duurzaamheid", "1b", "4,5"),
        ("", "Duurzaamheid", "2", "2,0"),
    ]
    assert scores.entries[1].mark is not None and scores.entries[1].mark.text == "*)"
    assert {mark: meaning.text for mark, meaning in scores.notes.items()} == {"*)": "exempt"}
    assert scores.model is not None and scores.model.text == "nijmegen"
    assert scores.complete


def test_scores_in_one_plain_table(table: Build, context: Around) -> None:
    scores = lists.read_scores(
        table("Domein | Initiatief | Totaalscore | Prioriteit | Gemeenten", "Fysiek | Parkeren | 7,3 | 1a | NZ"),
        context("Prioritering", before=("Enkele voorbeelden van gescoorde initiatieven:",)),
    )
    assert scores is not None
    (entry,) = scores.entries
    assert (str(entry.domain), entry.name.text, str(entry.score), str(entry.priority)) == (
        "fysiek",
        "Parkeren",
        "7,3",
        "1a",
    )
    assert scores.model is None
    assert not scores.complete  # introduced as examples


def test_the_factors_of_a_score_stand_in_columns_of_their_own(table: Build, context: Around) -> None:
    scores = lists.read_scores(
        table(
            "Prio | Fysiek | V | B | E | O | Score",
            "1a | Parkeren* | 5 | 3 | 5 | 1,5 | 8,7",
            "* uitgezonderd | | | | | |",
        ),
        context(),
    )
    assert scores is not None
    (entry,) = scores.entries
    assert (entry.name.text, str(entry.domain), str(entry.score), str(entry.mark)) == ("Parkeren", "fysiek", "8,7", "*")
    assert scores.notes["*"].text == "exempt"


def test_a_scored_list_is_no_overview_and_the_reverse(table: Build, context: Around) -> None:
    overview = table("Nr | Project | Prio | Gemeenten", "1 | Website | 1b | NZ")
    scored = table("Nr | Project | Prio | Score", "1 | Website | 1b | 4,5")
    marked = table("Nr | Project | Prio | A | B", "1 | Website | 1b | v |")
    assert lists.read_scores(overview, context()) is None
    assert lists.read_overview(scored, context()) is None
    assert lists.read_overview(marked, context()) is None


def test_other_tables_are_left_alone(table: Build, context: Around) -> None:
    summary = table("Project | 2024 | 2025", "Website | 10 | 20")
    relations = table("Project | Sociaal | Fysiek", "Website | - | KISS")
    for other in (summary, relations, table("Doel | Betere dienstverlening"), table("|")):
        assert lists.read_overview(other, context()) is None
        assert lists.read_scores(other, context()) is None


def test_a_score_may_stand_in_the_first_column(table: Build, context: Around) -> None:
    scores = lists.read_scores(
        table("Score | Initiatieven gescoord", " | Fysiek | Gemeente | Prio", "7,3 | Parkeren | NZ | 1a"), context()
    )
    assert scores is not None
    assert [(entry.name.text, str(entry.score), str(entry.priority)) for entry in scores.entries] == [
        ("Parkeren", "7,3", "1a")
    ]
