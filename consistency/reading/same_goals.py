"""Goals that several documents state: the same sentence, give or take its date and a few words, is one goal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from consistency.model.dates import find_days
from consistency.model.location import Location
from consistency.model.names import slug, tokens
from consistency.model.record import DocumentRecord, GoalRecord
from consistency.reading.documents import Document

FEWEST_WORDS = 6
"""A shorter sentence is too general to be known by its words."""
ALIKE = 0.75
"""So much of the shorter sentence's words must be in the other."""


@dataclass(frozen=True, slots=True)
class _Stated:
    document: int
    place: int
    goal: GoalRecord
    words: frozenset[str]


def named_alike(documents: Sequence[Document], records: Sequence[DocumentRecord]) -> list[DocumentRecord]:
    """The records with one id for each goal that more than one of them states."""
    sentences = {paragraph.at: paragraph.text for document in documents for paragraph in document.paragraphs}
    ids: dict[tuple[int, int], str] = {}
    earlier: list[_Stated] = []
    for stated in _stated(records, sentences):
        same = next((one for one in earlier if one.document != stated.document and _alike(one, stated)), None)
        if same is None:
            earlier.append(stated)
            continue
        place = (same.document, same.place)
        name = ids.setdefault(
            place, slug(f"{same.goal.domain or records[same.document].document} doel {same.place + 1}")
        )
        ids[stated.document, stated.place] = name
    return [_with_ids(record, number, ids) for number, record in enumerate(records)]


def _stated(records: Sequence[DocumentRecord], sentences: Mapping[Location, str]) -> Iterator[_Stated]:
    for number, record in enumerate(records):
        for place, goal in enumerate(record.goals):
            words = _words(sentences.get(goal.at, ""))
            if goal.id is None and len(words) >= FEWEST_WORDS:
                yield _Stated(number, place, goal, words)


def _words(sentence: str) -> frozenset[str]:
    """Without its number (`Doel 1:`) and its dates."""
    text = re.sub(r"^\W*\w+ \w{1,2}\s*[:.–-]", " ", sentence)
    for begin, end, _ in reversed(find_days(text)):
        text = f"{text[:begin]} {text[end:]}"
    return frozenset(tokens(text))


def _alike(a: _Stated, b: _Stated) -> bool:
    return len(a.words & b.words) >= ALIKE * min(len(a.words), len(b.words))


def _with_ids(record: DocumentRecord, number: int, ids: Mapping[tuple[int, int], str]) -> DocumentRecord:
    if not any(document == number for document, _ in ids):
        return record
    goals = [
        goal.model_copy(update={"id": replace(goal.text, text=ids[number, place])}) if (number, place) in ids else goal
        for place, goal in enumerate(record.goals)
    ]
    return record.model_copy(update={"goals": goals})
