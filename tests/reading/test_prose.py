from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.model.location import TextLine
from consistency.model.record import Said
from consistency.reading import prose
from consistency.reading.lexicon import default_lexicon

AT = TextLine("noorddam.txt", 7)
ABOUT = Said("Zaaksysteem", AT)


def ends(text: str) -> list[tuple[str, float]]:
    found = prose.statements(text, AT, ABOUT, default_lexicon())
    assert all(one.attribute == "contract_end" and one.about == ABOUT and one.value.at == AT for one in found)
    return [(one.value.text, one.value.confidence) for one in found]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Per 1 januari 2024 loopt het huidige meerjarencontract af.", "1 januari 2024"),
        ("In mei 2025 loopt het contract met Bakker en Zonen voor zaken en balie af.", "mei 2025"),
        ("Nodig vanwege het verlopen van het contract per 1 juli 2025", "1 juli 2025"),
        ("Sinds 2019 is er een overeenkomst die op 1-4-2024 eindigt.", "1-4-2024"),
        ("De overeenkomst is in 2019 gesloten en loopt tot en met 31 december 2024.", "31 december 2024"),
        ("De licentie vanaf 1 januari 2020 loopt tot 1 januari 2026.", "1 januari 2026"),
        ("Het contract loopt per 1 juli 2025 af en kan tot 1 juli 2027 worden verlengd.", "1 juli 2025"),
        ("Het contract wordt per 1 juni 2024 beëindigd.", "1 juni 2024"),
        ("The agreement with the vendor expires in June 2024.", "June 2024"),
        ("Wij kiezen in 2023. De licentieovereenkomst verloopt in augustus 2024. Daarna volgt 2025.", "augustus 2024"),
    ],
)
def test_a_clear_contract_end(text: str, date: str) -> None:
    assert ends(text) == [(date, prose.CLEAR)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Het huidige contract met de leverancier loopt af in 2024.", "2024"),
        ("De aanbesteding start in 2021 omdat de licentie in 2024 afloopt.", "2024"),
        ("Na de start op 1 maart 2022 met twee partijen eindigt het contract per 1 maart 2026.", "1 maart 2026"),
    ],
)
def test_a_bare_year_or_a_choice_of_dates_is_less_sure(text: str, date: str) -> None:
    assert ends(text) == [(date, prose.UNSURE)]


@pytest.mark.parametrize(
    "text",
    [
        "Het contract kan tot 2027 verlengd worden.",
        "Indien het contract per 1 juli 2025 afloopt, volgt een aanbesteding.",
        "Het contract loopt niet af in 2025.",
        "Het contract is op 1 juli 2021 ingegaan.",
        "Het contract loopt sinds 1 juli 2021 tot tevredenheid.",
        "Het project loopt in juni 2025 af.",
        "Het contractmanagement loopt in juni 2025 af.",
        "Het huidige contract loopt af.",
        "Het contract is helder. Het project eindigt op 1 juli 2025.",
        "",
    ],
)
def test_no_contract_end(text: str) -> None:
    assert ends(text) == []


def test_very_long_sentences_are_left_alone() -> None:
    assert ends("contract loopt 2024 af, " * 50_000) == []


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    for value, _ in ends(f"Het contract {text} loopt in juni 2025 af"):
        assert value
