"""The municipalities of a plan set, as far as their names and codes tell a row's label from other text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from consistency.reading.lexicon import normal

MAX_MUNICIPALITIES = 8
"""More codes than these and their sets are no longer listed: there would be thousands."""


@dataclass(frozen=True, slots=True)
class Names:
    """`codes` gives the name of each municipality's code, in the order in which the introduction lists them."""

    codes: Mapping[str, str] = field(default_factory=dict)

    def sets(self) -> dict[str, tuple[str, ...]]:
        """Every concatenation of two or more codes in their order → these codes."""
        if len(self.codes) > MAX_MUNICIPALITIES:
            return {}
        sizes = range(2, len(self.codes) + 1)
        listed = ("".join(chosen) for size in sizes for chosen in combinations(self.codes, size))
        members = [chosen for size in sizes for chosen in combinations(self.codes, size)]
        return {name: chosen for name, chosen in zip(listed, members, strict=True) if name not in self.codes}

    def code_of(self, text: str) -> str | None:
        """The municipality that a text names, by code or by name."""
        wanted = normal(text)
        return next((code for code, name in self.codes.items() if wanted in (normal(code), normal(name))), None)

    def is_label(self, text: str) -> bool:
        """Whether a text names a municipality or a set of them."""
        return self.code_of(text) is not None or text.strip(" :") in self.sets()

    def municipality_in(self, text: str) -> str | None:
        """The code of the first municipality whose name occurs in the text."""
        plain = normal(text)
        places = {
            code: re.search(rf"(?<!\w){re.escape(normal(name))}(?!\w)", plain) for code, name in self.codes.items()
        }
        found = [(place.start(), code) for code, place in places.items() if place]
        return min(found)[1] if found else None
