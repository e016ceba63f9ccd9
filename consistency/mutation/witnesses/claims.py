"""One attribute in several places: priority, municipalities, period, contract end, actielijnen, goal dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

from consistency.model.dates import Days, Period, contract_end, parse_days
from consistency.model.entities import ListKind
from consistency.model.graph import PlanGraph
from consistency.model.names import plain, slug
from consistency.model.record import InitiativeRecord, ListEntryRecord, Said
from consistency.mutation.base import Places
from consistency.mutation.witnesses._witness import Witness, witness


def witnesses(places: Places, as_of: Days | None) -> Iterator[Witness]:
    graph = places.graph
    yield from _attributes(graph)
    yield from _ends(graph)
    yield from _roadmap_years(graph)
    yield from _programme_lines(places)
    yield from _goals(places)


def _attributes(graph: PlanGraph) -> Iterator[Witness]:
    contains = graph.plan_set.priorities
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "priority": lambda a, b: a == b or a in contains.get(b, ()) or b in contains.get(a, ()),
        "municipalities": lambda a, b: set(a) == set(b),
        "period": _periods_agree,
        "value_four_years": lambda a, b: a.written.meets(b.written),
        "procedure": lambda a, b: a == b,
    }
    for subject in {claim.subject: None for claim in graph.claims}:
        for attribute, agree in tests.items():
            claims = graph.claims_on(subject, attribute)
            values = [claim.value for claim in claims]
            if len(claims) > 1:
                fault = None if all(agree(a, b) for a, b in combinations(values, 2)) else _shown(values)
                yield witness(attribute, subject, fault=fault, said=[c.said for c in claims], ids=[subject])


def _shown(values: list[Any]) -> tuple[str, ...]:
    return tuple(value.text if isinstance(value, Period) else str(value) for value in values)


def _periods_agree(a: Period, b: Period) -> bool:
    both = ((a.start, b.start), (a.end, b.end))
    return all(one is None or other is None or one.meets(other) for one, other in both)


def _ends(graph: PlanGraph) -> Iterator[Witness]:
    """A contract's end in its calendars, and where its replacement is described."""
    for contract in graph.contracts.values():
        claims = list(graph.claims_on(contract.id, "contract_end"))
        for replacement in graph.replacements:
            if replacement.contract == contract.id:
                claims += graph.claims_on(replacement.initiative, "contract_end")
        days = [contract_end(claim.value) for claim in claims if isinstance(claim.value, Days)]
        if len(days) > 1:
            fault = None if all(a.meets(b) for a, b in combinations(days, 2)) else tuple(map(str, days))
            ids = [contract.id, *(claim.subject for claim in claims)]
            yield witness("contract end", contract.id, fault=fault, said=[c.said for c in claims], ids=ids)


def _roadmap_years(graph: PlanGraph) -> Iterator[Witness]:
    for entry in graph.entries_of(ListKind.ROADMAP):
        for match in entry.matches[:1] if entry.years else ():
            for claim in graph.claims_on(match.id, "period")[:1]:
                period = claim.value
                outside = [y for y in entry.years if isinstance(period, Period) and period.covers_year(y) is False]
                key = (match.id, entry.document)
                said = [entry.said, claim.said]
                yield witness("roadmap", *key, fault=tuple(outside) or None, said=said, ids=[match.id])


def _programme_lines(places: Places) -> Iterator[Witness]:
    """What a fiche and an actielijn matrix say of one initiative, by letter or by name."""
    names: dict[str, str] = {}
    for key, line in places.record.portfolio.actielijnen.items():
        names |= {plain(name): key for name in (key, line.name.text, *(alias.text for alias in line.aliases))}
    stated: dict[str, list[tuple[tuple[str, ...], list[Said]]]] = defaultdict(list)
    for document in places.record.documents:
        listed = document.actielijn_matrix.entries if document.actielijn_matrix else []
        records: list[InitiativeRecord | ListEntryRecord] = [*document.initiatives, *listed]
        for record in records:
            lines = _lines(record.actielijnen, names)
            for key in places.ids.get(record.name.at, ()):
                stated[key].append((lines, record.actielijnen))
            unknown = tuple(line for line in lines if line not in places.record.portfolio.actielijnen)
            if names and record.actielijnen:
                ids = places.ids.get(record.name.at, ())
                place = (document.document.text, record.name.at)
                yield witness("actielijn known", *place, fault=unknown or None, said=record.actielijnen, ids=ids)
    for key, said in stated.items():
        sets = [set(lines) for lines, _ in said if lines]
        if len(sets) > 1:
            fault = None if all(a == b for a in sets for b in sets) else tuple(map(str, map(sorted, sets)))
            yield witness("actielijnen", key, fault=fault, said=[s for _, some in said for s in some], ids=[key])


def _lines(stated: list[Said], names: dict[str, str]) -> tuple[str, ...]:
    found = set()
    for said in stated:
        text = plain(said.text)
        named = {key for name, key in names.items() if text == name or (len(name) > 1 and name in text)}
        found |= named or {text}
    return tuple(sorted(found))


def _goals(places: Places) -> Iterator[Witness]:
    dates: dict[str, list[tuple[Days, Said]]] = defaultdict(list)
    first, _ = places.graph.plan_set.horizon or (None, None)
    for document in places.record.documents:
        for goal in document.goals:
            due = parse_days(goal.due.text) if goal.due else None
            if due and goal.due:
                key = goal.id.text if goal.id else slug(goal.text.text)
                dates[key].append((due, goal.due))
                start = date(first, 1, 1) if first else date.min
                early = due.last < start or due == (start, start)
                yield witness(
                    "goal in horizon", document.document.text, key, fault=early or None, said=[goal.due], ids=[key]
                )
                yield from _serving(places, key, due, goal.due)
    for key, stated in dates.items():
        if len(stated) > 1:
            fault = None if all(a.meets(b) for a, _ in stated for b, _ in stated) else tuple(str(d) for d, _ in stated)
            yield witness("goal date", key, fault=fault, said=[said for _, said in stated], ids=[key])


def _serving(places: Places, goal: str, due: Days, said: Said) -> Iterator[Witness]:
    """The initiatives that name the goal: not all of them end after it is due."""
    ends, claims = [], [said]
    for document in places.record.documents:
        for initiative in document.initiatives:
            if goal in {slug(name.text) for name in initiative.goals} | {name.text for name in initiative.goals}:
                for key in places.ids.get(initiative.name.at, ()):
                    for claim in places.graph.claims_on(key, "period")[:1]:
                        claims.append(claim.said)
                        end = getattr(claim.value, "end", None)
                        ends.append(end.first if end else None)
    if ends:
        late = all(end is not None and end > due.last for end in ends)
        yield witness("goal served", goal, fault=late or None, said=claims, ids=[goal])
