"""A case in which evaluators disagree, made as small as it goes, and written so that it can be run again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from .drafts import FRAME, FUNCTIONS, Draft, rule_text
from .worlds import World, read_world, written

T = TypeVar("T")

TRIES = 3000
BREAK = "---\n"


@dataclass(frozen=True)
class Case:
    """Rules that are asked together, since they share what is worked out, and the fact base."""

    drafts: tuple[Draft, ...]
    world: World


def smallest(case: Case, is_wrong: Callable[[Case], bool]) -> Case:
    """A part of the case that is still wrong and of which, within some thousands of tries, no part is."""
    left = TRIES
    found = True
    while found:
        found = False
        for smaller in _smaller(case):
            left -= 1
            if left < 0:
                return case
            if is_wrong(smaller):
                case, found = smaller, True
                break
    return case


def _smaller(case: Case) -> Iterator[Case]:
    for drafts in _without(case.drafts):
        yield replace(case, drafts=drafts)
    first, *facts = case.world
    for rest in _without(facts):
        yield replace(case, world=(first, *rest))
    for number, draft in enumerate(case.drafts):
        for less in _of_draft(draft):
            yield replace(case, drafts=(*case.drafts[:number], less, *case.drafts[number + 1 :]))
    for number, fact in enumerate(case.world):
        simpler = [replace(fact, values=values) for values in _without_key(fact.values)]
        simpler += [replace(fact, sure=sure) for sure in (3, 2) if sure > fact.sure]
        simpler += [replace(fact, subjects=subjects) for subjects in _without(fact.subjects) if subjects]
        for one in simpler:
            yield replace(case, world=(*case.world[:number], one, *case.world[number + 1 :]))


def _of_draft(draft: Draft) -> Iterator[Draft]:
    if draft["message"] != {"nl": "-", "en": "-"}:
        yield {**draft, "message": {"nl": "-", "en": "-"}}
    names = [name for function in FUNCTIONS for name in draft.get(function, ())]
    yield from (_unnamed(draft, name) for name in (*names, *draft.get("parameters", ())))
    for key, value in draft.items():
        if key not in ("for", "message"):
            yield {name: other for name, other in draft.items() if name != key}
            for less in _of_value(value):
                yield {**draft, key: less}


def _unnamed(value: Any, name: str) -> Any:
    """Without an aggregate or a parameter, wherever it is named."""
    if isinstance(value, list):
        return [_unnamed(item, name) for item in value if not _names(item, name)]
    if isinstance(value, dict):
        return {k: _unnamed(item, name) for k, item in value.items() if k != name and not _names(item, name)}
    return value


def _names(item: Any, name: str) -> bool:
    return isinstance(item, str) and re.search(rf"\b{name}\b", item) is not None


def _of_value(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from map(list, _without(value))
        for number, item in enumerate(value):
            yield from ([*value[:number], less, *value[number + 1 :]] for less in _of_value(item))
    elif isinstance(value, dict):
        yield from _without_key(value)
        for key, item in value.items():
            yield from ({**value, key: less} for less in _of_value(item))
    elif isinstance(value, str) and " and " in value:
        head, where, conditions = value.rpartition(" where ")
        yield from (head + where + " and ".join(rest) for rest in _without(conditions.split(" and ")) if rest)


def _without(items: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Without a half, a quarter … of them, down to one."""
    size = (len(items) + 1) // 2
    while size:
        yield from ((*items[:at], *items[at + size :]) for at in range(0, len(items), size))
        size = 0 if size == 1 else (size + 1) // 2


def _without_key(values: Mapping[str, T]) -> Iterator[dict[str, T]]:
    for key in values:
        yield {name: value for name, value in values.items() if name != key}


def case_text(case: Case) -> str:
    """The rules as rule files, and the facts, one a line."""
    return BREAK.join([*map(rule_text, case.drafts), written(case.world)])


def read_case(text: str) -> Case:
    """What `case_text` wrote."""
    *rules, world = text.split(BREAK)
    return Case(tuple(map(_read_draft, rules)), read_world(world))


def _read_draft(text: str) -> Draft:
    pairs = (line.partition(": ") for line in text.removeprefix(FRAME).splitlines())
    return {key: json.loads(value) for key, _, value in pairs}
