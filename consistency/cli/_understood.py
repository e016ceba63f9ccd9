"""What an import keeps of a fiche's prose: the municipalities and actielijnen that it names, not its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from consistency.assembly.actielijnen import Actielijnen
from consistency.assembly.priorities import named_priorities
from consistency.assembly.values import Municipalities
from consistency.model.record import GoalRecord, InitiativeRecord, PlanSetRecord, PortfolioRecord, Said
from consistency.outputs._plan_yaml import PROSE_LIMIT

NAME_WORDS = 5
"""What has more words is a sentence, and no name."""


def understood(plan_set: PlanSetRecord) -> PlanSetRecord:
    """The plan set with codes in place of long texts, without goals in sentences; what is not recognised stays."""
    municipalities = Municipalities(plan_set.portfolio)
    actielijnen = Actielijnen(plan_set.portfolio)

    def fiche(record: InitiativeRecord) -> InitiativeRecord:
        named = _each(record.municipalities, lambda said: municipalities.of_text(said.text))
        under = _each(record.actielijnen, lambda said: _actielijnen(said, actielijnen))
        goals = [said for said in record.goals if not _is_sentence(said)]
        dropped = [("goals", said) for said in record.goals[:1] if not goals]
        dropped += [("benefits", record.benefits)] if record.benefits else []
        filled = [*(replace(said, text=name) for name, said in dropped), *record.filled]
        amounts = [table.model_copy(update={"notes": _in_short(table.notes)}) for table in record.amounts]
        return record.model_copy(
            update={
                "municipalities": list(named),
                "priority": _priorities(record.priority, plan_set.portfolio),
                "actielijnen": list(under),
                "goals": goals,
                "filled": filled,
                "amounts": amounts,
            }
        )

    documents = tuple(
        document.model_copy(
            update={
                "initiatives": [fiche(record) for record in document.initiatives],
                "contract_notes": _in_short(document.contract_notes),
                "goals": [_numbered(goal, n) for n, goal in enumerate(document.goals, start=1)],
            }
        )
        for document in plan_set.documents
    )
    return replace(plan_set, documents=documents)


def _priorities(said: Said | None, portfolio: PortfolioRecord) -> Said | None:
    """Of a long text that names several priorities only the words that do."""
    if said is None or len(said.text) <= PROSE_LIMIT:
        return said
    names = [words for _, words in named_priorities(said.text, portfolio)]
    return replace(said, text="; ".join(names)) if len(names) > 1 else said


def _is_sentence(said: Said) -> bool:
    return len(said.text.split()) > NAME_WORDS


def _in_short(notes: Mapping[str, Said]) -> dict[str, Said]:
    """Notes whose meaning was recognised are in the tool's own words already; of others only the place is kept."""
    known = {"extra to what was granted", "exempt"}
    return {
        mark: replace(said, text="see the original") if _is_sentence(said) and said.text not in known else said
        for mark, said in notes.items()
    }


def _numbered(goal: GoalRecord, number: int) -> GoalRecord:
    """A goal that is a sentence is known by its place in the list."""
    return (
        goal.model_copy(update={"text": replace(goal.text, text=f"doel {number}")}) if _is_sentence(goal.text) else goal
    )


def _each(names: Iterable[Said], codes_of: Callable[[Said], Sequence[str]]) -> Iterator[Said]:
    for said in names:
        codes = codes_of(said) if len(said.text) > PROSE_LIMIT else ()
        yield from (replace(said, text=code) for code in codes) if codes else (said,)


def _actielijnen(said: Said, known: Actielijnen) -> list[str]:
    """By letter where it goes by its own name; any other name as it is printed, with the letter before it."""
    return [
        line.key
        if line.key and line.declared
        else f"{line.key}: {line.name}"
        if line.key and line.certain
        else line.name
        for line in known.named([said], "")
    ]
