"""JSON Schema of plan files, from the same shapes that binding walks; for editors and for checks elsewhere."""

from __future__ import annotations

from inspect import getdoc
from typing import Any

from consistency.inputs._binding import YES_NO
from consistency.inputs._keys import CONFIDENCE, MARKS, ORIGINAL, ORIGINALS, keys_of, words_for
from consistency.inputs._shapes import Choice, Entries, Flag, Group, Keyed, Shape, Text, Texts, fields_of
from consistency.model.record import DocumentRecord, PortfolioRecord, Record

_Schema = dict[str, Any]

_NUMBER: _Schema = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]{1,9}$"}]}
_PLACE_KEYS: dict[str, _Schema] = {
    **dict.fromkeys(("line", "page", "table", "row", "column", "paragraph"), _NUMBER),
    "box": {"type": "array", "items": _NUMBER, "minItems": 4, "maxItems": 4},
    **{name: {"$ref": "#/$defs/text"} for name in ("sheet", "cell", "file")},
    "copies": {"type": "array", "items": {"$ref": "#/$defs/place"}},
    "confidence": {"$ref": "#/$defs/confidence"},
}
_COMMON: dict[str, _Schema] = {
    "text": {
        "type": ["string", "number", "boolean", "null"],
        "description": "As people write it: 60.000, PM, 2024 e.v.",
    },
    "texts": {"type": ["array", "null"], "items": {"$ref": "#/$defs/text"}},
    "names": {"anyOf": [{"$ref": "#/$defs/texts"}, {"$ref": "#/$defs/text"}]},
    "flag": {"anyOf": [{"type": "boolean"}, {"enum": sorted(YES_NO)}]},
    "confidence": {"type": ["number", "string"], "description": "From 0 to 1: how sure the reading is."},
    "place": {
        "anyOf": [_NUMBER, {"type": "object", "properties": _PLACE_KEYS, "additionalProperties": False}],
        "description": "In the original document: a line, a page, a cell of a sheet, or a cell of a table.",
    },
    "places": {
        "type": "object",
        "additionalProperties": {
            "anyOf": [{"$ref": "#/$defs/place"}, {"type": "array", "items": {"$ref": "#/$defs/place"}}]
        },
    },
}


def plan_schema() -> _Schema:
    """JSON Schema 2020-12 of `portfolio.yaml` and of documents (`$defs`: `PortfolioRecord`, `DocumentRecord`)."""
    models: dict[str, _Schema] = {}
    _add(DocumentRecord, models)
    _add(PortfolioRecord, models)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A plan file: portfolio.yaml, or one document of a plan set",
        "anyOf": [{"$ref": "#/$defs/PortfolioRecord"}, {"$ref": "#/$defs/DocumentRecord"}],
        "$defs": {**_COMMON, **dict(sorted(models.items()))},
    }


def _add(model: type[Record], models: dict[str, _Schema]) -> _Schema:
    """A reference to the schema of `model`, which is put in `models` the first time."""
    name = model.__name__
    if name not in models:
        models[name] = {}
        models[name] = _record(model, models)
    return {"$ref": f"#/$defs/{name}"}


def _record(model: type[Record], models: dict[str, _Schema], without: str | None = None) -> _Schema:
    """`without` is a field that a row has as its key."""
    fields, keys = fields_of(model), keys_of(model)
    required = [name for name, field in fields.items() if field.required and name != without]
    schema: _Schema = {
        "type": ["object", "null"],
        "properties": {key: _shaped(fields[name].shape, models) for key, name in keys.items()} | _marks(),
        "additionalProperties": False,
    }
    if required:  # in either language
        schema["allOf"] = [{"anyOf": [{"required": [key]} for key in keys if keys[key] == name]} for name in required]
    if model.__doc__ and model.__doc__ != Record.__doc__:
        schema["description"] = " ".join((getdoc(model) or "").split("\n\n")[0].split())
    return schema


def _shaped(shape: Shape, models: dict[str, _Schema]) -> _Schema:
    match shape:
        case Text():
            return {"$ref": "#/$defs/text"}
        case Texts(one_will_do):
            return {"$ref": "#/$defs/names" if one_will_do else "#/$defs/texts"}
        case Flag():
            return {"$ref": "#/$defs/flag"}
        case Choice(words):
            return {"enum": sorted(words_for(words))}
        case Group(model):
            return _add(model, models)
        case Entries(model):
            records: _Schema = {"type": ["array", "null"], "items": _add(model, models)}
            return {"anyOf": [records, _free(_row(model, models))]} if model.row else records
        case Keyed(of):
            return _free(_shaped(of, models))


def _row(model: type[Record], models: dict[str, _Schema]) -> _Schema:
    """What follows the label of a row."""
    assert model.row is not None
    label, body = model.row
    shape = fields_of(model)[body].shape
    if isinstance(shape, Keyed):
        return _shaped(shape, models)
    return {"anyOf": [_shaped(shape, models), _record(model, models, without=label) | {"type": "object"}]}


def _free(values: _Schema) -> _Schema:
    return {"type": ["object", "null"], "properties": _marks(), "additionalProperties": values}


def _marks() -> dict[str, _Schema]:
    kinds = {**dict.fromkeys(ORIGINAL, "place"), **dict.fromkeys(ORIGINALS, "places")}
    kinds |= dict.fromkeys(CONFIDENCE, "confidence")
    return {mark: {"$ref": f"#/$defs/{kinds[mark]}"} for mark in sorted(MARKS)}
