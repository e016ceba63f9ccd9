from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.assembly.likeness import introduced_abbreviations
from consistency.assembly.resolver import Named, Resolver
from consistency.model.names import normal, slug, split_number


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Datagedreven werken (DGW)", "datagedreven-werken"),
        ("Financiële afdelingen & FA", "financiele-afdelingen-en-fa"),
        ("e-suite / burgerzaken", "e-suite-burgerzaken"),
        ("(alleen haakjes)", "alleen-haakjes"),
    ],
)
def test_an_id_is_the_plain_name(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(max_size=60))
def test_an_id_has_an_id(name: str) -> None:
    assert slug(slug(name)) == slug(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Managementinformatie", "Management informatie"),
        ("Registratie- en monitoringsysteem", "registratie en monitoringsysteem"),
        ("Ontwikkeling digitale balie", "Ontwikkelen digitale balie"),
        ("Website (nieuw)", "website"),
    ],
)
def test_spelling_variants_have_one_normal_form(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_numbers_are_not_names() -> None:
    assert split_number("4.1 Website") == ("4.1", "Website")
    assert split_number("5G-netwerk") == (None, "5G-netwerk")
    assert normal("Fase 1") != normal("Fase 2")


def test_an_abbreviation_stands_for_the_words_whose_initials_it_is() -> None:
    names = [
        "Doorontwikkeling Meldingen openbare ruimte (MOR)",
        "KISS (Klant Interactie Service Systeem)",
        "Balie (Oribi)",
    ]
    assert introduced_abbreviations(names) == {
        "mor": "meldingen openbare ruimte",
        "kiss": "klant interactie service systeem",
    }


def test_an_abbreviation_for_two_phrases_means_neither() -> None:
    assert introduced_abbreviations(["Beheer openbare ruimte (BOR)", "Basis op regel (BOR)"]) == {}


INITIATIVES = [
    Named("kiss", "Klant Interactie Service Systeem (KISS)", scopes=frozenset({"dienstverlening"}), number="1"),
    Named("zaaksysteem", "Implementatie applicatie sociaal domein", scopes=frozenset({"sociaal"}), number="4.1"),
    Named("interactie", "Ontwikkeling digitale interactie inwoner en gemeente", scopes=frozenset({"sociaal"})),
    Named("contracten", "Verbeteren contractmanagement zorgleveranciers", scopes=frozenset({"sociaal"}), number="4.6"),
    Named("sturing", "Management informatie t.b.v. sturing", scopes=frozenset({"sociaal"})),
    Named("informatie", "Managementinformatie", scopes=frozenset({"bedrijfsvoering"})),
]


@pytest.mark.parametrize(
    ("mention", "scope", "expected", "certain"),
    [
        ("KISS", None, "kiss", True),
        ("klant-interactie service systeem", None, "kiss", True),
        ("Klant interactie systeem (KISS)", None, "kiss", True),
        ("Applicaties SD", ["sociaal"], "zaaksysteem", False),
        ("Digitale interactie", ["sociaal"], "interactie", False),
        ("6. Zorgcontractmanagement", ["sociaal"], "contracten", False),
        ("Managementinformatie", ["bedrijfsvoering"], "informatie", True),
        ("Managementinformatie", ["sociaal"], "sturing", False),
        ("Verlaging van de lasten", None, None, False),
    ],
)
def test_a_mention_is_what_it_says_and_by_likeness_never_for_certain(
    mention: str, scope: list[str] | None, expected: str | None, certain: bool
) -> None:
    match = Resolver(INITIATIVES).resolve(mention, scope)
    assert (match and match.id) == expected
    assert match is None or match.certain is certain


def test_names_run_together_are_cut_along_known_names() -> None:
    found = Resolver(INITIATIVES).segment("Applicaties SD en KISS Managementinformatie")
    assert [(text, match.id if match else None) for text, match in found] == [
        ("Applicaties SD", "zaaksysteem"),
        ("KISS", "kiss"),
        ("Managementinformatie", "informatie"),
    ]


def test_two_equally_like_names_are_no_match() -> None:
    twins = [Named("a", "Vervanging website noord"), Named("b", "Vervanging website zuid")]
    assert Resolver(twins).resolve("Vervanging website") is None
