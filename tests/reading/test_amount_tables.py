"""Which amount is under which year, whatever a conversion did to the row."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consistency.model.blocks import Cell, Row
from consistency.model.location import TextLine
from consistency.reading.amounts import cells_by_column, layouts, year_columns
from consistency.reading.captions import read_caption
from consistency.reading.lexicon import default_lexicon

AT = TextLine("plan.txt", 1)
YEARS = ["2023", "2024", "2025"]


def row(*texts: str) -> Row:
    return Row(tuple(Cell(text, AT) for text in texts), AT)


def read(header: Sequence[str], texts: Sequence[str], label: int = 0) -> list[tuple[str, float]] | None:
    years = year_columns(row(*header))
    assert years is not None
    cells = cells_by_column(row(*texts), label, years)
    return None if cells is None else [(cell.text, cell.confidence) for cell in cells]


@pytest.mark.parametrize(
    ("header", "texts", "label"),
    [
        (["", *YEARS], ["N", "1", "", "3"], 0),
        (YEARS, ["N", "1", "", "3"], 0),  # the header lost its corner
        (["", "", *YEARS], ["", "N", "1", "", "3"], 1),
        (["", "", *YEARS], ["N", "", "1", "", "3"], 0),  # a column between label and years
        (["", *YEARS], ["", "N", "1", "", "3"], 1),  # the row moved after a page end
        (["", *YEARS, "", ""], ["N", "1", "", "3"], 0),
        (["Gemeente", *YEARS], ["N", "1", "", "3", "", ""], 0),
    ],
)
def test_certain_places(header: list[str], texts: list[str], label: int) -> None:
    assert read(header, texts, label) == [("1", 1.0), ("", 1.0), ("3", 1.0)]


def test_a_row_that_ends_early_may_have_lost_any_cell() -> None:
    assert read(["", *YEARS], ["N", "1", "3"]) == [("1", 0.6), ("3", 0.6), ("", 0.6)]


def test_rows_end_early_where_none_ends_in_an_empty_cell() -> None:
    header, short = row("", *YEARS), row("N", "", "1")
    years = year_columns(header)
    assert years is not None
    cells = cells_by_column(short, 0, years, layouts([header, short, row("Z", "4"), row("total", "4", "1")]))
    assert cells is not None
    assert [(cell.text, cell.confidence) for cell in cells] == [("", 1.0), ("1", 1.0), ("", 1.0)]


def test_a_header_that_lost_a_cell_makes_a_guess_of_what_fits_twice() -> None:
    assert read(["", *YEARS], ["N", "", "1", "", ""]) == [("", 0.6), ("1", 0.6), ("", 0.6)]


def test_a_label_under_the_first_year_is_a_guess() -> None:
    assert read(["", *YEARS], ["", "N", "2", ""], 1) == [("", 0.6), ("2", 0.6), ("", 0.6)]


def test_a_farther_shift_that_would_do_as_well_makes_a_guess() -> None:
    found = read(["", "", "", *YEARS], ["N", "", "1", "", "", ""])
    assert found == [("1", 0.6), ("", 0.6), ("", 0.6)]


def test_rows_of_the_same_shape_settle_it() -> None:
    header = row("", "", *YEARS, "")
    known = layouts([header, row("N", "", "1", "2", "3", "")])
    moved = row("N", "", "7", "", "", "")
    years = year_columns(row("", "", "", *YEARS))
    assert years is not None
    cells = cells_by_column(moved, 0, years, known)
    assert cells is not None
    assert [(cell.text, cell.confidence) for cell in cells] == [("7", 1.0), ("", 1.0), ("", 1.0)]


def test_more_amounts_than_years_are_not_placed() -> None:
    assert read(["", *YEARS], ["N", "1", "2", "3", "4"]) is None


@given(
    amounts=st.lists(st.sampled_from(["", "1", "PM", "€ 2.000"]), min_size=2, max_size=6),
    before=st.integers(0, 3),
    after=st.integers(0, 4),
    moved=st.integers(0, 3),
)
def test_a_row_moved_with_its_label_is_read_the_same(amounts: list[str], before: int, after: int, moved: int) -> None:
    assume(amounts[0])
    assume(amounts[-1])
    header = [""] * (before + 1) + [str(2020 + index) for index in range(len(amounts))] + [""] * after
    texts = [""] * (before + moved) + ["N", *amounts] + [""] * after
    found = read(header, texts, before + moved)
    assert found == [(text, 1.0) for text in amounts]


@given(st.lists(st.sampled_from(["", "N", "1", "2024", "x"]), min_size=1, max_size=12), st.integers(0, 11))
def test_every_filled_cell_is_placed_once_or_none_is(texts: list[str], label: int) -> None:
    assume(label < len(texts))
    years = year_columns(row("", *YEARS))
    assert years is not None
    cells = cells_by_column(row(*texts), label, years)
    wanted = [text for text in texts[label + 1 :] if text]
    assert cells is None or [cell.text for cell in cells if cell.text] == wanted


@pytest.mark.parametrize(
    ("text", "side", "kind", "label"),
    [
        ("Geraamde incidentele kosten:", "cost", "incidental", None),
        ("Kosten structureel", "cost", "structural", None),
        ("Reeds aanwezige dekking incidenteel", "coverage", "incidental", None),
        ("Dekking structurele kosten", "coverage", "structural", None),
        ("Aan te vragen incidenteel", "request", "incidental", None),
        ("Eenmalige kosten t.b.v. de inrichting*", "cost", "incidental", "t.b.v. de inrichting"),
        ("Estimated one-off costs", "cost", "incidental", None),
        ("INCIDENTELE KOSTEN T.B.V. INRICHTING", "cost", "incidental", "T.B.V. INRICHTING"),
    ],
)
def test_captions(text: str, side: str, kind: str, label: str | None) -> None:
    found = read_caption(text, AT, default_lexicon())
    assert found is not None
    caption = found[0]
    assert (caption.side.text, caption.kind and caption.kind.text) == (side, kind)
    assert (caption.label and caption.label.text) == label


def test_the_caption_of_a_part_and_of_a_unit() -> None:
    part = read_caption("Waarvan eigen uren per gemeente**:", AT, default_lexicon())
    assert part is not None
    assert part[0].of_which is not None
    assert (part[0].kind, part[0].of_which.text, part[0].marks) == (None, "eigen uren", ("**",))
    scaled = read_caption("Kosten incidenteel (x € 1.000): zie bijlage", AT, default_lexicon())
    assert scaled is not None
    assert scaled[0].unit is not None
    assert (scaled[0].unit.text, scaled[0].label, scaled[1]) == ("1000", None, "zie bijlage")


def test_a_kind_alone_is_of_the_side_of_its_field() -> None:
    found = read_caption("Structureel:", AT, default_lexicon(), "coverage")
    assert found is not None
    assert found[0].side.text == "coverage"
    assert read_caption("Structureel", AT, default_lexicon()) is None


@pytest.mark.parametrize(
    "text",
    [
        "Structurele en incidentele kosten samen",
        "De dekking is opgenomen in de begroting.",
        "Incidenteel 20.000 aanwezig. De overige kosten volgen.",
        "Kosten",
        "",
    ],
)
def test_sentences_are_no_captions(text: str) -> None:
    assert read_caption(text, AT, default_lexicon()) is None
