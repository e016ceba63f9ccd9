"""The actielijnen that a field names: by letter, by name or alias, by a name alike; the rest is known to nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from consistency.assembly.resolver import Named, Resolver
from consistency.assembly.words import words
from consistency.model.entities import ActielijnName
from consistency.model.names import WORD, normal, plain
from consistency.model.record import PortfolioRecord, Said

_BETWEEN = re.compile(r"[,;/\n•]+")
_JOINT = re.compile(r"\s+(?:en|and|&|\+)\s+", re.I)
_LETTERED = re.compile(r"([^\W_]{1,3})\s*(?:[.:)–—-]\s*|\s)(?=\S)")
_EDGES = " \t:.–—-()"


class Actielijnen:
    """The actielijnen of a portfolio; a set that declares none knows none, and nothing is unknown to it."""

    def __init__(self, portfolio: PortfolioRecord) -> None:
        self._names = {
            key: [line.name.text, *(alias.text for alias in line.aliases)]
            for key, line in portfolio.actielijnen.items()
        }
        self._keys = {plain(key): key for key in self._names}
        self._exact = {_bare(name): key for key, names in self._names.items() for name in names}
        self._alike = Resolver(Named(key, names[0], tuple(names[1:])) for key, names in self._names.items())

    def named(self, field: Iterable[Said], document: str) -> Iterator[ActielijnName]:
        """Each actielijn that the field names; the same one twice where it stands there twice."""
        if not self._names:
            return
        for said in field:
            for part in _BETWEEN.split(said.text):
                for piece in self._pieces(_without_word(part)):
                    yield from self._piece(piece, said, document)

    def _pieces(self, text: str) -> Iterator[str]:
        """The longest runs between `en` that are a name; an actielijn can have that word in its name."""
        parts = _JOINT.split(text)
        begin = 0
        while begin < len(parts):
            runs = range(len(parts), begin, -1)
            end = next((e for e in runs if self._known(_joined(parts[begin:e]))), begin + 1)
            yield _without_word(_joined(parts[begin:end]))
            begin = end

    def _known(self, text: str) -> bool:
        return _bare(_without_word(text)) in self._exact

    def _piece(self, piece: str, said: Said, document: str) -> Iterator[ActielijnName]:
        spoken = plain(piece).strip()
        if spoken in words("nothing"):
            return
        if not words("every").isdisjoint(spoken.split()):
            yield from (ActielijnName(key, piece, said, document) for key in self._names)
            return
        found = ActielijnName(None, piece, said, document)
        lettered = _LETTERED.match(piece)
        rest = piece[lettered.end() :].strip(_EDGES) if lettered else ""
        by_letter = self._keys.get(plain(lettered[1])) if lettered else None
        by_name = self._exact.get(_bare(rest)) or self._exact.get(_bare(piece))
        if by_letter and by_name != by_letter:
            yield replace(found, key=by_letter, name=rest, declared=False)
        elif key := self._keys.get(spoken) or by_name:
            yield replace(found, key=key)
        elif match := self._alike.likely(piece):
            yield replace(found, key=match.id, declared=False, certain=False)
        else:
            yield found


def _joined(parts: Iterable[str]) -> str:
    return " en ".join(parts)


def _without_word(text: str) -> str:
    """Without `STiP actielijnen:` before the names."""
    text = text.strip(_EDGES)
    while (first := WORD.match(plain(text))) and first[0] in words("actielijn_word"):
        text = text[first.end() :].strip(_EDGES)
    return text


def _bare(name: str) -> str:
    """The normal form without filler words: `Doorontwikkeling van de dienstverlening` is `doorontwikkeling
    dienstverlening`."""
    telling = [word for word in WORD.findall(plain(name)) if word not in words("filler")]
    return normal(" ".join(telling))
