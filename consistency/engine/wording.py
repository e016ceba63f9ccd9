"""Values, messages and reasons for people, in both languages; claims as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from consistency.engine.truth import Range, Reckoned, Unknown
from consistency.model.amount import Amount, Interval, Outcome, format_cents, format_interval
from consistency.model.dates import Days, format_days
from consistency.model.facts import FactTable, Quote
from consistency.model.finding import Evidence
from consistency.model.record import Said

MISSING = "—"
MAX_EVIDENCE = 40
_WORDS = {
    "nl": {
        "cost": "kosten",
        "coverage": "dekking",
        "request": "aan te vragen",
        "incidental": "incidenteel",
        "structural": "structureel",
        "overview": "het overzicht",
        "scores": "de prioritering",
        "plan": "het plan",
        "total": "totaal",
        "european": "Europees",
        "restricted": "meervoudig onderhands",
        "single": "onderhands",
        "value_four_years": "waarde",
        "ends": "einddatum",
        "supplier": "leverancier",
        "covered": "gedekt",
        "to_request": "aan te vragen",
        "deferred": "later aan te vragen",
        "incidental-cost-table": "er is een tabel met incidentele dekking en geen met incidentele kosten",
        "structural-cost-table": "er is een tabel met structurele dekking en geen met structurele kosten",
        "undated": "versie of datum ontbreekt",
        "any-cost": "er staan geen kosten, en er wordt niets over gezegd",
        "priority": "prioriteit",
        "municipalities": "gemeenten",
        "goals": "doel",
        "actielijnen": "actielijnen",
        "benefits": "baten",
        "applications": "applicaties",
        "funding": "financiering",
    },
    "en": {
        "overview": "the overview",
        "scores": "the scored list",
        "plan": "the plan",
        "request": "to be asked for",
        "european": "European",
        "restricted": "restricted tender",
        "single": "single tender",
        "value_four_years": "value",
        "ends": "end date",
        "to_request": "to be asked for",
        "deferred": "to be asked for later",
        "incidental-cost-table": "there is a table of incidental coverage and none of incidental costs",
        "structural-cost-table": "there is a table of structural coverage and none of structural costs",
        "undated": "no version or no date",
        "any-cost": "there are no costs, and nothing is said about them",
        "goals": "goal",
    },
}
"""Tokens of the tool's own, in words; others are shown as they are."""
_FLAGS = {"nl": {True: "ja", False: "nee"}, "en": {True: "yes", False: "no"}}


def show(value: Any, lang: str) -> str:
    """An amount that says no number is shown as it was written; other amounts as what is written adds up to."""
    if value is None or isinstance(value, Unknown):
        return MISSING
    if isinstance(value, Amount):
        if value.outcome is Outcome.RANGE:
            return format_interval(value.written, lang)
        says_number = value.outcome is Outcome.VALUE
        return _rounded(value.written, lang) if says_number else value.text.strip() or MISSING
    if isinstance(value, Reckoned):
        return _range(value.written, lang)
    if isinstance(value, Days):
        return format_days(value, lang)
    if isinstance(value, bool):
        return _FLAGS[lang][value]
    if isinstance(value, tuple):
        return ", ".join(_WORDS[lang].get(str(word), str(word)) for word in value) or MISSING
    if isinstance(value, Decimal):
        return str(value).replace(".", ",") if lang == "nl" else str(value)
    return _WORDS[lang].get(value, value) if isinstance(value, str) else str(value)


def _rounded(cents: Interval, lang: str) -> str:
    """`€ 5.000 ± € 500` for what was rounded: people think of the number that was printed."""
    if cents.high is None or cents.low in (cents.high, 0):
        return format_interval(cents, lang)
    middle, half = (cents.low + cents.high) // 2, (cents.high - cents.low) // 2
    return f"{format_cents(middle, lang)} ± {format_cents(half, lang)}"


def _range(cents: Range, lang: str) -> str:
    if cents.low is not None:
        return _rounded(Interval(cents.low, cents.high), lang)
    if cents.high is None:
        return MISSING
    return f"{'at most' if lang == 'en' else 'ten hoogste'} {format_cents(cents.high, lang)}"


def plain(value: Any) -> Any:
    """A typed value as the report holds it: cents `[low, high]`, ISO dates, tokens, numbers, None."""
    if isinstance(value, Amount):
        return list(value.written)
    if isinstance(value, Days):
        return [value.first.isoformat(), value.last.isoformat()]
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal) else value


def claims(table: FactTable, fact: int, attribute: str | None = None) -> Iterable[Evidence]:
    """What was said of one attribute of a fact, or of all of them."""
    said: Mapping[str, tuple[Said, ...]] = table.said[fact]
    for name in said if attribute is None else (attribute,):
        column = table.kind.index.get(name)
        value = None if column is None else plain(table.rows[fact][column])
        for claim in said.get(name, ()):
            own = plain(claim.value) if isinstance(claim, Quote) else value
            yield Evidence(claim.text, name, own, claim.confidence, claim.at, claim.copies)


def united(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """In order, each claim once, at most MAX_EVIDENCE."""
    found: dict[tuple[Any, ...], Evidence] = {}
    for item in evidence:
        if len(found) == MAX_EVIDENCE:
            break
        found.setdefault((item.location, item.attribute, item.says), item)
    return tuple(found.values())


def reason(text: str, operands: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """Why a condition is undecided: what the tool lacks, or between which values it lies."""
    lacking = [value for _, value in operands if isinstance(value, Unknown)]
    if lacking:
        return {lang: f"`{text}`: {lacking[0].why[lang]}" for lang in ("nl", "en")}
    words = {"nl": ("is niet te beslissen", "is"), "en": ("cannot be decided", "is")}
    return {
        lang: f"`{text}` {verdict}: " + "; ".join(f"{name} {verb} {_meaning(value, lang)}" for name, value in operands)
        for lang, (verdict, verb) in words.items()
    }


def _meaning(value: Any, lang: str) -> str:
    """As `show`, but an amount by what it can mean, since that is what leaves it open."""
    if isinstance(value, Amount | Reckoned):
        meant = _range(Range(*value.meant), lang)
        written = show(value, lang)
        return written if written == meant else f"{written} ({meant})"
    return show(value, lang)
