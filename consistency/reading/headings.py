"""Headings that say something of all that is listed under them: its priority, or the year in which it starts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from consistency.model.record import Said
from consistency.reading.cells import plain
from consistency.reading.context import Context
from consistency.reading.lexicon import Lexicon, normal

LONGEST = 150
_PART = re.compile(r"\d[a-z]")
_NUMBER = r"\s*:?\s*\d[a-z]?(?![\w]|[.,]\d)"
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?![\w]|[.,]\d)")
_LONGEST_CAPTION = 12
"""Words of a paragraph that can be the heading of the table below it."""


def names_priority(text: str, lexicon: Lexicon) -> bool:
    """`Prioriteit 1`, `Autonome ontwikkelingen`, `1a`; not `Prioriteit`."""
    return priority_words(text, lexicon) is not None or _PART.fullmatch(normal(text)) is not None


def priority_words(text: str, lexicon: Lexicon) -> str | None:
    """The first words that name a priority, in normal form: `prio 2`, `autonoom`."""
    if len(text) > LONGEST:
        return None
    choices = "|".join(re.escape(word) for word in lexicon.words("priority_word"))
    found = re.search(rf"(?<!\w)(?:{choices}){_NUMBER}", normal(text))
    return found.group() if found else lexicon.find("priority", text)


def tells(text: str, lexicon: Lexicon) -> bool:
    if len(text) > LONGEST:
        return False
    starts = lexicon.find("start_heading", text) is not None and _YEAR.search(text) is not None
    return starts or names_priority(text, lexicon)


def innermost(headings: Iterable[Said | None], lexicon: Lexicon) -> Said | None:
    """The last of the open headings that tells something; None where none does."""
    told = [heading for heading in headings if heading is not None and tells(heading.text, lexicon)]
    return told[-1] if told else None


def above_table(context: Context, *, years: bool = True) -> Said | None:
    """The caption directly before a table, if it tells something, or else the innermost heading that does.

    A table over years of its own says itself when things start: `years` False.
    """
    captions = [Said(plain(paragraph.text), paragraph.at) for paragraph in context.before[-1:] if not paragraph.bullet]
    short = [said for said in captions if len(said.text.split()) <= _LONGEST_CAPTION and not said.text.endswith(".")]
    told = innermost([*context.headings, *short], context.lexicon)
    return told if told is None or years or names_priority(told.text, context.lexicon) else None


def of_row(texts: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a row is such a heading: one filled cell."""
    return len(texts) == 1 and tells(texts[0], lexicon)
