"""One amount is typed wrongly."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import ClassVar

from consistency.errors import Bilingual
from consistency.model.amount import Outcome
from consistency.mutation.base import Base
from consistency.mutation.edits import Mutation, says
from consistency.mutation.operators import _tables as tables
from consistency.mutation.operators._operator import AMOUNTS, Operator, Site


class _Retyped(Operator):
    expected: ClassVar = AMOUNTS

    def sites(self, base: Base) -> Iterator[Site]:
        return tables.values(base)

    def apply(self, base: Base, site: Site, rng: Random) -> Mutation | None:
        text = self.retyped(site.value.text, rng)
        if text is None or text == site.value.text:
            return None
        return self.mutation([site.edit(says(site.value, text))], [site.value])

    @abstractmethod
    def retyped(self, text: str, rng: Random) -> str | None:
        """The text in its place; None where this draw would change nothing."""


class Digit(_Retyped):
    name = "digit"
    title = Bilingual("one digit of an amount is another", "één cijfer van een bedrag is een ander")

    def retyped(self, text: str, rng: Random) -> str:
        position = rng.choice(tables.digits_of(text))
        first = position == tables.digits_of(text)[0]
        other = rng.choice([digit for digit in "0123456789"[first:] if digit != text[position]])
        return text[:position] + other + text[position + 1 :]


class Transposed(_Retyped):
    name = "transposed-digits"
    title = Bilingual("two neighbouring digits change places", "twee cijfers naast elkaar zijn verwisseld")

    def retyped(self, text: str, rng: Random) -> str | None:
        places = tables.digits_of(text)
        pairs = [(a, b) for a, b in pairwise(places) if text[a] != text[b] and not (a == places[0] and text[b] == "0")]
        if not pairs:
            return None
        a, b = rng.choice(pairs)
        return text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]


class Zeros(_Retyped):
    name = "zeros"
    title = Bilingual("zeros too many or too few", "nullen te veel of te weinig")

    def retyped(self, text: str, rng: Random) -> str:
        number = tables.number_of(text)
        factors = [n for n in (10, 100, 1000) if number % n == 0]
        wanted = [number * n for n in (10, 100, 1000)] + [number // n for n in factors]
        return tables.with_number(text, rng.choice(wanted))


class Sign(_Retyped):
    name = "sign"
    title = Bilingual("an amount becomes negative", "een bedrag wordt negatief")

    def retyped(self, text: str, rng: Random) -> str:
        position = tables.digits_of(text)[0]
        return f"{text[:position]}-{text[position:]}"


class OpenEnded(_Retyped):
    name = "amount-to-pm"
    title = Bilingual("an amount becomes PM", "een bedrag wordt PM")

    def retyped(self, text: str, rng: Random) -> str:
        return "PM"


class FromPm(_Retyped):
    name = "pm-to-zero"
    title = Bilingual("PM becomes 0, or another word for unknown", "PM wordt 0, of een ander woord voor onbekend")

    def sites(self, base: Base) -> Iterator[Site]:
        return (site for site, amount in tables.cells(base) if amount.outcome in (Outcome.PM, Outcome.UNKNOWN))

    def retyped(self, text: str, rng: Random) -> str:
        return rng.choice(["0", "n.n.b.", "PM"])


class ToPm(_Retyped):
    name = "zero-to-pm"
    title = Bilingual("0 becomes PM", "0 wordt PM")

    def sites(self, base: Base) -> Iterator[Site]:
        stated = (pair for pair in tables.cells(base) if pair[1].stated)
        return (site for site, amount in stated if amount.written == (0, 0))

    def retyped(self, text: str, rng: Random) -> str:
        return "PM"


class Emptied(_Retyped):
    name = "emptied-cell"
    title = Bilingual("an amount is left out", "een bedrag is weggevallen")

    def retyped(self, text: str, rng: Random) -> str:
        return ""


class OneOfTwoCopies(Digit):
    name = "one-of-two-copies"
    title = Bilingual("one of two copies of a table changes", "één van twee afdrukken van een tabel wijzigt")

    def sites(self, base: Base) -> Iterator[Site]:
        twins: dict[tuple[object, ...], set[str]] = {}
        for cell in base.places.graph.summaries:
            meaning = (cell.municipality, cell.kind, cell.by, cell.row, cell.side, cell.year)
            twins.setdefault(meaning, set()).add(f"{cell.document}/{cell.table}")
        for site in tables.values(base):
            found = base.places.summaries.get(site.value.at)
            if found and len(twins[found.municipality, found.kind, found.by, found.row, found.side, found.year]) > 1:
                yield site


OPERATORS = (
    Digit(), Transposed(), Zeros(), Sign(), OpenEnded(), FromPm(), ToPm(), Emptied(), OneOfTwoCopies(),
)  # fmt: skip
