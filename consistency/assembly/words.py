"""The words of `words.yaml`, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).with_name("words.yaml")


@cache
def _content() -> Mapping[str, Mapping[str, list[str]]]:
    import yaml

    text = _WORDS.read_text(encoding="utf-8")
    content: Mapping[str, Mapping[str, list[str]]] = yaml.load(text, yaml.CSafeLoader)
    return content


def groups() -> Iterable[str]:
    """All meanings of which `words` knows the words."""
    return _content()["words"]


@cache
def words(group: str) -> frozenset[str]:
    """The words of one meaning (`replacing`, `total` …)."""
    return frozenset(_content()["words"][group])


@cache
def meanings(group: str) -> Mapping[str, str]:
    """Word → what it means, for `side`, `kind`, `procedure`, `funding` and `ground`; longer words first."""
    pairs = [(word, meaning) for meaning, said in _content()[group].items() for word in said]
    return dict(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))
