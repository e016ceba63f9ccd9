"""What a rule must be beyond its grammar: tied patterns, names that are used, conditions that can hold."""

from __future__ import annotations

import re

from consistency.errors import Bilingual, InvalidRule, said
from consistency.model.facts import Type
from consistency.rulebook._fields import at
from consistency.rulebook._yaml import Node
from consistency.rulebook.contradictions import contradiction
from consistency.rulebook.expressions import AGGREGATE, PARAM, SET, Column, Operand, columns_of
from consistency.rulebook.rule import Pattern, Rule
from consistency.rulebook.ties import tie

NAME = "[a-z][a-z0-9]*([-_][a-z0-9]+)*"
"""Of a kind of fact that rules conclude, and of its attributes."""
_TIE_HINT = Bilingual(
    "tie it by an equality, as in `i.replaces == c.id`", "koppel met een gelijkheid, zoals `i.replaces == c.id`"
)


def check_tied(pattern: Pattern, what: str | Bilingual) -> None:
    if pattern.kind.name != SET and not any(tie(condition, pattern.var) for condition in pattern.where):
        written = f"{pattern.kind.name} {pattern.var}"
        raise InvalidRule(
            f"{what}: nothing ties `{written}` to another variable",
            nl=f"{said(what, 'nl')}: niets koppelt `{written}` aan een andere variabele",
            hint=_TIE_HINT,
        )


def check_of(function: str, of: Operand, var: str) -> None:
    known = (Type.INTEGER, Type.NUMBER, Type.AMOUNT, *([] if function == "sum" else [Type.DAYS]))
    if not isinstance(of, Column) or of.var != var:
        raise InvalidRule(
            "`of` is an attribute of the variable of `over`",
            nl="`of` is een kenmerk van de variabele van `over`",
            hint=Bilingual(f"as in {var}.amount", f"zoals {var}.amount"),
        )
    if of.type not in known:
        type_ = of.type.value
        raise InvalidRule(
            f"`{of}` is a {type_}: there is no {function} of those",
            nl=f"`{of}` heeft het type {type_}: daarvan bestaat geen {function}",
        )


def check_slot(value: Operand) -> Column:
    if not isinstance(value, Column) or value.var in (PARAM, AGGREGATE):
        raise InvalidRule(
            "a slot is an attribute, a word or a whole number",
            nl="een slot is een kenmerk, een woord of een geheel getal",
        )
    if value.type not in (Type.TOKEN, Type.TEXT, Type.INTEGER, Type.TOKENS):
        raise InvalidRule(
            f"{value} cannot be in a slot: a value that changes would make it another finding",
            nl=f"{value} kan niet in een slot staan: als de waarde wijzigt, zou het een andere bevinding zijn",
        )
    return value


def check_concluded(value: Operand, *, each: bool) -> Column:
    if not isinstance(value, Column) or value.var in (PARAM, AGGREGATE, SET):
        raise InvalidRule(
            "what is concluded is an attribute of a variable, a word, a whole number, true or false",
            nl="wat geconcludeerd wordt is een kenmerk van een variabele, een woord, een geheel getal, true of false",
        )
    if each and value.type is not Type.TOKENS:
        raise InvalidRule(
            f"`each` goes with a set, and {value} is none",
            nl=f"`each` hoort bij een verzameling, en {value} is er geen",
        )
    return value


def check_name(word: str) -> None:
    if not re.fullmatch(NAME, word):
        raise InvalidRule(
            f"`{word}` cannot be a name here",
            nl=f"`{word}` kan hier geen naam zijn",
            hint=Bilingual(
                "small letters, digits, hyphens and underscores, as in doubtful-amount",
                "kleine letters, cijfers, koppeltekens en lage strepen, zoals doubtful-amount",
            ),
        )


def check(rule: Rule, keys: dict[str, Node], used: set[str]) -> None:
    with at(keys.get("with", keys["for"])):
        _check_with(rule)
    _check_used(rule, keys, used)
    _check_can_hold(rule, keys)


def _check_with(rule: Rule) -> None:
    known = {rule.patterns[0].var}
    for pattern in rule.patterns[1:]:
        ties = (tie(condition, pattern.var) for condition in rule.where)
        if pattern.kind.name != SET and not any(
            found and {column.var for column in columns_of(found[1])} <= known for found in ties
        ):
            written = f"{pattern.kind.name} {pattern.var}"
            raise InvalidRule(
                f"nothing in `where` ties `{written}` to an earlier variable",
                nl=f"niets in `where` koppelt `{written}` aan een eerdere variabele",
                hint=_TIE_HINT,
            )
        known.add(pattern.var)


def _check_used(rule: Rule, keys: dict[str, Node], used: set[str]) -> None:
    for pattern in rule.patterns:
        if pattern.var not in used:
            raise _unused(keys["for"], Bilingual("the variable", "de variabele"), pattern.var)
    for aggregate in rule.aggregates:
        if aggregate.name not in used:
            raise _unused(keys[aggregate.function], Bilingual("the aggregate", "het aggregaat"), aggregate.name)
    for name in rule.parameters:
        if f"param.{name}" not in used:
            raise _unused(keys["parameters"], Bilingual("the parameter", "de parameter"), name)


def _unused(node: Node, what: Bilingual, name: str) -> InvalidRule:
    return node.error(f"{what.en} `{name}` is not used", f"{what.nl} `{name}` wordt niet gebruikt")


def _check_can_hold(rule: Rule, keys: dict[str, Node]) -> None:
    for key, _, conditions in rule.parts():
        found = contradiction(conditions)
        if found:
            raise keys[key].error(f"`{found}` can never hold", f"`{found}` kan nooit gelden")
