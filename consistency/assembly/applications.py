"""Which applications the fiches name: lists and phrases cut to names, and one id for all spellings of a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from consistency.assembly.registry import Registry
from consistency.assembly.words import words
from consistency.model.entities import Use
from consistency.model.names import WORD, bracketed, normal, plain, slug, without_brackets
from consistency.model.record import Said

_BETWEEN = re.compile(r"[,;/\n•]+|\.\s+")
_JOINT = re.compile(r"\s+(?:en|and|&|\+)\s+", re.I)
_LABEL = re.compile(r"^[^:]{0,20}:\s*")
LONGEST = 6
"""A phrase of more words than these is no name."""


def uses(registry: Registry) -> Iterator[Use]:
    """One a name in the field `applications`; words that name none (`alle`, `n.t.b.`) are passed over."""
    named = [
        (registry.id_of[id(record)], phrase, said)
        for document in registry.record.documents
        for record in document.initiatives
        for said in record.applications
        for phrase in _BETWEEN.split(_LABEL.sub("", said.text))
    ]
    whole = Counter(normal(phrase) for _, phrase, _ in named)
    ids = _declared(registry)
    for initiative, phrase, said in named:
        # `Toezicht en Handhaving` is one application where two fields name it so.
        together = normal(phrase) in ids or whole[normal(phrase)] > 1
        for name in [phrase] if together else _JOINT.split(phrase):
            yield from _use(initiative, _LABEL.sub("", name).strip(" .-"), said, ids)


def _declared(registry: Registry) -> dict[str, str]:
    aliases = registry.record.portfolio.aliases
    return {_key(name): key for key, names in aliases.items() for name in (key, *(said.text for said in names))}


def _use(initiative: str, name: str, said: Said, ids: dict[str, str]) -> Iterator[Use]:
    """`ids` learns the names: all forms of one name have the id of the first."""
    bare = WORD.findall(plain(without_brackets(name)))
    if not bare or len(bare) > LONGEST or not words("no_application").isdisjoint(bare) or not _key(name):
        return
    forms = [_key(name), *(_key(inside) for inside in bracketed(name) if len(inside.split()) <= 2)]
    known = next((ids[form] for form in forms if form in ids), slug(name))
    for form in forms:
        ids.setdefault(form, known)
    yield Use(initiative, known, without_brackets(name), said)


def _key(name: str) -> str:
    """The normal form without words that say only that it is an application; empty where nothing is left."""
    general = words("generic_title") | words("filler") | {"fase", "phase"}
    telling = [word for word in WORD.findall(plain(without_brackets(name))) if word not in general]
    return "" if all(word.isdigit() for word in telling) else normal(" ".join(telling))
