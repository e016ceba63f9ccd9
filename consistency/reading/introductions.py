"""Where documents introduce the municipalities whose plans they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from consistency.model.blocks import Paragraph
from consistency.model.location import Location
from consistency.reading.documents import Document
from consistency.reading.lexicon import Lexicon
from consistency.reading.names import Names

_ABBREVIATION = re.compile(r"\(([A-Z]{2,12})\)")
_LAST_NAME = re.compile(r"((?:[A-ZÀ-Ý][\w'’]*)(?:[ -](?:aan|den|de|der|van|op|[A-ZÀ-Ý][\w'’]*))*)\s*$")
_NAME_AFTER = re.compile(
    r"\s(?:of\s)?([A-ZÀ-Ý][\w'’]*(?:[ -](?:(?:aan|den|de|der|het|van|op)[ -]){0,3}[A-ZÀ-Ý][\w'’]*){0,5})"
)
_LISTED = re.compile(r"\s*(?:,|;|&|\ben\b|\band\b)\s*")
NEAR = 300
"""So many characters before an abbreviation may list the names that it stands for."""


def find_names(documents: Iterable[Document], lexicon: Lexicon) -> tuple[Names, Location | None]:
    """The municipalities of the first introduction such as `Noorddam en Zuiderveen (NZ)`, and where it stands.

    Without such an abbreviation the first list after the word for municipalities counts, with initials as codes; and
    without that the one name that follows the word for a municipality, if it is always the same.
    """
    paragraphs = [paragraph for document in documents for paragraph in document.paragraphs]
    for paragraph in paragraphs:
        for abbreviation in _ABBREVIATION.finditer(paragraph.text):
            if codes := _abbreviated(paragraph.text, abbreviation.start(), abbreviation.group(1)):
                return Names(codes), paragraph.at
    for paragraph in paragraphs:
        if codes := _listed_after_word(paragraph.text, lexicon):
            return Names(codes), paragraph.at
    return _only_one(paragraphs, lexicon)


def _abbreviated(text: str, end: int, abbreviation: str) -> dict[str, str]:
    """code → name, where the initials of the last names before `end` make up the abbreviation."""
    found: list[tuple[str, str]] = []
    for part in reversed(_LISTED.split(text[max(0, end - NEAR) : end])):
        name = _LAST_NAME.search(part)
        if name is None:
            return {}
        found.insert(0, (_initials(name.group(1)), name.group(1)))
        joined = "".join(code for code, _ in found)
        if joined == abbreviation:
            return dict(found) if len(found) > 1 and len({code for code, _ in found}) == len(found) else {}
        if not abbreviation.endswith(joined):
            return {}
    return {}


def _listed_after_word(text: str, lexicon: Lexicon) -> dict[str, str]:
    for word in re.finditer(r"\w+", text):
        if not lexicon.is_a("municipalities_word", word.group()):
            continue
        names = []
        for part in _LISTED.split(text[word.end() : word.end() + 200]):
            name = re.match(r"\s*((?:[A-ZÀ-Ý][\w'’]*)(?:[ -][A-ZÀ-Ý][\w'’]*)*)", part)
            if name is None:
                break
            names.append(name.group(1))
            if name.end() < len(part):
                break
        if len(names) > 1:
            codes = [_initials(name) for name in names]
            return dict(zip(codes if len(set(codes)) == len(codes) else names, names, strict=True))
    return {}


def _only_one(paragraphs: Iterable[Paragraph], lexicon: Lexicon) -> tuple[Names, Location | None]:
    found: dict[str, Location] = {}
    for paragraph in paragraphs:
        for word in re.finditer(r"\w+", paragraph.text):
            if lexicon.is_a("municipality_word", word.group()):
                name = _NAME_AFTER.match(paragraph.text, word.end())
                found.setdefault(name.group(1) if name else "", paragraph.at)
    found.pop("", None)
    name_only = next(iter(found)) if len(found) == 1 else None
    return (Names({_initials(name_only): name_only}), found[name_only]) if name_only else (Names(), None)


def _initials(name: str) -> str:
    return "".join(part[0] for part in re.split(r"[ -]", name) if part[:1].isupper())
