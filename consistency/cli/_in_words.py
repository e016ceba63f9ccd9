"""Conditions, values and headings of a rule's page, in words."""

from __future__ import annotations

from consistency.engine.wording import show
from consistency.model.facts import Type
from consistency.rulebook.expressions import AGGREGATE, Arithmetic, Column, Condition, Literal, Operand
from consistency.rulebook.messages import Template

WORDS = {
    "nl": {
        "error": "fout", "warning": "waarschuwing", "info": "ter informatie", "tags": "labels",
        "why": "Waarom", "repair": "Herstel", "source": "Bron", "fixed": "Deze regel kan niet worden vrijgesteld.",
        "looks": "Waar de regel naar kijkt", "each": "Naar elke", "with": "met", "if": "waarvoor geldt", "is": "is",
        "over": "over elke", "sum": "de som van", "count": "het aantal", "max": "de grootste", "min": "de kleinste",
        "violated": "Geschonden als dit alles geldt", "none": "er is geen", "some": "er is een",
        "for which": "waarvoor geldt dat", "and": "en", "escalate": "Dan zwaarder ({severity}) als ook geldt",
        "difference": "Het verschil is", "follows": "Kan volgen uit een bevinding van",
        "concludes": "Concludeert", "read by": "gelezen door", "nobody": "geen regel",
        "concluded by": "is een conclusie van",
        "each member": "elk van", "sure": "Hoe zeker een bevinding is",
        "definite": "**Zeker** als de voorwaarden gelden, hoe men wat er staat ook leest.",
        "possible": "**Mogelijk** als iets waarop zij rust niet zeker gelezen is, of een naam alleen lijkt.",
        "possible amount": "**Mogelijk** als een PM, een lege cel, een onzekere lezing of een naam die alleen lijkt"
        " het nog kan goedmaken.",
        "undecided amount": "**Onbeslist** als een bedrag zo ruim is dat het beide kan zijn.",
        "undecided days": "**Onbeslist** als een datum zo ruim is (alleen een jaar) dat het beide kan zijn.",
        "as premise": "Nooit zekerder dan de bevinding waaruit zij volgt; **onbeslist** als die regel het niet weet.",
        "undecided set": "**Onbeslist** als het plan dit niet zegt: {names}.",
        "undecided parameter": "**Onbeslist** als op die datum geen waarde van de parameter geldt.",
        "parameters": "Parameters", "default": "standaard", "from": "vanaf", "until": "tot en met",
        "at": "de waarde die geldt op", "message": "De melding", "told": "In de voorbeelden is de melding:",
        "violates": "Dit schendt de regel", "conforms": "Dit voldoet", "expect": "gevonden wordt:",
        "index": "Gemaakt uit de regelbestanden onder [rules/](../../rules); verander die en niet deze bladzijden.",
        "amount": "bedrag", "integer": "geheel getal", "number": "getal", "days": "datum", "token": "woord",
        "tokens": "woorden", "claims": "Eén ding op meer plaatsen", "contracts": "Contracten", "coverage": "Dekking",
        "dependencies": "Afhankelijkheden", "documents": "De documenten zelf", "input": "Wat gelezen is",
        "priorities": "Prioriteiten", "time": "Tijd", "totals": "Totalen",
    },
    "en": {
        "error": "error", "warning": "warning", "info": "information", "tags": "tags",
        "why": "Why", "repair": "Repair", "source": "Source", "fixed": "This rule cannot be waived.",
        "looks": "What it looks at", "each": "At each", "with": "with", "if": "where", "is": "is",
        "over": "over each", "sum": "the sum of", "count": "the number of", "max": "the greatest", "min": "the least",
        "violated": "Violated where all of this holds", "none": "there is no", "some": "there is a",
        "for which": "where", "and": "and", "escalate": "Then raised ({severity}) where this holds too",
        "difference": "The difference is", "follows": "May follow from a finding of",
        "concludes": "Concludes", "read by": "read by", "nobody": "no rule", "concluded by": "is concluded by",
        "each member": "each of",
        "sure": "How sure a finding is",
        "definite": "**Definite** where the conditions hold however what is written is read.",
        "possible": "**Possible** where something it rests on was not read for sure, or a name is only alike.",
        "possible amount": "**Possible** where a PM, an empty cell, an unsure reading or a name that is only alike"
        " could still make it right.",
        "undecided amount": "**Undecided** where an amount is so wide that it can be both.",
        "undecided days": "**Undecided** where a date is so wide (a year alone) that it can be both.",
        "as premise": "Never surer than the finding it follows from; **undecided** where that rule does not know.",
        "undecided set": "**Undecided** where the plan does not say: {names}.",
        "undecided parameter": "**Undecided** where no value of the parameter is valid on that date.",
        "parameters": "Parameters", "default": "default", "from": "from", "until": "until",
        "at": "the value valid on", "message": "The message", "told": "In the examples above the message is:",
        "violates": "This violates the rule", "conforms": "This conforms", "expect": "found is:",
        "index": "Made from the rule files under [rules/](../../rules); change those, not these pages.",
        "amount": "amount", "integer": "whole number", "number": "number", "days": "date", "token": "word",
        "tokens": "words",
    },
}  # fmt: skip

