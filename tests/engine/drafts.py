"""Rules to compare evaluators on, written in the rule language: a draft is the keys of a rule file, as plain data.

Conditions are made from patterns: X and Y stand for variables, what is in angle brackets is drawn. Rules may conclude
facts that later ones read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from consistency.model.facts import Type
from consistency.rulebook._order import Concluded
from consistency.rulebook._yaml import parse_nodes
from consistency.rulebook.reader import read_rule
from consistency.rulebook.rule import Rule

from .choices import Choices, chance, several
from .worlds import ATTRIBUTES, KINDS, OF_SET, Pool

Draft = Mapping[str, Any]
Attributes = Mapping[str, Type]

TIES = (
    "X.<token> == Y.<token>", "X.<set> contains Y.<token>", "X.<token> in Y.<set>", "X.<set> overlaps Y.<set>",
    "X.<set> == Y.<set>", "X.<set> == Y.<token>", "X.<int> == Y.<int>", "X.<int> == Y.<int> + 1",
    "Y.<int> - 1 == X.<int>", "X.<int> == Y.<num>", "X.<num> == Y.<num>", "X.<num> == Y.<int> - 0.5",
    "X.<flag> == Y.<flag>", "X.<int> == Y.<int> + Y.<int>", "Y.<token> == X.<token>", "X.<token> == Y.<token>",
    "X.<flag> == Y.<flag>", "X.<token> == Y.<token>", "X.<set> overlaps Y.<set>", "X.<token> in Y.<set>",
)  # fmt: skip
SINGLE_TIES = tuple(tie for tie in TIES if "<set>" not in tie or tie == "X.<set> == Y.<set>")
OF_ONE = (
    "X.<token> == <word>", "X.<token> != <word>", "X.<token> in [<word>, <word>]", "X.<token> not in [<word>]",
    "X.<token> <order> <word>", "X.<token> <compare> X.<token>", "X.<set> contains <word>", "X.<set> != <word>",
    "<word> in X.<set>", "X.<set> == [<word>, <word>]", "X.<set> != [<word>]", "X.<set> overlaps [<word>, <word>]",
    "X.<set> subset_of [<word>, <word>]", "X.<set> subset_of X.<set>", "X.<token> in X.<set>", "X.<set> in [<word>]",
    "X.<int> <compare> <integer>", "X.<int> in [<integer>, <integer>]", "X.<int> not in [<integer>]",
    "X.<int> <compare> X.<int>", "X.<int> + <integer> <compare> X.<int>", "X.<int> - X.<int> > <integer>",
    "X.<int> <compare> X.<num>", "X.<num> <compare> <decimal>", "X.<num> in [<decimal>, <decimal>]",
    "X.<num> + X.<int> <compare> X.<num>", "X.<int> within set.horizon", "X.<int> within X.<days>",
    "X.<flag>", "not X.<flag>", "X.<flag> <same> X.<flag>",
    "X.<amt> <compare> <euro>", "X.<amt> <compare> X.<amt>", "X.<amt> stated", "X.<amt> blank",
    "X.<amt> + X.<amt> <compare> <euro>", "X.<amt> - X.<amt> <compare> <euro>", "X.<amt> - (X.<amt> - <euro>) > 0",
    "X.<days> <compare> <date>", "X.<days> <compare> X.<days>", "X.<days> <compare> set.as_of",
    "X.<days> within set.horizon", "X.<days> within X.<days>", "X.<days> within <date>",
    "X.<any> missing", "X.<any> present",
    "set.<any of set> missing", "set.<any of set> present", "set.flag", "set.year <compare> X.<int>",
    "set.group <same> X.<token>", "X.<token> in set.tags", "set.amount + X.<amt> <compare> X.<amt>",
    "X.<int> + set.year > <integer>", "X.<num> <compare> set.weight",
    "X.<amt> <compare> <amount parameter>", "X.<amt> + <amount parameter> <compare> X.<amt>",
    "X.<int> <compare> <integer parameter>", "X.<int> + <integer parameter> == X.<int>",
    "X.<num> <compare> <number parameter>", "X.<days> <compare> <days parameter>", "X.<token> <same> <token parameter>",
    "X.<token> in <tokens parameter>", "X.<set> overlaps <tokens parameter>", "X.<set> <same> <tokens parameter>",
)  # fmt: skip
OF_TWO = (
    "X.<token> <compare> Y.<token>", "X.<set> overlaps Y.<set>", "X.<set> subset_of Y.<set>", "X.<set> <same> Y.<set>",
    "X.<set> != Y.<token>", "X.<int> <compare> Y.<int>", "X.<int> <compare> Y.<num>", "X.<num> - Y.<num> <compare> 0",
    "X.<flag> != Y.<flag>", "X.<amt> <compare> Y.<amt>", "X.<amt> - Y.<amt> <compare> <euro>",
    "X.<days> <compare> Y.<days>", "X.<days> within Y.<days>", "X.<int> within Y.<days>",
)  # fmt: skip
OF_AGGREGATE = {
    "count": ("X <compare> <small>", "X <compare> Y.<int>", "X + <small> > <small>", "X.count == X"),
    "year": (
        "X <compare> <integer>", "X <compare> Y.<int>", "X - Y.<int> > 0", "X within set.horizon",
        "X == <integer parameter>",
    ),
    "weight": ("X <compare> <decimal>", "X <compare> Y.<num>", "X <compare> Y.<int> + 1"),
    "amount": (
        "X <compare> Y.<amt>", "X <compare> <euro>", "X - Y.<amt> <compare> <euro>", "X != Y.<amt> + Y.<amt>",
        "X <compare> <amount parameter>", "X + set.amount > Y.<amt>",
    ),
    "day": ("X <compare> Y.<days>", "X <compare> <date>", "X <order> set.as_of", "X within set.horizon"),
}  # fmt: skip
OF_VALUE = ("X missing", "X present")
OF_COUNT = ("X.count <compare> <small>", "X.count >= Y.<int>")
FUNCTIONS = {
    "count": ("",), "sum": ("amount", "year", "weight"), "max": ("amount", "day", "year", "weight"),
    "min": ("amount", "day", "amount", "weight", "year"),
}  # fmt: skip
COLUMNS: Mapping[str, Sequence[str]] = {
    "token": ("id", "group", "t", "sid"), "set": ("tags", "marks"), "int": ("year", "until"),
    "num": ("weight", "share"), "flag": ("flag", "done"), "amt": ("amount", "cost"), "days": ("day", "ends"),
    "any": ("group", "tags", "year", "weight", "flag", "amount", "day", "name"),
    "any of set": ("as_of", "horizon", "year", "group", "amount"),
    "order": ("<", "<=", ">", ">="), "same": ("==", "!="), "compare": ("==", "!=", "<", "<=", ">", ">="),
    "small": ("1", "0", "2", "3"), "text": ("name",),
}  # fmt: skip
ODD_NAMES = ("id", "sid", "m", "s", "true", "null", "c_1", "x", "missing", "e")
PERIODS = ({"until": "2023-12-31"}, {"from": "2024-01-01", "until": "2024-05-31"}, {"from": "2024-06-01"})
OTHERS = {"amount": "cost", "cost": "amount", "year": "until", "weight": "share", "day": "ends"}
CONCLUDED = ("late", "no-go", "n_2")
"""In layers: a rule that concludes one of them reads only those before it."""
_DRAWN = re.compile(r"\b([XY])\.<([a-z]+)>|<([a-z][a-z ]*)>|\b([XY])\b")
_WITH_ITSELF = re.compile(r"(\w+\.\w+) (?:!=|[<>]) \1$")

FRAME = """\
id: a-rule
severity: warning
title: {nl: t, en: t}
why: {nl: w, en: w}
repair: {nl: r, en: r}
source: s
examples: {}
"""


@dataclass
class Vocabulary:
    """`forms` has the attributes of the kinds that rules may conclude; `known` are those that one concludes."""

    forms: Mapping[str, Attributes] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def readable(self, layer: int) -> list[str]:
        return [kind for kind in CONCLUDED[:layer] if kind in self.known]


def draw_vocabulary(choices: Choices) -> Vocabulary:
    forms = {}
    for kind in CONCLUDED[: choices.one((0, 3, 1, 2, 3))]:
        names = several(choices, [name for name in ATTRIBUTES if name != "id"], choices.one((5, 0, 2, 9)))
        forms[kind] = {name: ATTRIBUTES[name] for name in ("id", *names)}
    return Vocabulary(forms)


def draw_draft(choices: Choices, pool: Pool, words: Vocabulary | None = None) -> Draft:
    """Once it is sure to be read as a rule, `words.known` is to have what it concludes."""
    words = words or Vocabulary()
    kinds = [kind for layer, kind in enumerate(words.forms) if layer <= len(words.known)]
    concludes = choices.one(kinds) if kinds and chance(choices, 40) else None
    return _Author(choices, pool, words, concludes).draft()


def vary(choices: Choices, draft: Draft) -> Draft:
    """The same rule over another attribute of the same type: what engines keep for one must not serve the other."""
    varied = json.loads(json.dumps(draft))
    for function in FUNCTIONS:
        for over in varied.get(function, {}).values():
            var, _, attribute = over.get("of", "").partition(".")
            if attribute in OTHERS and chance(choices, 70):
                over["of"] = f"{var}.{OTHERS[attribute]}"
    if "max" in varied and "min" not in varied and chance(choices, 50):
        varied["min"] = varied.pop("max")
    return varied  # type: ignore[no-any-return]


class _Unfit(Exception):
    """A variable has no attribute of the type that is asked for."""


class _Author:
    def __init__(self, choices: Choices, pool: Pool, words: Vocabulary, concludes: str | None) -> None:
        self.choices, self.pool, self.words, self.concludes = choices, pool, words, concludes
        self.readable = words.readable(CONCLUDED.index(concludes) if concludes else len(CONCLUDED))
        self.kinds: dict[str, str] = {}
        """By variable."""
        self.parameters: dict[str, Any] = {}
        self.variables: list[str] = []
        self.names = [*(several(choices, ODD_NAMES, 9, 9) if chance(choices, 10) else ()), *"twvnopqzlkjh"]
        self.tested: set[str] = set()
        self.ties: Sequence[str] = choices.one((SINGLE_TIES, TIES))

    def draft(self) -> Draft:
        choices = self.choices
        first, *others = self.variables = [self.names.pop(0) for _ in range(choices.one((1, 1, 2, 2, 3)))]
        patterns = [f"{self._kind(var)} {var}" for var in self.variables]
        keys: dict[str, Any] = {"for": patterns[0]}
        where, violated = self._of_one(first, self.choices.one((0, 0, 1, 2))), self._of_one(first, 1)
        for number, other in enumerate(others, start=1):
            known = self.variables[:number]
            keys["with"] = patterns[1:]
            where += [*self._ties(other, known), *self._of_one(other, choices.one((0, 0, 0, 1)))]
            violated += self._of_two(other, choices.one(known), 1)
        count = choices.one((0, 0, 0, 1) if others else (0, 0, 1, 1, 2))
        if count and chance(choices, 70):
            violated = []
        keys |= self._aggregates(count, where, violated)
        for key in choices.one(((), ("none",), ("some",), ("none", "some"), ())):
            keys[key] = [self._pattern(key) for _ in range(1 + chance(choices, 25))]
        keys["where"] = self._mixed(where)
        keys["violated"] = self._mixed(violated) or [f"{first}.id present"]
        if self.concludes and (values := self._conclusion(self.words.forms[self.concludes])):
            keys["conclude"] = {self.concludes: values}
        keys |= self._told(keys)
        if self.parameters:
            keys["parameters"] = self.parameters
        return keys

    def _kind(self, var: str) -> str:
        concluded = self.readable and chance(self.choices, 60)
        self.kinds[var] = self.choices.one(self.readable if concluded else ("thing", "part", "link"))
        return self.kinds[var]

    def _attributes(self, var: str) -> Attributes:
        kind = self.kinds[var]
        return OF_SET if kind == "set" else self.words.forms.get(kind, ATTRIBUTES)

    def _has(self, var: str, *attributes: str) -> bool:
        return self._attributes(var).keys() >= {*attributes}

    def _mixed(self, conditions: list[str]) -> list[str]:
        return several(self.choices, conditions, len(conditions), len(conditions))

    # --- conditions

    def _of_one(self, x: str, most: int) -> list[str]:
        return self._conditions(OF_ONE, x, x, most)

    def _of_two(self, x: str, y: str, most: int) -> list[str]:
        return self._conditions(OF_TWO, x, y, most)

    def _conditions(self, patterns: Sequence[str], x: str, y: str, most: int, least: int = 0) -> list[str]:
        count = least + self.choices.number(most - least)
        return [self._untested(patterns, x, y) for _ in range(count)]

    def _untested(self, patterns: Sequence[str], x: str, y: str) -> str:
        """Seldom two that ask of one attribute: often they exclude each other, and the reader refuses the rule."""
        for _ in range(4):
            condition = self._fitting(patterns, x, y)
            tested = set(re.findall(r"\w+\.\w+", condition)) or {condition}
            if self.tested.isdisjoint(tested) and not _WITH_ITSELF.search(condition):
                break
        self.tested |= tested
        return condition

    def _fitting(self, patterns: Sequence[str], x: str, y: str, otherwise: str = "") -> str:
        """One whose attributes are there; the first of the patterns asks only for what every kind has."""
        for _ in range(4):
            try:
                return self._filled(self.choices.one(patterns), x, y)
            except _Unfit:
                continue
        return self._filled(otherwise or patterns[0], x, y)

    def _ties(self, x: str, known: Sequence[str]) -> list[str]:
        y = self.choices.one(known)
        count = 1 + self.choices.number(self.choices.one((1, 1, 1, 1, 1, 2, 3)) - 1)
        ties = list(dict.fromkeys(self._fitting(self.ties, x, y, TIES[0]) for _ in range(count)))
        counted = all(self._has(var, "year") or self._has(var, "until") for var in (x, *known[:2]))
        if len(known) > 1 and counted and chance(self.choices, 20):
            ties.append(self._filled("X.<int> == Y.<int> + ", x, known[0]) + self._filled("Y.<int>", x, known[1]))
        return ties

    def _pattern(self, key: str) -> str:
        var = self.names.pop(0)
        if chance(self.choices, 3):
            self.kinds[var] = "set"
            return f"set {var} where {self._fitting(('X.<int> >= Y.year',), self.variables[0], var, 'X.id == Y.id')}"
        return f"{self._kind(var)} {var} where {' and '.join(self._inner(var))}"

    def _inner(self, var: str) -> list[str]:
        y = self.choices.one(self.variables)
        others = self._of_two(var, y, 1) if chance(self.choices, 50) else self._of_one(var, 1)
        if chance(self.choices, 5):
            others += self._of_one(y, 1)
        return self._mixed([*self._ties(var, self.variables), *others])

    def _aggregates(self, count: int, where: list[str], violated: list[str]) -> dict[str, Any]:
        found: dict[str, dict[str, Any]] = {}
        for _ in range(count):
            function = self.choices.one(tuple(FUNCTIONS))
            var, name = self.names.pop(0), f"g{sum(map(len, found.values()))}"
            kind = self._kind(var)
            attribute = self.choices.one([a for a in FUNCTIONS[function] if self._has(var, a)] or [""])
            function = function if attribute else "count"
            over: dict[str, Any] = {"over": f"{kind} {var}", "where": self._inner(var)}
            if attribute:
                over["of"] = f"{var}.{attribute}"
            found.setdefault(function, {})[name] = over
            y = self.choices.one(self.variables)
            for patterns in self.choices.one(
                ((OF_AGGREGATE[attribute or "count"],), (OF_COUNT,), (OF_VALUE, OF_COUNT))
            ):
                self.choices.one((violated, violated, where)).append(self._fitting(patterns, name, y, OF_COUNT[0]))
        return found

    # --- what is drawn for the brackets

    def _filled(self, pattern: str, x: str, y: str) -> str:
        """Raises _Unfit where a variable has no attribute such as it takes."""
        names = {"X": x, "Y": y}

        def drawn(match: re.Match[str]) -> str:
            var, column, what, name = match.groups()
            return self._column(names[var], column) if var else self._drawn(what) if what else names[name]

        return _DRAWN.sub(drawn, pattern)

    def _column(self, var: str, what: str) -> str:
        columns = [column for column in COLUMNS[what] if self._has(var, column)]
        if not columns:
            raise _Unfit
        return f"{var}.{self.choices.one(columns)}"

    def _drawn(self, what: str) -> str:
        if what in COLUMNS:
            return self.choices.one(COLUMNS[what])
        if what.endswith(" parameter"):
            return self._parameter(what.removesuffix(" parameter"))
        literals: dict[str, Callable[[], str]] = {
            "word": self._word,
            "integer": lambda: str(self.choices.one(self.pool.integers)),
            "decimal": lambda: f"'{self.choices.one(self.pool.decimals)}'",
            "euro": lambda: self.choices.one(("'€ 1'", "0", "'€ 2,00'", "2", "'1 - 2'", "-5", "'2 mln'", "'1.000'")),
            "date": lambda: self.choices.one(("2024-06-01", "'juni 2024'", "'2024'", "'1 mei 2024'", "'2023'")),
        }
        return literals[what]()

    def _word(self) -> str:
        word = self.choices.one(self.pool.words)
        quote = next((quote for quote in "'\"" if quote not in word), None)
        if quote is None or len(word) > 99 or not word.isprintable():
            return "a"
        is_plain = re.fullmatch(r"\w+", word) and word not in ("missing", "present", "stated", "blank")
        return word if is_plain and chance(self.choices, 30) else f"{quote}{word}{quote}"

    def _parameter(self, type_: str) -> str:
        name = f"limit_{len(self.parameters)}"
        values = {
            "amount": ("€ 1", "€ 2", "1 - 2", "2 mln"), "days": ("juni 2024", "2023", "1-6-2024"),
            "integer": self.pool.integers, "number": self.pool.decimals,
            "token": [word for word in self.pool.words if word.strip()] or ["a"],
            "tokens": ("a", "a, b", "c, 5"),
        }[type_]  # fmt: skip
        parameter: dict[str, Any] = {"type": type_}
        if chance(self.choices, 60):
            periods = several(self.choices, PERIODS, 3, 1)
            parameter["values"] = [{**period, "value": str(self.choices.one(values))} for period in periods]
            if chance(self.choices, 60):
                dated = [var for var in self.variables if self._has(var, "day") or self._has(var, "ends")]
                if dated:
                    parameter["at"] = self._filled("X.<days>", self.choices.one(dated), "")
        if "values" not in parameter or chance(self.choices, 30):
            parameter["default"] = str(self.choices.one(values))
        self.parameters[name] = parameter
        return f"param.{name}"

    def _conclusion(self, form: Attributes) -> dict[str, Any]:
        """In any order, each attribute from a variable that has one of its type, or written out. Empty without any."""
        concluded: dict[str, Any] = {}
        for name in several(self.choices, [*form], len(form), len(form)):
            type_ = form[name]
            columns = [f"{var}.{a}" for var in self.variables for a, t in self._attributes(var).items() if t is type_]
            written: list[Any] = []
            if type_ is Type.TOKEN:
                columns += [f"each {var}.tags" for var in self.variables if self._has(var, "tags")]
                written = ["a", "word"]
            elif type_ is Type.INTEGER:
                written = [2024, 0]
            elif type_ is Type.FLAG:
                written = [True, False]
            if not columns + written:
                return {}
            concluded[name] = self.choices.one(written if written and chance(self.choices, 25) else columns or written)
        return concluded

    # --- what is told

    def _told(self, keys: Draft) -> dict[str, Any]:
        choices, first = self.choices, self.variables[0]
        names = [name for function in FUNCTIONS for name in keys.get(function, ())]
        cost = [f"{first}.amount"] if self._has(first, "amount") else []
        told: dict[str, Any] = {"evidence": [*names, *cost, choices.one(self.variables)]}
        if chance(choices, 50):
            told["subject"] = several(choices, self.variables, 3, 1)
        if chance(choices, 40):
            told["slot"] = self._slot()
        if chance(choices, 15):
            told["escalate"] = {"severity": "error", "where": self._conditions(OF_ONE, first, first, 1, 1)}
        if cost and chance(choices, 20):
            told |= self._difference(keys)
        if chance(choices, 10):
            told["explains"] = choices.one((first, *cost, *names))
        told["message"] = dict.fromkeys(("nl", "en"), self._message(names))
        return told

    def _slot(self) -> dict[str, Any]:
        columns = ("X.<token>", "X.<set>", "X.<int>", "X.<text>", "set.group", "set.tags", "set.year")
        drawn = [self._fitting(columns, self.choices.one(self.variables), "") for _ in range(self.choices.number(2))]
        slot: dict[str, Any] = {f"s{i}": column for i, column in enumerate(drawn)}
        return slot | ({"fixed": self.choices.one(("word", 5))} if chance(self.choices, 20) else {})

    def _difference(self, keys: Draft) -> dict[str, Any]:
        sums = [name for name, over in keys.get("sum", {}).items() if over["of"].endswith("amount")]
        limits = [f"param.{name}" for name, parameter in self.parameters.items() if parameter["type"] == "amount"]
        costs = [f"{var}.cost" for var in self.variables if self._has(var, "cost")]
        other = self.choices.one((*sums, *limits, "set.amount", *costs))
        arithmetic = dict.fromkeys(("nl", "en"), "{difference} " + other.join("{}"))
        difference = f"{self.variables[0]}.amount - {other}"
        return {self.choices.one(("difference", "excess")): difference, "arithmetic": arithmetic}

    def _message(self, names: Sequence[str]) -> str:
        parts = [f"{{{var}.id}} {{{var}.{self.choices.one([*self._attributes(var)])}}}" for var in self.variables]
        parts += [f"{{{name}}} {{{name}.count}}" for name in names] + [f"{{param.{name}}}" for name in self.parameters]
        return " ".join([*parts, "{set.as_of}"])


def rule_text(draft: Draft) -> str:
    """A rule file. JSON is YAML, one key a line."""
    return FRAME + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in draft.items())


def rules_of(drafts: Sequence[Draft]) -> list[Rule]:
    """By id, which is not the order in which they read of each other. Raises InvalidRule."""
    return sorted(Reader().read(*drafts), key=lambda rule: rule.id)


class Reader:
    """Reads rules one after another, in the kinds that those before them conclude. Raises InvalidRule."""

    def __init__(self) -> None:
        self._concluded = Concluded(KINDS)
        self._count = 0

    def read(self, *drafts: Draft) -> list[Rule]:
        return [self._read(draft) for draft in drafts]

    def _read(self, draft: Draft) -> Rule:
        rule = read_rule(parse_nodes(rule_text(draft)), self._concluded.vocabulary, "a-rule.yaml")
        self._concluded.add(rule)
        self._count += 1
        return replace(rule, id=f"rule-{self._count * 7 % 10}-{self._count}")
