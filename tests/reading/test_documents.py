"""Where documents begin, what they say of themselves, which headings they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from consistency.errors import InvalidPlan, UnreadableInput
from consistency.inputs.text import READER
from consistency.model.blocks import Block, BlockFile, Cell, Paragraph, Row, Table
from consistency.model.location import DocumentCell
from consistency.model.record import DocumentRecord, PortfolioRecord
from consistency.reading import read_documents
from consistency.reading.lexicon import default_lexicon, load_lexicon


def read(tmp_path: Path, text: str) -> tuple[PortfolioRecord, list[DocumentRecord]]:
    path = tmp_path / "digitale agenda.txt"
    path.write_text(text.replace("|", "\t"), encoding="utf-8")
    return read_documents([READER.read(path, path.name)], default_lexicon())


NOTE = (
    "Nota voor het college\n\nOnderwerp\n\nPlannen 2024-2027\n\nBijlagen\n\nBijlage 1 Overzicht\n\n"
    "Bijlage 2 De plannen\n\n"
    "B & W d.d.: 30-05-2023\n\nBesloten wordt het volgende.\n\n"
)


def test_note_annexes_and_plans_in_one_file(tmp_path: Path) -> None:
    portfolio, documents = read(
        tmp_path,
        NOTE + "Bijlage 1 Overzicht\n\nTekst.\n\nCONCEPT Uitvoeringsplan informatievoorziening sociaal 2024-2027\n\n"
        "Versie: 0.3 / 01-02-2023\n\nInhoud\n\n1. Vooraf|2\nBijlage 1 Kalender|3\n\n1. Vooraf\n\nTekst.\n\n"
        "Bijlage 1 Kalender\n\nTekst.\n\nUitvoeringsplan Fysiek + Economie & OOV 2024-2027\n\nTekst.\n",
    )
    assert [document.document.text for document in documents] == ["nota", "bijlage-1", "sociaal", "fysiek-economie-oov"]
    plan = documents[2]
    said = (plan.version, plan.date, plan.status, plan.title)
    assert [one.text if one else None for one in said] == [
        "0.3",
        "01-02-2023",
        "concept",
        "Uitvoeringsplan informatievoorziening sociaal 2024-2027",
    ]
    assert [section.title.text for section in plan.sections] == ["Vooraf", "Bijlage 1 Kalender"]
    assert documents[0].title is not None
    assert documents[0].title.text == "Plannen 2024-2027"
    assert portfolio.plan_set.text == "digitale-agenda"
    assert portfolio.decision_date is not None
    assert portfolio.decision_date.text == "30-05-2023"
    assert [said.text for said in portfolio.horizon] == ["2024", "2027"]


def test_a_plan_that_lost_its_title(tmp_path: Path) -> None:
    _, documents = read(
        tmp_path,
        "Uitvoeringsplan sociaal 2024-2027\n\nInhoud\n\n1 Vooraf|2\n\n1 Vooraf\n\nTekst.\n\n\n\n\nInhoud\n\n"
        "1 Begin|2\n\n1 Begin\n\n"
        "In het *uitvoeringsplan informatievoorziening bedrijfsvoering 2024-2027* staat alles.\n",
    )
    assert [document.document.text for document in documents] == ["sociaal", "bedrijfsvoering"]
    assert [section.title.text for section in documents[1].sections] == ["Begin"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bijlage 2 Overzicht\n\nTekst.\n", ("bijlage-2", "annex", "Bijlage 2 Overzicht", None)),
        ("Uitvoeringsplan sociaal\n\nTekst.\n", ("sociaal", "plan", "Uitvoeringsplan sociaal", None)),
        (
            "Uitvoeringsplan sociaal 2024-2027 (concept)\n",
            ("sociaal", "plan", "Uitvoeringsplan sociaal 2024-2027 (concept)", "concept"),
        ),
        ("Zomaar tekst.\n", ("plan", "plan", None, None)),
    ],
)
def test_files_of_one_document(tmp_path: Path, text: str, wanted: tuple[str | None, ...]) -> None:
    _, (document,) = read(tmp_path, text)
    said = (document.document, document.kind, document.title, document.status)
    assert tuple(one.text if one else None for one in said) == wanted


@pytest.mark.parametrize(
    ("line", "version", "date", "status"),
    [
        ("Versie: 1.2 / 01-04-2023", "1.2", "01-04-2023", None),
        ("Versie concept 0.9, 1 maart 2021", "0.9", "1 maart 2021", "concept"),
        ("Version 2", "2", None, None),
        ("Versie d.d. 14-12-2020", None, "14-12-2020", None),
    ],
)
def test_versions(tmp_path: Path, line: str, version: str | None, date: str | None, status: str | None) -> None:
    _, (document,) = read(tmp_path, f"Uitvoeringsplan sociaal 2024-2027\n\n{line}\n")
    said = (document.version, document.date, document.status)
    assert [one.text if one else None for one in said] == [version, date, status]


def test_ids_are_unique_and_unknown_domains_keep_their_name(tmp_path: Path) -> None:
    plan = "Uitvoeringsplan Wonen & zorg en sociaal domein 2024-2025\n\nTekst.\n\n"
    _, documents = read(tmp_path, plan + plan)
    assert [document.document.text for document in documents] == ["sociaal-wonen-zorg", "sociaal-wonen-zorg-2"]


def test_prose_about_a_plan_begins_no_plan(tmp_path: Path) -> None:
    _, documents = read(
        tmp_path,
        NOTE + "In het uitvoeringsplan sociaal 2024-2027 staat meer.\n\nUitvoeringsplannen 2024-2027\n\n"
        "Uitvoeringsplan sociaal 2024-2027 is vastgesteld.\n",
    )
    assert [document.kind.text for document in documents] == ["decision"]


def test_numbering_that_begins_again(tmp_path: Path) -> None:
    fiche = "Doel|x\nLooptijd|2024\n"
    _, documents = read(
        tmp_path,
        "Uitvoeringsplan Dienstverlening en Participatie 2024-2027\n\n1. Wensen in het domein Dienstverlening\n\n"
        f"1. Website\n\n{fiche}\n2. Balie\n\n{fiche}\n2. Wensen in het domein Participatie\n\n1. Platform\n\n{fiche}",
    )
    assert [
        (one.number and one.number.text, one.name.text, one.domain and one.domain.text)
        for one in documents[0].initiatives
    ] == [
        ("1", "Website", "dienstverlening"),
        ("2", "Balie", "dienstverlening"),
        ("1", "Platform", "participatie"),
    ]


def test_numbered_lists_are_no_headings(tmp_path: Path) -> None:
    _, documents = read(
        tmp_path,
        "Uitvoeringsplan sociaal 2024-2027\n\n1. Vooraf\n\nTwee wegen:\n\n1. de ene weg\n2. de andere weg\n\n"
        "2. Een zin die ophoudt.\n\nTekst.\n\n2. Verder\n\nTekst.\n",
    )
    assert [section.title.text for section in documents[0].sections] == ["Vooraf", "Verder"]


def test_headings_of_a_format_that_marks_them() -> None:
    def at(number: int) -> DocumentCell:
        return DocumentCell("plan.docx", paragraph=number)

    blocks: list[Block] = [
        Paragraph("Uitvoeringsplan sociaal 2024-2027", at(1), level=1),
        Paragraph("Wensen", at(2), level=2),
        Paragraph("Zaaksysteem", at(3), level=3),
        Table(
            (
                Row((Cell("Doel", at(4)), Cell("x", at(4))), at(4)),
                Row((Cell("Looptijd", at(5)), Cell("2024", at(5))), at(5)),
            ),
            at(4),
            exact=True,
        ),
    ]
    _, documents = read_documents([BlockFile("plan.docx", "", tuple(blocks))], default_lexicon())
    assert [one.name.text for one in documents[0].initiatives] == ["Zaaksysteem"]


def test_unknown_tables_are_listed(tmp_path: Path) -> None:
    _, documents = read(tmp_path, "Uitvoeringsplan sociaal 2024-2027\n\nTekst.\n\nAppels|Peren\n3|4\n")
    assert [(one.what, one.text.text) for one in documents[0].unread] == [("table", "Appels | Peren | 3 | 4")]


def test_amounts_beside_what_a_list_needs_are_listed(tmp_path: Path) -> None:
    _, documents = read(
        tmp_path,
        "Uitvoeringsplan sociaal 2024-2027\n\nLeverancier|Titel|Einddatum|Totaal 4 jaar|Vorig jaar\n"
        "Acme|Zaaksysteem|1-7-2025|€ 10.000|€ 9.000\n",
    )
    assert len(documents[0].contracts) == 1
    assert [(one.what, one.text.text) for one in documents[0].unread] == [("amount", "€ 9.000")]


def test_municipalities_without_an_abbreviation(tmp_path: Path) -> None:
    portfolio, _ = read(
        tmp_path, "Uitvoeringsplan sociaal 2024-2027\n\nVoor de gemeenten Noorddam, Oost-Veen en Den Berg.\n"
    )
    assert {code: record.name.text for code, record in portfolio.municipalities.items()} == {
        "N": "Noorddam",
        "OV": "Oost-Veen",
        "DB": "Den Berg",
    }
    assert set(portfolio.sets) == {"NOV", "NDB", "OVDB", "NOVDB"}


def test_names_of_actielijnen(tmp_path: Path) -> None:
    portfolio, _ = read(
        tmp_path,
        "Uitvoeringsplan sociaal 2024-2027\n\n- actielijn A Betere dienstverlening\n- actielijn B Data: cijfers\n\n"
        "De actielijnen:\n\n- A. Betere de dienstverlening\n- B. Iets heel anders\n\nNamen:\n\n- C. Kees\n",
    )
    assert {
        letter: (one.name.text, [alias.text for alias in one.aliases]) for letter, one in portfolio.actielijnen.items()
    } == {
        "A": ("Betere dienstverlening", ["Betere de dienstverlening"]),
        "B": ("Data", []),
    }


def test_no_files_and_an_empty_file(tmp_path: Path) -> None:
    assert read_documents([], default_lexicon())[1] == []
    assert len(read(tmp_path, "")[1]) == 1


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("fiche_feld: [x]\n", 1, "fiche_field"),
        ("total: [som]\nfiche_field:\n  periode: [wanneer]\n", 3, "period"),
        ("total: som\n", 1, None),
        ("- a\n", 1, None),
    ],
)
def test_words_for_groups_that_do_not_exist(tmp_path: Path, text: str, line: int, hint: str | None) -> None:
    path = tmp_path / "woorden.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidPlan) as caught:
        load_lexicon([path])
    assert (caught.value.path, caught.value.line) == ("woorden.yaml", line)
    assert hint is None or hint in str(caught.value)


def test_a_lexicon_that_is_no_yaml(tmp_path: Path) -> None:
    path = tmp_path / "woorden.yaml"
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(UnreadableInput):
        load_lexicon([path])


def test_a_note_may_come_after_the_plans(tmp_path: Path) -> None:
    _, documents = read(
        tmp_path, "Uitvoeringsplan sociaal 2024-2027\n\nTekst.\n\n" + NOTE + "Bijlage 1 Overzicht\n\nTekst.\n"
    )
    assert [document.kind.text for document in documents] == ["plan", "decision", "annex"]


def test_a_plan_may_speak_of_a_note(tmp_path: Path) -> None:
    _, documents = read(
        tmp_path, "Uitvoeringsplan sociaal 2024-2027\n\nNota grondbeleid\n\nTekst.\n\nNog meer tekst.\n"
    )
    assert [document.kind.text for document in documents] == ["plan"]