_TESTS = {
    "nl": {"missing": "ontbreekt", "present": "is er", "stated": "is ingevuld", "blank": "is leeg gelaten",
           "true": "geldt", "false": "geldt niet"},
    "en": {"missing": "is missing", "present": "is there", "stated": "is filled in", "blank": "is left blank",
           "true": "holds", "false": "does not hold"},
}  # fmt: skip
_RELATIONS = {
    "nl": {"==": "is", "!=": "is niet", "<": "is kleiner dan", "<=": "is hoogstens", ">": "is groter dan",
           ">=": "is minstens", "in": "is een van", "not in": "is geen van", "within": "valt binnen",
           "contains": "bevat", "lacks": "bevat niet", "overlaps": "heeft iets gemeen met",
           "subset_of": "valt geheel binnen"},
    "en": {"==": "is", "!=": "is not", "<": "is less than", "<=": "is at most", ">": "is more than",
           ">=": "is at least", "in": "is one of", "not in": "is none of", "within": "lies within",
           "contains": "contains", "lacks": "does not contain", "overlaps": "has something in common with",
           "subset_of": "lies wholly within"},
}  # fmt: skip
_OF_DAYS = {
    "nl": {"<": "is vóór", "<=": "is niet later dan", ">": "is na", ">=": "is niet eerder dan"},
    "en": {"<": "is before", "<=": "is not later than", ">": "is after", ">=": "is not earlier than"},
}


def condition(asked: Condition, lang: str) -> str:
    if asked.right is None:
        return f"{operand(asked.left, lang)} {_TESTS[lang][asked.op]}"
    relation = _RELATIONS[lang][asked.op]
    if asked.left.type is Type.DAYS:
        relation = _OF_DAYS[lang].get(asked.op, relation)
    return f"{operand(asked.left, lang)} {relation} {operand(asked.right, lang)}"


def operand(value: Operand, lang: str) -> str:
    if isinstance(value, Literal):
        values = value.value if isinstance(value.value, tuple) else (value.value,)
        if value.type in (Type.TOKEN, Type.TOKENS, Type.FLAG):
            return ", ".join(f"`{word}`" for word in values)
        return ", ".join(show(one, lang) for one in values) if value.type is not Type.DAYS else show(value.value, lang)
    return f"`{_plain(value)}`"


def _plain(value: Operand) -> str:
    if isinstance(value, Arithmetic):
        return f"{_plain(value.left)} {'−' if value.op == '-' else value.op} {_plain(value.right)}"
    if isinstance(value, Column):
        return value.attribute if value.var == AGGREGATE else f"{value.var}.{value.attribute}"
    return show(value.value, "nl")


def template(text: Template) -> str:
    """With the names of what is filled in between braces, as in the rule file."""
    return "".join(part if isinstance(part, str) else f"{{{_plain(part)}}}" for part in text.parts)
