"""Rule files as plain nodes with their lines: strict YAML, so that no key is lost and no value changes its meaning.

Refused: duplicate keys, anchors and aliases, tags, more than one document, files over 1 MB, nesting deeper than 50.
Scalars stay text (`1a`, `2022-01-01`, `€ 5`), but for plain `true`, `false`, `null` and whole numbers (YAML 1.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml import events

from consistency.errors import Bilingual, InvalidRule, reason

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DIGITS = frozenset("-0123456789")
_EXAMPLES = re.compile(r"\nexamples:\n(?:(?: .*)?\n)*\Z")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


Following = Callable[[], Any]
"""Gives the next event of the parser."""


@dataclass(slots=True)
class Node:
    """`value` is a scalar, a list of nodes, or a dict from key text to `(key node, value node)`; places are 1-based."""

    value: Any
    line: int
    column: int

    def error(self, message: str, nl: str, hint: Bilingual | None = None) -> InvalidRule:
        return InvalidRule(message, nl=nl, line=self.line, column=self.column, hint=hint)

    def plain(self) -> Any:
        """The same as dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, (_, node) in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def read_nodes(path: Path, *, examples: bool = True) -> Node:
    """The file's one document. Raises InvalidRule with line and column, without the path.

    Without `examples`, what stands below a last key of that name is left unread.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        why = reason(error)
        raise InvalidRule(f"cannot be read: {why.en}", nl=f"kan niet gelezen worden: {why.nl}") from None
    if len(data) > MAX_BYTES:
        raise InvalidRule(
            f"is larger than {MAX_BYTES // 1_000_000} MB, which no rule file is",
            nl=f"is groter dan {MAX_BYTES // 1_000_000} MB; dat is geen regelbestand",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidRule("is not text in UTF-8", nl="is geen tekst in UTF-8") from None
    return parse_nodes(text if examples else _EXAMPLES.sub("\nexamples: {}\n", text))


def parse_nodes(text: str) -> Node:
    loader = _Loader(text)
    try:
        return _document(loader.get_event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        problem = error.problem
        raise InvalidRule(f"is not YAML: {problem}", nl=f"is geen YAML: {problem}", line=line, column=column) from None
    except yaml.YAMLError as error:
        problem = str(error).splitlines()[0]
        raise InvalidRule(f"is not YAML: {problem}", nl=f"is geen YAML: {problem}") from None
    finally:
        loader.dispose()


def _document(following: Following) -> Node:
    root: Node | None = None
    while type(event := following()) is not events.StreamEndEvent:
        if isinstance(event, events.NodeEvent):
            if root is not None:
                raise _node(event, None).error("a rule file holds one document", "een regelbestand bevat één document")
            root = _build(event, following, 0)
    if root is None:
        raise InvalidRule("is empty", nl="is leeg", line=1)
    return root


def _build(event: Any, following: Following, depth: int) -> Node:
    """The node that begins with `event`; a whole pack is some ten thousands of these, so the usual is short."""
    kind = type(event)
    if kind is events.AliasEvent or event.anchor is not None or event.tag is not None or depth > MAX_DEPTH:
        _check(event, depth)
    if kind is events.ScalarEvent:
        return _node(event, _scalar(event))
    if kind is events.SequenceStartEvent:
        items = []
        while type(event_inside := following()) is not events.SequenceEndEvent:
            items.append(_build(event_inside, following, depth + 1))
        return _node(event, items)
    pairs: dict[str, tuple[Node, Node]] = {}
    while type(event_inside := following()) is not events.MappingEndEvent:
        key = _build(event_inside, following, depth + 1)
        if isinstance(key.value, dict | list):
            raise key.error("a key is a word", "een sleutel is een woord")
        word = event_inside.value
        if word in pairs:
            raise _twice(key, word, pairs[word][0].line)
        pairs[word] = (key, _build(following(), following, depth + 1))
    return _node(event, pairs)


def _check(event: Any, depth: int) -> None:
    here = _node(event, None)
    if isinstance(event, events.AliasEvent) or event.anchor is not None:
        raise here.error(
            "anchors and aliases are not used in rule files",
            "ankers en verwijzingen worden in regelbestanden niet gebruikt",
            Bilingual("write the value out", "schrijf de waarde uit"),
        )
    if event.tag not in (None, "!"):
        raise here.error(
            f"tags are not used in rule files: {event.tag}",
            f"tags worden in regelbestanden niet gebruikt: {event.tag}",
            Bilingual(
                "quote a text that begins with an exclamation mark",
                "zet een tekst die met een uitroepteken begint tussen aanhalingstekens",
            ),
        )
    if depth > MAX_DEPTH:
        raise here.error("is nested too deeply", "is te diep genest")


def _twice(key: Node, word: str, first: int) -> InvalidRule:
    return key.error(
        f"the key '{word}' is here twice",
        f"de sleutel '{word}' staat hier tweemaal",
        Bilingual(f"first in line {first}", f"eerst in regel {first}"),
    )


def _node(event: Any, value: Any) -> Node:
    mark = event.start_mark
    return Node(value, mark.line + 1, mark.column + 1)


def _scalar(event: Any) -> Any:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if text[0] in _DIGITS and _INTEGER.fullmatch(text) else text
