"""The footnotes of a fiche, and which of them a table carries the marks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from consistency.model.record import Said
from consistency.reading.lexicon import Lexicon

EXTRA = "extra to what was granted"
"""The canonical words of a note that marks a year whose amounts come on top of earlier grants."""

_NOTE = re.compile(r"(?:^|(?<=\s))(\*{1,3}|[¹²³⁴⁵])\s?[:)]?\s+(?=\S)|^([¹²³⁴⁵])(?=\w)")
_CARRIED = re.compile(r"(?<![*])(\*{1,3}|[¹²³⁴⁵])\s*$")


class Footnotes:
    """By mark the first note, or the one that says of a year that it is extra: years are what marks are for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._notes: dict[str, Said] = {}

    def take(self, said: Said) -> Said | None:
        """Keeps the footnotes in a text; what stands before them, if anything does."""
        places = list(_NOTE.finditer(said.text))
        ends = [place.start() for place in places[1:]] + [len(said.text)]
        for place, end in zip(places, ends, strict=False):
            text = said.text[place.end() : end].strip()
            extra = self._lexicon.find("extra_note", text) is not None
            mark = place.group(1) or place.group(2)
            if mark not in self._notes or extra:
                self._notes[mark] = Said(EXTRA if extra else text, said.at)
        rest = said.text[: places[0].start()].strip() if places else said.text
        return replace(said, text=rest) if rest else None

    def of(self, texts: Iterable[str], marks: Iterable[str]) -> dict[str, Said]:
        """The notes of these marks, and of those that end one of the texts."""
        carried = {found.group(1) for text in texts if (found := _CARRIED.search(text))} | set(marks)
        return {mark: note for mark, note in self._notes.items() if mark in carried}
