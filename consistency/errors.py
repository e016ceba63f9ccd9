"""What is raised for wrong usage; what a document gets wrong becomes a finding or a `Problem` instead.

ConsistencyError            the tool could not do its job: exit code 2
├── UsageError              an option or argument that cannot be meant
├── UnreadableInput         a file that is no plan: not there, not text, too large, broken YAML
│   └── InvalidPlan         a plan file with unknown keys or values of a wrong kind
├── InvalidRule             a rule file that cannot be a rule
└── EnginesDisagree         two engines do not find the same: one of them is wrong
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in both languages; what is the same in both is a plain str."""

    en: str
    nl: str

    def __str__(self) -> str:
        return self.en


def said(text: str | Bilingual, lang: str) -> str:
    return text if isinstance(text, str) else text.nl if lang == "nl" else text.en


class ConsistencyError(Exception):
    """`path`, `line` and `column` (1-based) say where; `hint` the nearest right thing. `nl` is the message in Dutch."""

    def __init__(
        self,
        message: str,
        *,
        nl: str | None = None,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | Bilingual | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.nl = message if nl is None else nl
        self.path = path
        self.line = line
        self.column = column
        self.hint = hint

    def __str__(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        """One line: where it is, what is wrong and what would be right."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        message = self.nl if lang == "nl" else self.message
        text = f"{place}: {message}" if place else message
        return f"{text} ({said(self.hint, lang)})" if self.hint else text


class UsageError(ConsistencyError):
    pass


class UnreadableInput(ConsistencyError):
    pass


class InvalidPlan(UnreadableInput):
    pass


class InvalidRule(ConsistencyError):
    pass


class EnginesDisagree(ConsistencyError):
    pass


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None where none is near enough to be meant."""
    from difflib import get_close_matches

    by_fold = {name.casefold(): name for name in sorted(known)}
    close = get_close_matches(word.casefold(), list(by_fold), n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def did_you_mean(near: str | None, quote: str = "") -> Bilingual | None:
    """The hint that proposes what `nearest` found, if anything."""
    if near is None:
        return None
    return Bilingual(f"did you mean {quote}{near}{quote}?", f"bedoelt u {quote}{near}{quote}?")


_REASONS = {
    errno.EACCES: "geen toegang",
    errno.EPERM: "niet toegestaan",
    errno.ENOENT: "bestaat niet",
    errno.EEXIST: "bestaat al",
    errno.EISDIR: "het is een map",
    errno.ENOTDIR: "het is geen map",
    errno.ELOOP: "de koppelingen verwijzen in een kring",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ENOSPC: "de schijf is vol",
    errno.EROFS: "hier kan alleen gelezen worden",
    errno.EIO: "fout bij lezen of schrijven",
}


def reason(error: OSError) -> Bilingual:
    """Why the operating system refused; what is rare is told in its own words in both languages."""
    text = error.strerror or type(error).__name__
    return Bilingual(text, _REASONS.get(error.errno or 0, text))
