"""Values written in a rule file or a configuration, by type."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from consistency.errors import InvalidRule
from consistency.model.amount import Outcome, parse_amount
from consistency.model.dates import parse_days
from consistency.model.facts import Type, Value

EXPECTED = {
    Type.AMOUNT: "an amount such as '€ 215.000'",
    Type.INTEGER: "a whole number",
    Type.NUMBER: "a number such as 7.3",
    Type.DAYS: "a date such as 2024-01-31 or juni 2024",
    Type.TOKEN: "a word",
    Type.TOKENS: "words, separated by commas",
}


def read_value(text: str, type_: Type) -> Value:
    """Raises InvalidRule, without a place. Amounts as people write them, in euros; numbers with a point or a comma."""
    try:
        value = _read(text.strip(), type_)
    except (ValueError, InvalidOperation):
        value = None
    if value is None:
        raise InvalidRule(f"`{text}` is not {EXPECTED.get(type_, 'a value that a rule can state')}")
    return value


def _read(text: str, type_: Type) -> Value:
    if type_ is Type.AMOUNT:
        amount = parse_amount(text)
        return amount if amount.outcome in (Outcome.VALUE, Outcome.RANGE) else None
    if type_ is Type.INTEGER:
        return int(text)
    if type_ is Type.NUMBER:
        number = Decimal(text.replace(",", "."))
        return number if number.is_finite() else None
    if type_ is Type.DAYS:
        return parse_days(text)
    if type_ is Type.TOKEN:
        return text or None
    if type_ is Type.TOKENS:
        return tuple(sorted({word.strip() for word in text.split(",")} - {""})) or None
    return None
