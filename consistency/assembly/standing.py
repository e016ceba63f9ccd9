"""Whether a document is a draft or final, as far as it says so itself."""

from __future__ import annotations

import re

from consistency.assembly.words import words
from consistency.model.names import WORD, plain
from consistency.model.record import DocumentRecord

_VERSION = re.compile(r"(?<![\d.,-])(\d{1,3})(?:[.,]\d+)*(?![\d-])")


def standing(record: DocumentRecord) -> str | None:
    """`draft`, `final` or None. A version below 1.0 is a draft, whatever the status."""
    said = {word for text in (record.status, record.version) if text for word in WORD.findall(plain(text.text))}
    number = _VERSION.search(record.version.text) if record.version else None
    if (number and int(number[1]) == 0) or not said.isdisjoint(words("draft")):
        return "draft"
    return "final" if not said.isdisjoint(words("final")) else None
