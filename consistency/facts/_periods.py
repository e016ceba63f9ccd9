"""Periods that several places state of one initiative: which can both hold, and what a roadmap draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from consistency.model.dates import Days, Period
from consistency.model.entities import Claim, Entry
from consistency.model.graph import PlanGraph
from consistency.model.location import sort_key
from consistency.model.record import Said


def agree(a: Claim, b: Claim) -> bool:
    return not (isinstance(a.value, Period) and isinstance(b.value, Period)) or can_both_hold(a.value, b.value)


def can_both_hold(a: Period, b: Period) -> bool:
    """Begins that are said must meet, and so must ends; an end that is open may be any later one."""
    if a.start and b.start and not a.start.meets(b.start):
        return False
    if a.end and b.end and not a.end.meets(b.end):
        return False
    return _may_end(a, b.end) and _may_end(b, a.end)


def _may_end(period: Period, end: Days | None) -> bool:
    """What begins in a year and goes on does not end in that year."""
    if end is None or period.start is None or period.end is not None:
        return True
    before = period.start.last if period.open_end and not period.continuous else period.start.first
    return end.last > before


def drawn(graph: PlanGraph) -> Mapping[str, list[Claim]]:
    """The periods that lists draw as years, by initiative: all the years of one list together.

    A bar that begins or ends where the columns do may go on before or after; so may one of which only some was
    legible. Marks that a conversion lost say nothing.
    """
    rows: dict[tuple[str, str, str], list[Entry]] = {}
    shown: dict[tuple[str, str], set[int]] = {}
    for entry in graph.entries:
        if entry.years:
            shown.setdefault((entry.document, entry.list.value), set()).update(entry.years)
            for match in entry.matches[:1]:
                rows.setdefault((match.id, entry.document, entry.list.value), []).append(entry)
    found: dict[str, list[Claim]] = {}
    for (initiative, document, kind), entries in rows.items():
        found.setdefault(initiative, []).append(_bar(graph, initiative, entries, shown[document, kind]))
    return found


def _bar(graph: PlanGraph, initiative: str, entries: list[Entry], shown: set[int]) -> Claim:
    years = sorted({year for entry in entries for year in entry.years})
    horizon = graph.plan_set.horizon
    columns = shown | set(horizon or years)
    said = _joined(f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]), entries)
    legible = said.confidence >= 1
    start, end = Days.of_year(years[0]), Days.of_year(years[-1])
    if not legible or (horizon and years[0] == min(columns)):
        start = Days(date.min, start.last)
    if not legible or (horizon and years[-1] == max(columns)):
        end = Days(end.first, date.max)
    period = Period(said.text, start, end, open_end=False, continuous=False)
    # Without a horizon nobody says how far the columns go: that a bar goes beyond them is possible.
    inside = len(shown) == 1 or (years[0] > min(shown) and years[-1] < max(shown))
    sure = all(len(entry.matches) == 1 and entry.matches[0].certain for entry in entries)
    return Claim(initiative, "period", period, said, entries[0].document, sure and (horizon is not None or inside))


def _joined(text: str, entries: Iterable[Entry]) -> Said:
    places = sorted((said for entry in entries for said in entry.years_said), key=lambda said: sort_key(said.at))
    return Said(text, places[0].at, min(said.confidence for said in places))
