from __future__ import annotations

import pytest

from consistency.model.names import spelled_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E-suite", "eSuite"),
        ("Managementinformatie", "Management informatie"),
        ("Vervolg RPA-pilot", "Vervolg RPA Pilot (RPA = robot)"),
        ("Eenmalige uitvraag", "Enmalige uitvraag"),
        ("Meldingen openbare ruimte", "Medlingen openbare ruimte"),
        ("Basisregistratie", "Basisregistratei"),
        ("Dis-Geo", "DIS-Geo"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert spelled_alike(one, other)
    assert spelled_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Visie Common Ground", "Visie common ground"),  # a capital at the begin of a word
        ("Website (CMS)", "4.1 Website"),
        ("digitalisering/ leiderschap", "digitalisering/leiderschap"),
        ("Ontwikkeling portaal", "Ontwikkelen portaal"),  # inflection
        ("Basisregistratie", "Basisregistraties"),
        ("Koppeling 2024", "Koppeling 2025"),
        ("Zorg", "Borg"),  # too short to be a typo
        ("Klant Interactie Systeem", "Klant Interactie Service Systeem"),
        ("", "Website"),
    ],
)
def test_other_names_and_the_same(one: str, other: str) -> None:
    assert not spelled_alike(one, other)
    assert not spelled_alike(other, one)
