"""Why the native engine takes a rule that was meant for another, as users read it."""

from __future__ import annotations

from consistency.errors import Bilingual


class LeftToNative(Exception):
    """`why` is for users; what is raised for it never leaves the engine."""

    def __init__(self, en: str, nl: str) -> None:
        super().__init__(en)
        self.why = Bilingual(en, nl)
