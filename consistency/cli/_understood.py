"""What an import keeps of a fiche's prose: the municipalities and actielijnen that it names, not its sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from consistency.assembly.values import Municipalities
from consistency.model.names import plain
from consistency.model.record import InitiativeRecord, PlanSetRecord, PortfolioRecord, Said
from consistency.outputs._plan_yaml import PROSE_LIMIT

GOAL_WORDS = 5
"""A goal in more words is a sentence, and no name of a goal."""


def understood(plan_set: PlanSetRecord) -> PlanSetRecord:
    """The plan set with codes in place of long texts, without goals in sentences; what is not recognised stays."""
    municipalities = Municipalities(plan_set.portfolio)

    def fiche(record: InitiativeRecord) -> InitiativeRecord:
        named = _each(record.municipalities, municipalities.of_text)
        under = _each(record.actielijnen, lambda text: _actielijnen(text, plan_set.portfolio))
        goals = [said for said in record.goals if len(said.text.split()) <= GOAL_WORDS]
        return record.model_copy(update={"municipalities": list(named), "actielijnen": list(under), "goals": goals})

    documents = tuple(
        document.model_copy(update={"initiatives": [fiche(record) for record in document.initiatives]})
        for document in plan_set.documents
    )
    return replace(plan_set, documents=documents)


def _each(names: Iterable[Said], codes_of: Callable[[str], Sequence[str]]) -> Iterator[Said]:
    for said in names:
        codes = codes_of(said.text) if len(said.text) > PROSE_LIMIT else ()
        yield from (replace(said, text=code) for code in codes) if codes else (said,)


def _actielijnen(text: str, portfolio: PortfolioRecord) -> list[str]:
    """By name, or by a code that its name or a colon follows (`actielijn B: …`)."""
    return [
        code
        for code, line in portfolio.actielijnen.items()
        if re.search(rf"(?<![\w&]){re.escape(code)}\s*[:–-]", text)
        or any(plain(name.text) in plain(text) for name in (line.name, *line.aliases))
    ]
