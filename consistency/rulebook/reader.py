"""One rule file's nodes → a Rule. The first thing that is wrong is raised as InvalidRule with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal as Word
from typing import cast

from consistency.errors import Bilingual, InvalidRule
from consistency.model.facts import FactKind, Type
from consistency.model.finding import Severity
from consistency.rulebook import _checks as checks
from consistency.rulebook._fields import at, boolean, both_languages, each, items, mapping, text, texts
from consistency.rulebook._parameters import read_parameters
from consistency.rulebook._yaml import Node
from consistency.rulebook.expressions import AGGREGATE, PARAM, SET, Column, Condition, Literal, Operand
from consistency.rulebook.messages import DIFFERENCE, Template, template
from consistency.rulebook.resolve import conditions, operand
from consistency.rulebook.rule import Aggregate, Conclusion, Escalation, Example, Pattern, Rule
from consistency.rulebook.scope import NO_KIND, NO_VARIABLE, Scope, unknown

REQUIRED = ("id", "severity", "title", "why", "repair", "source", "for", "message", "examples")
FUNCTIONS = ("count", "sum", "max", "min")
KEYS = (
    *REQUIRED, "tags", "waivable", "parameters", "with", "where", *FUNCTIONS, "none", "some", "violated", "escalate",
    "difference", "excess", "explains", "consequence_of", "conclude", "subject", "slot", "evidence",
    "arithmetic",
)  # fmt: skip
EXCESS = "excess"
EACH = "each "
"""In front of a set that is concluded: a fact for each of its members."""
IDENTIFIER = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
ID_HINT = Bilingual(
    "small letters, digits and hyphens, as in total-row-mismatch",
    "kleine letters, cijfers en koppeltekens, zoals total-row-mismatch",
)
_A_CONDITION = Bilingual("a condition", "een voorwaarde")
_VARIABLE = re.compile(r"[a-z_]\w*")
_PATTERN = re.compile(r"\s*(\S+)\s+(\S+?)(?:\s+where\s+(.*))?\s*", re.DOTALL)
_RESERVED = (SET, PARAM, AGGREGATE, DIFFERENCE, "and", "not", "or", "in")


def read_rule(root: Node, vocabulary: Mapping[str, FactKind], path: str) -> Rule:
    keys = mapping(root, Bilingual("the rule", "de regel"), KEYS)
    for key in REQUIRED:
        if key not in keys:
            begin = "`consistency rules new`"
            hint = Bilingual(f"{begin} writes one to begin with", f"{begin} schrijft er een om mee te beginnen")
            raise root.error(f"the rule has no `{key}`", f"de regel heeft geen `{key}`", hint)
    if not any(key in keys for key in ("violated", "none", "some")):
        raise root.error(
            "the rule never says when it is violated",
            "de regel zegt nergens wanneer hij geschonden is",
            Bilingual("write violated, none or some", "schrijf violated, none of some"),
        )
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
            tags=texts(keys.get("tags"), Bilingual("a tag", "een label")),
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
            at_least=EXCESS in keys,
            explains=self._explains(),
            consequence_of=texts(keys.get("consequence_of"), Bilingual("a rule id", "een regel-id")),
            conclude=self._conclusions(),
            subject=self._subject(patterns),
            slot=self._slot(patterns[0]),
            evidence=each(keys.get("evidence"), "evidence", self._evidence),
            message=self._templates("message", difference),
            arithmetic=self._templates("arithmetic", difference) if "arithmetic" in keys else {},
            examples=_examples(keys["examples"]),
            path=path,
            lines={key: node.line for key, node in keys.items()},
        )
        checks.check(rule, self.keys, self.scope.used)
        return rule

    def _patterns(self) -> tuple[Pattern, ...]:
        found = []
        for node in (*items(self.keys["for"])[:1], *items(self.keys.get("with"))):
            with at(node):
                var, kind, rest = self._pattern(text(node, Bilingual("a pattern", "een patroon")))
                if rest is not None:
                    raise InvalidRule(
                        "the conditions of `for` and `with` are under `where`",
                        nl="de voorwaarden van `for` en `with` staan onder `where`",
                    )
                self.scope.variables[var] = kind
            found.append(Pattern(var, kind))
        if isinstance(self.keys["for"].value, list):
            hint = Bilingual("write the others under `with`", "schrijf de andere onder `with`")
            raise self.keys["for"].error("`for` has one pattern", "`for` heeft één patroon", hint)
        return tuple(found)

    def _pattern(self, written: str) -> tuple[str, FactKind, str | None]:
        match = _PATTERN.fullmatch(written)
        if match is None or (match[3] is None and len(written.split()) != 2):
            raise InvalidRule(
                f"`{written}` is no pattern",
                nl=f"`{written}` is geen patroon",
                hint=Bilingual(
                    "write a kind and a variable: contract c", "schrijf een feitsoort en een variabele: contract c"
                ),
            )
        kind, var = match[1], match[2]
        if kind not in self.scope.vocabulary:
            raise unknown(NO_KIND, kind, self.scope.vocabulary)
        self._check_new(var)
        return var, self.scope.vocabulary[kind], match[3]

    def _check_new(self, name: str) -> None:
        if not _VARIABLE.fullmatch(name) or name in _RESERVED:
            raise InvalidRule(
                f"`{name}` cannot be a name here",
                nl=f"`{name}` kan hier geen naam zijn",
                hint=Bilingual("use a short word such as c", "gebruik een kort woord zoals c"),
            )
        if name in self.scope.variables or name in self.scope.aggregates:
            raise InvalidRule(f"the name `{name}` is used twice", nl=f"de naam `{name}` wordt tweemaal gebruikt")

    def _absences(self, key: str) -> tuple[Pattern, ...]:
        return tuple(self._inner_pattern(node, key) for node in items(self.keys.get(key)))

    def _inner_pattern(self, node: Node, what: str) -> Pattern:
        with at(node):
            called = Bilingual(f"a pattern of `{what}`", f"een patroon van `{what}`")
            var, kind, rest = self._pattern(text(node, called))
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
        called = Bilingual(f"the aggregate {name}", f"het aggregaat {name}")
        keys = mapping(node, called, ("over", "where") if counts else ("of", "over", "where"))
        for key in ("over",) if counts else ("over", "of"):
            if key not in keys:
                example = "{of: p.amount, over: cell p, where: […]}"
                hint = Bilingual(f"write {example}", f"schrijf {example}")
                raise node.error(f"{called.en} has no `{key}`", f"{called.nl} heeft geen `{key}`", hint)
        with at(keys["over"]):
            var, kind, rest = self._pattern(text(keys["over"], "over"))
            inner = self.scope.with_variable(var, kind)
            own = conditions(rest, inner) if rest is not None else []
        where = (*own, *each(keys.get("where"), _A_CONDITION, lambda written: conditions(written, inner)))
        pattern = Pattern(var, kind, where)
        with at(node):
            checks.check_tied(pattern, called)
        if counts:
            return Aggregate(name, "count", None, pattern, Type.INTEGER)
        with at(keys["of"]):
            of = operand(text(keys["of"], "of"), inner)
            checks.check_of(function, of, var)
        return Aggregate(name, cast("Word['sum', 'max', 'min']", function), cast("Column", of), pattern, of.type)

    def _conditions(self, key: str) -> tuple[Condition, ...]:
        return each(self.keys.get(key), _A_CONDITION, lambda written: conditions(written, self.scope))

    def _difference(self) -> Operand | None:
        """Stated as `difference`, or as `excess` where a larger gap elsewhere explains it as well."""
        key = EXCESS if EXCESS in self.keys else DIFFERENCE
        node = self.keys.get(key)
        if node is None:
            return None
        if DIFFERENCE in self.keys and EXCESS in self.keys:
            raise node.error(
                "a rule has a difference or an excess, not both",
                "een regel heeft een difference of een excess, niet allebei",
            )
        with at(node):
            difference = operand(text(node, key), self.scope)
            if difference.type is not Type.AMOUNT:
                raise InvalidRule("a difference is of amounts", nl="een verschil is van bedragen")
        return difference

    def _explains(self) -> Column | str | None:
        node = self.keys.get("explains")
        if node is None:
            return None
        with at(node):
            return self._evidence(text(node, "explains"))[0]

    def _conclusions(self) -> tuple[Conclusion, ...]:
        node = self.keys.get("conclude")
        if node is None:
            return ()
        return tuple(self._conclusion(name, values) for name, values in mapping(node, "conclude").items())

    def _conclusion(self, name: str, node: Node) -> Conclusion:
        called = Bilingual(f"the conclusion {name}", f"de conclusie {name}")
        values: dict[str, Column | Literal] = {}
        members: set[str] = set()
        for attribute, value in mapping(node, called).items():
            with at(value):
                checks.check_name(attribute)
                if isinstance(value.value, str) and value.value.startswith(EACH):
                    members.add(attribute)
                values[attribute] = self._concluded(value, called)
        with at(node):
            checks.check_name(name)
            if not values:
                raise InvalidRule(f"{called.en} has no attributes", nl=f"{called.nl} heeft geen kenmerken")
        # sorted, so that the kind has its attributes in one order whichever rule concludes it
        types = {name: Type.TOKEN if name in members else values[name].type for name in sorted(values)}
        return Conclusion(FactKind(name, types), values, frozenset(members))

    def _concluded(self, node: Node, what: Bilingual) -> Column | Literal:
        """An attribute of a variable, each member of one that is a set, or a word, a whole number, true or false."""
        if isinstance(node.value, bool):
            return Literal(node.value, Type.FLAG)
        if isinstance(node.value, int):
            return Literal(node.value, Type.INTEGER)
        written = text(node, what)
        if "." not in written:
            return Literal(written, Type.TOKEN)
        found = operand(written.removeprefix(EACH), self.scope)
        return checks.check_concluded(found, each=written.startswith(EACH))

    def _escalation(self) -> Escalation | None:
        node = self.keys.get("escalate")
        if node is None:
            return None
        keys = mapping(node, "escalate", ("severity", "where"))
        if len(keys) < 2:
            raise node.error("escalate has a severity and a `where`", "escalate heeft een severity en een `where`")
        where = each(keys["where"], _A_CONDITION, lambda written: conditions(written, self.scope))
        return Escalation(_severity(keys["severity"]), where)

    def _subject(self, patterns: tuple[Pattern, ...]) -> tuple[str, ...]:
        node = self.keys.get("subject")
        if node is None:
            self.scope.used.add(patterns[0].var)
            return (patterns[0].var,)
        return each(node, Bilingual("a subject", "een onderwerp"), self._variable)

    def _variable(self, name: str) -> tuple[str]:
        if name not in self.scope.variables:
            raise unknown(NO_VARIABLE, name, self.scope.variables)
        self.scope.used.add(name)
        return (name,)

    def _slot(self, first: Pattern) -> Mapping[str, Column | str | int]:
        node = self.keys.get("slot")
        if node is None:
            return {name: self.scope.column(first.var, name) for name in first.kind.slot}
        slot: dict[str, Column | str | int] = {}
        for name, value in mapping(node, "slot").items():
            with at(value):
                written = text(value, Bilingual("a slot", "een slot"))
                slot[name] = checks.check_slot(operand(written, self.scope)) if "." in written else value.value
        return slot

    def _evidence(self, written: str) -> tuple[Column | str]:
        if written in self.scope.variables:
            self.scope.used.add(written)
            return (written,)
        found = operand(written, self.scope)
        if not isinstance(found, Column) or found.var == PARAM:
            raise InvalidRule(
                f"`{written}` is no evidence",
                nl=f"`{written}` is geen bewijs",
                hint=Bilingual(
                    "name an attribute, a variable or an aggregate", "noem een kenmerk, een variabele of een aggregaat"
                ),
            )
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
        raise node.error(f"`{identifier}` is no id", f"`{identifier}` is geen id", ID_HINT)
    return identifier


def _severity(node: Node) -> Severity:
    word = text(node, "severity")
    with at(node):
        if word not in list(Severity):
            message = Bilingual("there is no severity", "er is geen ernst")
            raise unknown(message, word, [severity.value for severity in Severity])
    return Severity(word)


def _examples(node: Node) -> tuple[Example, ...]:
    keys = mapping(node, "examples", ("violates", "conforms"))
    return (*_each_example(keys.get("violates"), True), *_each_example(keys.get("conforms"), False))


def _each_example(node: Node | None, violates: bool) -> Iterable[Example]:
    for item in items(node):
        keys = mapping(item, Bilingual("an example", "een voorbeeld"), ("plan", "expect") if violates else ("plan",))
        if "plan" not in keys:
            raise item.error("an example has a plan", "een voorbeeld heeft een plan")
        if violates and "expect" not in keys:
            raise item.error(
                "a violating example has the subjects that are expected (`expect`)",
                "een schendend voorbeeld noemt de onderwerpen die verwacht worden (`expect`)",
            )
        mapping(keys["plan"], Bilingual("the plan of an example", "het plan van een voorbeeld"))
        expect = texts(keys["expect"], Bilingual("a subject's id", "de id van een onderwerp")) if violates else ()
        if violates and not expect:
            raise keys["expect"].error(
                "a violating example expects at least one subject",
                "een schendend voorbeeld verwacht ten minste één onderwerp",
            )
        yield Example(keys["plan"].plain(), expect, item.line)
