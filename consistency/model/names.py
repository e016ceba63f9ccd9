"""Names as people vary them: ids, a normal form in which spelling variants are equal, abbreviations and likeness."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[a-z0-9]+")
_NUMBER_PREFIX = re.compile(r"^\s*(\d+(?:\.\d+)*)[.)]?\s+(?=\S)")
_INFLECTION = re.compile(r"(?:ing|en|s|e)$")
_FILLER = frozenset("de het een en of van in op aan bij voor met over om te tbv t b v ten tot the of and for a an to".split())
MIN_PREFIX = 3
MIN_COMPOUND = 6


def plain(text: str) -> str:
    """Lower case, without accents; `&` and `+` as `en`."""
    folded = unicodedata.normalize("NFKD", text.replace("&", " en ").replace("+", " en ").casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


def without_brackets(text: str) -> str:
    previous = None
    while previous != text:
        previous, text = text, _BRACKETS.sub(" ", text)
    return text.strip()


def slug(name: str) -> str:
    """The id of a name: without accents and bracketed parts, other runs a hyphen; what is only brackets keeps them."""
    bare = without_brackets(name) or name
    return "-".join(_WORD.findall(plain(bare)))


def split_number(name: str) -> tuple[str | None, str]:
    """`4.1 Website` → (`4.1`, `Website`); a name without a number in front → (None, name)."""
    found = _NUMBER_PREFIX.match(name)
    return (found[1], name[found.end() :].strip()) if found else (None, name.strip())


def bracketed(name: str) -> list[str]:
    return [part[1:-1].strip() for part in _BRACKETS.findall(name)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without inflection, so that `aansluiten` and `aansluiting` are one; short words stay as they are."""
    while len(word) > 6 and (shorter := _INFLECTION.sub("", word)) != word:
        word = shorter
    return word


def tokens(name: str, abbreviations: Mapping[str, str] | None = None) -> list[str]:
    """The words of a name outside brackets, abbreviations written out, in the normal form."""
    words = _WORD.findall(plain(without_brackets(name) or name))
    known = abbreviations or {}
    written_out = [part for word in words for part in (known[word].split() if word in known else (word,))]
    return [stem(word) for word in written_out]


def normal(name: str, abbreviations: Mapping[str, str] | None = None) -> str:
    """Equal for names that differ in case, hyphens, spaces, brackets, inflection or a declared abbreviation only."""
    return "".join(tokens(name, abbreviations))


def introduced_abbreviations(names: Iterable[str]) -> dict[str, str]:
    """Abbreviation → phrase, where a name introduces it between brackets: `Meldingen openbare ruimte (MOR)`.

    The bracketed word must be the initials of the words just before it, or what stands before it the initials of the
    bracketed words. A word introduced for two different phrases means neither.
    """
    found: dict[str, set[str]] = {}
    for name in names:
        for inside in bracketed(name):
            before = _WORD.findall(plain(name.split("(", 1)[0]))
            words = _WORD.findall(plain(inside))
            if len(words) == 1 and before:
                phrase = _initials_of(words[0], before)
                if phrase:
                    found.setdefault(words[0], set()).add(phrase)
            elif len(before) == 1 and len(words) > 1 and _initials(words) == before[0]:
                found.setdefault(before[0], set()).add(" ".join(words))
    return {short: phrases.copy().pop() for short, phrases in sorted(found.items()) if len(phrases) == 1}


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words)


def _initials_of(short: str, before: list[str]) -> str | None:
    """The last words of `before` whose initials spell `short`, filler words between them allowed."""
    for start in range(len(before) - 1, -1, -1):
        tail = before[start:]
        if short in (_initials(tail), _initials([word for word in tail if word not in _FILLER] or tail)):
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
        for words in names.values():
            for word in set(words):
                self._frequency[word] = self._frequency.get(word, 0) + 1

    def score(self, mention: list[str], name_id: str) -> tuple[float, float]:
        """Weight shared, of the mention and of the name, each 0..1."""
        name = [word for word in self._names[name_id] if word not in _FILLER]
        said = [word for word in mention if word not in _FILLER]
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
    short, long = sorted((a, b), key=len)
    return len(short) >= MIN_PREFIX and not short.isdigit() and long.startswith(short)


def _compound(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= MIN_COMPOUND and short in long


def _typo(a: str, b: str) -> bool:
    if min(len(a), len(b)) < MIN_COMPOUND or any(c.isdigit() for c in a + b):
        return False
    from rapidfuzz.distance import DamerauLevenshtein

    return DamerauLevenshtein.normalized_similarity(a, b, score_cutoff=0.84) > 0
