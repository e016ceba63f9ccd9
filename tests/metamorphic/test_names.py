"""Other names for everything: the same findings, about what has been renamed.

Names are likened by their words, beginnings, compounds, initials, inflections and typos. A substitution of letters
keeps all of these, where it leaves the letters of inflections alone. Words that mean something to the tool stay as they
are, and with them the words that are like those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from consistency.assembly.likeness import _begins, _compound, _typo
from consistency.assembly.words import groups, meanings, words
from consistency.facts import vocabulary
from consistency.facts.procurement import EXTERNAL
from consistency.model.finding import Finding, Undecided
from consistency.model.names import WORD, plain, stem
from consistency.model.record import (
    BudgetCycleRecord,
    GoalRecord,
    PlanSetRecord,
    Record,
    StatementRecord,
)

from .plan_sets import RULES, Found, changed, each_text, found_before, found_in, named, names

NAMES = frozenset(
    {"name", "title", "aliases", "supplier", "organisation", "municipalities", "municipality", "domain", "domains",
     "to", "targets", "columns", "applications", "replaces", "part_of", "label", "of_which", "includes", "about",
     "serves", "sets", "organisations", "actielijnen", "distribution_keys", "document", "id"}
)  # fmt: skip
"""Fields whose texts, and whose keys, are names."""
MEANINGS = ("side", "kind", "procedure", "tender", "funding", "ground")
ROWS = ("aou", "bcdfhjklmpqrtvwxyz")
"""Letters that are exchanged within their row. Those of inflections (-ing, -en, -s, -e) stay."""

Rename = Callable[[str], str]


def meaningful(record: PlanSetRecord) -> set[str]:
    """Words that mean something to the tool: its vocabulary, priorities, and how municipalities are introduced."""
    pairs = [pair for group in MEANINGS for pair in meanings(group).items()]
    said = [*(word for group in groups() for word in words(group)), *(text for pair in pairs for text in pair)]
    said += ["gemeente gemeenten municipality municipalities and geen none nvt n v t prio prioriteit priority AO"]
    said += ["plan overview scores roadmap matrix unnamed summary blank end doel", *record.portfolio.priorities]
    said += [name for kind in vocabulary().values() for name in (kind.name, *kind.attributes)]
    said += [value for rule in RULES for value in rule.slot.values() if isinstance(value, str)]
    return {word for text in said for word in WORD.findall(plain(text))}


def kept(record: PlanSetRecord, texts: Iterable[str]) -> set[str]:
    """Those, the words of names that are like one of them, and the words of one abbreviation together."""
    said = [WORD.findall(plain(text)) for text in texts]
    used, filler = {word for name in said for word in name}, words("filler")
    found = meaningful(record) | _codes(record, used) | {word for word in used if EXTERNAL.search(word)}
    stems = {stem(word) for word in found}
    more = {word for word in used if stem(word) in stems}
    spelled = list(_spelled(said, used))
    while more:
        found |= more
        alike = {stem(word) for word in (used & found) - filler}
        more = {word for word in used - found if any(_like(stem(word), other) for other in alike)}
        more |= {word for group in spelled if not group.isdisjoint(found) for word in group - found}
    return found


def _codes(record: PlanSetRecord, used: set[str]) -> set[str]:
    """Codes of municipalities, and words that are spelled of them (`NZ`)."""
    codes = [re.escape(code.casefold()) for code in record.portfolio.municipalities]
    return {word for word in used if codes and re.fullmatch(f"(?:{'|'.join(codes)})+", word)}


def _spelled(names: Iterable[list[str]], used: set[str]) -> Iterator[set[str]]:
    """Abbreviations, each with the words whose initials it is, and two words with what they are written as one."""
    for name in names:
        yield from ({a, b, a + b} for a, b in pairwise(name) if a + b in used)
        for telling in (name, [word for word in name if word not in words("filler")]):
            for start in range(len(telling)):
                for end in range(start + 2, min(start + 6, len(telling)) + 1):
                    short = "".join(word[0] for word in telling[start:end])
                    if short in used:
                        yield {short, *telling[start:end]} - words("filler")


def _like(a: str, b: str) -> bool:
    return _begins(a, b) or _compound(a, b) or _typo(a, b)


def renaming(record: PlanSetRecord) -> Rename:
    texts = list(_names_in(record))
    used = {word for text in texts for word in WORD.findall(plain(text))}
    stay = kept(record, texts)
    for step in range(1, 18):
        table = str.maketrans(
            {
                old: new
                for row in ROWS
                for a, b in zip(row, row[step % len(row) :] + row[: step % len(row)], strict=True)
                for old, new in ((a, b), (a.upper(), b.upper()))
            }
        )
        images = {word.translate(table) for word in used - stay}
        if step % 3 and images.isdisjoint(stay | {stem(word) for word in stay}):
            # the subject of a contract is told by the stems of its words
            names = (used - stay) | {stem(word) for word in used - stay}
            return lambda text, table=table: _renamed(text, table, names)  # type: ignore[misc]
    raise AssertionError("no renaming keeps these words apart")


def _renamed(text: str, table: dict[int, int], names: set[str]) -> str:
    split = unicodedata.normalize("NFD", text)
    found = re.sub(
        r"(?:[^\W_]|[\u0300-\u036f])+",
        lambda word: word[0].translate(table) if plain(word[0]) in names else word[0],
        split,
    )
    return unicodedata.normalize("NFC", found)


def _names_in(record: PlanSetRecord) -> Iterator[str]:
    texts: list[str] = []

    def note(value: Any, field: str, owner: Record) -> Any:
        return _with_names(value, field, owner, lambda text: texts.append(text) or text)  # type: ignore[func-returns-value]

    changed(record, note)
    return iter(texts)


def _with_names(value: Any, field: str, owner: Record, rename: Rename) -> Any:
    """A field with its names renamed, keys as well."""
    if field == "id" and isinstance(owner, BudgetCycleRecord | GoalRecord):
        return value
    if field == "value" and isinstance(owner, StatementRecord) and owner.attribute == "municipalities":
        return each_text(value, rename)
    if isinstance(value, dict) and field in (*NAMES, "names"):
        return {rename(key): _with_names(item, field, owner, rename) for key, item in value.items()}
    return each_text(value, rename) if field in NAMES else value


def assert_other_names_say_the_same(record: PlanSetRecord, before: Found, *, causes: bool = True) -> None:
    """Where one gap has several equal explanations, the first by name is its cause: such sets are compared without."""
    rename = renaming(record)
    after = found_in(changed(record, lambda value, field, owner: _with_names(value, field, owner, rename)))
    assert _told(after, str, causes) == _told(before, rename, causes)
    assert after.looked_at == before.looked_at


@pytest.mark.parametrize("name", names())
def test_other_names_give_the_same_findings(name: str) -> None:
    assert_other_names_say_the_same(named(name), found_before(name))


def _told(found: Found, rename: Rename, causes: bool) -> list[str]:
    """Subjects of one finding may stand in the order of their names."""
    places = {key: _place(f, rename) for key, f in found.findings.items()}
    findings = [
        (places[key], f.severity, f.certainty, places.get(f.caused_by or "") if causes else None, f.difference)
        for key, f in found.findings.items()
    ]
    return sorted(map(repr, findings)) + sorted(repr(_place(u, rename)) for u in found.undecided.values())


def _place(item: Finding | Undecided, rename: Rename) -> tuple[object, ...]:
    slot = {key: _in_slot(key, value, item.slot, rename) for key, value in item.slot.items()}
    return item.rule, sorted(rename(s.id) for s in item.subjects), sorted(slot.items(), key=repr)


def _in_slot(key: str, value: Any, slot: Any, rename: Rename) -> Any:
    """What was not understood of an amount or table is no name."""
    if not isinstance(value, str) or (key == "place" and slot.get("what") not in (None, "name", "match")):
        return value
    return rename(value)


def test_the_change_is_one() -> None:
    rename = renaming(named("dowr"))
    assert rename("Vervanging van het systeem") == "Vervanging van het systeem"
    texts = list(_names_in(named("dowr")))
    assert sum(rename(text) != text for text in texts) > len(texts) / 3
