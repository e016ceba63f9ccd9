"""An organisation's own values for the parameters of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from consistency.errors import Bilingual, InvalidRule, UsageError
from consistency.rulebook.parameters import DatedValue
from consistency.rulebook.rule import Rule
from consistency.rulebook.scope import unknown
from consistency.rulebook.values import read_value

Own = Mapping[str, Mapping[str, str]]
"""By rule id, by parameter: the value as people write it."""


def with_own_values(rules: Iterable[Rule], own: Own) -> list[Rule]:
    """The rules with an organisation's own values, `own[rule id][parameter]`, in place of all others.

    Raises UsageError for a rule or parameter that is not there and for a value of another type.
    """
    rules = list(rules)
    try:
        _check_names(own, {rule.id: rule for rule in rules})
        return [_with_own(rule, own[rule.id]) if rule.id in own else rule for rule in rules]
    except InvalidRule as error:
        raise UsageError(error.message, nl=error.nl, hint=error.hint) from None


def _check_names(own: Own, rules: Mapping[str, Rule]) -> None:
    for rule_id, values in own.items():
        if rule_id not in rules:
            message = Bilingual("a parameter is set for the rule", "een parameter is ingesteld voor de regel")
            raise unknown(message, rule_id, rules)
        for name in values:
            if name not in rules[rule_id].parameters:
                message = Bilingual(f"the rule {rule_id} has no parameter", f"de regel {rule_id} heeft geen parameter")
                raise unknown(message, name, rules[rule_id].parameters)


def _with_own(rule: Rule, own: Mapping[str, str]) -> Rule:
    parameters = dict(rule.parameters)
    for name, text in own.items():
        value = DatedValue(read_value(str(text), parameters[name].type), str(text))
        parameters[name] = parameters[name]._replace(values=(), default=value)
    return replace(rule, parameters=parameters)
