"""Initiatives and what their fiches say: fields, amounts, funding."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency.inputs.text import READER
from consistency.model.record import AmountTableRecord, DocumentRecord, InitiativeRecord
from consistency.reading import read_documents
from consistency.reading.lexicon import default_lexicon, load_lexicon

HERE = Path(__file__).parent
START = "Uitvoeringsplan sociaal 2024-2026\n\nDe gemeenten Noorddam en Zuiderveen (NZ) doen dit samen.\n\n"
YEARS = "\t\t2024\t2025\t2026\n"


def document(tmp_path: Path, text: str) -> DocumentRecord:
    path = tmp_path / "plan.txt"
    path.write_text(START + text.replace("|", "\t"), encoding="utf-8")
    return read_documents([READER.read(path, "plan.txt")], default_lexicon())[1][0]


def initiative(tmp_path: Path, fiche: str) -> InitiativeRecord:
    (found,) = document(tmp_path, f"1. Zaaksysteem (ZS)\n\nInleiding.\n\n{fiche}").initiatives
    return found


def rows(table: AmountTableRecord) -> dict[str, list[str]]:
    return {row.label.text: [cell.text for cell in row.cells] for row in table.rows}


def funding(found: InitiativeRecord) -> list[tuple[str | None, ...]]:
    names = ("municipality", "kind", "status", "cycle", "year", "amount")
    said = [[getattr(record, name) for name in names] for record in found.funding]
    return [tuple(one.text if one else None for one in record) for record in said]


def test_fields_are_kept_as_written(tmp_path: Path) -> None:
    found = initiative(
        tmp_path,
        "Doel|Minder papier, meer tijd\nLooptijd|2024 e.v.\nOrganisatie(s)|Noorddam en\n|Zuiderveen|\n"
        "Applicatie(s)|\nPrioriteit|Prioriteit 1 (nodig)\n",
    )
    assert (found.name.text, found.number and found.number.text) == ("Zaaksysteem (ZS)", "1")
    assert found.period is not None
    assert found.period.text == "2024 e.v."
    assert [said.text for said in found.goals] == ["Minder papier, meer tijd"]
    assert [said.text for said in found.municipalities] == ["Noorddam en Zuiderveen"]
    assert found.applications == []
    assert found.priority is not None
    assert found.priority.text == "Prioriteit 1 (nodig)"


def test_amount_tables_in_the_money_fields(tmp_path: Path) -> None:
    found = initiative(
        tmp_path,
        f"Looptijd|2024\nKosten|Kosten incidenteel (x € 1.000)¹\n{YEARS}N||10||\nZ||20||5\nTotaal||30||5\n"
        f"|Kosten structureel\n{YEARS}N|||1|1\n\n¹ Een stelpost\n\n"
        f"Financiering|Reeds aanwezige dekking incidenteel\n{YEARS}N||4||\n",
    )
    assert [(table.side.text, table.kind.text) for table in found.amounts] == [
        ("cost", "incidental"),
        ("cost", "structural"),
        ("coverage", "incidental"),
    ]
    first = found.amounts[0]
    assert rows(first) == {"N": ["10", "", ""], "Z": ["20", "", "5"], "total": ["30", "", "5"]}
    assert first.unit is not None
    assert first.unit.text == "1000"
    assert {mark: note.text for mark, note in first.notes.items()} == {"¹": "Een stelpost"}


def test_fields_and_tables_cut_by_pages_and_paragraphs(tmp_path: Path) -> None:
    found = initiative(
        tmp_path,
        f"Doel|Rust\nLooptijd|2024\nKosten|Kosten incidenteel\n\t2024\t2025\t2026\n\n\n\n\nN\t\t10\t\n\n"
        f"|Z||20|\n\nFinanciering\n\nDekking incidenteel\n\n{YEARS}N||1||\n\nPrioriteit\n\nprioriteit 2\n",
    )
    assert [rows(table) for table in found.amounts] == [
        {"N": ["", "10", ""], "Z": ["", "20", ""]},
        {"N": ["1", "", ""]},
    ]
    assert found.priority is not None
    assert found.priority.text == "prioriteit 2"


def test_a_part_of_the_costs_has_the_kind_of_its_whole(tmp_path: Path) -> None:
    found = initiative(
        tmp_path,
        f"Doel|x\nKosten|Kosten structureel\n{YEARS}N||10||\n|Waarvan interne uren**:\n{YEARS}Kosten||4||\nUren||50||\n"
        "|** tegen het interne tarief\nPrioriteit|2\n",
    )
    part = found.amounts[1]
    assert part.of_which is not None
    assert (part.kind.text, part.of_which.text) == ("structural", "interne uren")
    assert rows(part) == {"Kosten": ["4", "", ""], "Uren": ["50", "", ""]}


def test_a_lost_label_is_inferred_and_a_stray_letter_kept(tmp_path: Path) -> None:
    found = initiative(
        tmp_path,
        f"Doel|x\nKosten|Kosten incidenteel\n{YEARS}N||1||\nZ||2||\n|Kosten structureel\n{YEARS}0||3||\nZ||4|A|\n",
    )
    labels = [(row.label.text, row.label.confidence) for row in found.amounts[1].rows]
    assert labels == [("N", 0.6), ("Z", 1.0)]
    assert rows(found.amounts[1])["Z"] == ["4", "A", ""]


def test_a_table_printed_twice(tmp_path: Path) -> None:
    nested = "<table><tr><th></th><th>2024</th><th>2025</th></tr><tr><td>N</td><td>1</td><td></td></tr></table>"
    found = initiative(
        tmp_path,
        f"Doel|x\nKosten|<p>Kosten incidenteel</p>{nested}<p>Kosten structureel</p>{nested}"
        "<p>Kosten incidenteel beheer</p>\n|2024|2025\nN|1|\n|2024|2025\nN|1|\n|2024|2025\nN|7|\nPrioriteit|1\n",
    )
    assert [(table.kind.text, table.at.line, bool(table.copy_of_earlier)) for table in found.amounts] == [
        ("incidental", 11, False),
        ("incidental", 10, True),
        ("structural", 13, False),
        ("structural", 10, True),
        ("incidental", 15, False),
    ]


def test_the_same_rows_printed_again(tmp_path: Path) -> None:
    table = f"|Kosten incidenteel\n{YEARS}N||1||\n"
    found = initiative(tmp_path, f"Doel|x\nKosten|zie onder\n{table}{table}|Kosten structureel\n{YEARS}N||1||\n")
    assert [(one.kind.text, bool(one.copy_of_earlier)) for one in found.amounts] == [
        ("incidental", False),
        ("incidental", True),
        ("structural", False),
    ]


def test_a_nested_table_that_is_printed_once(tmp_path: Path) -> None:
    found = initiative(
        tmp_path,
        "Doel|x\nKosten|<p>Kosten incidenteel</p><table><tr><td></td><td>2024</td><td>2025</td></tr>"
        "<tr><td>N</td><td>1</td><td>2</td></tr></table>\nPrioriteit|1\n",
    )
    assert [(rows(table), table.copy_of_earlier) for table in found.amounts] == [({"N": ["1", "2"]}, None)]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Dekking aanwezig", [(None, "covered", None, None, None)]),
        ("Geen dekking; aan te vragen via de kadernota van 2024.", [(None, "to_request", "kadernota", "2024", None)]),
        (
            "Eenmalig: dekking aanwezig, € 5.000. Jaarlijks: later aanvragen.",
            [("incidental", "covered", None, None, "€ 5.000"), ("structural", "deferred", None, None, None)],
        ),
        (
            "Voor eenmalige lasten is geld aanwezig, voor jaarlijkse lasten aan te vragen bij VJN/begroting 2024.",
            [("incidental", "covered", None, None, None), ("structural", "to_request", "vjn", "2024", None)],
        ),
        ("N.v.t.", [(None, "not_applicable", None, None, None)]),
        ("Reeds opgenomen in de begroting", [(None, "covered", None, None, None)]),
    ],
)
def test_funding_proposals(tmp_path: Path, sentence: str, wanted: list[tuple[str | None, ...]]) -> None:
    found = initiative(tmp_path, f"Doel|x\nFinanciering|Dekkingsvoorstel\n|Zuiderveen|{sentence}\nPrioriteit|1\n")
    assert funding(found) == [("Z", *one) for one in wanted]


def test_money_for_one_year_only_defers_the_rest(tmp_path: Path) -> None:
    found = initiative(tmp_path, "Doel|x\nKosten|Nu wordt uitsluitend 2024 aangevraagd.\nPrioriteit|1\n")
    assert funding(found) == [(None, None, "deferred", None, "2025 e.v.", None)]


def test_the_instruction_of_the_template_says_nothing(tmp_path: Path) -> None:
    found = initiative(tmp_path, "Doel|x\nFinanciering|Hier komt wat u nog wilt aanvragen.\nPrioriteit|1\n")
    assert found.funding == []


def test_amounts_without_a_place_are_listed(tmp_path: Path) -> None:
    read = document(tmp_path, f"1. Zaak\n\nDoel|x\nKosten|pm\n|Kosten incidenteel\n{YEARS}N|1|2|3|4|5\nPrioriteit|1\n")
    assert [one.text.text for one in read.unread] == ["pm", "1", "2", "3", "4", "5"]


def test_parts_and_a_fiche_below_them(tmp_path: Path) -> None:
    fiche = "Doel|x\nLooptijd|2024\n"
    read = document(
        tmp_path,
        f"1.1 Een\n\n{fiche}\n1.2 Twee\n\n1.2.1 Stap\n\nTekst.\n\n1.2.2 Nog een stap\n\nTekst.\n\n{fiche}\n"
        f"1.3 Drie\n\n{fiche}\n1.3.1 Deel van drie\n\nTekst.\n",
    )
    assert [(one.name.text, one.part_of and one.part_of.text, bool(one.period)) for one in read.initiatives] == [
        ("Een", None, True),
        ("Twee", None, True),
        ("Stap", "Twee", False),
        ("Nog een stap", "Twee", False),
        ("Drie", None, True),
        ("Deel van drie", "Drie", False),
    ]


def test_fiches_that_name_themselves(tmp_path: Path) -> None:
    fiche = "Project|{name}\nLooptijd|2024\nKosten|Kosten incidenteel\n\t\t2024\t2025\nN||{amount}|\n"
    read = document(
        tmp_path,
        "1. Onze wensen\n\n" + fiche.format(name="Een", amount=1) + "\n" + fiche.format(name="Twee", amount=2),
    )
    assert [(one.name.text, rows(one.amounts[0])) for one in read.initiatives] == [
        ("Een", {"N": ["1", ""]}),
        ("Twee", {"N": ["2", ""]}),
    ]


def test_a_heading_and_a_name_in_the_fiche(tmp_path: Path) -> None:
    found = initiative(tmp_path, "Project|Vervanging zaaksysteem\nLooptijd|2024\n")
    assert (found.name.text, [alias.text for alias in found.aliases]) == (
        "Zaaksysteem (ZS)",
        ["Vervanging zaaksysteem"],
    )


def test_a_table_that_stands_on_its_side(tmp_path: Path) -> None:
    found = initiative(
        tmp_path,
        "Doel|x\nKosten|Kosten incidenteel\n|Jaar|N|Z\n|2024|1|\n|2025||4\n|Kosten structureel\nPrioriteit|1\n",
    )
    (table,) = found.amounts
    assert [year.text for year in table.years] == ["2024", "2025"]
    assert rows(table) == {"N": ["1", ""], "Z": ["", "4"]}


def test_a_table_after_the_fiche_is_not_of_it(tmp_path: Path) -> None:
    read = document(
        tmp_path,
        "1. Zaak\n\nDoel|x\nPrioriteit|1\n\nOok loopt er een contract af.\n\n"
        "Leverancier|Titel|Einddatum\nAcme|Zaaksysteem|1-7-2025\n",
    )
    assert [contract.title.text for contract in read.contracts] == ["Zaaksysteem"]
    assert read.initiatives[0].priority is not None
    assert read.initiatives[0].priority.text == "1"


def test_other_words_other_columns() -> None:
    """Another pair of municipalities, read in full with one file of their own words."""
    file = READER.read(HERE / "noorddam.txt", "noorddam.txt")
    portfolio, (note, annex, plan) = read_documents([file], load_lexicon([HERE / "noorddam.yaml"]))
    assert {code: record.name.text for code, record in portfolio.municipalities.items()} == {
        "N": "Noorddam",
        "Z": "Zuiderveen",
    }
    assert portfolio.decision_date is not None
    assert portfolio.decision_date.text == "30 mei 2023"
    assert {letter: record.name.text for letter, record in portfolio.actielijnen.items()} == {
        "A": "Dichtbij",
        "B": "Slim",
    }
    assert list(portfolio.domains) == ["zorg", "leefomgeving"]
    assert (note.kind.text, annex.document.text, plan.document.text) == ("decision", "bijlage-a", "zorg-leefomgeving")
    (summary,) = note.summary_tables
    assert (summary.municipality and summary.municipality.text, summary.kind and summary.kind.text) == (
        "Z",
        "incidental",
    )
    assert [column.side.text for column in summary.columns] == ["cost", "request"]
    assert annex.overview is not None
    assert [entry.priority and entry.priority.text for entry in annex.overview.entries] == ["Moet", "2"]
    dossier, hub, lights = plan.initiatives
    assert [rows(table) for table in dossier.amounts] == [
        {"N": ["", "60.000", "PM", ""], "Z": ["", "40.000", "10.000", ""], "total": ["", "100.000", "10.000", ""]},
        {"N": ["", "", "5.000", ""], "Z": ["", "", "20.000", ""]},
        {"N": ["", "1.000", "1.000", "1.000"], "Z": ["", "2.000", "2.000", "2.000"]},
        {"N": ["0", "20.000", "0", "0"], "Z": ["0", "0", "0", "0"]},
    ]
    assert [table.label and table.label.text for table in dossier.amounts[:2]] == [
        "voor de inrichting",
        "voor de opleiding",
    ]
    assert dossier.amounts[0].notes["*"].text == "extra to what was granted"
    assert funding(dossier) == [
        ("N", "incidental", "covered", None, None, "20.000"),
        ("N", "incidental", "to_request", "zomernota", "2024", "40.000"),
        ("Z", None, "to_request", "zomernota", "2024", None),
    ]
    assert rows(hub.amounts[0]) == {"Z": ["", "", "€ 7.500"]}
    assert (hub.domain and hub.domain.text, lights.domain and lights.domain.text) == ("zorg", "leefomgeving")
    assert funding(lights) == [(None, None, "deferred", None, "2025 e.v.", None)]
    assert [one.what for one in plan.unread] == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Doel|x",
                "Kosten|Kosten incidenteel",
                "Kosten||5",
                "|2024|2025",
                "N|1|2",
                "||3|",
                "0|1",
                "Totaal|3|4|5",
                "Financiering|Dekkingsvoorstel",
                "N|Aan te vragen bij VJN 2024",
                "",
                "\f",
                "* extra bedragen",
                "|Waarvan uren",
                "Kosten|<p>Kosten incidenteel</p><table><tr><td>N</td></tr></table>",
                "1.1 Kop",
                "Looptijd|2024",
            ]
        ),
        max_size=25,
    )
)
def test_any_order_of_rows_is_read(tmp_path: Path, lines: list[str]) -> None:
    """Every table has a cell for each year in each row, and no amount is in two tables."""
    read = document(tmp_path, "1. Zaak\n\nDoel|x\nLooptijd|2024\n" + "\n".join(lines))
    cells = []
    for found in read.initiatives:
        for table in found.amounts:
            assert all(len(row.cells) == len(table.years) for row in table.rows)
            cells += [id(cell) for row in table.rows for cell in row.cells]
    assert len(cells) == len(set(cells))


def cells(found: InitiativeRecord) -> list[tuple[str, str, str, str, float]]:
    return [
        (table.kind.text, row.label.text, year.text, cell.text, cell.confidence)
        for table in found.amounts
        for row in table.rows
        for year, cell in zip(table.years, row.cells, strict=True)
        if cell.text
    ]


@pytest.mark.parametrize(
    "field", ["Kosten\nIncidentele kosten", "Kosten incidenteel", "Prijskaartje\nEenmalige kosten"]
)
def test_a_caption_in_the_row_of_the_years(tmp_path: Path, field: str) -> None:
    found = initiative(tmp_path, f"Doel|Beter\nLooptijd|2024\n{field}|2024|2025|2026\nN|1|2|\nZ|3||\nPrioriteit|1\n")
    assert [(label, text) for _, label, _, text, _ in cells(found)] == [("N", "1"), ("N", "2"), ("Z", "3")]
    assert found.period is not None
    assert found.period.text.startswith("2024")


def test_amounts_in_a_field_of_an_unknown_name_are_not_passed_over(tmp_path: Path) -> None:
    read = document(
        tmp_path, f"1. Zaaksysteem\n\nDoel|Beter\nLooptijd|2024\nPrijskaartje|Eenmalig\n{YEARS}N||1.000||\n"
    )
    assert [unread.text.text for unread in read.unread] == ["1.000"]


def test_a_column_of_totals_is_read_beside_the_years(tmp_path: Path) -> None:
    read = document(
        tmp_path,
        "1. Zaaksysteem\n\nDoel|Beter\nKosten|Incidentele kosten\n|2024|2025|2026|Totaal\nN|1.000|2.000||3.000\n",
    )
    (found,) = read.initiatives
    assert cells(found) == [
        ("incidental", "N", "2024", "1.000", 1.0),
        ("incidental", "N", "2025", "2.000", 1.0),
        ("incidental", "N", "total", "3.000", 1.0),
    ]
    assert not read.unread


def test_another_column_behind_the_years_is_unread(tmp_path: Path) -> None:
    read = document(
        tmp_path,
        "1. Zaaksysteem\n\nDoel|Beter\nKosten|Incidentele kosten\n|2024|2025|2026|Vorig plan\nN|1.000|||3.000\n",
    )
    assert [unread.text.text for unread in read.unread] == ["3.000"]


def test_a_row_that_stands_twice_is_read_twice(tmp_path: Path) -> None:
    rows = "|N|1||\n|N|1||\n|Z|2||\n|Totaal|3||\n"
    found = initiative(tmp_path, f"Doel|Beter\nKosten|Kosten incidenteel\n{YEARS}{rows}")
    assert [(who, text) for _, who, _, text, _ in cells(found)] == [("N", "1"), ("N", "1"), ("Z", "2"), ("total", "3")]


def test_rows_of_a_table_whose_years_are_lost_are_not_of_the_one_before(tmp_path: Path) -> None:
    found = initiative(tmp_path, f"Doel|Beter\nKosten|Kosten incidenteel\n{YEARS}|N|1||\n|Z|2||\n|N|3||\n|Z|4||\n")
    assert [text for _, _, _, text, _ in cells(found)] == ["1", "2"]


def nested(*amounts: str) -> str:
    head = "".join(f"<th>{text}</th>" for text in ("", "2024", "2025", "2026"))
    return f"<table><tr>{head}</tr><tr><td>N</td>{''.join(f'<td>{text}</td>' for text in amounts)}</tr></table>"


def test_a_table_unlike_the_nested_one_belongs_to_the_caption_that_was_cut_off(tmp_path: Path) -> None:
    cell = f"<p>Incidentele kosten</p>{nested('1', '2', '3')}<p>Structurele kosten</p>"
    found = initiative(tmp_path, f"Doel|Beter\nKosten|{cell}\n|2024|2025|2026\nN|||7\nPrioriteit|1\n")
    assert [(kind, year, text) for kind, _, year, text, _ in cells(found)] == [
        ("incidental", "2024", "1"),
        ("incidental", "2025", "2"),
        ("incidental", "2026", "3"),
        ("structural", "2026", "7"),
    ]


def test_one_municipality_needs_no_rows_of_municipalities(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "Informatiebeleidsplan Sociaal 2024-2026\n\nDe gemeente Veenwoude stelt dit plan op.\n\n1. Portaal\n\n"
        "Doel\tBeter\nKosten\tIncidentele kosten\n\t2024\t2025\t2026\nKosten\t1.000\t2.000\t\n"
        "Dekking\tDekking incidenteel\n\t2024\t2025\t2026\nDekking\t500\t0\t\nPrioriteit\t1\n",
        encoding="utf-8",
    )
    portfolio, (read,) = read_documents([READER.read(path, "plan.txt")], default_lexicon())
    assert {code: record.name.text for code, record in portfolio.municipalities.items()} == {"V": "Veenwoude"}
    assert [year.text for year in portfolio.horizon] == ["2024", "2026"]
    assert [(table.side.text, rows(table)) for table in read.initiatives[0].amounts] == [
        ("cost", {"V": ["1.000", "2.000", ""]}),
        ("coverage", {"V": ["500", "0", ""]}),
    ]


def test_rows_named_after_the_word_and_the_municipality(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    fiche = f"1. Portaal\n\nDoel|Beter\nKosten|Incidentele kosten\n{YEARS}Gemeente Noorddam||1||\n"
    path.write_text((START + fiche).replace("|", "\t"), encoding="utf-8")
    portfolio, _ = read_documents([READER.read(path, "plan.txt")], default_lexicon())
    assert [alias.text for alias in portfolio.municipalities["N"].aliases] == ["Gemeente Noorddam"]
    assert portfolio.municipalities["Z"].aliases == []


def test_words_beside_the_tables_of_money_fields_are_known_to_be_there(tmp_path: Path) -> None:
    without = initiative(tmp_path, "Looptijd|2024\nOrganisatie(s)|Noorddam\nKosten|nnb\nFinanciering|Nog te bezien.\n")
    assert [said.text for said in without.filled] == ["costs", "funding"]
    understood = initiative(
        tmp_path,
        f"Looptijd|2024\nOrganisatie(s)|Noorddam\nKosten|Zie de bijlage.\n|Incidentele kosten:\n{YEARS}"
        "|Noorddam|5.000|0|0\nFinanciering|Hier komt het voorstel.\n",
    )
    assert understood.filled == []
