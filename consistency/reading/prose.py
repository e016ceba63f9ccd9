"""Claims in prose: when a contract ends, and what makes something unavoidable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from consistency.model.dates import Days, find_days
from consistency.model.location import Location
from consistency.model.record import Said, StatementRecord
from consistency.reading.cells import plain
from consistency.reading.lexicon import Lexicon

CLEAR = 1.0
"""One date, to the month or the day, in a sentence that says one thing."""
UNSURE = 0.8
"""A bare year, or one date chosen among several."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'“‘(])")
_CLAUSE_MARK = re.compile(r"[,;:]\s")
_LONGEST_MONTH = 31
_LONGEST_SENTENCE = 1000
_LONGEST_TEXT = 20_000


def statements(text: str, at: Location, about: Said, lexicon: Lexicon) -> list[StatementRecord]:
    """What a paragraph or cell claims about `about`; values are the words as written."""
    return [
        StatementRecord(at=at, about=about, attribute="contract_end", value=Said(words, at, confidence))
        for sentence in _SENTENCE_END.split(plain(text))
        if len(sentence) <= _LONGEST_SENTENCE
        for words, confidence in _contract_end(sentence, lexicon)
    ]


def grounds(texts: Iterable[Said], about: Said, lexicon: Lexicon) -> list[StatementRecord]:
    """The grounds that texts about something unavoidable name, each where it is named first, in its own words."""
    found: dict[str, StatementRecord] = {}
    for said in texts:
        words = lexicon.find("ao_ground", plain(said.text)[:_LONGEST_TEXT])
        key = lexicon.key("ao_ground", words) if words else None
        if words and key and key not in found:
            found[key] = StatementRecord(at=said.at, about=about, attribute="ao_ground", value=Said(words, said.at))
    return list(found.values())


class _Date(NamedTuple):
    begin: int
    end: int
    days: Days


def _contract_end(sentence: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """The date at which a sentence says that a contract ends, with its confidence; nothing where it does not."""
    folded = _folded(sentence)
    if not _finds(lexicon.words("contract_word"), folded, compounds=True):
        return
    if lexicon.find("hypothetical", folded):
        return
    claim = _without_other_claims(folded, lexicon)
    verb = _verb(claim, lexicon)
    dates = [_Date(*found) for found in find_days(sentence) if claim[found[0] : found[1]].strip()]
    dates = [one for one in dates if not _follows(lexicon.words("start_word"), claim, one)]
    if verb is None or not dates:
        return
    chosen = min(dates, key=lambda one: (not _follows(lexicon.words("end_word"), claim, one), _distance(one, verb)))
    clear = len(dates) == 1 and (chosen.days.last - chosen.days.first).days <= _LONGEST_MONTH
    yield sentence[chosen.begin : chosen.end], CLEAR if clear else UNSURE


def _without_other_claims(folded: str, lexicon: Lexicon) -> str:
    """The sentence with its clauses about extension, conclusion or the contrary blanked out, of equal length."""
    joints = [*_CLAUSE_MARK.finditer(folded), *_pattern(lexicon.words("clause_word")).finditer(folded)]
    kept, start = "", 0
    for end in [*sorted(joint.start() for joint in joints), len(folded)]:
        clause = folded[start:end]
        kept += " " * len(clause) if lexicon.find("not_a_contract_end", clause) else clause
        start = end
    return kept


def _verb(claim: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where the ending verb stands: one word (`eindigt`), or a first and a last part (`loopt … af`)."""
    whole = _finds(lexicon.words("contract_end_verb"), claim)
    if whole:
        return whole.span()
    first = _finds(lexicon.words("contract_end_verb_first"), claim)
    if first and (last := _finds(lexicon.words("contract_end_verb_last"), claim[first.end() :])):
        return first.start(), first.end() + last.end()
    return None


def _distance(one: _Date, verb: tuple[int, int]) -> int:
    """How many characters lie between a date and the verb; none where the date stands inside it (`loopt per … af`)."""
    return max(one.begin - verb[1], verb[0] - one.end, 0)


def _follows(words: Iterable[str], claim: str, one: _Date) -> bool:
    """Whether the date comes directly after one of the words."""
    before = claim[: one.begin].rstrip()
    return any(re.search(rf"(?<!\w){re.escape(word)}\Z", before) for word in words)


def _finds(words: Iterable[str], text: str, *, compounds: bool = False) -> re.Match[str] | None:
    """The first of the words in the text; with `compounds` also as the last part of a longer word."""
    return _pattern(words, compounds=compounds).search(text)


def _pattern(words: Iterable[str], *, compounds: bool = False) -> re.Pattern[str]:
    choices = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    begin = "" if compounds else r"(?<!\w)"
    return re.compile(rf"{begin}(?:{choices})(?!\w)")


def _folded(text: str) -> str:
    """Lower case without accents, of equal length, so that places in it are places in the text."""
    return "".join((unicodedata.normalize("NFKD", char)[0].casefold() or char)[0] for char in text)
