"""Values written in a rule file or a configuration, by type."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from consistency.errors import Bilingual, InvalidRule
from consistency.model.amount import Outcome, parse_amount
from consistency.model.dates import parse_days
from consistency.model.facts import Type, Value

_WRONG = {
    Type.AMOUNT: Bilingual("is not an amount such as '€ 215.000'", "is geen bedrag zoals '€ 215.000'"),
    Type.INTEGER: Bilingual("is not a whole number", "is geen geheel getal"),
    Type.NUMBER: Bilingual("is not a number such as 7.3", "is geen getal zoals 7.3"),
    Type.DAYS: Bilingual(
        "is not a date such as 2024-01-31 or juni 2024", "is geen datum zoals 2024-01-31 of juni 2024"
    ),
    Type.TOKEN: Bilingual("is not a word", "is geen woord"),
    Type.TOKENS: Bilingual("is not words, separated by commas", "is geen reeks woorden met komma's ertussen"),
}
_NO_VALUE = Bilingual("is not a value that a rule can state", "is geen waarde die een regel kan noemen")


def read_value(text: str, type_: Type) -> Value:
    """Raises InvalidRule, without a place. Amounts as people write them, in euros; numbers with a point or a comma."""
    try:
        value = _read(text.strip(), type_)
    except (ValueError, InvalidOperation):
        value = None
    if value is None:
        wrong = _WRONG.get(type_, _NO_VALUE)
        raise InvalidRule(f"`{text}` {wrong.en}", nl=f"`{text}` {wrong.nl}")
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
