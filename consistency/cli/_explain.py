"""A rule as a page of text."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from consistency.rulebook.parameters import DatedValue, Parameter
from consistency.rulebook.rule import Rule

_WORDS = {
    "nl": {
        "why": "Waarom", "repair": "Herstel", "source": "Bron", "reads": "Leest", "tags": "Labels",
        "parameters": "Parameters", "default": "standaard", "from": "vanaf", "until": "tot en met",
        "violates": "Dit schendt de regel", "conforms": "Dit voldoet", "expect": "gevonden wordt",
        "fixed": "Deze regel kan niet worden vrijgesteld.",
    },
    "en": {
        "why": "Why", "repair": "Repair", "source": "Source", "reads": "Reads", "tags": "Tags",
        "parameters": "Parameters", "default": "default", "from": "from", "until": "until",
        "violates": "This violates the rule", "conforms": "This conforms", "expect": "found is",
        "fixed": "This rule cannot be waived.",
    },
}  # fmt: skip


def explanation(rule: Rule, lang: str) -> str:
    words = _WORDS[lang]
    lines = [f"{rule.id} ({rule.severity}): {rule.title[lang]}", ""]
    lines += [f"{words['why']}: {rule.why[lang]}", f"{words['repair']}: {rule.repair[lang]}"]
    lines += [f"{words['source']}: {rule.source}", f"{words['reads']}: {', '.join(rule.kinds)}"]
    if rule.tags:
        lines.append(f"{words['tags']}: {', '.join(rule.tags)}")
    if not rule.waivable:
        lines.append(words["fixed"])
    if rule.parameters:
        lines += ["", f"{words['parameters']}:"]
        lines += [f"  {line}" for parameter in rule.parameters.values() for line in _parameter(parameter, words)]
    for violates in (True, False):
        lines += _example(rule, violates, words)
    return "\n".join(lines)


def _parameter(parameter: Parameter, words: dict[str, str]) -> Iterator[str]:
    yield f"{parameter.name} ({parameter.type})" + (f": {parameter.help}" if parameter.help else "")
    for value in parameter.values:
        yield f"  {value.text} {_validity(value, words)}".rstrip() + _source(value)
    if parameter.default is not None:
        yield f"  {words['default']}: {parameter.default.text}" + _source(parameter.default)


def _validity(value: DatedValue, words: dict[str, str]) -> str:
    days = (("from", value.first), ("until", value.last))
    return " ".join(f"{words[word]} {day.isoformat()}" for word, day in days if day)


def _source(value: DatedValue) -> str:
    return f" [{value.source}]" if value.source else ""


def _example(rule: Rule, violates: bool, words: dict[str, str]) -> list[str]:
    example = next((example for example in rule.examples if bool(example.expect) == violates), None)
    if example is None:
        return []
    head = words["violates"] + f" ({words['expect']}: {', '.join(example.expect)})" if violates else words["conforms"]
    text = yaml.safe_dump(dict(example.plan), allow_unicode=True, sort_keys=False, width=100)
    return ["", f"{head}:", *(f"  {line}" for line in text.rstrip().splitlines())]
