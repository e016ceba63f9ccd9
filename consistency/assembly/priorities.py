"""Texts that may name several priorities: fields (`AO en 1b`) and headings (`Prioriteit 1/autonoom`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from consistency.assembly.registry import USUAL_PRIORITIES, Registry
from consistency.assembly.words import words
from consistency.model.entities import Entry, Heading, Match, PriorityField
from consistency.model.names import plain
from consistency.model.record import PortfolioRecord, Said

_WORD = r"prioriteit(?:en)?|prio(?:'s)?|priorit(?:y|ies)"
_JOINT = r"\s*(?:[/,;+&–-]|\b(?:en|of|and|or|t/m|tot)\b)\s*"
_END = r"(?=\s*(?:$|[/,;+&()*:–-]|\b(?:en|of|and|or)\b))"
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?![\w]|[.,]\d)")
LONGEST = 300
"""Characters of a text that are looked at."""


def named_priorities(text: str, portfolio: PortfolioRecord) -> list[tuple[str, str]]:
    """Every priority that a field names, in order, each once: its id, and the words that first name it."""
    found: dict[str, str] = {}
    for name, words_for_it in _named(text[:LONGEST], _ids(portfolio), bare=True):
        found.setdefault(name, words_for_it)
    return list(found.items())


def _named_by(registry: Registry, text: str) -> list[str]:
    return [name for name, _ in named_priorities(text, registry.record.portfolio)]


def named_in_heading(registry: Registry, text: str) -> tuple[str, ...]:
    """The priorities that a heading names in words (`prioriteit 1`), or consists of (`1a`)."""
    ids = _ids(registry.record.portfolio)
    alone = ids.get(plain(text).strip(" .:*()"))
    return (alone,) if alone else tuple(dict.fromkeys(name for name, _ in _named(text[:LONGEST], ids, bare=False)))


def is_ambiguous(registry: Registry, said: Said) -> bool:
    """Whether a field names two priorities that cannot both hold: `AO en 1b`, and not `1 (1a)`."""
    names = _named_by(registry, said.text)
    contains = registry.plan_set.priorities
    return any(a not in contains.get(b, ()) and b not in contains.get(a, ()) for a in names for b in names if a != b)


def priority_fields(registry: Registry, listed: Iterable[Entry]) -> Iterator[PriorityField]:
    """Of plans and lists, where a priority is stated or a heading says one."""
    for document in registry.record.documents:
        for record in document.initiatives:
            heading, said = heading_of(registry, record.heading), record.priority
            if said or heading:
                match = Match(registry.id_of[id(record)], certain=True)
                name = registry.initiatives[match.id].name
                yield PriorityField(document.document.text, name, match, None, said, _names(registry, said), heading)
    for entry in listed:
        said = entry.priority_said
        if said or entry.heading:
            first = entry.matches[0]._replace(certain=_sure(entry)) if entry.matches else None
            names = _names(registry, said)
            yield PriorityField(entry.document, entry.name, first, entry.list, said, names, entry.heading)


def _sure(entry: Entry) -> bool:
    return len(entry.matches) == 1 and entry.matches[0].certain


def _names(registry: Registry, said: Said | None) -> tuple[str, ...]:
    """All that the field names; the one that a looser reading finds first where it names none in so many words."""
    names = tuple(_named_by(registry, said.text)) if said else ()
    first = registry.priority(said)
    return names or ((first,) if first else ())


def heading_of(registry: Registry, said: Said | None) -> Heading | None:
    """What a heading says of the priority, or of the year in which what it heads begins; None where it says neither."""
    if said is None:
        return None
    priorities = named_in_heading(registry, said.text)
    key = plain(said.text)
    years: tuple[int, ...] = ()
    if any(re.search(rf"\b{re.escape(word)}\b", key) for word in words("starting")):
        years = tuple(sorted({int(year) for year in _YEAR.findall(key)}))
    opened = any(re.search(rf"\b{word}\b", key) for word in words("from"))
    span = tuple(range(years[0], years[-1] + 1)) if years else ()
    return Heading(said, priorities, span, opened) if priorities or years else None


def _ids(portfolio: PortfolioRecord) -> dict[str, str]:
    """Every word for a priority, in plain lower case, and its id."""
    aliases = {a.text: name for name, record in portfolio.priorities.items() for a in record.aliases}
    known = {plain(name): name for name in portfolio.priorities or USUAL_PRIORITIES}
    autonomous = known.get("ao", "AO")
    named = dict.fromkeys(words("autonomous"), autonomous) | known | {plain(a): name for a, name in aliases.items()}
    return {word: name for word, name in named.items() if word.strip()}


def _named(text: str, ids: Mapping[str, str], *, bare: bool) -> Iterator[tuple[str, str]]:
    """A number alone counts after the word for priority, or joined to such a one; `bare` ones first or in brackets."""
    key = plain(text)
    last_end = 0 if bare else -1
    for found in _pattern(tuple(ids)).finditer(key):
        word, begin = found["word"], found.start("word")
        joined = last_end >= 0 and _joins(key[last_end : found.start()])
        in_brackets = bare and key[:begin].endswith("(") and key[found.end() :].lstrip().startswith(")")
        autonomous = word in words("autonomous")
        if not (found["said"] or autonomous or joined or in_brackets) or _denied(key[:begin]):
            continue
        if autonomous or found["said"] or re.match(_END, key[found.end() :]):
            yield ids[word], text[found.start() : found.end()] if len(key) == len(text) else found.group()
            last_end = found.end()


def _joins(between: str) -> bool:
    return not between.strip() or re.fullmatch(_JOINT, between) is not None


def _denied(before: str) -> bool:
    return bool(before.split()) and before.split()[-1] in words("denial")


@cache
def _pattern(ids: tuple[str, ...]) -> re.Pattern[str]:
    choices = "|".join(re.escape(word) for word in sorted(ids, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<![\w.,])(?P<said>(?:{_WORD})\s*:?\s*)?(?P<word>{choices})(?![\w]|[.,]\d)")
