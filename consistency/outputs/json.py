"""The report as JSON; its schema is `report.schema.json` beside this file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice

from consistency.model.report import Report

AT_ONCE = 10_000
"""Pieces of text that are put together at a time: many plan sets give millions of them."""


@dataclass(frozen=True, slots=True)
class JsonWriter:
    name: str = "json"

    def render(self, report: Report, lang: str) -> bytes:
        pieces = json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(report.as_data(lang))
        written = bytearray()
        while part := "".join(islice(pieces, AT_ONCE)):
            written += part.encode()
        return bytes(written + b"\n")


WRITER = JsonWriter()
