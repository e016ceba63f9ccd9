from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency.errors import UnreadableInput
from consistency.inputs.text import MAX_LINE, READER
from consistency.model.blocks import Block, PageBreak, Paragraph, Table
from consistency.model.location import TextLine


def blocks_of(tmp_path: Path, text: str) -> tuple[Block, ...]:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return READER.read(path, "plan.txt").blocks


def texts(table: Block) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[cell.text for cell in row.cells] for row in table.rows]


def paragraphs(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_rows_keep_their_empty_cells_and_lines(tmp_path: Path) -> None:
    (table,) = blocks_of(tmp_path, "\n\t2024\t2025\nN\t\t10\t\n")
    assert texts(table) == [["", "2024", "2025"], ["N", "", "10", ""]]
    assert isinstance(table, Table)
    assert not table.exact
    assert table.rows[1].cells[2].at == TextLine("plan.txt", 3)


def test_a_hash_and_the_name_that_reports_show(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes("\ufeffKop\n".encode())
    file = READER.read(path, "map/plan.txt")
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert file.blocks == (Paragraph("Kop", TextLine("map/plan.txt", 1)),)


def test_lists_headings_and_emphasis(tmp_path: Path) -> None:
    blocks = blocks_of(
        tmp_path,
        "## Kop\n\n- een **vet** woord\n - o een *schuin* woord\n• [een schakel](http://x.nl/a_b)\n-\n\n"
        "1. Een kop\n\nTekst\n1. een\n2. twee\n",
    )
    assert [(block.text, block.level, block.bullet) for block in blocks if isinstance(block, Paragraph)] == [
        ("Kop", 2, False),
        ("een vet woord", None, True),
        ("een schuin woord", None, True),
        ("een schakel", None, True),
        ("1. Een kop", None, False),
        ("Tekst", None, False),
        ("1. een", None, True),
        ("2. twee", None, True),
    ]


def test_footnote_marks_are_no_emphasis(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path, "\t2023*\t2024*\nN\t1*\t2*\n\n*: bovenop 2023 ** per uur\n")
    assert texts(blocks[0]) == [["", "2023*", "2024*"], ["N", "1*", "2*"]]
    assert paragraphs(blocks) == ["*: bovenop 2023 ** per uur"]


def test_rules_below_headers_are_no_rows(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path, "Groep\tNodig\n-----|-----\n\nDomein\t2024\t2025\nZorg\t1\t2\n\n---\n\nTekst\n")
    assert texts(blocks[0]) == [["Groep", "Nodig"], ["Domein", "2024", "2025"], ["Zorg", "1", "2"]]
    assert paragraphs(blocks) == ["Tekst"]


def test_pipe_tables(tmp_path: Path) -> None:
    (table,) = blocks_of(tmp_path, "| a | b |\n|---|---|\n| 1 |  |\n")
    assert texts(table) == [["a", "b"], ["1", ""]]


def test_pages_and_running_headers(tmp_path: Path) -> None:
    page = "\n\n\n\nGemeente Noorddam, samen verder\n\n"
    blocks = blocks_of(tmp_path, f"Een{page}Twee{page}Drie{page}Vier\n\f\nVijf\n")
    assert paragraphs(blocks) == ["Een", "Twee", "Drie", "Vier", "Vijf"]
    assert sum(isinstance(block, PageBreak) for block in blocks) == 4


def test_what_recurs_within_pages_is_no_running_header(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path, "Nee\n\nJa\n\nNee\n\nJa\n\nNee\n\nJa\n")
    assert len(paragraphs(blocks)) == 6


def test_a_table_goes_on_after_a_page_with_its_header_again(tmp_path: Path) -> None:
    (table,) = (
        block
        for block in blocks_of(tmp_path, "Nr\tNaam\n1\tEen\n\n\n\n\nNr\tNaam\n2\tTwee\n")
        if not isinstance(block, PageBreak)
    )
    assert texts(table) == [["Nr", "Naam"], ["1", "Een"], ["2", "Twee"]]


def test_a_row_goes_on_after_a_page(tmp_path: Path) -> None:
    blocks = blocks_of(
        tmp_path,
        "Nr\tNaam\tUitleg\tPrio\n3\tMeting\tSnel weten wat er is en\t2\n\n\n\n\nwat er komt\t\t\t\n4\tRest\t\t1\n",
    )
    assert texts(blocks[0])[1:] == [["3", "Meting", "Snel weten wat er is en wat er komt", "2"], ["4", "Rest", "", "1"]]


def test_tables_with_text_between_or_other_columns_stay_apart(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path, "a\tb\n\nTekst\n\na\tb\n\n1\t2\t3\n")
    assert [len(block.rows) for block in blocks if isinstance(block, Table)] == [1, 1, 1]


def test_html_table_in_a_cell(tmp_path: Path) -> None:
    (table,) = blocks_of(
        tmp_path,
        "Kosten\t<p>Kosten incidenteel</p> <table><tr><th></th><th>2024</th></tr>"
        "<tr><td>N</td><td>&euro; 5</td></tr></table><p>Naschrift</p>\t\t\t2024\tN\t€ 5\n",
    )
    assert isinstance(table, Table)
    cell = table.rows[0].cells[1]
    assert cell.text == "Kosten incidenteel\nNaschrift"
    assert [texts(nested) for nested in cell.tables] == [[["", "2024"], ["N", "€ 5"]]]
    assert cell.tables[0].exact
    assert len(table.rows[0].cells) == 2  # what is run together behind it says nothing new


def test_what_stands_beside_an_html_table_and_is_new_is_kept(tmp_path: Path) -> None:
    (table,) = blocks_of(tmp_path, "x\t<table><tr><td>N</td><td>5</td></tr></table>\tN\t6\n")
    assert texts(table) == [["x", "", "N", "6"]]


def test_html_tables_in_lines_with_spans(tmp_path: Path) -> None:
    blocks = blocks_of(
        tmp_path,
        "Voor <table>\n<tr><th rowspan=2>Domein</th><th colspan='2'>Nodig</th></tr>\n"
        "<tr><td>2024</td><td>2025</td></tr>\n</table> na\n",
    )
    assert texts(blocks[2]) == [["Domein", "Nodig", ""], ["", "2024", "2025"]]
    assert paragraphs(blocks) == ["Voor", "na"]


def test_a_table_that_never_ends_swallows_nothing(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path, "Voor <table>\n\nTekst\n\na\tb\n")
    assert paragraphs(blocks) == ["Voor", "Tekst"]
    assert texts(blocks[-1]) == [["a", "b"]]


@pytest.mark.parametrize(
    ("data", "line", "word"),
    [
        (b"een\n\x00\x01", 2, "not a text"),
        ("één\nzoë\n".encode() + b"caf\xe9\n", 3, "UTF-8"),
        (b"a\n" + b"x" * (MAX_LINE + 1), 2, "characters"),
    ],
)
def test_what_is_no_text_says_where(tmp_path: Path, data: bytes, line: int, word: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match=word) as caught:
        READER.read(path, "plan.txt")
    assert (caught.value.path, caught.value.line) == ("plan.txt", line)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        READER.read(tmp_path / "weg.txt", "weg.txt")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=st.text(alphabet="ab1 \t\n\f|-*_[]()<>/&;.table=tdrh\"'", max_size=300))
def test_any_text_has_blocks_in_the_order_of_its_lines(tmp_path: Path, text: str) -> None:
    blocks = blocks_of(tmp_path, text)
    lines = [block.at.line for block in blocks if isinstance(block.at, TextLine)]
    assert lines == sorted(lines)
    assert len(lines) == len(blocks)


@given(
    rows=st.lists(st.lists(st.text(alphabet="abc 12€.", max_size=6), min_size=2, max_size=6), min_size=1, max_size=5)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_every_cell_of_a_table_is_there(tmp_path: Path, rows: list[list[str]]) -> None:
    blocks = blocks_of(tmp_path, "\n".join("\t".join(["x", *row]) for row in rows))
    assert [text for block in blocks for row in texts(block) for text in row] == [
        text.strip() for row in rows for text in ["x", *row]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>" * 5_000,
        "<a" * 50_000 + "<!" * 50_000,
        "-" * 100_000 + "x",
        "*a " * 50_000,
        "\t" * 100_000 + "\n" + "a\t" * 50_000,
        "[" * 100_000,
        "<table>\n" * 50_000,
    ],
)
@pytest.mark.parametrize("after", ["", "\n\f" * 1000])
def test_hostile_text_ends(tmp_path: Path, text: str, after: str) -> None:
    blocks_of(tmp_path, text + after)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2007", "\u2009"])
def test_every_space_is_a_space(tmp_path: Path, space: str) -> None:
    found = blocks_of(tmp_path, f"Kosten{space}per jaar\n\nN\t€{space}1.000\n")
    assert paragraphs(found) == ["Kosten per jaar"]
    assert texts(found[1]) == [["N", "€ 1.000"]]


def test_marks_that_nobody_sees_are_nothing(tmp_path: Path) -> None:
    assert paragraphs(blocks_of(tmp_path, "Uit\u00advoerings\u200bplan\n")) == ["Uitvoeringsplan"]


def test_rows_of_one_cell_that_lost_their_tabs(tmp_path: Path) -> None:
    (table,) = blocks_of(tmp_path, "2024\t2025\nPrioriteit 1\nVeilig mailen\n\tTelefonie\nPortaal\tPortaal\n")
    assert texts(table) == [
        ["2024", "2025"],
        ["Prioriteit 1"],
        ["Veilig mailen"],
        ["", "Telefonie"],
        ["Portaal", "Portaal"],
    ]


@pytest.mark.parametrize("between", ["Structureel", "1. Structureel", "Dit volgt.", "- Structureel"])
def test_a_line_before_another_table_is_no_row(tmp_path: Path, between: str) -> None:
    found = blocks_of(tmp_path, f"\t2024\t2025\nN\t1\t2\n{between}\n\t2024\t2025\nN\t3\t4\n")
    assert [type(block) for block in found] == [Table, Paragraph, Table]


def test_the_rest_of_a_row_on_the_next_page_without_its_tabs(tmp_path: Path) -> None:
    page_end = "\n" * 4
    (table,) = blocks_of(tmp_path, f"Nr\tProject\n3\tSneller kunnen{page_end}aanvragen van hulp\n4\tPortaal\n")[:1]
    assert texts(table) == [["Nr", "Project"], ["3", "Sneller kunnen aanvragen van hulp"], ["4", "Portaal"]]
