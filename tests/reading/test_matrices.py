from __future__ import annotations

from collections.abc import Callable

from consistency.model.blocks import Table
from consistency.model.location import TextLine
from consistency.model.record import ListRecord, MatrixRowRecord, RelationMatrixRecord
from consistency.reading import matrices
from consistency.reading.context import Context

Build = Callable[..., Table]
Around = Callable[..., Context]


def targets(row: MatrixRowRecord) -> dict[str, list[str]]:
    return {domain: [target.text for target in named] for domain, named in row.targets.items()}


def served(matrix: ListRecord | None) -> dict[str, list[str]]:
    assert matrix is not None
    return {entry.name.text: [name.text for name in entry.actielijnen] for entry in matrix.entries}


def relations(matrix: RelationMatrixRecord | None) -> dict[str, dict[str, list[str]]]:
    assert matrix is not None
    return {row.name.text: targets(row) for row in matrix.rows}


def test_relations_by_shape_with_domains_by_their_id(table: Build, context: Around) -> None:
    matrix = matrices.read_relations(
        table(
            "Project | Sociaal domein | Bedrijfsvoering | Openbare Orde",
            "KISS | Wmo-portaal en Jeugd | - | Meldingen; Toezicht",
            "Project | Sociaal domein | Bedrijfsvoering | Openbare Orde",
            "Website | geen | |",
        ),
        context(),
    )
    assert relations(matrix) == {
        "KISS": {"sociaal": ["Wmo-portaal en Jeugd"], "bedrijfsvoering": [], "oov": ["Meldingen", "Toezicht"]},
        "Website": {"sociaal": [], "bedrijfsvoering": [], "oov": []},
    }
    assert matrix is not None
    assert [column.text for column in matrix.columns] == ["sociaal", "bedrijfsvoering", "oov"]
    assert matrix.rows[0].targets["sociaal"][0].at == TextLine("noorddam.txt", 12)
    assert not matrix.complete


def test_relations_under_a_caption_may_name_other_plans(table: Build, context: Around) -> None:
    rows = table("Initiatief | Fysiek | Informatieveiligheid", "KISS | Meldingen (MOR, BOR) | Toegang\nLogboek")
    assert matrices.read_relations(rows, context("4. Initiatieven")) is None
    matrix = matrices.read_relations(
        rows, context("4.2 Relatie met andere uitvoeringsplannen", before=("Alle relaties:",))
    )
    assert relations(matrix) == {
        "KISS": {"fysiek": ["Meldingen (MOR, BOR)"], "Informatieveiligheid": ["Toegang", "Logboek"]}
    }
    assert matrix is not None and matrix.complete


def test_under_a_caption_the_word_above_the_names_may_be_lost(table: Build, context: Around) -> None:
    rows = table(" | Sociaal | Fysiek", "KISS | - | Meldingen")
    assert matrices.read_relations(rows, context()) is None
    matrix = matrices.read_relations(rows, context("Relaties met andere plannen"))
    assert relations(matrix) == {"KISS": {"sociaal": [], "fysiek": ["Meldingen"]}}


def test_two_columns_of_one_domain_are_read_together(table: Build, context: Around) -> None:
    matrix = matrices.read_relations(
        table("Project | Fysiek | Fysiek domein", "KISS | Meldingen | Toezicht"), context("Relaties met andere plannen")
    )
    assert relations(matrix) == {"KISS": {"fysiek": ["Meldingen", "Toezicht"]}}
    assert matrix is not None and [column.text for column in matrix.columns] == ["fysiek"]


def test_what_is_no_relation_matrix(table: Build, context: Around) -> None:
    for other in (
        table("Project | 2024 | 2025", "KISS | x |"),
        table("Domein | Sociaal | Fysiek", "KISS | - | -"),
        table("Project | Sociaal | Fysiek", "KISS | x | v"),
        table("Project | Sociaal | Kosten", "KISS | - | 10"),
        table("|"),
    ):
        assert matrices.read_relations(other, context()) is None


def test_actielijnen_with_one_row_of_heads(table: Build, context: Around) -> None:
    matrix = matrices.read_actielijnen(
        table(
            "Prio | Gemeente | Project | Actielijn A | Actielijn B. Bedrijfsvoering | Digitale samenleving",
            "1a | NZ | Website | v | | x",
            "2 | N | 2. Parkeren | | ✓ |",
        ),
        context("Koppeling aan projecten"),
    )
    assert served(matrix) == {"Website": ["A", "Digitale samenleving"], "Parkeren": ["B"]}
    assert matrix is not None
    assert [str(entry.priority) for entry in matrix.entries] == ["1a", "2"]
    assert [name.text for name in matrix.entries[0].municipalities] == ["NZ"]
    assert str(matrix.entries[1].number) == "2"


def test_a_title_above_one_row_of_letters(table: Build, context: Around) -> None:
    matrix = matrices.read_actielijnen(
        table("Initiatief | Actielijnen | |", " | A | B | C", "Website | ■ | | ■", "Parkeren | | |"), context()
    )
    assert served(matrix) == {"Website": ["A", "C"]}


TWO_LEVELS = (
    "Project | Dienstverlening | | Bedrijfsvoering | ",
    " | Omnichannel | Klantbeeld | Wendbaar | Solide",
    "Website | v | v | | v",
)


def test_two_levels_of_heads_lose_their_places_in_text(table: Build, context: Around) -> None:
    matrix = matrices.read_actielijnen(table(*TWO_LEVELS), context("Actielijnen per project"))
    assert served(matrix) == {"Website": []}


def test_two_levels_of_heads_hold_where_the_format_keeps_columns(table: Build, context: Around) -> None:
    matrix = matrices.read_actielijnen(table(*TWO_LEVELS, exact=True), context("Actielijnen per project"))
    assert served(matrix) == {"Website": ["Dienstverlening", "Bedrijfsvoering"]}


def test_what_is_no_actielijn_matrix(table: Build, context: Around) -> None:
    marks = table("Wens | 2024 | 2025", "KISS | ✓ | ■")
    assert matrices.read_actielijnen(marks, context("Terugblik")) is None
    without_marks = table("Nr | Project | Actielijn", "1 | KISS | A")
    assert matrices.read_actielijnen(without_marks, context("Actielijnen")) is None
