"""Reading nodes: each function says what it expected and where, in the words of someone who writes a rule.

`what` is what the node is called: a key, which is one word in both languages, or a description in each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from consistency.errors import Bilingual, InvalidRule, said
from consistency.rulebook._yaml import Node
from consistency.rulebook.rule import LANGUAGES, Texts
from consistency.rulebook.scope import unknown

T = TypeVar("T")
What = str | Bilingual


@contextmanager
def at(node: Node) -> Iterator[None]:
    """An InvalidRule raised inside gets the node's place, where it has none."""
    try:
        yield
    except InvalidRule as error:
        if error.line is None:
            error.line, error.column = node.line, node.column
        raise


def mapping(node: Node, what: What, known: Iterable[str] | None = None) -> dict[str, Node]:
    """The values by key; with `known`, any other key is refused."""
    if not isinstance(node.value, dict):
        raise node.error(
            f"{what} is not a mapping",
            f"{said(what, 'nl')} bestaat niet uit sleutels met waarden",
            Bilingual("write `key: value` lines", "schrijf regels als `key: value`"),
        )
    names = None if known is None else set(known)
    for word, (key, _) in node.value.items():
        if names is not None and word not in names:
            with at(key):
                raise unknown(Bilingual(f"{what} has no key", f"{said(what, 'nl')} heeft geen sleutel"), word, names)
    return {word: value for word, (_, value) in node.value.items()}


def text(node: Node, what: What) -> str:
    """A scalar as text; empty is refused."""
    value = node.value
    if isinstance(value, dict | list) or value is None or isinstance(value, bool) or str(value).strip() == "":
        raise node.error(f"{what} is not a text", f"{said(what, 'nl')} is geen tekst", _bracket_hint(node))
    return str(value)


def _bracket_hint(node: Node) -> Bilingual | None:
    if not isinstance(node.value, dict | list):
        return None
    return Bilingual(
        "quote what holds commas, brackets or braces",
        "zet tussen aanhalingstekens wat komma's, haken of accolades bevat",
    )


def boolean(node: Node, what: What) -> bool:
    if not isinstance(node.value, bool):
        raise node.error(f"{what} is true or false", f"{said(what, 'nl')} is true of false")
    return node.value


def items(node: Node | None) -> list[Node]:
    """A list, or one thing as a list of one."""
    if node is None:
        return []
    return node.value if isinstance(node.value, list) else [node]


def texts(node: Node | None, what: What) -> tuple[str, ...]:
    return tuple(text(item, what) for item in items(node))


def both_languages(node: Node, what: str) -> Texts:
    values = mapping(node, what, LANGUAGES)
    for lang in LANGUAGES:
        if lang not in values:
            raise node.error(
                f"{what} is not there in '{lang}'",
                f"{what} ontbreekt in '{lang}'",
                Bilingual(f"write {what}: {{nl: …, en: …}}", f"schrijf {what}: {{nl: …, en: …}}"),
            )
    return {lang: text(values[lang], f"{what} in '{lang}'") for lang in LANGUAGES}


def each(node: Node | None, what: What, read: Callable[[str], Iterable[T]]) -> tuple[T, ...]:
    """`read` of every text in the list, one after another, errors at the text's own line."""
    found: list[T] = []
    for item in items(node):
        with at(item):
            found += read(text(item, what))
    return tuple(found)
