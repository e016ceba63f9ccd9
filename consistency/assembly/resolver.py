"""What a mention means: by id, by declared alias, by name after normalising; by likeness only as a proposal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from consistency.assembly.likeness import Likeness, introduced_abbreviations
from consistency.model.entities import Match
from consistency.model.names import (
    bracketed,
    normal,
    plain,
    slug,
    spelled_alike,
    split_number,
    tokens,
    without_brackets,
)

ENOUGH = 0.66
"""The part of a mention's words that must be found in a name before likeness proposes it."""
AHEAD = 0.12
"""How much the best proposal must be ahead of the second."""


class Named(NamedTuple):
    """An entity that can be mentioned. `scope` is what narrows a mention down: its domain or its document."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    scopes: frozenset[str] = frozenset()
    number: str | None = None


class Resolver:
    """Built once over all named entities of a type; mentions are then resolved one by one, in any order."""

    def __init__(self, entities: Iterable[Named], other_names: Iterable[str] = ()) -> None:
        self._entities = {entity.id: entity for entity in entities}
        names = [n for e in self._entities.values() for n in (e.name, *e.aliases)]
        self._abbreviations = introduced_abbreviations([*names, *other_names])
        self._exact: dict[str, list[str]] = {}
        self._forms: dict[str, list[str]] = {}
        """By mention: one is looked up in its scope, elsewhere, and in other lists again."""
        for entity in self._entities.values():
            for form in self._all_forms(entity):
                ids = self._exact.setdefault(form, [])
                if entity.id not in ids:
                    ids.append(entity.id)
        words = {e.id: self._tokens(e.name) for e in self._entities.values()}
        self._likeness = Likeness(words)

    def _all_forms(self, entity: Named) -> list[str]:
        forms = [entity.id.replace("-", "")]
        for name in (entity.name, *entity.aliases):
            bare = split_number(name)[1]
            forms += [normal(bare, self._abbreviations), normal(bare)]
            forms += [normal(part) for part in bracketed(bare) if _short_name(part, bare)]
        return [form for form in forms if form]

    def _tokens(self, text: str) -> list[str]:
        return tokens(text, self._abbreviations)

    def exact(self, mention: str, scope: Iterable[str] | None = None) -> Match | None:
        """By id, alias or normal form; None if nothing, or more than one thing, is called so."""
        if mention not in self._forms:
            self._forms[mention] = list(self._forms_of(mention))
        for form in self._forms[mention]:
            ids = [i for i in self._exact.get(form, ()) if self._in(i, scope)]
            if len(ids) == 1:
                return Match(ids[0], certain=True)
        return None

    def _forms_of(self, mention: str) -> Iterator[str]:
        bare = split_number(mention)[1]
        short = [part for part in bracketed(bare) if _short_name(part, bare)]
        for text in dict.fromkeys((mention, bare, *short)):
            yield from (normal(text, self._abbreviations), normal(text), "".join(slug(text).split("-")))

    def likely(self, mention: str, scope: Iterable[str] | None = None) -> Match | None:
        """The one name that shares enough of the mention's words and is well ahead of the next; never certain."""
        number, bare = split_number(mention)
        said = self._tokens(bare)
        scored: list[tuple[float, str]] = []
        for entity in self._entities.values():
            if self._in(entity.id, scope):
                of_mention, of_name = self._likeness.score(said, entity.id)
                numbered = number is not None and _same_number(number, entity.number)
                if _alike(of_mention, of_name, numbered):
                    scored.append((of_mention + of_name / 2 + numbered / 2, entity.id))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < AHEAD):
            return self._misspelled(bare, scope)
        return Match(scored[0][1], certain=False)

    def _misspelled(self, mention: str, scope: Iterable[str] | None) -> Match | None:
        """The one name of which the mention is another spelling; stems hide some typos."""
        found = [e.id for e in self._entities.values() if self._in(e.id, scope) and spelled_alike(mention, e.name)]
        return Match(found[0], certain=False) if len(found) == 1 else None

    def resolve(self, mention: str, scope: Iterable[str] | None = None, *, elsewhere: bool = True) -> Match | None:
        """In the scope exactly, then by likeness; then, unless not wanted, anywhere exactly, then by likeness."""
        within = frozenset(scope) if scope is not None else None
        found = None
        if within is not None:
            found = self.exact(mention, within) or self.likely(mention, within)
        if found is None and (elsewhere or within is None):
            found = self.exact(mention) or self.likely(mention)
        return found

    def segment(
        self, mention: str, scope: Iterable[str] | None = None, *, elsewhere: bool = True
    ) -> list[tuple[str, Match | None]]:
        """The names in a cell that may hold several: as one, else cut along known names."""
        within = frozenset(scope) if scope is not None else None
        whole = self.exact(mention, within) or self.exact(mention)
        if whole:
            return [(mention, whole)]
        cut = self._cut(mention, within)
        if len(cut) > 1:
            return [(text, match or self.resolve(text, within, elsewhere=elsewhere)) for text, match in cut]
        return [(mention, self.resolve(mention, within, elsewhere=elsewhere))]

    def _cut(self, mention: str, scope: frozenset[str] | None) -> list[tuple[str, Match | None]]:
        """Longest runs of words that are exactly a known name; what stands between them is kept as it is."""
        words = without_brackets(mention).split()
        parts: list[tuple[str, Match | None]] = []
        rest: list[str] = []
        i = 0
        while i < len(words):
            for j in range(len(words), i, -1):
                text = " ".join(words[i:j])
                match = (self.exact(text, scope) if scope else None) or self.exact(text)
                if match and (j - i > 1 or len(text) > 3):
                    parts += [(t, None) for t in _pieces(" ".join(rest))]
                    parts.append((text, match))
                    rest, i = [], j
                    break
            else:
                rest.append(words[i])
                i += 1
        return parts + [(t, None) for t in _pieces(" ".join(rest))]

    def _in(self, entity: str, scope: Iterable[str] | None) -> bool:
        return scope is None or not self._entities[entity].scopes.isdisjoint(scope)


def _pieces(text: str) -> list[str]:
    trimmed = re.sub(r"^(?:en|and|,|;|&)\s+|\s+(?:en|and|,|;|&)$|[,;]$", "", text.strip())
    return [trimmed] if trimmed and plain(trimmed) not in {"en", "and"} else []


def _short_name(inside: str, name: str) -> bool:
    """Whether brackets hold another name of the whole thing: a word or abbreviation, no remark and no list of parts."""
    words = inside.split()
    return 0 < len(words) <= 4 and not any(c in inside for c in ",;=/:") and plain(inside) != plain(name)


def _alike(of_mention: float, of_name: float, numbered: bool) -> bool:
    """Enough of the mention is in the name, or the whole name in the mention; half is enough under the same number."""
    if of_mention >= (ENOUGH / 2 if numbered else ENOUGH):
        return of_mention > 0.99 or of_name > 0.4
    return of_name > 0.99 and of_mention > 0.5


def _same_number(a: str, b: str | None) -> bool:
    return b is not None and (a == b or b.rsplit(".", 1)[-1] == a)
