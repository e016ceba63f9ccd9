"""A plan set as plan files: what documents say, as printed, in the form that people review and edit.

Facts only. What a document tells in prose is cut to its head (`short`), benefits are left out: the document itself
stays the place to read them, and `original:` says where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from consistency.model.location import Location, Original, YamlPlace, as_data
from consistency.model.record import DocumentRecord, PlanSetRecord, PortfolioRecord, Record, Said
from consistency.outputs._yaml_text import OneLine, dump

PROSE_LIMIT = 60
FACT_LIMIT = 160
_LEFT_OUT = frozenset({"at", "benefits"})
_PROSE = frozenset(
    {"goals", "applications", "municipalities", "period", "priority", "ao_ground", "notes", "contract_notes", "text"}
)
_NAMES_FIRST = frozenset({"plan_set", "document", "id", "name", "number", "title"})
_MARKS = frozenset({"original", "originals", "confidence", "origineel", "originelen", "zekerheid"})
_SENTENCE_END = re.compile(r"[.!?;](?=\s+[^\W\d_])|\s*[(\[\n]")
_NO_FILE_NAME = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where something was read; what a mapping says of it holds for all below."""

    original: Original | None = None
    copies: tuple[Original, ...] = ()
    confidence: float = 1.0


def render_plan_set(plan_set: PlanSetRecord) -> dict[str, bytes]:
    """File name → content: `portfolio.yaml`, and one file a document named after it."""
    files = {"portfolio": _rendered(plan_set.portfolio)}
    for document in plan_set.documents:
        files[file_stem(document.document.text, files)] = _rendered(document)
    return {f"{stem}.yaml": content for stem, content in files.items()}


def file_stem(name: str, taken: Iterable[str]) -> str:
    """A file or folder name made of `name`: letters, digits and hyphens, none of those `taken`."""
    stem = _NO_FILE_NAME.sub("-", name.casefold()).strip("-_")[:80] or "document"
    used = {*taken, "portfolio", "waivers"}
    stems = (stem, *(f"{stem}-{number}" for number in range(2, len(used) + 3)))
    return next(free for free in stems if free not in used)


def short(text: str, limit: int) -> str:
    """`text` where it is a fact by its length; otherwise its head, up to a bracket, the sentence's end, or `limit`."""
    if len(text) <= limit:
        return text
    text = text.strip()
    end = _SENTENCE_END.search(text, 1)
    head = text[: end.start()] if end else text
    return head if len(head) <= limit else head[: limit + 1].rsplit(None, 1)[0][:limit]


def _rendered(record: DocumentRecord | PortfolioRecord) -> bytes:
    original = _original(record.at)
    file = record.original_file.text if record.original_file else original.path if original else ""
    if file and not record.original_file:
        record = record.model_copy(update={"original_file": Said(file, record.at)})
    return dump(_Writer(file).record(record, _Origin())).encode()


