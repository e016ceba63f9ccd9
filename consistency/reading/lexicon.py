"""The words that documents use for what they hold, as data: `lexicon.yaml`, to which an organisation adds its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from consistency.errors import Bilingual, InvalidPlan, UnreadableInput, did_you_mean, nearest

Words = dict[str, dict[str, list[str]]]
"""group → key → words; a group without keys has the one key ''."""

_FOOTNOTE_MARK = re.compile("[¹²³⁰⁴-⁹]")
_OWN = Path(__file__).with_name("lexicon.yaml")
_OPEN_GROUPS = frozenset({"domain"})
"""Groups whose keys are names of the organisation's own, so that an extra file may bring new ones."""


def normal(text: str) -> str:
    """Lower case, no accents, single spaces, no punctuation at either end: how words are compared."""
    plain = unicodedata.normalize("NFKD", _FOOTNOTE_MARK.sub("", text).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(plain.split()).strip(" .:;,*")


class Lexicon:
    """Questions about words. A group is named as in lexicon.yaml; an unknown one is a KeyError (a fault of ours)."""

    def __init__(self, words: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._keys: dict[str, dict[str, str]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        for group, keys in words.items():
            by_word = {normal(word): key for key, listed in keys.items() for word in listed}
            self._keys[group] = by_word
            longest_first = sorted(by_word, key=lambda word: (-len(word), word))
            choices = "|".join(re.escape(word) for word in longest_first) or r"(?!)"
            self._patterns[group] = re.compile(rf"(?<!\w)(?:{choices})(?!\w)")

    def is_a(self, group: str, text: str) -> bool:
        """Whether the whole text is a word of the group."""
        return normal(text) in self._keys[group]

    def find(self, group: str, text: str) -> str | None:
        """The first (there the longest) word of the group that occurs in the text, in normal form."""
        found = self._patterns[group].search(normal(text))
        return found.group() if found else None

    def key(self, group: str, text: str) -> str | None:
        """The key whose word the text is or starts with."""
        found = self._patterns[group].match(normal(text))
        return self._keys[group][found.group()] if found else None

    def heads_total(self, text: str) -> bool:
        """Whether a text at the head of a column begins with a word for a total."""
        return self.key("total", text) is not None

    def key_in(self, group: str, text: str) -> str | None:
        """The key of the first word of the group that occurs anywhere in the text."""
        found = self.find(group, text)
        return None if found is None else self._keys[group][found]

    def keys_in(self, group: str, text: str) -> list[str]:
        """The keys of all words of the group in the text, in the order in which they occur."""
        found = self._patterns[group].findall(normal(text))
        return list(dict.fromkeys(self._keys[group][word] for word in found))

    def without(self, groups: Iterable[str], text: str) -> str:
        """The normal form of the text less every word of the groups."""
        plain = normal(text)
        for group in groups:
            plain = self._patterns[group].sub(" ", plain)
        return normal(plain)

    def words(self, group: str) -> tuple[str, ...]:
        """The words of the group in normal form."""
        return tuple(self._keys[group])


MAX_BYTES = 1_000_000


@cache
def default_lexicon() -> Lexicon:
    return load_lexicon()


def load_lexicon(extra: Sequence[Path] = ()) -> Lexicon:
    """The packaged words and those of the `extra` YAML files; raises InvalidPlan for a group that does not exist."""
    words: Words = {}
    for group, key, word, _ in _entries(_OWN):
        listed = words.setdefault(group, {}).setdefault(key, [])
        if word is not None:
            listed.append(word)
    for path in extra:
        for group, key, word, line in _entries(path):
            _check_known(words, group, key, path, line)
            if word is not None:
                words[group].setdefault(key, []).append(word)
    return Lexicon(words)


def _check_known(words: Words, group: str, key: str, path: Path, line: int) -> None:
    if group not in words:
        message = Bilingual(f"unknown lexicon group '{group}'", f"onbekende woordgroep '{group}'")
        raise _invalid(message, path, line, nearest(group, words))
    if key not in words[group] and group not in _OPEN_GROUPS:
        en, nl = f"unknown key '{key}'", f"onbekende sleutel '{key}'"
        if not key:
            en, nl = "words without a key", "woorden zonder sleutel"
        message = Bilingual(f"{en} in lexicon group '{group}'", f"{nl} in woordgroep '{group}'")
        raise _invalid(message, path, line, nearest(key, words[group]))


def _invalid(message: Bilingual, path: Path, line: int, known: str | None) -> InvalidPlan:
    return InvalidPlan(message.en, nl=message.nl, path=path.name, line=line, hint=did_you_mean(known, "'"))


def _entries(path: Path) -> Iterator[tuple[str, str, str | None, int]]:
    """(group, key, word, line) of each word of a file; a group or key without words comes once, with no word."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            limit = f"{MAX_BYTES // 1000} kB"
            raise UnreadableInput(
                f"a lexicon is a file of at most {limit}",
                nl=f"een woordenlijst is een bestand van hoogstens {limit}",
                path=path.name,
            )
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise UnreadableInput(
            "this lexicon cannot be read", nl="deze woordenlijst kan niet gelezen worden", path=path.name, line=line
        ) from error
    if root is None:
        return
    for group, node in _pairs(root, path):
        if isinstance(node, yaml.MappingNode):
            for key, listed in _pairs(node, path):
                yield from ((group, key, word, line) for word, line in _listed(listed, path))
        else:
            yield from ((group, "", word, line) for word, line in _listed(node, path))


def _pairs(node: Any, path: Path) -> Iterator[tuple[str, Any]]:
    if not isinstance(node, yaml.MappingNode):
        raise InvalidPlan(
            "a lexicon is groups of words",
            nl="een woordenlijst bestaat uit groepen woorden",
            path=path.name,
            line=node.start_mark.line + 1,
        )
    for key, value in node.value:
        yield str(key.value), value


def _listed(node: Any, path: Path) -> Iterator[tuple[str | None, int]]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.SequenceNode):
        raise InvalidPlan(
            "a lexicon group is a list of words",
            nl="een woordgroep is een lijst van woorden",
            path=path.name,
            line=line,
        )
    if not node.value:
        yield None, line
    for item in node.value:
        if not isinstance(item, yaml.ScalarNode):
            raise InvalidPlan(
                "a word of a lexicon is a text",
                nl="een woord van een woordenlijst is een tekst",
                path=path.name,
                line=item.start_mark.line + 1,
            )
        yield str(item.value), item.start_mark.line + 1
