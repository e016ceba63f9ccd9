"""The fixed words of what people read, per language."""

from __future__ import annotations

WORDS = {
    "nl": {
        "definite_error": "Kan niet waar zijn: eerst oplossen",
        "definite_warning": "Waarschijnlijk fout, of een risico voor het besluit",
        "definite_info": "Ter informatie",
        "possible": "Mogelijk fout: een lege cel, PM of onzekere lezing kan het verklaren",
        "verdict_bad": "Deze plannen spreken zichzelf tegen op {errors}.",
        "verdict_possible": "Geen zekere tegenspraak; {possible}.",
        "verdict_good": "Geen tegenspraak gevonden in {subjects} vergelijkingen.",
        "verdict_open": "Geen tegenspraak gevonden; {undecided} van {subjects} vergelijkingen zijn niet te beslissen.",
        "undecided": "Niet te beslissen",
        "others": "en {n} andere",
        "nothing_checked": "Er is niets gecontroleerd: geen enkele regel vond iets om te beoordelen.",
        "places": ("1 plaats", "{n} plaatsen"),
        "possibles": ("1 mogelijke fout", "{n} mogelijke fouten"),
        "repair": "Herstel",
        "follows": "Hieruit volgen",
        "because": "Volgt uit",
        "findings": ("1 andere bevinding", "{n} andere bevindingen"),
        "more": "en nog {n}",
        "as_of": "peildatum",
        "error_count": ("1 fout", "{n} fouten"),
        "warning_count": ("1 waarschuwing", "{n} waarschuwingen"),
        "info_count": ("1 ter informatie", "{n} ter informatie"),
        "possible_count": ("1 mogelijk", "{n} mogelijk"),
        "undecided_count": ("1 onbeslist", "{n} onbeslist"),
        "coverage": "{rules} regels keken naar {subjects} onderwerpen; {empty} regels vonden niets om naar te kijken.",
        "unread": ("1 onderdeel van {path} is niet gelezen", "{n} onderdelen van {path} zijn niet gelezen"),
        "problems": "Niet te lezen",
        "passed": "In orde",
        "passed_rule": "{id}: {n} in orde",
    },
    "en": {
        "definite_error": "Cannot be true: resolve first",
        "definite_warning": "Likely wrong, or a risk to the decision",
        "definite_info": "For information",
        "possible": "Possibly wrong: an empty cell, PM or uncertain reading could explain it",
        "verdict_bad": "These plans contradict themselves in {errors}.",
        "verdict_possible": "No certain contradiction; {possible}.",
        "verdict_good": "No contradiction found in {subjects} comparisons.",
        "verdict_open": "No contradiction found, but {undecided} of the {subjects} comparisons cannot be decided.",
        "undecided": "Cannot be decided",
        "others": "and {n} others",
        "nothing_checked": "Nothing was checked: no rule found anything to judge.",
        "places": ("1 place", "{n} places"),
        "possibles": ("1 possible error", "{n} possible errors"),
        "repair": "Repair",
        "follows": "From this follow",
        "because": "Follows from",
        "findings": ("1 other finding", "{n} other findings"),
        "more": "and {n} more",
        "as_of": "as of",
        "error_count": ("1 error", "{n} errors"),
        "warning_count": ("1 warning", "{n} warnings"),
        "info_count": ("1 for information", "{n} for information"),
        "possible_count": ("1 possible", "{n} possible"),
        "undecided_count": ("1 undecided", "{n} undecided"),
        "coverage": "{rules} rules looked at {subjects} subjects; {empty} rules found nothing to look at.",
        "unread": ("1 part of {path} was not read", "{n} parts of {path} were not read"),
        "problems": "Could not be read",
        "passed": "In order",
        "passed_rule": "{id}: {n} in order",
    },
}


def word(lang: str, key: str, **values: object) -> str:
    text = WORDS[lang][key]
    assert isinstance(text, str)
    return text.format(**values)


def counted(lang: str, key: str, n: int, **values: object) -> str:
    """`1 plaats`, `3 plaatsen`."""
    one, many = WORDS[lang][key]
    return (one if n == 1 else many).format(n=n, **values)
