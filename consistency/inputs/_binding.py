"""Nodes of a plan file → records; every problem of the file is collected, with its place and the nearest known word.

Three keys may stand in any mapping beside its own. `original` is the place in the document that the plan file was
taken from: a line, or `{page: 3, box: [..]}`, `{table: 2, row: 4, column: 1}`, `{sheet: Kosten, cell: B7}`; it holds
for the mapping and all below until a nearer one. `originals: {period: 541}` says the same of single fields, for a list
one place or one an item. `confidence` (0 to 1) holds likewise. A place may also carry `file` (where it is another than
`original_file`), `copies` (further printings) and its own `confidence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from itertools import chain, repeat
from typing import Any, NamedTuple, TypeVar

from consistency.errors import Bilingual, InvalidPlan, did_you_mean, nearest
from consistency.inputs._keys import CONFIDENCE, MARKS, ORIGINAL, folded, keys_of, words_for
from consistency.inputs._places import InvalidPlace, Source, confidence_of, source_of
from consistency.inputs._shapes import Choice, Entries, Flag, Group, Keyed, Shape, Text, Texts, fields_of
from consistency.inputs._yaml_nodes import Mapping, Node, Scalar, Sequence
from consistency.model.location import YamlPlace
from consistency.model.record import Record, Said

R = TypeVar("R", bound=Record)

MAX_PROBLEMS = 100
"""A file: more would tell nothing new, and looking for nearest words takes time."""

YES_NO = {"true": True, "ja": True, "yes": True, "false": False, "nee": False, "no": False}
_COMPLETE_UNLESS_SAID = frozenset({"overview", "scores"})
"""Lists that are complete by their nature; the file says so where one is not."""


class _Own(NamedTuple):
    """A mapping without the keys that every mapping may have; `originals` are the places of single keys."""

    entries: list[tuple[Scalar, Node]]
    source: Source
    originals: list[tuple[Scalar, Node]]


class Binder:
    """Binds the nodes of one file; what is wrong with it gathers in `problems`, in the order of the walk."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[InvalidPlan] = []

    def bind(self, model: type[R], node: Node) -> R | None:
        """The record that `node` is, or None where it cannot be one."""
        entries = node.entries if isinstance(node, Mapping) else []
        files = [value for key, value in entries if keys_of(model).get(folded(key.text)) == "original_file"]
        file = files[0].text if files and isinstance(files[0], Scalar) else ""
        return self._record(model, node, Source(file), {})

    def refuse(self, node: Node, message: str, nl: str, hint: Bilingual | None = None) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(
                InvalidPlan(message, nl=nl, path=self.path, line=node.line, column=node.column, hint=hint)
            )

    def unknown(self, key: Scalar, known: Iterable[str]) -> None:
        word = key.text[:80]
        near = nearest(folded(word), known) if len(self.problems) < MAX_PROBLEMS else None
        self.refuse(key, f"unknown key '{word}'", f"onbekende sleutel '{word}'", did_you_mean(near, "'"))

    def misfit(self, node: Node, needed: str, nl: str, hint: Bilingual | None = None) -> None:
        """Something stands where something else is needed, as in 'a list is needed'."""
        found = _found(node)
        self.refuse(node, f"{found.en} where {needed}", f"{found.nl} waar {nl}", hint)

    # --- mappings --------------------------------------------------------------------------------------------------

    def _record(self, model: type[R], node: Node, source: Source, given: dict[str, Any]) -> R | None:
        """`given` are values of fields that need no key here."""
        own = self._own(node, source)
        return None if own is None else self._filled(model, node, own, given)

    def _filled(self, model: type[R], at: Node, own: _Own, given: dict[str, Any]) -> R | None:
        fields, values = fields_of(model), dict(given)
        places = {name: place for key, place in own.originals if (name := self._field(model, key))}
        present: dict[str, Scalar] = {}
        wrong: set[str] = set()
        for key, value in own.entries:
            name = self._field(model, key)
            if name is None or self._said_before(name, key, present) or (isinstance(value, Scalar) and value.null):
                continue
            bound = self._value(name, fields[name].shape, value, own.source, places.get(name))
            if bound is None:
                wrong.add(name)
            else:
                values[name] = bound
        return self._made(model, at, own.source, values, wrong)

    def _made(
        self, model: type[R], at: Node, source: Source, values: dict[str, Any], wrong: Set[str] = frozenset()
    ) -> R | None:
        """`wrong` are fields whose value was refused already."""
        missing = [name for name, field in fields_of(model).items() if field.required and name not in values]
        for name in missing:
            if name not in wrong:
                self.refuse(at, f"'{name}' is missing here", f"'{name}' ontbreekt hier")
        if missing:
            return None
        # each value has the shape that its annotation asks for: to validate them would be to bind them once more
        return model.model_construct(at=self._place(at, source), **values)

    def _field(self, model: type[Record], key: Scalar) -> str | None:
        keys = keys_of(model)
        name = keys.get(folded(key.text))
        if name is None:
            self.unknown(key, [*keys, *MARKS])
        return name

    def _said_before(self, name: str, key: Scalar, present: dict[str, Scalar]) -> bool:
        first = present.setdefault(name, key)
        if first is not key:
            self.refuse(
                key,
                f"'{key.text}' says the same as '{first.text}' in line {first.line}: which one counts?",
                f"'{key.text}' zegt hetzelfde als '{first.text}' in regel {first.line}: welke telt?",
            )
        return first is not key

    def _own(self, node: Node, source: Source) -> _Own | None:
        if isinstance(node, Scalar) and node.null:
            return _Own([], source, [])
        if not isinstance(node, Mapping):
            self.misfit(node, "keys with values are needed", "sleutels met waarden nodig zijn")
            return None
        entries: list[tuple[Scalar, Node]] = []
        originals: list[tuple[Scalar, Node]] = []
        for key, value in node.entries:
            word = key.text
            if word not in MARKS:
                entries.append((key, value))
            elif word in ORIGINAL:
                source = self._source(value, source)
            elif word in CONFIDENCE:
                source = source._replace(confidence=self._confidence(value, source))
            elif isinstance(value, Mapping):
                originals = value.entries
            else:
                self.misfit(value, "places by key are needed", "plaatsen per sleutel nodig zijn")
        return _Own(entries, source, originals)

    # --- values ----------------------------------------------------------------------------------------------------

    def _value(self, name: str, shape: Shape, node: Node, source: Source, place: Node | None) -> Any:
        """`place` is where this value was read, if elsewhere than what is around it."""
        if isinstance(shape, Texts):
            return self._texts(node, source, shape.one_will_do, place)
        source = source if place is None else self._source(place, source)
        if isinstance(shape, Group) and name in _COMPLETE_UNLESS_SAID:
            return self._record(shape.model, node, source, {"complete": True})
        return self._shaped(shape, node, source)

    def _shaped(self, shape: Shape, node: Node, source: Source) -> Any:
        match shape:
            case Text():
                return self._text(node, source)
            case Texts(one_will_do):
                return self._texts(node, source, one_will_do)
            case Flag():
                return self._flag(node)
            case Choice(words):
                return self._choice(node, words)
            case Group(model):
                return self._record(model, node, source, {})
            case Entries(model):
                return self._rows(model, node, source) if model.row else self._list(model, node, source)
            case Keyed(of):
                return self._keyed(of, node, source)

    def _text(self, node: Node, source: Source) -> Said | None:
        if not isinstance(node, Scalar):
            self.misfit(node, "one text is needed", "één tekst nodig is")
            return None
        text = "" if node.null else node.text
        return Said(text, self._place(node, source), source.confidence, source.copies)

    def _texts(self, node: Node, source: Source, one_will_do: bool, place: Node | None = None) -> list[Said] | None:
        if isinstance(node, Mapping) or (isinstance(node, Scalar) and not node.null and not one_will_do):
            self.misfit(node, "a list of texts is needed", "een lijst van teksten nodig is")
            return None
        items = node.items if isinstance(node, Sequence) else [] if node.null else [node]
        return [
            said
            for item, own in zip(items, self._sources(place, source), strict=False)
            if (said := self._text(item, own)) is not None
        ]

    def _sources(self, place: Node | None, source: Source) -> chain[Source]:
        """One source an item, without end: an author may add items that the original does not have."""
        if isinstance(place, Sequence):
            return chain((self._source(each, source) for each in place.items), repeat(source))
        return chain((), repeat(source if place is None else self._source(place, source)))

    def _flag(self, node: Node) -> bool | None:
        word = node.text.casefold() if isinstance(node, Scalar) else ""
        if word not in YES_NO:
            self.refuse(node, "true or false is needed here", "hier hoort ja of nee te staan")
        return YES_NO.get(word)

    def _choice(self, node: Node, words: tuple[str, ...]) -> str | None:
        known = words_for(words)
        if isinstance(node, Scalar) and folded(node.text) in known:
            return known[folded(node.text)]
        self.misfit(node, f"one of {', '.join(words)} is needed", f"een van {', '.join(words)} nodig is")
        return None

    def _list(self, model: type[R], node: Node, source: Source) -> list[R] | None:
        if not isinstance(node, Sequence):
            hint = Bilingual("begin each entry with '- '", "begin elk onderdeel met '- '")
            self.misfit(node, "a list is needed", "een lijst nodig is", hint)
            return None
        records = [self._record(model, item, source, {}) for item in node.items]
        return [record for record in records if record is not None]

    def _rows(self, model: type[R], node: Node, source: Source) -> list[R] | None:
        """Rows by label (`N: {cells: [...]}`, `N: [...]`), or a list of records where labels repeat."""
        if not isinstance(node, Mapping):
            return self._list(model, node, source)
        own = self._own(node, source)
        rows = [self._row(model, key, value, own.source) for key, value in own.entries] if own else []
        return [row for row in rows if row is not None]

    def _row(self, model: type[R], key: Scalar, node: Node, outer: Source) -> R | None:
        """The label stands where its row stands; a confidence in the row is about what follows the label."""
        assert model.row is not None
        label, body = model.row
        shape = fields_of(model)[body].shape
        if not isinstance(node, Mapping):
            cells = self._shaped(shape, node, outer)
            return None if cells is None else self._made(model, key, outer, {label: self._key(key, outer), body: cells})
        own = self._own(node, outer)
        if own is None:
            return None
        source = own.source._replace(confidence=outer.confidence)
        for name, place in own.originals:
            source = self._source(place, source) if name.text == label else source
        given = {label: self._key(key, source)}
        if isinstance(shape, Keyed):
            return self._made(model, key, own.source, given | {body: self._by_key(shape.of, own)})
        return self._filled(model, key, own, given)

    def _key(self, key: Scalar, source: Source) -> Said:
        return Said(key.text, self._place(key, source), source.confidence, source.copies)

    def _keyed(self, of: Shape, node: Node, source: Source) -> dict[str, Any] | None:
        own = self._own(node, source)
        return None if own is None else self._by_key(of, own)

    def _by_key(self, of: Shape, own: _Own) -> dict[str, Any]:
        places = {key.text: place for key, place in own.originals}
        bound = {
            key.text: self._value(key.text, of, value, own.source, places.get(key.text)) for key, value in own.entries
        }
        return {key: value for key, value in bound.items() if value is not None}

    # --- places ----------------------------------------------------------------------------------------------------

    def _place(self, node: Node, source: Source) -> YamlPlace:
        return YamlPlace(self.path, node.line, node.column, source.original)

    def _source(self, node: Node, source: Source) -> Source:
        try:
            return source_of(node, source)
        except InvalidPlace as error:
            self.refuse(error.node, error.message.en, error.message.nl)
            return source

    def _confidence(self, node: Node, source: Source) -> float:
        try:
            return confidence_of(node)
        except InvalidPlace as error:
            self.refuse(error.node, error.message.en, error.message.nl)
            return source.confidence


def _found(node: Node) -> Bilingual:
    match node:
        case Scalar(text):
            return Bilingual(f"the text '{text[:80]}'", f"de tekst '{text[:80]}'")
        case Sequence():
            return Bilingual("a list", "een lijst")
        case Mapping():
            return Bilingual("a group of keys", "een groep sleutels")
