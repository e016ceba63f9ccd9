"""The `parameters` of a rule file."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from consistency.errors import Bilingual, InvalidRule
from consistency.model.facts import Type
from consistency.rulebook._fields import at, items, mapping, text
from consistency.rulebook._yaml import Node
from consistency.rulebook.expressions import columns_of
from consistency.rulebook.parameters import TYPES, DatedValue, Parameter
from consistency.rulebook.resolve import operand
from consistency.rulebook.scope import Scope, unknown
from consistency.rulebook.values import read_value

KEYS = ("type", "default", "values", "at", "help", "source")
VALUE_KEYS = ("from", "until", "value", "source")
_A_VALUE = Bilingual("a value", "een waarde")


def read_parameters(node: Node | None, scope: Scope) -> dict[str, Parameter]:
    if node is None:
        return {}
    return {name: _parameter(name, value, scope) for name, value in mapping(node, "parameters").items()}


def _parameter(name: str, node: Node, scope: Scope) -> Parameter:
    keys = mapping(node, Bilingual(f"the parameter {name}", f"de parameter {name}"), KEYS)
    if "default" not in keys and "values" not in keys:
        raise node.error(
            f"the parameter {name} has neither `default` nor `values`",
            f"de parameter {name} heeft geen `default` en geen `values`",
        )
    type_ = _type(name, node, keys)
    default = None
    if "default" in keys:
        source = text(keys["source"], "source") if "source" in keys else ""
        default = _dated(keys["default"], type_, None, None, source)
    values = tuple(_value(item, type_) for item in items(keys.get("values")))
    _check_overlap(values, node)
    parameter = Parameter(name, type_, values, default, help=text(keys["help"], "help") if "help" in keys else "")
    if "at" not in keys:
        return parameter
    with at(keys["at"]):
        day = operand(text(keys["at"], "at"), scope)
        if day.type is not Type.DAYS or any(column.var not in (*scope.variables, "set") for column in columns_of(day)):
            raise InvalidRule("`at` is an attribute that holds days", nl="`at` is een kenmerk dat dagen bevat")
    return Parameter(name, type_, values, default, day, parameter.help)


def _type(name: str, node: Node, keys: dict[str, Node]) -> Type:
    if "type" not in keys:
        if isinstance(keys.get("default", node).value, int):
            return Type.INTEGER
        known = ", ".join(TYPES)
        raise node.error(
            f"the parameter {name} has no type",
            f"de parameter {name} heeft geen type",
            Bilingual(f"one of {known}", f"een van {known}"),
        )
    word = text(keys["type"], "type")
    with at(keys["type"]):
        if word not in TYPES:
            message = Bilingual("there is no type of parameter", "er is geen parametertype")
            raise unknown(message, word, TYPES)
    return Type(word)


def _value(node: Node, type_: Type) -> DatedValue:
    keys = mapping(node, _A_VALUE, VALUE_KEYS)
    if "value" not in keys:
        raise node.error("a value has a `value`", "een waarde heeft een `value`")
    first, last = (_day(keys[key]) if key in keys else None for key in ("from", "until"))
    if first and last and last < first:
        raise keys["until"].error("`until` is before `from`", "`until` ligt voor `from`")
    return _dated(keys["value"], type_, first, last, text(keys["source"], "source") if "source" in keys else "")


def _dated(node: Node, type_: Type, first: date | None, last: date | None, source: str) -> DatedValue:
    written = ", ".join(text(item, _A_VALUE) for item in items(node))
    with at(node):
        return DatedValue(read_value(written, type_), written, first, last, source)


def _day(node: Node) -> date:
    try:
        return date.fromisoformat(text(node, Bilingual("a date", "een datum")))
    except ValueError:
        raise node.error(
            f"`{node.value}` is no date",
            f"`{node.value}` is geen datum",
            Bilingual("write 2024-01-31", "schrijf 2024-01-31"),
        ) from None


def _check_overlap(values: tuple[DatedValue, ...], node: Node) -> None:
    in_order = sorted(values, key=lambda value: value.first or date.min)
    for earlier, later in pairwise(in_order):
        if earlier.last is None or later.first is None or earlier.last >= later.first:
            raise node.error(
                f"two values are valid at one time: {earlier.text} and {later.text}",
                f"twee waarden gelden tegelijk: {earlier.text} en {later.text}",
            )
