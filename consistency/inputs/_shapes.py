"""The forms that a field of a record can have in a plan file, read off the annotations of the records.

Binding and JSON Schema both walk these, so that what is accepted and what is published cannot differ.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from consistency.model.record import Record, Said


@dataclass(frozen=True, slots=True)
class Text:
    """One value as people write it."""


class Texts(NamedTuple):
    """A list of values; where `one_will_do`, a single value stands for a list of one."""

    one_will_do: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""


class Choice(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]


class Group(NamedTuple):
    """A mapping with the fields of `model` as keys."""

    model: type[Record]


class Entries(NamedTuple):
    """A list of records; a mapping as well where the model names a `row`."""

    model: type[Record]


class Keyed(NamedTuple):
    """A mapping with free keys."""

    of: Shape


Shape = Text | Texts | Flag | Choice | Group | Entries | Keyed


class Field(NamedTuple):
    shape: Shape
    required: bool


@cache
def fields_of(model: type[Record]) -> dict[str, Field]:
    return {
        name: Field(_shape(info.annotation, one_will_do=bool(info.metadata)), info.is_required())
        for name, info in model.model_fields.items()
        if name != "at"
    }


def _shape(annotation: Any, one_will_do: bool = False) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):  # only `X | None` occurs: a field that may be absent
        return _shape(next(part for part in arguments if part is not type(None)), one_will_do)
    if origin is Annotated:
        return _shape(arguments[0], one_will_do=True)
    if origin is list:
        return Texts(one_will_do) if arguments[0] is Said else Entries(arguments[0])
    if origin is dict:
        return Keyed(_shape(arguments[1]))
    if origin is Literal:
        return Choice(arguments)
    if annotation is bool:
        return Flag()
    return Text() if annotation is Said else Group(annotation)
