"""Which values the attributes of facts were seen to have, over some plans."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from consistency.model.facts import FactBase, Type


class Seen:
    """Asked attribute by attribute; each is looked through once."""

    def __init__(self, plans: Iterable[FactBase]) -> None:
        self._plans = list(plans)
        self.words = cache(self._words)
        self.always_there = cache(self._always_there)

    def _words(self, kind: str, attribute: str) -> frozenset[str]:
        """All tokens of the attribute; empty too where it holds no tokens."""
        found: set[str] = set()
        for facts in self._plans:
            table = facts[kind]
            column, type_ = table.kind.index[attribute], table.kind.attributes[attribute]
            if type_ is Type.TOKENS:
                found.update(*(row[column] or () for row in table.rows))  # type: ignore[arg-type]
            elif type_ is Type.TOKEN:
                found.update(str(row[column]) for row in table.rows if row[column] is not None)
        return frozenset(found)

    def _always_there(self, kind: str, attribute: str) -> bool:
        """Whether facts were seen and none of them lacked it."""
        values = [row[facts[kind].kind.index[attribute]] for facts in self._plans for row in facts[kind].rows]
        return bool(values) and None not in values
