"""The goals that documents list, and which initiatives of the same document name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from consistency.assembly.registry import Registry
from consistency.model.dates import parse_days
from consistency.model.entities import Goal
from consistency.model.names import plain, slug
from consistency.model.record import GoalRecord

NAME_WORDS = 5
"""What has more words is a sentence, and no name."""
_NUMBERED = re.compile(r"([a-z]+)-(\d+)")


def goal_key(goal: GoalRecord, number: int) -> str:
    """The declared id, or the name's; a goal in a sentence is known by its place in the list, from 1."""
    if goal.id:
        return goal.id.text
    return slug(goal.text.text) if len(goal.text.text.split()) <= NAME_WORDS else f"doel-{number}"


def goals(registry: Registry) -> Iterator[Goal]:
    for document in registry.record.documents:
        for number, goal in enumerate(document.goals, start=1):
            key = goal_key(goal, number)
            names = {slug(key), slug(goal.text.text)}
            served_by = (
                registry.id_of[id(initiative)]
                for initiative in document.initiatives
                if any(_names(said.text, names) for said in initiative.goals)
            )
            yield Goal(
                id=key,
                name=goal.text.text if len(goal.text.text.split()) <= NAME_WORDS else f"doel {number}",
                document=document.document.text,
                said=goal.text,
                due=parse_days(goal.due.text) if goal.due else None,
                due_said=goal.due,
                served_by=tuple(dict.fromkeys(served_by)),
            )


def _names(text: str, names: Iterable[str]) -> bool:
    """Whether a field names the goal: in full, or by its number (`Doel 1 en 3`, `doelen 1 t/m 3`)."""
    words = f"-{slug(text)}-"
    return any(f"-{name}-" in words or _numbers(text, name) for name in names if name)


def _numbers(text: str, name: str) -> bool:
    numbered = _NUMBERED.fullmatch(name)
    if numbered is None:
        return False
    label, number = numbered[1], int(numbered[2])
    listed = rf"\b{label}(?:en|s|e)?\s+((?:\d+|t/m|tot|met|en|and|[-–,/\s])+)"
    for found in re.finditer(listed, plain(text)):
        spans = re.findall(r"(\d+)\s*(?:t/m|tot en met|-|–)\s*(\d+)", found[1])
        single = {int(each) for each in re.findall(r"\d+", found[1])}
        if number in single or any(int(first) <= number <= int(last) for first, last in spans):
            return True
    return False
