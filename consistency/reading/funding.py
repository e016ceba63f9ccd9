"""What sentences say of money: there already, to be asked for and in which budget cycle, later, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consistency.model.record import FundingRecord, Said
from consistency.reading.lexicon import Lexicon, normal
from consistency.reading.names import Names

_SENTENCE_END = re.compile(r"(?<=\w\w[.;!?)])\s+(?=[A-Z0-9€])|(?<=\d[.;])\s+(?=[A-Z0-9€])|;\s+")
_COMMA = re.compile(r",\s+")
_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2})?"
_AMOUNT = re.compile(
    rf"€\s?{_NUMBER}(?:\s(?:mln|miljoen))?|(?<![\w.,-]){_NUMBER}\s(?:euro|mln|miljoen)\b"
    r"|(?<![\w.,-])\d{1,3}(?:\.\d{3})+(?![\d-])"
)
LONGEST_SENTENCE = 2000
_YEARS = re.compile(r"(?<![\d.-])((?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)(?![\d-]|\.\d)")


def read(said: Sequence[tuple[Said | None, Said]], names: Names, lexicon: Lexicon) -> list[FundingRecord]:
    """What the (municipality, sentences) of a fiche say, each thing once, where it was said last."""
    found: dict[tuple[str, ...], FundingRecord] = {}
    for municipality, text in said:
        code = names.code_of(municipality.text) if municipality else None
        whose = Said(code, municipality.at) if code and municipality else municipality
        for record in _of_text(whose, text, lexicon):
            key = tuple(str(getattr(record, name) or "") for name in FundingRecord.model_fields if name != "at")
            found[key] = record
    return list(found.values())


def _of_text(municipality: Said | None, text: Said, lexicon: Lexicon) -> Iterator[FundingRecord]:
    kind: str | None = None
    for sentence in _SENTENCE_END.split(text.text):
        if lexicon.find("template_text", sentence):
            continue
        for clause in _clauses(sentence[:LONGEST_SENTENCE], lexicon):
            kind = next(iter(lexicon.keys_in("kind", clause)), kind)
            record = _of_clause(clause, kind, municipality, text, lexicon)
            if record is not None:
                yield record


def _clauses(sentence: str, lexicon: Lexicon) -> list[str]:
    """The parts between commas, where each says something of its own; one that does not belongs to the next."""
    clauses: list[str] = []
    held = ""
    for part in _COMMA.split(sentence):
        held = f"{held}, {part}" if held else part
        if _status(held, lexicon) is not None:
            clauses.append(held)
            held = ""
    if held and clauses:
        clauses[-1] = f"{clauses[-1]}, {held}"
    return clauses or [sentence]


def _status(clause: str, lexicon: Lexicon) -> str | None:
    if lexicon.is_a("not_applicable", clause):
        return "not_applicable"
    asked = lexicon.find("to_request", clause)
    conditional = asked and lexicon.key("conditional", clause) is not None
    if conditional and lexicon.find("additional", clause):
        return None  # more money in another outcome: nothing that is needed now is put off
    if conditional or lexicon.find("deferred_request", clause) or _only_year(clause, lexicon):
        return "deferred"
    if lexicon.find("no_request", clause):
        return None
    if asked:
        return "to_request"
    if lexicon.find("covered", clause) and not lexicon.find("not_covered", clause):
        return "covered"
    return None


def _only_year(clause: str, lexicon: Lexicon) -> int | None:
    """The one year for which money is asked, where the sentence says that it is for that year alone."""
    found = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", clause)
    if not found or not lexicon.find("to_request", clause):
        return None
    return int(found.group()) if lexicon.find("only", clause[: found.start()]) else None


def _year(clause: str, cycle: str | None) -> str | None:
    """The year after the name of the cycle, or else the first that is named."""
    place = clause.find(cycle) if cycle else 0
    years = list(_YEARS.finditer(clause))
    after = [year for year in years if year.start() >= place]
    return (after or years)[0].group(1) if years else None


def _of_clause(
    clause: str, kind: str | None, municipality: Said | None, text: Said, lexicon: Lexicon
) -> FundingRecord | None:
    status = _status(clause, lexicon)
    if status is None:
        return None
    cycle = lexicon.find("cycle", clause) if status in ("to_request", "deferred") else None
    year = _year(normal(clause), cycle)
    if (only := _only_year(clause, lexicon)) is not None:
        year = f"{only + 1} e.v."
    amount = _AMOUNT.search(clause)
    return FundingRecord(
        at=text.at,
        municipality=municipality,
        kind=Said(kind, text.at) if kind else None,
        status=Said(status, text.at),
        cycle=Said(cycle, text.at) if cycle else None,
        year=Said(year, text.at) if year else None,
        amount=Said(amount.group(), text.at) if amount else None,
    )
