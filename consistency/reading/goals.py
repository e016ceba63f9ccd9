"""Goals: numbered ones (`Doel 1: …`), and those that a list of goals or themes dates (`… per 1 januari 2026 …`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consistency.model.blocks import Paragraph
from consistency.model.dates import find_days
from consistency.model.record import GoalRecord, Said
from consistency.reading import lists
from consistency.reading.cells import plain
from consistency.reading.context import Context
from consistency.reading.lexicon import Lexicon

_NUMBERED = re.compile(r"(\w+) (\d{1,2}|[A-Z])(?:\s*[:.–-]\s*|\s*\Z)", re.UNICODE)
_FIRST_WORDS = 6
_NEAR = 20
_LONGEST_HEADING = 120


def read(paragraphs: Sequence[Paragraph], context: Context) -> list[GoalRecord]:
    """The goals among the paragraphs, in order. `text` is the number (`Doel 1`) or the first words, never the whole."""
    domain = lists.domain_of(context)
    about_goals = any(_names_goals(heading.text, context.lexicon) for heading in context.headings[-1:])
    goals = []
    for paragraph in paragraphs:
        text = plain(paragraph.text)
        if not paragraph.bullet and not _NUMBERED.match(text):
            # What introduces a list says what is in it; other text in between ends the list.
            about_goals = _names_goals(text, context.lexicon)
        said = _numbered(paragraph, text, context.lexicon)
        due = _due(paragraph, text, context.lexicon)
        if said is None and paragraph.bullet and about_goals and due:
            said = Said(" ".join(text.split()[:_FIRST_WORDS]), paragraph.at)
        if said:
            goals.append(GoalRecord(at=paragraph.at, text=said, due=due, domain=domain))
    return goals


def _names_goals(text: str, lexicon: Lexicon) -> bool:
    return lexicon.find("goal_section", text) is not None


def _numbered(paragraph: Paragraph, text: str, lexicon: Lexicon) -> Said | None:
    """`Doel 1` where an item of a list, a heading or a short line begins with it."""
    found = _NUMBERED.match(text)
    if found is None or not lexicon.is_a("goal_word", found.group(1)):
        return None
    if paragraph.bullet or paragraph.level is not None or len(text) <= _LONGEST_HEADING:
        return Said(f"{found.group(1)} {found.group(2)}", paragraph.at)
    return None


def _due(paragraph: Paragraph, text: str, lexicon: Lexicon) -> Said | None:
    """The first date after a word such as `per`, as written."""
    for begin, end, _ in find_days(text):
        before = text[max(0, begin - _NEAR) : begin].split()
        if before and lexicon.is_a("due_word", before[-1]):
            return Said(text[begin:end], paragraph.at)
    return None
