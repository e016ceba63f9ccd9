"""The report as JSON; its schema is `report.schema.json` beside this file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted
from typing import Any

from consistency.model.report import Report


@dataclass(frozen=True, slots=True)
class JsonWriter:
    name: str = "json"

    def render(self, report: Report, lang: str) -> Iterator[bytes]:
        yield from (text.encode() for text in _pieces(report, lang))


WRITER = JsonWriter()


def _pieces(report: Report, lang: str) -> Iterator[str]:
    start = "{"
    for key, part in report.parts(lang):
        yield f"{start}\n  {quoted(key)}: "
        if isinstance(part, Iterator):
            yield from _listed(part)
        else:
            yield indented(part, "\n  ")
        start = ","
    yield "\n}\n"


def _listed(items: Iterator[Any]) -> Iterator[str]:
    start = "["
    for item in items:
        yield f"{start}\n    {indented(item, chr(10) + '    ')}"
        start = ","
    yield "[]" if start == "[" else "\n  ]"


def indented(value: Any, line: str = "\n") -> str:
    """As `json.dumps` with an indent of 2 writes it, but faster; `line` starts a line as deep as this is."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict) and value:
        inner = f"{line}  "
        return f"{{{inner}{f',{inner}'.join([f'{quoted(k)}: {indented(v, inner)}' for k, v in value.items()])}{line}}}"
    if isinstance(value, list | tuple) and value:
        inner = f"{line}  "
        return f"[{inner}{f',{inner}'.join([indented(item, inner) for item in value])}{line}]"
    return json.dumps(value)
