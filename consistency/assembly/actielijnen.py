"""The actielijnen that a field names: by letter, by name or alias, by a name alike; the rest is known to nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from consistency.assembly.resolver import Named, Resolver
from consistency.assembly.words import words
from consistency.model.entities import ActielijnName
from consistency.model.names import WORD, normal, plain, without_brackets
from consistency.model.record import PortfolioRecord, Said

_WORD = re.compile(
    r"(?:\bSTiP[\s-]+)?\b(?:actielijn|programmalijn|action line|programme line)(?:en|s)?\b(?:\s+STiP\b)?", re.I
)
_BETWEEN = re.compile(r"[,;/\n•]+")
_JOINT = re.compile(r"\s+(?:en|and|&|\+)\s+", re.I)
_LETTERED = re.compile(r"([^\W_]{1,3})\s*(?:[.:)–—-]\s*|\s)(?=\S)")
_ASPECTS = re.compile(r"\s*[:–—•]\s*|\s+-\s+")
"""Between an actielijn and the aspects of it that follow."""
_EDGES = " \t\n:.,;–—-•"
NAME_WORDS = 5
"""What has more words is a sentence, and no name."""


class Actielijnen:
    """The actielijnen of a portfolio; a set that declares none knows none, and nothing is unknown to it.

    `fields` are all texts that name some: what one of them calls `D: …` is known by that name in the others too.
    """

    def __init__(self, portfolio: PortfolioRecord, fields: Iterable[str] = ()) -> None:
        names = {
            key: [line.name.text, *(alias.text for alias in line.aliases)]
            for key, line in portfolio.actielijnen.items()
        }
        self._keys = {plain(key): key for key in names}
        self._declared = {_bare(name): key for key, known in names.items() for name in known}
        self._alike = Resolver(Named(key, known[0], tuple(known[1:])) for key, known in names.items())
        self._learned: dict[str, str] = {}
        for text in fields if names else ():
            for piece in self._names_in(text):
                letter, name = self._lettered(piece)
                if letter and name and _bare(name) not in self._declared:
                    self._learned.setdefault(_bare(name), letter)

    def named(self, field: Iterable[Said], document: str) -> Iterator[ActielijnName]:
        """Each actielijn that the field names; the same one twice where it stands there twice."""
        for said in field if self._keys else ():
            for piece in self._names_in(said.text):
                yield from self._read(piece, said, document)

    def _names_in(self, text: str) -> Iterator[str]:
        """The names of a field: a list, or sentences with the word for actielijn before each name."""
        before, *chunks = _WORD.split(without_brackets(text) or text)
        if chunks:
            yield from (p for p in self._listed(before) if self._known(p) or plain(p) in words("every"))
        for chunk in chunks or [before]:
            yield from self._listed(chunk)

    def _listed(self, chunk: str) -> Iterator[str]:
        for part in _BETWEEN.split(self._without_aspects(chunk.strip(_EDGES))):
            for piece in self._joined_names(part):
                if piece and len(piece.split()) <= NAME_WORDS + 1:
                    yield piece

    def _without_aspects(self, chunk: str) -> str:
        lettered = _LETTERED.match(chunk)
        begin = lettered.end() if lettered and plain(lettered[1]) in self._keys else 0
        aspects = _ASPECTS.search(chunk, begin)
        if aspects and (begin or self._known(chunk[: aspects.start()])):
            return chunk[: aspects.start()]
        return chunk

    def _joined_names(self, text: str) -> Iterator[str]:
        """The longest runs between `en` that are a name; an actielijn can have that word in its name."""
        parts = _JOINT.split(text)
        begin = 0
        while begin < len(parts):
            runs = range(len(parts), begin, -1)
            end = next((e for e in runs if self._known(" en ".join(parts[begin:e]))), begin + 1)
            yield " en ".join(parts[begin:end]).strip(_EDGES)
            begin = end

    def _known(self, text: str) -> bool:
        return _bare(text) in self._declared or plain(text).strip(_EDGES) in self._keys

    def _lettered(self, piece: str) -> tuple[str | None, str]:
        """The key of a letter in front, and the name after it."""
        found = _LETTERED.match(piece)
        key = self._keys.get(plain(found[1])) if found else None
        return (key, piece[found.end() :].strip(_EDGES)) if found and key else (None, piece)

    def _read(self, piece: str, said: Said, document: str) -> Iterator[ActielijnName]:
        spoken = plain(piece).strip()
        if spoken in words("nothing"):
            return
        if not words("every").isdisjoint(spoken.split()):
            yield from (ActielijnName(key, piece, said, document) for key in self._keys.values())
            return
        letter, name = self._lettered(piece)
        found = ActielijnName(None, name, said, document)
        by_name = self._declared.get(_bare(name)) or self._declared.get(_bare(piece))
        if letter and by_name != letter:
            yield found._replace(key=letter, declared=False)
        elif key := self._keys.get(spoken) or by_name:
            yield found._replace(key=key)
        elif key := self._learned.get(_bare(name)):
            yield found._replace(key=key, declared=False)
        elif match := self._alike.likely(piece):
            yield found._replace(key=match.id, declared=False, certain=False)
        else:
            yield found


def _bare(name: str) -> str:
    """The normal form without filler words: `Doorontwikkeling van de dienstverlening` is `doorontwikkeling
    dienstverlening`."""
    telling = [word for word in WORD.findall(plain(name)) if word not in words("filler")]
    return normal(" ".join(telling))
