"""Rule files in the order in which they can be typed: what a file concludes is known before a file that reads it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from consistency.errors import Bilingual, InvalidRule
from consistency.model.facts import FactKind
from consistency.rulebook._fields import items
from consistency.rulebook._yaml import Node
from consistency.rulebook.rule import Rule
from consistency.rulebook.strata import Links, circle, links_of, strata

_PATTERNS = ("for", "with", "none", "some")
_AGGREGATES = ("count", "sum", "max", "min")


class RuleFile(NamedTuple):
    """`place` is its number among all files, `path` as shown to people."""

    place: int
    path: str
    root: Node

    @property
    def id(self) -> str | None:
        found = _value(self.root, "id")
        return str(found.value) if found and isinstance(found.value, str | int) else None

    @property
    def links(self) -> Links:
        """As far as the file has the form of a rule; what has not is refused when it is read."""
        return Links(self.reads, tuple(_values(_value(self.root, "conclude"))))

    @property
    def line(self) -> int:
        """Where it says what it concludes."""
        return (_value(self.root, "conclude") or self.root).line

    @property
    def reads(self) -> Mapping[str, int]:
        """The kinds that it reads, each with the line that names it first."""
        patterns = [item for key in _PATTERNS for item in items(_value(self.root, key))]
        for key in _AGGREGATES:
            over = (_value(node, "over") for node in _values(_value(self.root, key)).values())
            patterns += [pattern for pattern in over if pattern]
        words = ((str(pattern.value).split(), pattern.line) for pattern in reversed(patterns))
        return {written[0]: line for written, line in words if written}


def _values(node: Node | None) -> Mapping[str, Node]:
    if node is None or not isinstance(node.value, dict):
        return {}
    return {key: value for key, (_, value) in node.value.items()}


def _value(node: Node, key: str) -> Node | None:
    return _values(node).get(key)


def in_order(
    files: Sequence[RuleFile], beside: Sequence[Rule], derived: Collection[str]
) -> tuple[list[RuleFile], dict[int, InvalidRule]]:
    """The files in the order in which they can be typed, and by place an error for each that is in a circle.

    `beside` are rules that are loaded already; they may read what the files conclude. The `derived` kinds are there
    before all of them.
    """
    known: list[Rule | RuleFile] = [*beside, *files]
    named = [links_of(one) if isinstance(one, Rule) else one.links for one in known]
    links = {i: link._replace(concludes=set(link.concludes).difference(derived)) for i, link in enumerate(named)}
    circles = {i: way for i in strata(links)[1] if (way := circle(i, links))}
    layers, _ = strata({i: link for i, link in links.items() if i not in circles})
    ordered = [known[i] for layer in layers for i in layer]
    found = [(known[i], [known[j].id or "?" for j in way]) for i, way in circles.items()]
    errors = {file.place: _in_circle(file, names) for file, names in found if isinstance(file, RuleFile)}
    return [file for file in ordered if isinstance(file, RuleFile)], errors


def check_premises(file: RuleFile, vocabulary: Mapping[str, FactKind], refused: Sequence[RuleFile]) -> None:
    """Raises InvalidRule where it reads what only a file that is no rule would have concluded."""
    for kind, line in file.reads.items() if refused else ():
        lost = [other.path for other in refused if kind in other.links.concludes]
        if lost and kind not in vocabulary:
            raise InvalidRule(
                f"nothing concludes `{kind}`: {', '.join(lost)} would, and is no rule",
                nl=f"niets concludeert `{kind}`: {', '.join(lost)} zou dat doen, en is geen regel",
                line=line,
            )


def _in_circle(file: RuleFile, names: Sequence[str]) -> InvalidRule:
    way = " → ".join(names)
    return InvalidRule(
        f"a rule cannot read what follows from itself: {way}",
        nl=f"een regel kan niet lezen wat uit hem zelf volgt: {way}",
        path=file.path,
        line=file.line,
        hint=Bilingual("each reads what the next concludes", "elk leest wat de volgende concludeert"),
    )


class Concluded:
    """The kinds of fact that rules conclude, and which rule said so first."""

    def __init__(self, derived: Mapping[str, FactKind]) -> None:
        self._derived = derived
        self._first: dict[str, Rule] = {}
        self.vocabulary = dict(derived)
        """All kinds that rules can read so far."""

    def add(self, rule: Rule) -> None:
        """Raises InvalidRule where a kind is a derived one, or another rule concludes it otherwise."""
        for conclusion in rule.conclude:
            kind = conclusion.kind
            if kind.name in self._derived:
                raise InvalidRule(
                    f"`{kind.name}` cannot be concluded: facts of this kind are derived from the plans",
                    nl=f"`{kind.name}` kan geen conclusie zijn: feiten van deze soort komen uit de plannen",
                    line=rule.lines.get("conclude"),
                    hint=Bilingual("choose another name", "kies een andere naam"),
                )
            first, other = self.vocabulary.get(kind.name, kind), self._first.get(kind.name, rule)
            if dict(first.attributes) != dict(kind.attributes):
                raise InvalidRule(
                    f"`{kind.name}` has other attributes here than in {other.id} ({other.path}): {_listed(kind)}",
                    nl=f"`{kind.name}` heeft hier andere kenmerken dan in {other.id} ({other.path}): {_listed(kind)}",
                    line=rule.lines.get("conclude"),
                    hint=Bilingual(f"there it has {_listed(first)}", f"daar heeft het {_listed(first)}"),
                )
        for conclusion in rule.conclude:
            self._first.setdefault(conclusion.kind.name, rule)
            self.vocabulary.setdefault(conclusion.kind.name, conclusion.kind)


def _listed(kind: FactKind) -> str:
    return ", ".join(f"{name} ({type_.value})" for name, type_ in kind.attributes.items())
