"""One rule file's nodes → a Rule. The first thing that is wrong is raised as InvalidRule with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, cast

from consistency.errors import InvalidRule
from consistency.model.facts import FactKind, Type
from consistency.model.finding import Severity
from consistency.rulebook import _checks as checks
from consistency.rulebook._fields import at, boolean, both_languages, each, items, mapping, text, texts
from consistency.rulebook._parameters import read_parameters
from consistency.rulebook._yaml import Node
from consistency.rulebook.expressions import AGGREGATE, PARAM, SET, Column, Condition, Operand
from consistency.rulebook.messages import DIFFERENCE, Template, template
from consistency.rulebook.resolve import conditions, operand
from consistency.rulebook.rule import Aggregate, Escalation, Example, Pattern, Rule
from consistency.rulebook.scope import Scope, unknown

REQUIRED = ("id", "severity", "title", "why", "repair", "source", "for", "message", "examples")
FUNCTIONS = ("count", "sum", "max", "min")
KEYS = (
    *REQUIRED, "tags", "waivable", "parameters", "with", "where", *FUNCTIONS, "none", "some", "violated", "escalate",
    "difference", "consequence_of", "subject", "slot", "evidence", "arithmetic",
)  # fmt: skip
IDENTIFIER = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
_VARIABLE = re.compile(r"[a-z_]\w*")
_PATTERN = re.compile(r"\s*(\S+)\s+(\S+?)(?:\s+where\s+(.*))?\s*", re.DOTALL)
_RESERVED = (SET, PARAM, AGGREGATE, DIFFERENCE, "and", "not", "or", "in")


def read_rule(root: Node, vocabulary: Mapping[str, FactKind], path: str) -> Rule:
    keys = mapping(root, "the rule", KEYS)
    for key in REQUIRED:
        if key not in keys:
            raise root.error(f"the rule has no `{key}`", "`consistency rules new` writes one to begin with")
    if not any(key in keys for key in ("violated", "none", "some")):
        raise root.error("the rule never says when it is violated", "write violated, none or some")
    return _Reader(keys, Scope(vocabulary)).rule(path)


class _Reader:
    """Reads the keys in the order in which names come to be known: patterns, parameters, aggregates, then the rest."""

    def __init__(self, keys: dict[str, Node], scope: Scope) -> None:
        self.keys = keys
        self.scope = scope

    def rule(self, path: str) -> Rule:
        keys = self.keys
        patterns = self._patterns()
        parameters = read_parameters(keys.get("parameters"), self.scope)
        self.scope.parameters.update({name: parameter.type for name, parameter in parameters.items()})
        aggregates = self._aggregates()
        where = self._conditions("where")
        none, some = self._absences("none"), self._absences("some")
        violated = self._conditions("violated")
        difference = self._difference()
        rule = Rule(
            id=_identifier(keys["id"]),
            severity=_severity(keys["severity"]),
            tags=texts(keys.get("tags"), "a tag"),
            title=both_languages(keys["title"], "title"),
            why=both_languages(keys["why"], "why"),
            repair=both_languages(keys["repair"], "repair"),
            source=text(keys["source"], "source"),
            waivable=boolean(keys["waivable"], "waivable") if "waivable" in keys else True,
            parameters=parameters,
            patterns=patterns,
            where=where,
            aggregates=aggregates,
            none=none,
            some=some,
            violated=violated,
            escalate=self._escalation(),
            difference=difference,
            consequence_of=texts(keys.get("consequence_of"), "a rule id"),
            subject=self._subject(patterns),
            slot=self._slot(patterns[0]),
            evidence=each(keys.get("evidence"), "evidence", self._evidence),
            message=self._templates("message", difference),
            arithmetic=self._templates("arithmetic", difference) if "arithmetic" in keys else {},
            examples=_examples(keys["examples"]),
            path=path,
        )
        checks.check(rule, self.keys, self.scope.used)
        return rule

    def _patterns(self) -> tuple[Pattern, ...]:
        found = []
        for node in (*items(self.keys["for"])[:1], *items(self.keys.get("with"))):
            with at(node):
                var, kind, rest = self._pattern(text(node, "a pattern"))
                if rest is not None:
                    raise InvalidRule("the conditions of `for` and `with` are under `where`")
                self.scope.variables[var] = kind
            found.append(Pattern(var, kind))
        if isinstance(self.keys["for"].value, list):
            raise self.keys["for"].error("`for` has one pattern", "write the others under `with`")
        return tuple(found)

    def _pattern(self, written: str) -> tuple[str, FactKind, str | None]:
        match = _PATTERN.fullmatch(written)
        if match is None or (match[3] is None and len(written.split()) != 2):
            raise InvalidRule(f"`{written}` is no pattern", hint="write a kind and a variable: contract c")
        kind, var = match[1], match[2]
        if kind not in self.scope.vocabulary:
            raise unknown("there is no kind of fact", kind, self.scope.vocabulary)
        self._check_new(var)
        return var, self.scope.vocabulary[kind], match[3]

    def _check_new(self, name: str) -> None:
        if not _VARIABLE.fullmatch(name) or name in _RESERVED:
            raise InvalidRule(f"`{name}` cannot be a name here", hint="use a short word such as c")
        if name in self.scope.variables or name in self.scope.aggregates:
            raise InvalidRule(f"the name `{name}` is used twice")

    def _absences(self, key: str) -> tuple[Pattern, ...]:
        return tuple(self._inner_pattern(node, key) for node in items(self.keys.get(key)))

    def _inner_pattern(self, node: Node, what: str) -> Pattern:
        with at(node):
            var, kind, rest = self._pattern(text(node, f"a pattern of `{what}`"))
            inner = self.scope.with_variable(var, kind)
            pattern = Pattern(var, kind, tuple(conditions(rest, inner)) if rest is not None else ())
            checks.check_tied(pattern, f"`{what}`")
        return pattern

    def _aggregates(self) -> tuple[Aggregate, ...]:
        found = []
        for function in FUNCTIONS:
            if function in self.keys:
                for name, node in mapping(self.keys[function], f"`{function}`").items():
                    with at(node):
                        self._check_new(name)
                    found.append(self._aggregate(function, name, node))
        # only now may others use them: an aggregate over aggregates would need an order
        self.scope.aggregates.update({aggregate.name: aggregate.type for aggregate in found})
        return tuple(found)

    def _aggregate(self, function: str, name: str, node: Node) -> Aggregate:
        counts = function == "count"
        keys = mapping(node, f"the aggregate {name}", ("over", "where") if counts else ("of", "over", "where"))
        for key in ("over",) if counts else ("over", "of"):
            if key not in keys:
                raise node.error(
                    f"the aggregate {name} has no `{key}`", "write {of: p.amount, over: cell p, where: […]}"
                )
        with at(keys["over"]):
            var, kind, rest = self._pattern(text(keys["over"], "over"))
            inner = self.scope.with_variable(var, kind)
            own = conditions(rest, inner) if rest is not None else []
        where = (*own, *each(keys.get("where"), "a condition", lambda written: conditions(written, inner)))
        pattern = Pattern(var, kind, where)
        with at(node):
            checks.check_tied(pattern, f"the aggregate {name}")
        if counts:
            return Aggregate(name, "count", None, pattern, Type.INTEGER)
        with at(keys["of"]):
            of = operand(text(keys["of"], "of"), inner)
            checks.check_of(function, of, var)
        return Aggregate(name, cast("Literal['sum', 'max', 'min']", function), cast("Column", of), pattern, of.type)

    def _conditions(self, key: str) -> tuple[Condition, ...]:
        return each(self.keys.get(key), "a condition", lambda written: conditions(written, self.scope))

    def _difference(self) -> Operand | None:
        node = self.keys.get(DIFFERENCE)
        if node is None:
            return None
        with at(node):
            difference = operand(text(node, DIFFERENCE), self.scope)
            if difference.type is not Type.AMOUNT:
                raise InvalidRule("a difference is of amounts")
        return difference

    def _escalation(self) -> Escalation | None:
        node = self.keys.get("escalate")
        if node is None:
            return None
        keys = mapping(node, "escalate", ("severity", "where"))
        if len(keys) < 2:
            raise node.error("escalate has a severity and a `where`")
        where = each(keys["where"], "a condition", lambda written: conditions(written, self.scope))
        return Escalation(_severity(keys["severity"]), where)

    def _subject(self, patterns: tuple[Pattern, ...]) -> tuple[str, ...]:
        node = self.keys.get("subject")
        if node is None:
            self.scope.used.add(patterns[0].var)
            return (patterns[0].var,)
        return each(node, "a subject", self._variable)

    def _variable(self, name: str) -> tuple[str]:
        if name not in self.scope.variables:
            raise unknown("there is no variable", name, self.scope.variables)
        self.scope.used.add(name)
        return (name,)

    def _slot(self, first: Pattern) -> Mapping[str, Column | str | int]:
        node = self.keys.get("slot")
        if node is None:
            return {name: self.scope.column(first.var, name) for name in first.kind.slot}
        slot: dict[str, Column | str | int] = {}
        for name, value in mapping(node, "slot").items():
            with at(value):
                written = text(value, "a slot")
                slot[name] = checks.check_slot(operand(written, self.scope)) if "." in written else value.value
        return slot

    def _evidence(self, written: str) -> tuple[Column | str]:
        if written in self.scope.variables:
            self.scope.used.add(written)
            return (written,)
        found = operand(written, self.scope)
        if not isinstance(found, Column) or found.var == PARAM:
            raise InvalidRule(f"`{written}` is no evidence", hint="name an attribute, a variable or an aggregate")
        return (found,)

    def _templates(self, key: str, difference: Operand | None) -> Mapping[str, Template]:
        node = self.keys[key]
        both_languages(node, key)
        filled = {}
        for lang, value in mapping(node, key).items():
            with at(value):
                filled[lang] = template(text(value, key), self.scope, difference)
        return filled


def _identifier(node: Node) -> str:
    identifier = text(node, "id")
    if not re.fullmatch(IDENTIFIER, identifier):
        raise node.error(f"`{identifier}` is no id", "small letters, digits and hyphens, as in total-row-mismatch")
    return identifier


def _severity(node: Node) -> Severity:
    word = text(node, "severity")
    with at(node):
        if word not in list(Severity):
            raise unknown("there is no severity", word, [severity.value for severity in Severity])
    return Severity(word)


def _examples(node: Node) -> tuple[Example, ...]:
    keys = mapping(node, "examples", ("violates", "conforms"))
    return (*_each_example(keys.get("violates"), True), *_each_example(keys.get("conforms"), False))


def _each_example(node: Node | None, violates: bool) -> Iterable[Example]:
    for item in items(node):
        keys = mapping(item, "an example", ("plan", "expect") if violates else ("plan",))
        if "plan" not in keys or (violates and "expect" not in keys):
            raise item.error("an example has a plan" + (", and the subjects that are expected" if violates else ""))
        mapping(keys["plan"], "the plan of an example")
        expect = texts(keys["expect"], "a subject's id") if violates else ()
        if violates and not expect:
            raise keys["expect"].error("a violating example expects at least one subject")
        yield Example(keys["plan"].plain(), expect, item.line)
