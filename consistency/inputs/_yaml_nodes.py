"""YAML as a small tree of nodes, every node with its place, every scalar as the text that was written.

Built from parser events, so that nothing is converted (`2024`, `1a`, `no`, `2023-05-30` stay text), deep nesting costs
no recursion, and a hostile file is refused before it can grow.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events

from consistency.errors import Bilingual, UnreadableInput
from consistency.inputs._yaml_words import plainly

MAX_BYTES = 20_000_000
MAX_DEPTH = 64
MAX_NODES = 500_000
"""Counted after aliases are expanded: a few lines of nested aliases can stand for billions of values."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CORE = "tag:yaml.org,2002:"
_CORE_TAGS = frozenset(_CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map"))
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE

_KEY_IS_TEXT = Bilingual("a key is a text", "een sleutel is een tekst")


@dataclass(slots=True)
class Scalar:
    """A text as written; `plain` where it stands without quotes."""

    text: str
    line: int
    column: int
    plain: bool = True

    @property
    def null(self) -> bool:
        """Nothing was said: the value is absent, `~` or `null` (an empty text between quotes is not null)."""
        return self.plain and self.text in _NULLS


@dataclass(slots=True)
class Sequence:
    items: list[Node]
    line: int
    column: int


@dataclass(slots=True)
class Mapping:
    """Keys in the order of the file, each once."""

    entries: list[tuple[Scalar, Node]]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


def load(data: bytes, path: str) -> Node:
    """The one document in `data`; raises `UnreadableInput` with line and column where it is not plain, sane YAML."""
    text = _decoded(data, path)
    try:
        return _Builder(_LOADER(text), path).build()
    except yaml.MarkedYAMLError as error:
        line, column = _marked(error, len(text))
        problem = plainly(error, text, line)
        raise UnreadableInput(problem.en, nl=problem.nl, path=path, line=line, column=column) from None
    except yaml.YAMLError as error:
        raise UnreadableInput(f"this is not YAML: {error}", nl=f"dit is geen YAML: {error}", path=path) from None


def node_of(data: Any, line: int, column: int) -> Node:
    """Dicts, lists and scalars as nodes that all stand in one place."""
    if isinstance(data, abc.Mapping):
        entries = [(Scalar(str(key), line, column), node_of(value, line, column)) for key, value in data.items()]
        return Mapping(entries, line, column)
    if isinstance(data, list | tuple):
        return Sequence([node_of(item, line, column) for item in data], line, column)
    text = "" if data is None else str(data).lower() if isinstance(data, bool) else str(data)
    return Scalar(text, line, column, plain=not isinstance(data, str))


def _decoded(data: bytes, path: str) -> str:
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} MB"
        raise UnreadableInput(
            f"the file is larger than {limit}: this is no plan file",
            nl=f"het bestand is groter dan {limit}: dit is geen planbestand",
            path=path,
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = Bilingual("save it as UTF-8", "bewaar het als UTF-8")
        raise UnreadableInput(
            "the file is stored as UTF-16", nl="het bestand is bewaard als UTF-16", path=path, hint=hint
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = _place(before, len(before))
        hint = Bilingual("save the file as UTF-8 text", "bewaar het bestand als tekst in UTF-8")
        raise UnreadableInput(
            "this is not UTF-8 text", nl="dit is geen tekst in UTF-8", path=path, line=line, column=column, hint=hint
        ) from None
    if odd := _UNPRINTABLE.search(text):
        line, column = _place(text, odd.start())
        character = f"{ord(odd.group()):#04x}"
        raise UnreadableInput(
            f"binary data (character {character}): this is no text file",
            nl=f"binaire gegevens (teken {character}): dit is geen tekstbestand",
            path=path,
            line=line,
            column=column,
        )
    return text


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _marked(error: yaml.MarkedYAMLError, end: int) -> tuple[int, int]:
    """Where the error is; what is never closed is shown where it opens, not at the end of the file."""
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark]
    mark = next((mark for mark in marks if mark.index < end), marks[0] if marks else None)
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


@dataclass(slots=True)
class _Open:
    """A collection that is being read; `lines`: of its keys so far; `size`: the nodes in it, aliases expanded."""

    node: Sequence | Mapping
    anchor: str | None
    key: Scalar | None = None
    lines: dict[str, int] = field(default_factory=dict)
    size: int = 1


class _Builder:
    def __init__(self, parser: Any, path: str) -> None:
        self._parser = parser
        self._path = path
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._root: Node | None = None

    def build(self) -> Node:
        documents = 0
        while self._parser.check_event():
            event = self._parser.get_event()
            kind = type(event)
            if kind is events.ScalarEvent:
                self._scalar(event)
            elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
                self._start(event)
            elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                done = self._open.pop()
                self._add(done.node, done.size, done.anchor)
            elif kind is events.AliasEvent:
                self._alias(event)
            elif kind is events.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self._refused(
                        "a second document ('---') in one file",
                        "een tweede document ('---') in één bestand",
                        event,
                        Bilingual("write one file a document", "schrijf per document een bestand"),
                    )
        if self._root is None:
            raise UnreadableInput("the file is empty", nl="het bestand is leeg", path=self._path)
        return self._root

    def _scalar(self, event: Any) -> None:
        if event.tag is not None:
            self._check_tag(event)
        mark = event.start_mark
        plain = event.style in (None, "") and event.tag in (None, _CORE + "null")
        self._add(Scalar(event.value, mark.line + 1, mark.column + 1, plain), 1, event.anchor)

    def _start(self, event: Any) -> None:
        if event.tag is not None:
            self._check_tag(event)
        if len(self._open) >= MAX_DEPTH:
            raise self._refused(
                f"nested deeper than {MAX_DEPTH} levels: this is no plan file",
                f"dieper dan {MAX_DEPTH} niveaus genest: dit is geen planbestand",
                event,
            )
        if self._open and isinstance(self._open[-1].node, Mapping) and self._open[-1].key is None:
            raise self._refused_as_key(event)
        place = event.start_mark.line + 1, event.start_mark.column + 1
        is_mapping = isinstance(event, events.MappingStartEvent)
        self._open.append(_Open(Mapping([], *place) if is_mapping else Sequence([], *place), event.anchor))

    def _alias(self, event: Any) -> None:
        name = event.anchor
        if name not in self._anchors:
            if any(frame.anchor == name for frame in self._open):
                raise self._refused(
                    f"*{name} refers to what it stands in: a circle",
                    f"*{name} verwijst naar waar het zelf in staat: een kring",
                    event,
                )
            hint = Bilingual(f"no &{name} stands before it", f"er staat geen &{name} voor")
            raise self._refused(f"*{name} refers to nothing", f"*{name} verwijst nergens naar", event, hint)
        node, size = self._anchors[name]
        mark = event.start_mark
        if self._open and isinstance(self._open[-1].node, Mapping) and self._open[-1].key is None:
            if not isinstance(node, Scalar):
                raise self._refused_as_key(event)
            node = Scalar(node.text, mark.line + 1, mark.column + 1, node.plain)
        self._add(node, size, None, mark)

    def _add(self, node: Node, size: int, anchor: str | None, mark: Any = None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node, size
        if not self._open:
            self._root = node
            return
        top = self._open[-1]
        top.size += size
        if top.size > MAX_NODES:
            raise UnreadableInput(
                f"the file stands for more than {MAX_NODES} values once its aliases (*) are followed",
                nl=f"het bestand staat voor meer dan {MAX_NODES} waarden zodra de verwijzingen (*) gevolgd worden",
                path=self._path,
                line=mark.line + 1 if mark else node.line,
                column=mark.column + 1 if mark else node.column,
            )
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is not None:
            top.node.entries.append((top.key, node))
            top.key = None
        elif isinstance(node, Scalar):
            self._key(top, node)

    def _key(self, top: _Open, key: Scalar) -> None:
        if key.text in top.lines:
            first = top.lines[key.text]
            raise UnreadableInput(
                f"the key '{key.text[:80]}' stands here and in line {first}: which one counts?",
                nl=f"de sleutel '{key.text[:80]}' staat hier en in regel {first}: welke telt?",
                path=self._path,
                line=key.line,
                column=key.column,
            )
        top.lines[key.text] = key.line
        top.key = key

    def _check_tag(self, event: Any) -> None:
        if event.tag != "!" and event.tag not in _CORE_TAGS:
            tag = event.tag[:80]
            raise self._refused(
                f"the tag {tag} is not allowed in a plan file",
                f"de tag {tag} mag niet in een planbestand",
                event,
                Bilingual("leave it out", "laat die weg"),
            )

    def _refused_as_key(self, event: Any) -> UnreadableInput:
        return self._refused("a list or group used as a key", "een lijst of groep als sleutel", event, _KEY_IS_TEXT)

    def _refused(self, message: str, nl: str, event: Any, hint: Bilingual | None = None) -> UnreadableInput:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        return UnreadableInput(message, nl=nl, path=self._path, line=line, column=column, hint=hint)
