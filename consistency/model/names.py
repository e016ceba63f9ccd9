"""Names as people vary them: ids, and a normal form in which spelling variants are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
WORD = re.compile(r"[a-z0-9]+")
_NUMBER_PREFIX = re.compile(r"^\s*(\d+(?:\.\d+)*)[.)]?\s+(?=\S)")
_SPELLED = re.compile(r"[^\W_]+(?:[-‐‑’'][^\W_]+)*")
TYPO = 6
"""Letters of a word that may be mistyped."""
_INFLECTION = re.compile(r"(?:ing|en|s|e)$")

MEMORY = 65536
"""So many texts at most are remembered by each reading of them: a plan set says the same words many times."""


@lru_cache(maxsize=MEMORY)
def plain(text: str) -> str:
    """Lower case, without accents; `&` and `+` as `en`."""
    folded = unicodedata.normalize("NFKD", text.replace("&", " en ").replace("+", " en ").casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


def without_brackets(text: str) -> str:
    previous = None
    while previous != text:
        previous, text = text, _BRACKETS.sub(" ", text)
    return text.strip()


def spelled_alike(a: str, b: str) -> bool:
    """Whether two names are spelled differently and are one by their letters: `E-suite` and `eSuite`, or one a typo.

    Brackets, marks between words and a capital at the begin of a word do not count; nor does inflection.
    """
    one, other = spelling(a), spelling(b)
    if one == other or not one or not other:
        return False
    if "".join(WORD.findall(plain(" ".join(one)))) == "".join(WORD.findall(plain(" ".join(other)))):
        return True
    words, others = WORD.findall(plain(" ".join(one))), WORD.findall(plain(" ".join(other)))
    pairs = [(x, y) for x, y in zip(words, others, strict=False) if x != y]
    return len(words) == len(others) and bool(pairs) and all(_mistyped(x, y) for x, y in pairs)


def spelling(name: str) -> list[str]:
    """The words, each with a small first letter; hyphens are spelling."""
    return [word[:1].lower() + word[1:] for word in _SPELLED.findall(without_brackets(split_number(name)[1]))]


def _mistyped(a: str, b: str) -> bool:
    """One letter too many, too few, another, or two exchanged, in a long word without figures."""
    if min(len(a), len(b)) < TYPO or any(c.isdigit() for c in a + b) or stem(a) == stem(b):
        return False
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest, other = a[same:], b[same:]
    exchanged = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or exchanged


@lru_cache(maxsize=MEMORY)
def slug(name: str) -> str:
    """The id of a name: without accents and bracketed parts, other runs a hyphen; what is only brackets keeps them."""
    bare = without_brackets(name) or name
    return "-".join(WORD.findall(plain(bare)))


@lru_cache(maxsize=MEMORY)
def split_number(name: str) -> tuple[str | None, str]:
    """`4.1 Website` → (`4.1`, `Website`); a name without a number in front → (None, name)."""
    found = _NUMBER_PREFIX.match(name)
    return (found[1], name[found.end() :].strip()) if found else (None, name.strip())


def bracketed(name: str) -> list[str]:
    return [part[1:-1].strip() for part in _BRACKETS.findall(name)]


@lru_cache(maxsize=MEMORY)
def stem(word: str) -> str:
    """A word without inflection, so that `aansluiten` and `aansluiting` are one; short words stay as they are."""
    while len(word) > 6 and (shorter := _INFLECTION.sub("", word)) != word:
        word = shorter
    return word


def tokens(name: str, abbreviations: Mapping[str, str] | None = None) -> list[str]:
    """The words of a name outside brackets, abbreviations written out, in the normal form."""
    words = WORD.findall(plain(without_brackets(name) or name))
    known = abbreviations or {}
    written_out = [part for word in words for part in (known[word].split() if word in known else (word,))]
    return [stem(word) for word in written_out]


def normal(name: str, abbreviations: Mapping[str, str] | None = None) -> str:
    """Equal for names that differ in case, hyphens, spaces, brackets, inflection or a declared abbreviation only."""
    return "".join(tokens(name, abbreviations))
