"""Which applications the fiches name: lists and phrases cut to names, and one id for all spellings of a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

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
    declared = _declared(registry)
    found: list[tuple[str, str, Said]] = []
    for initiative, phrase, said in named:
        # `Toezicht en Handhaving` is one application where two fields name it so.
        together = normal(phrase) in declared or whole[normal(phrase)] > 1
        names = (_LABEL.sub("", name).strip(" .-") for name in ([phrase] if together else _JOINT.split(phrase)))
        found += [(initiative, name, said) for name in names if _is_name(name)]
    ids = _ids([name for _, name, _ in found], declared)
    for initiative, name, said in found:
        yield Use(initiative, ids[_key(name)], without_brackets(name), said)


def _declared(registry: Registry) -> dict[str, str]:
    aliases = registry.record.portfolio.aliases
    return {_key(name): key for key, names in aliases.items() for name in (key, *(said.text for said in names))}


def _is_name(name: str) -> bool:
    bare = WORD.findall(plain(without_brackets(name)))
    return bool(bare) and len(bare) <= LONGEST and words("no_application").isdisjoint(bare) and bool(_key(name))


def _ids(names: Sequence[str], declared: Mapping[str, str]) -> dict[str, str]:
    """One id for all forms that some name ties together: the declared one, or else the spelling that is used most.

    Of spellings used alike it is the shortest.
    """
    tied: dict[str, set[str]] = {}
    spelled: dict[str, Counter[str]] = {}
    for name in names:
        key = _key(name)
        short = (_key(inside) for inside in bracketed(name) if len(inside.split()) <= 2)
        group = set().union(*(tied.get(form, {form}) for form in (key, *short) if form))
        tied |= dict.fromkeys(group, group)
        spelled.setdefault(key, Counter())[slug(name)] += 1
    found = dict(declared)
    for form in sorted(tied.keys() - declared.keys()):
        used = sum((spelled.get(other, Counter()) for other in tied[form]), Counter[str]())
        known = sorted(declared[other] for other in tied[form] if other in declared)
        found[form] = known[0] if known else min(used, key=lambda text: (-used[text], len(text), text))
    return found


def _key(name: str) -> str:
    """The normal form without words that say only that it is an application; empty where nothing is left."""
    general = words("generic_title") | words("filler") | {"fase", "phase"}
    telling = [word for word in WORD.findall(plain(without_brackets(name))) if word not in general]
    return "" if all(word.isdigit() for word in telling) else normal(" ".join(telling))
