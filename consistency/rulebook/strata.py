"""The order in which rules come: first those that conclude, then those that read what was concluded."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from consistency.model.facts import FactKind
from consistency.rulebook.rule import Rule

Key = TypeVar("Key", bound=Hashable)


class Links(NamedTuple):
    """The kinds of fact that a rule reads and those that it concludes."""

    reads: Collection[str]
    concludes: Collection[str]


def links_of(rule: Rule) -> Links:
    return Links(rule.kinds, [conclusion.kind.name for conclusion in rule.conclude])


def strata(links: Mapping[Key, Links]) -> tuple[list[list[Key]], list[Key]]:
    """Layers, each of which reads only what earlier ones conclude, and those that wait for each other for ever.

    Within a layer, and among those that wait, the order is as given.
    """
    waiting = list(links)
    layers: list[list[Key]] = []
    while waiting:
        open_kinds = {kind for key in waiting for kind in links[key].concludes}
        ready = [key for key in waiting if open_kinds.isdisjoint(links[key].reads)]
        if not ready:
            break
        layers.append(ready)
        waiting = [key for key in waiting if key not in ready]
    return layers, waiting


def circle(start: Key, links: Mapping[Key, Links]) -> list[Key]:
    """The shortest way from one that reads to what it reads from, and on, back to where it began; empty if none."""
    ways: list[list[Key]] = [[start]]
    seen: set[Key] = set()
    for way in ways:
        reads = set(links[way[-1]].reads)
        for key in (key for key in links if not reads.isdisjoint(links[key].concludes)):
            if key == start:
                return [*way, start]
            if key not in seen:
                seen.add(key)
                ways.append([*way, key])
    return []


def with_premises(chosen: Sequence[Rule], rules: Iterable[Rule]) -> list[Rule]:
    """The chosen rules, and behind them those of `rules` that conclude what they read, directly or through others."""
    found = {rule.id: rule for rule in chosen}
    others = [rule for rule in rules if rule.id not in found and rule.conclude]
    wanted = {kind for rule in chosen for kind in rule.kinds}
    while more := [r for r in others if r.id not in found and not wanted.isdisjoint(links_of(r).concludes)]:
        found |= {rule.id: rule for rule in more}
        wanted |= {kind for rule in more for kind in rule.kinds}
    return list(found.values())


def with_conclusions(vocabulary: Mapping[str, FactKind], rules: Iterable[Rule]) -> dict[str, FactKind]:
    """The vocabulary, and the kinds of fact that the rules conclude."""
    return {**{c.kind.name: c.kind for rule in rules for c in rule.conclude}, **vocabulary}
