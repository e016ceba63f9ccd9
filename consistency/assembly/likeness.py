"""Abbreviations that names introduce, and how like a mention is to a name: what proposes, and never decides."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from consistency.assembly.words import words
from consistency.model.names import WORD, bracketed, plain

MIN_PREFIX = 3
"""Letters that a word must share with the begin of another to be its abbreviation."""
MIN_COMPOUND = 6
"""Letters of a word that may be part of a compound, or be mistyped."""
_TYPO = 0.84
"""The part of a word's letters that must be right for it to be the other, mistyped."""


def introduced_abbreviations(names: Iterable[str]) -> dict[str, str]:
    """Abbreviation → phrase, where a name introduces it between brackets: `Meldingen openbare ruimte (MOR)`.

    The bracketed word must be the initials of the words just before it, or what stands before it the initials of the
    bracketed words. A word introduced for two different phrases means neither.
    """
    found: dict[str, set[str]] = {}
    for name in names:
        for inside in bracketed(name):
            before = WORD.findall(plain(name.split("(", 1)[0]))
            within = WORD.findall(plain(inside))
            if len(within) == 1 and before:
                phrase = _initials_of(within[0], before)
                if phrase:
                    found.setdefault(within[0], set()).add(phrase)
            elif len(before) == 1 and len(within) > 1 and _initials(within) == before[0]:
                found.setdefault(before[0], set()).add(" ".join(within))
    return {short: next(iter(phrases)) for short, phrases in sorted(found.items()) if len(phrases) == 1}


def _initials(name: list[str]) -> str:
    return "".join(word[0] for word in name)


def _initials_of(short: str, before: list[str]) -> str | None:
    """The last words of `before` whose initials spell `short`, filler words between them allowed."""
    filler = words("filler")
    for start in range(len(before) - 1, -1, -1):
        tail = before[start:]
        if short in (_initials(tail), _initials([word for word in tail if word not in filler] or tail)):
            return " ".join(tail)
    return None


class Likeness:
    """How like a mention is to known names, by the words they share, rare words counting more.

    Words are shared when equal, when one begins the other (`appl`, `applicatie`), when one contains the other as part
    of a compound, when a short one is the initials of several (`SD`, `sociaal domein`), or when they differ by a typo.
    """

    def __init__(self, names: Mapping[str, list[str]]) -> None:
        self._names = names
        self._count = len(names)
        self._frequency: dict[str, int] = {}
        for name in names.values():
            for word in set(name):
                self._frequency[word] = self._frequency.get(word, 0) + 1

    def score(self, mention: list[str], name_id: str) -> tuple[float, float]:
        """Weight shared, of the mention and of the name, each 0..1."""
        filler = words("filler")
        name = [word for word in self._names[name_id] if word not in filler]
        said = [word for word in mention if word not in filler]
        if not name or not said:
            return 0.0, 0.0
        taken: set[int] = set()
        shared = 0.0
        for word in said:
            span = self._find(word, name, taken)
            if span:
                taken.update(span)
                shared += self._weight(word)
        of_mention = shared / sum(self._weight(word) for word in said)
        of_name = sum(self._weight(name[i]) for i in taken) / sum(self._weight(word) for word in name)
        return of_mention, of_name

    def _weight(self, word: str) -> float:
        return math.log(1.5 + self._count / (1 + self._frequency.get(word, 0)))

    def _find(self, word: str, name: list[str], taken: set[int]) -> list[int] | None:
        free = [i for i in range(len(name)) if i not in taken]
        for test in (_equal, _begins, _compound, _typo):
            for i in free:
                if test(word, name[i]):
                    return [i]
        return self._spelled(word, name, taken)

    @staticmethod
    def _spelled(word: str, name: list[str], taken: set[int]) -> list[int] | None:
        if not 2 <= len(word) <= 5:
            return None
        for start in range(len(name) - len(word) + 1):
            span = list(range(start, start + len(word)))
            if taken.isdisjoint(span) and _initials([name[i] for i in span]) == word:
                return span
        return None


def _equal(a: str, b: str) -> bool:
    return a == b


def _begins(a: str, b: str) -> bool:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return len(short) >= MIN_PREFIX and not short.isdigit() and long.startswith(short)


def _compound(a: str, b: str) -> bool:
    """A word such as `systeem` is part of many compounds, and makes no two of them alike."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return len(short) >= MIN_COMPOUND and short in long and short not in words("generic_title")


def _typo(a: str, b: str) -> bool:
    """Not of words with digits; what differs too much in length alone is not compared."""
    short, long = sorted((len(a), len(b)))
    if short < MIN_COMPOUND or short < _TYPO * long or not (a + b).isalpha():
        return False
    from rapidfuzz.distance import DamerauLevenshtein

    return DamerauLevenshtein.normalized_similarity(a, b, score_cutoff=_TYPO) > 0
