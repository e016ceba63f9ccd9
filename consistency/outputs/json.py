"""The report as JSON; its schema is `report.schema.json` beside this file."""

from __future__ import annotations

import json
from dataclasses import dataclass

from consistency.model.report import Report


@dataclass(frozen=True, slots=True)
class JsonWriter:
    name: str = "json"

    def render(self, report: Report, lang: str) -> bytes:
        return (json.dumps(report.as_data(lang), ensure_ascii=False, indent=2) + "\n").encode()


WRITER = JsonWriter()
