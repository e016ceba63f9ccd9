"""The grammar of conditions: text → what is written, names not yet looked up.

    conditions := condition {" and " condition}
    condition  := sum op sum | sum "within" sum | operand ["not"] "in" list
                | operand ("contains"|"overlaps"|"subset_of") operand
                | operand ("missing"|"present"|"stated"|"blank") | ["not"] flag
    sum        := term {("+"|"-") term} ;  term := operand | "(" sum ")"
    operand    := name "." name | word | number | "'" text "'" ;  list := "[" operand {"," operand} "]"
    op         := == != < <= > >=

A minus has spaces around it, since words may hold hyphens. There is no `or`: that is two rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consistency.errors import Bilingual, InvalidRule, did_you_mean, nearest
from consistency.rulebook.expressions import COMPARISONS, RELATIONS, TESTS


@dataclass(frozen=True, slots=True)
class Name:
    """`c.ends`, or a word alone: an aggregate or a token, whichever its place asks for."""

    var: str | None
    word: str


@dataclass(frozen=True, slots=True)
class Number:
    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """`left op right`; for tests `right` is None, for `in` it is a list."""

    op: str
    left: Term
    right: Term | tuple[Term, ...] | None
    text: str


@dataclass(frozen=True, slots=True)
class Sum:
    op: str
    left: Term
    right: Term


Term = Name | Number | Quoted | Sum

_TOKEN = re.compile(
    r"\s*(?:(?P<quoted>'[^']*'|\"[^\"]*\")"
    r"|(?P<number>-?\d+(?:\.\d+)?(?![\w.-]))"
    r"|(?P<name>\w+(?:-\w+)*\.\w+(?:-\w+)*)"
    r"|(?P<word>\w+(?:-\w+)*)"
    r"|(?P<op>[=!<>]=|[<>+\-()\[\],]))"
)
MAX_LENGTH, MAX_TOKENS = 1000, 100

_WRITE_EQUALS = Bilingual("write ==", "schrijf ==")
_WRITE_A_LIST = Bilingual("write [a, b]", "schrijf [a, b]")
_NO_OR = Bilingual(
    "there is no `or`: write two rules, or `x in [a, b]`", "`or` bestaat niet: schrijf twee regels, of `x in [a, b]`"
)
_SPACED_MINUS = Bilingual("a minus has spaces around it", "om een min staan spaties")
_QUOTED_AMOUNT = Bilingual("an amount is quoted: '€ 5.000'", "een bedrag staat tussen aanhalingstekens: '€ 5.000'")


def parse_conditions(text: str) -> list[Written]:
    """Conditions joined by ` and `. Raises InvalidRule, without a place."""
    return _Parser(text).conditions()


def parse_sum(text: str) -> Term:
    return _Parser(text).whole_sum()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.at = 0

    def conditions(self) -> list[Written]:
        found = [self._condition()]
        while self._accept("and"):
            found.append(self._condition())
        self._end()
        return found

    def whole_sum(self) -> Term:
        term = self._sum()
        self._end()
        return term

    def _condition(self) -> Written:
        begin = self.at
        if self._accept("not"):
            op, left, right = "false", self._sum(), None
        else:
            left = self._sum()
            op, right = self._rest()
        first, last = self.tokens[begin][2], self.tokens[self.at - 1][3]
        return Written(op, left, right, self.text[first:last].strip())

    def _rest(self) -> tuple[str, Term | tuple[Term, ...] | None]:
        kind, op = self._peek()
        if op is None or op == "and":
            return "true", None
        self.at += 1
        if kind == "word" and op in TESTS:
            return op, None
        if op == "not" and self._accept("in"):
            return "not in", self._list()
        if op in COMPARISONS or (kind == "word" and op in RELATIONS):
            return op, self._list() if self._peek()[1] == "[" else self._sum()
        hint = {"or": _NO_OR, "=": _WRITE_EQUALS}.get(op)
        message, nl = f"expected a comparison, found `{op}`", f"een vergelijking verwacht, `{op}` gevonden"
        raise self._error(message, nl, hint or _operator_hint(op))

    def _list(self) -> tuple[Term, ...]:
        if not self._accept("["):
            raise self._error("expected a list", "een lijst verwacht", _WRITE_A_LIST)
        items: list[Term] = []
        while not self._accept("]"):
            if items and not self._accept(","):
                raise self._error("a list that does not end", "een lijst die niet eindigt", _WRITE_A_LIST)
            items.append(self._sum())
        return tuple(items)

    def _sum(self) -> Term:
        term = self._term()
        while self._peek() in (("op", "+"), ("op", "-")):
            op = self.tokens[self.at][1]
            self.at += 1
            term = Sum(op, term, self._term())
        return term

    def _term(self) -> Term:
        kind, value = self._peek()
        self.at += 1
        if value is None:
            raise self._error("something is missing at the end", "aan het eind ontbreekt iets")
        if kind == "quoted":
            return Quoted(value[1:-1])
        if kind == "number":
            return Number(value)
        if kind == "name":
            var, _, attribute = value.partition(".")
            return Name(var, attribute)
        if kind == "word":
            return Name(None, value)
        if value == "(":
            term = self._sum()
            if not self._accept(")"):
                raise self._error("a bracket that does not close", "een haakje dat niet sluit")
            return term
        raise self._error(f"expected a value, found `{value}`", f"een waarde verwacht, `{value}` gevonden")

    def _peek(self) -> tuple[str, str | None]:
        if self.at < len(self.tokens):
            return self.tokens[self.at][:2]
        return "", None

    def _accept(self, value: str) -> bool:
        found = self._peek()[1] == value
        self.at += found
        return found

    def _end(self) -> None:
        if self.at < len(self.tokens):
            found = self.tokens[self.at][1]
            raise self._error(
                f"expected the end, found `{found}`",
                f"het einde verwacht, `{found}` gevonden",
                Bilingual("conditions are joined by ` and `", "tussen voorwaarden staat ` and `"),
            )

    def _error(self, message: str, nl: str, hint: Bilingual | None = None) -> InvalidRule:
        return InvalidRule(f"{message} in `{self.text}`", nl=f"{nl} in `{self.text}`", hint=hint)


def _operator_hint(op: str) -> Bilingual | None:
    return did_you_mean(nearest(op, (*TESTS, *RELATIONS)), "`") or (_SPACED_MINUS if op.startswith("-") else None)


def _tokens(text: str) -> Iterator[tuple[str, str, int, int]]:
    if len(text) > MAX_LENGTH:
        raise InvalidRule(
            f"an expression of more than {MAX_LENGTH} characters",
            nl=f"een uitdrukking van meer dan {MAX_LENGTH} tekens",
        )
    at, count, end = 0, 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        count += 1
        if match is None or match.lastgroup is None or count > MAX_TOKENS:
            rest = text[at:].strip()[:20]
            hint = _WRITE_EQUALS if rest.startswith("=") else _QUOTED_AMOUNT if rest[:1] in "€" else None
            message, nl = f"cannot read `{rest}` in `{text}`", f"`{rest}` in `{text}` is niet te lezen"
            raise InvalidRule(message, nl=nl, hint=hint)
        yield match.lastgroup, match[match.lastgroup], match.start(match.lastgroup), match.end()
        at = match.end()
