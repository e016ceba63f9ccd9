"""The names under which things go: an initiative and its spellings, an actielijn and what it is called elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from consistency.facts import _subjects
from consistency.model.dates import Days
from consistency.model.entities import ActielijnName, Initiative
from consistency.model.facts import FactBase, FactKind, Subject, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import slug, spelled_alike, spelling
from consistency.model.record import Said

KINDS = (
    FactKind(
        "naming",
        {"initiative": Type.TOKEN, "name": Type.TEXT, "names": Type.TEXT, "one_spelling": Type.FLAG},
        slot=(),
        help="an initiative that several places name, with those of its names that differ in spelling only",
    ),
    FactKind(
        "actielijn",
        {
            "key": Type.TOKEN,
            "name": Type.TEXT,
            "says": Type.TEXT,
            "place": Type.TOKEN,
            "document": Type.TOKEN,
            "declared": Type.FLAG,
            "known": Type.FLAG,
        },
        slot=("document", "place"),
        help="an actielijn with its other names (`says`), or, not `known`, a name in a document that the set has not",
    ),
)


class _Mention(NamedTuple):
    text: str
    said: Said
    certain: bool


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    mentions: dict[str, list[_Mention]] = {}
    for key, mention in _mentions(graph):
        mentions.setdefault(key, []).append(mention)
    for key, found in mentions.items():
        if len(found) > 1:
            _add_naming(graph, facts, graph.initiatives[key], found)
    _add_actielijnen(graph, facts)


def _mentions(graph: PlanGraph) -> Iterator[tuple[str, _Mention]]:
    for initiative in graph.initiatives.values():
        yield initiative.id, _Mention(initiative.name, initiative.said, True)
    for entry in graph.entries:
        if len(entry.matches) == 1 and not _alias(graph, entry.matches[0].id, entry.name):
            yield entry.matches[0].id, _Mention(entry.name, entry.said, entry.matches[0].certain)
    for relation in graph.relations:
        if relation.target and not _alias(graph, relation.target.id, relation.said.text):
            mention = _Mention(relation.said.text, relation.said, relation.target.certain)
            yield relation.target.id, mention


def _alias(graph: PlanGraph, key: str, name: str) -> bool:
    """Whether it is a declared other name, whatever its capitals."""
    return name.casefold().strip() in {alias.casefold().strip() for alias in graph.initiatives[key].aliases}


def _add_naming(graph: PlanGraph, facts: FactBase, initiative: Initiative, mentions: Sequence[_Mention]) -> None:
    pairs = [pair for pair in combinations(mentions, 2) if spelled_alike(pair[0].text, pair[1].text)]
    apart = list(dict.fromkeys(mention for mention in mentions if any(mention in pair for pair in pairs)))
    names: dict[str, str] = {}
    for mention in apart:
        names.setdefault(" ".join(spelling(mention.text)), mention.text)
    facts["naming"].add(
        _subjects.initiative(graph, initiative.id),
        initiative=initiative.id,
        name=initiative.name,
        names=", ".join(f"‘{name}’" for name in names.values()),
        one_spelling=not pairs,
        said={"names": [mention.said for mention in apart]},
        certain=not pairs or any(a.certain and b.certain for a, b in pairs),
    )


def _add_actielijnen(graph: PlanGraph, facts: FactBase) -> None:
    declared = {node[1]: name for node, name in graph.nodes.items() if node[0] == "actielijn"}
    for key, name in declared.items():
        others = [line for line in graph.actielijn_names if line.key == key and not line.declared]
        facts["actielijn"].add(
            Subject("actielijn", key, name),
            key=key,
            name=name,
            says=_quoted(others),
            declared=not others,
            known=True,
            said={"says": [_place(line) for line in others]},
            certain=not others or any(line.certain for line in others),
        )
    unknown: dict[tuple[str, str], list[ActielijnName]] = {}
    for line in graph.actielijn_names:
        if line.key is None:
            unknown.setdefault((line.document, slug(line.name) or "-"), []).append(line)
    for (document, place), lines in unknown.items():
        keys = sorted({line.initiative for line in lines if line.initiative})
        subjects = [_subjects.initiative(graph, key) for key in keys] or [_subjects.document(graph, document)]
        facts["actielijn"].add(
            *subjects,
            says=_quoted(lines[:1]),
            place=place,
            document=document,
            known=False,
            said={"says": [_place(line) for line in lines]},
        )


def _quoted(lines: Sequence[ActielijnName]) -> str:
    names: dict[str, str] = {}
    for line in lines:
        names.setdefault(line.name.casefold(), line.name)
    return ", ".join(f"‘{name}’" for name in names.values())


def _place(line: ActielijnName) -> Said:
    """The name in its place, without the prose around it."""
    return replace(line.said, text=line.name)
