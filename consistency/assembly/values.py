"""Codes as people write them: municipality sets, priorities, sides, kinds, procedures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from consistency.assembly.words import meanings, words
from consistency.model.amount import Convention, detect_convention, shown_convention
from consistency.model.entities import Kind, Side
from consistency.model.names import plain, slug
from consistency.model.record import DocumentRecord, PortfolioRecord, Said

_GENERIC_MUNICIPALITY = re.compile(r"^(?:de\s+)?(?:gemeenten?|municipalit(?:y|ies)(?: of)?)\s+", re.I)
_JOINT = re.compile(r"\s*(?:,|;|/|&|\+|\ben\b|\band\b)\s*", re.I)
_PARTNER = re.compile(r"[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*){0,3}(?=\s*(?:[,;&/+]|$|en\b|and\b|\())")
_PRIORITY = re.compile(r"\b(?:prioriteit|priority|prio)\s*:?\s*(\w+)", re.I)


def side_of(said: Said) -> Side | None:
    meaning = meanings("side").get(plain(said.text).replace("_", " ").strip())
    return Side(meaning) if meaning else None


def kind_of(said: Said | None) -> Kind | None:
    meaning = meanings("kind").get(plain(said.text).strip()) if said else None
    return Kind(meaning) if meaning else None


def priority_of(text: str, known: Iterable[str], aliases: Mapping[str, str]) -> str | None:
    """The priority a field names first: `Prioriteit 1 (wens)` is 1, `1a *)` is 1a, `Autonome ontwikkeling` AO."""
    ids = {plain(name): name for name in known} | {plain(alias): name for alias, name in aliases.items()}
    key = plain(text).strip()
    named = _PRIORITY.match(key)
    first = named[1] if named else re.split(r"[\s(*:;,]", key, maxsplit=1)[0]
    if first in ids:
        return ids[first]
    longest = max((word for word in ids if re.match(rf"{re.escape(word)}\b", key)), key=len, default=None)
    if longest:
        return ids[longest]
    if any(re.match(rf"{word}\b", key) for word in words("autonomous")):
        return ids.get("ao", "AO")
    return named[1] if named else (first if re.fullmatch(r"\d[a-z]?", first) else None)


def procedure_of(text: str) -> str | None:
    """`european`, `restricted`, `single`, another word as it stands, or None where the text names no procedure."""
    key = plain(text).strip()
    if not key or key in words("unnamed_procedure") or not words("denial").isdisjoint(key.split()):
        return None
    named = (meaning for word, meaning in meanings("procedure").items() if re.match(rf"{word}\b", key))
    return next(named, None) or slug(key) or None


def tender_state(said: Said) -> str | None:
    """`running`, `done` or `planned`; None where the text says none of them, or denies it."""
    said_words = re.findall(r"[a-z]+", plain(said.text))
    if not words("denial").isdisjoint(said_words):
        return None
    return next((state for word in said_words if (state := meanings("tender").get(word))), None)


def yes_or_no(said: Said) -> bool | None:
    """None for any other word."""
    first = re.findall(r"[a-z]+", plain(said.text))[:1]
    if not first:
        return None
    return True if first[0] in words("yes") else False if first[0] in words("no") else None


def grounds_of(text: str) -> tuple[str, ...]:
    """The grounds for autonomous development that a text names (contract, law, …); its own words where it has none."""
    said = set(re.findall(r"\w+", plain(text)))
    known = {
        meaning for word, meaning in meanings("ground").items() if set(word.split()) <= said or _compound(word, said)
    }
    return tuple(sorted(known)) or ((slug(text),) if slug(text) else ())


def _compound(word: str, said: Iterable[str]) -> bool:
    """`contracteinde`, `beheercontract`, `Omgevingswet`: a word of the ground begins or ends a longer one."""
    return any(
        (len(one) > len(word) >= 3 and one.endswith(word)) or (len(word) >= 6 and one.startswith(word)) for one in said
    )


def funding_status(said: Said) -> str | None:
    """covered, to_request, deferred or not_applicable; None for another word."""
    key = plain(said.text).strip()
    return meanings("funding").get(key) or meanings("funding").get(key.replace("_", " "))


class Municipalities:
    """Codes, names, aliases and sets of a portfolio; a set is also any run of codes that spells it (`DOW`, `OWR`)."""

    def __init__(self, portfolio: PortfolioRecord) -> None:
        self.codes = tuple(portfolio.municipalities)
        self._names: dict[str, frozenset[str]] = {}
        for code, record in portfolio.municipalities.items():
            for name in (code, record.name.text, *(alias.text for alias in record.aliases)):
                self._add(name, {code})
        for name, members in portfolio.sets.items():
            self._add(name, {code for said in members for code in self.one(said.text) or ()})
        for name, organisation in portfolio.organisations.items():
            served = {code for said in organisation.serves for code in self.of_text(said.text)}
            for alias in (name, *(a.text for a in organisation.aliases)):
                self._add(alias, served)

    def _add(self, name: str, codes: Iterable[str]) -> None:
        self._names.setdefault(_key(name), frozenset(codes))

    def one(self, text: str) -> frozenset[str] | None:
        """The codes that a code, name, set or shared organisation stands for; None if it stands for nothing known."""
        return self._names.get(_key(text)) or self._spelled(text.strip())

    def _spelled(self, text: str) -> frozenset[str] | None:
        """`OWR` as OW + R; None unless the letters can be divided into codes in one way."""
        ways: list[frozenset[str]] = []

        def divide(rest: str, codes: tuple[str, ...]) -> None:
            if not rest:
                ways.append(frozenset(codes))
                return
            for code in self.codes:
                if code not in codes and rest.startswith(code) and len(ways) < 2:
                    divide(rest[len(code) :], (*codes, code))

        if text and len(text) <= 24 and text.isupper():
            divide(text, ())
        return ways[0] if len(set(ways)) == 1 else None

    def of_text(self, text: str) -> tuple[str, ...]:
        """The codes named at the start of a text: `Westwoud en Zuiderveen (i.s.m. …) Noorddam doet …` gives W and Z.

        Reading stops at the first word that is no name, bracketed remarks are passed over, and names outside the set
        (partners) are passed over between commas.
        """
        rest = _GENERIC_MUNICIPALITY.sub("", text.strip())
        found: set[str] = set()
        while rest:
            codes, taken = self._leading(rest)
            partner = None if codes else _PARTNER.match(rest)
            if not codes and not partner:
                break
            found |= codes or set()
            rest = _after_brackets(rest[partner.end() if partner else taken :])
            joint = _JOINT.match(rest)
            if not joint:
                break
            rest = rest[joint.end() :]
        return tuple(code for code in self.codes if code in found)

    def of_names(self, names: Iterable[Said]) -> tuple[str, ...]:
        """The codes that a field names in one or several texts, in the order of the portfolio."""
        found = {code for said in names for code in self.of_text(said.text)}
        return tuple(code for code in self.codes if code in found)

    def _leading(self, text: str) -> tuple[frozenset[str] | None, int]:
        words = [m.end() for m in re.finditer(r"[\w'’]+(?:-[\w'’]+)*", text[:200])][:5]
        for end in reversed(words):
            codes = self.one(text[:end])
            if codes:
                return codes, end
        return None, 0


def _key(name: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", plain(name)))


def _after_brackets(text: str) -> str:
    while (found := re.match(r"\s*\([^()]*\)", text)) is not None:
        text = text[found.end() :]
    return text


def convention_of(document: DocumentRecord) -> Convention:
    """How the document as a whole writes thousands; its own tables decide."""
    return detect_convention(said.text for said in _amounts(document))[0]


def mixed_amounts(document: DocumentRecord) -> tuple[Said, ...]:
    """The first amount in the document's convention and all that are in the other; nothing where it has only one."""
    usual, mixed = detect_convention(said.text for said in _amounts(document))
    if not mixed:
        return ()
    shown = [(said, shown_convention(said.text)) for said in _amounts(document)]
    first = [said for said, convention in shown if convention is usual][:1]
    others = [said for said, convention in shown if convention not in (usual, None)]
    return (*first, *others) if first and others else ()


def _amounts(document: DocumentRecord) -> Iterator[Said]:
    yield from (cell for i in document.initiatives for t in i.amounts for row in t.rows for cell in row.cells)
    yield from (f.amount for i in document.initiatives for f in i.funding if f.amount)
    yield from (cell for table in document.summary_tables for row in table.rows for cell in row.cells)
    yield from (c.value_four_years for c in document.contracts if c.value_four_years)