class _Writer:
    """`file` is what places point into unless they name another."""

    def __init__(self, file: str) -> None:
        self._file = file

    def record(self, record: Record, outer: _Origin, label: str | None = None) -> dict[str, Any]:
        """`label` is the field that stands as the key of this mapping, where it is a row."""
        fields = {
            name: value
            for name, value in record
            if name not in _LEFT_OUT and name != label and _is_said(record, name, value)
        }
        at = _original(record.at)
        base = _common(fields, _Origin(at or outer.original, (), 1.0))
        lead = {name: self._value(name, value, base) for name, value in fields.items() if name in _NAMES_FIRST}
        rest = {name: self._value(name, value, base) for name, value in fields.items() if name not in _NAMES_FIRST}
        own = self._label_place(record, label, base, outer) if label else {}
        return {**lead, **self._marks(base, outer), **rest, **self._originals(fields, base, own)}

    def _value(self, name: str, value: Any, base: _Origin) -> Any:
        match value:
            case Said():
                return short(value.text, PROSE_LIMIT if name in _PROSE else FACT_LIMIT)
            case Record():
                return self.record(value, base)
            case dict():
                return self._keyed(name, value, base)
            case [Record() as first, *_] if first.row:
                return self._rows(value, first.row, base)
            case list():
                return [self._value(name, item, base) for item in value]
        return value

    def _keyed(self, name: str, values: dict[str, Any], outer: _Origin) -> dict[str, Any]:
        base = _common(values, outer, anywhere=True)
        entries = {_free_key(key): self._value(name, value, base) for key, value in values.items()}
        return {**self._marks(base, outer), **entries, **self._originals(values, base)}

    def _rows(self, rows: list[Record], row: tuple[str, str], outer: _Origin) -> Any:
        """By label; as a list where a label is there twice, or would read as a key of the row."""
        label, body = row
        labels = [short(getattr(each, label).text, FACT_LIMIT) for each in rows]
        free = isinstance(getattr(rows[0], body), dict)
        if len(set(labels)) < len(rows) or (free and any({label, body} & set(getattr(each, body)) for each in rows)):
            return [self.record(each, outer) for each in rows]
        entries = {}
        for key, each in zip(labels, rows, strict=True):
            entries[_free_key(key)] = (
                self._free_row(each, label, body, outer) if free else self.record(each, outer, label)
            )
        return entries

    def _free_row(self, row: Record, label: str, body: str, outer: _Origin) -> dict[str, Any]:
        """A row whose own keys are free (`{original: 180, dienstverlening: [KISS]}`)."""
        values = getattr(row, body)
        base = _common(values, _Origin(_original(row.at) or outer.original))
        entries = {_free_key(key): self._value(body, value, base) for key, value in values.items()}
        own = self._label_place(row, label, base, outer)
        return {**self._marks(base, outer), **entries, **self._originals(values, base, own)}

    # --- places ----------------------------------------------------------------------------------------------------

    def _marks(self, base: _Origin, outer: _Origin) -> dict[str, Any]:
        marks: dict[str, Any] = {}
        if place := self._location(base, outer):
            marks["original"] = _compact(place)
        if base.confidence != outer.confidence:
            marks["confidence"] = base.confidence
        return marks

    def _label_place(self, row: Record, label: str, base: _Origin, outer: _Origin) -> dict[str, Any]:
        """A label stands where its row stands; the row's confidence is about what follows the label."""
        return self._places({label: getattr(row, label)}, _Origin(base.original, base.copies, outer.confidence))

    def _originals(
        self, values: dict[str, Any], base: _Origin, own: dict[str, Any] | None = None
    ) -> dict[str, dict[str, Any]]:
        places = OneLine({**(own or {}), **self._places(values, base)})
        return {"originals": places} if places else {}

    def _places(self, values: dict[str, Any], base: _Origin) -> dict[str, Any]:
        """Of the single values that were read elsewhere, or less surely, than `base` says."""
        places = {}
        for name, value in values.items():
            origins = [_origin(said) for said in _saids(value)]
            if any(origin != base for origin in origins):
                different = [self._place(origin, base) for origin in origins]
                same = isinstance(value, Said) or all(origin == origins[0] for origin in origins)
                places[_free_key(name)] = different[0] if same else different
        return places

    def _place(self, origin: _Origin, base: _Origin) -> Any:
        place = self._location(origin, base)
        if origin.confidence != base.confidence:
            place["confidence"] = origin.confidence
        return _compact(place)

    def _location(self, origin: _Origin, base: _Origin) -> dict[str, Any]:
        if (origin.original, origin.copies) == (base.original, base.copies):
            return OneLine()
        place = OneLine(self._data(origin.original) if origin.original else {})
        if origin.copies:
            place["copies"] = [_compact(self._data(copy)) for copy in origin.copies]
        return place

    def _data(self, place: Original) -> OneLine:
        data = as_data(place)
        path = data.pop("path")
        return OneLine(data if path == self._file else {"file": path, **data})


def _is_said(record: Record, name: str, value: Any) -> bool:
    field = type(record).model_fields[name]
    return field.is_required() or isinstance(value, bool) or value != field.get_default(call_default_factory=True)


def _common(values: dict[str, Any], otherwise: _Origin, anywhere: bool = False) -> _Origin:
    """What all the values of a mapping have in common; unless `anywhere`, only if they stand where the mapping does."""
    origins = {_origin(said) for value in values.values() for said in _saids(value)}
    only = origins.pop() if len(origins) == 1 else otherwise
    return only if anywhere or only.original == otherwise.original else otherwise


def _saids(value: Any) -> Iterator[Said]:
    if isinstance(value, Said):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, Said))


def _origin(said: Said) -> _Origin:
    copies = tuple(place for copy in said.copies if (place := _original(copy)) is not None)
    return _Origin(_original(said.at), copies, said.confidence)


def _original(at: Location) -> Original | None:
    return at.original if isinstance(at, YamlPlace) else at


def _compact(place: dict[str, Any]) -> Any:
    """A line alone is its number."""
    return place["line"] if place.keys() == {"line"} else place


def _free_key(key: str) -> str:
    """A name that would read as a mark; names are compared without regard to case."""
    return key.capitalize() if key in _MARKS else key
