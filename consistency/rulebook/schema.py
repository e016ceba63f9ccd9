"""The JSON Schema (2020-12) of rule files, for editors; the loader checks more than a schema can say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consistency.model.facts import FactKind
from consistency.model.finding import Severity
from consistency.rulebook._checks import NAME
from consistency.rulebook.parameters import TYPES
from consistency.rulebook.reader import FUNCTIONS, IDENTIFIER, KEYS, REQUIRED
from consistency.rulebook.rule import LANGUAGES

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string", "minLength": 1}
_SCALAR: Schema = {"type": ["string", "number"]}
_DAY: Schema = {"type": "string", "format": "date"}


def rule_schema(vocabulary: Mapping[str, FactKind]) -> Schema:
    kinds = "|".join(sorted(vocabulary))
    properties = _properties(rf"^\s*({kinds})\s+[a-z_]\w*")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule of plan-consistency",
        "type": "object",
        "properties": {key: properties[key] for key in KEYS},
        "required": list(REQUIRED),
        "additionalProperties": False,
        "anyOf": [{"required": [key]} for key in ("violated", "none", "some")],
    }


def _properties(pattern: str) -> dict[str, Schema]:
    of_kind = {"type": "string", "pattern": pattern}
    both = _object(dict.fromkeys(LANGUAGES, _TEXT), LANGUAGES)
    conditions = _one_or_more(_TEXT, "Conditions that all hold: `c.ends within set.horizon`")
    severity = {"enum": [severity.value for severity in Severity]}
    counted = _object({"over": of_kind, "where": conditions}, ["over"])
    reckoned = _object({"of": _TEXT, "over": of_kind, "where": conditions}, ["of", "over"])
    aggregates = {key: _map(counted if key == "count" else reckoned) for key in FUNCTIONS}
    return {
        "id": {"type": "string", "pattern": f"^{IDENTIFIER}$"},
        "severity": severity,
        "tags": _one_or_more(_TEXT),
        "title": both,
        "why": both,
        "repair": both,
        "source": _TEXT,
        "waivable": {"type": "boolean", "default": True},
        "parameters": _map(_parameter()),
        "for": of_kind | {"description": "The kind of fact that is looked at, and a variable: `contract c`"},
        "with": _one_or_more(of_kind, "Further facts, each tied to an earlier variable by an equality in `where`"),
        "where": conditions | {"description": "What is looked at: where this does not hold the rule does not apply"},
        **aggregates,
        "none": _one_or_more(of_kind, "Violated only where there is none: `initiative i where i.replaces == c.id`"),
        "some": _one_or_more(of_kind, "Violated only where there is one"),
        "violated": conditions,
        "escalate": _object({"severity": severity, "where": conditions}, ["severity", "where"]),
        "difference": _TEXT | {"description": "The gap between two amounts: `parts - t.amount`"},
        "excess": _TEXT
        | {"description": "As `difference`, of what is too much: a larger gap elsewhere explains it too"},
        "explains": _TEXT | {"description": "The claims that this explains: findings about them follow from it"},
        "conclude": _map(_map({"type": ["string", "integer", "boolean"]}))
        | {
            "propertyNames": {"pattern": f"^{NAME}$"},
            "description": "Facts for other rules to read, by kind: `{blocked: {initiative: b.initiative}}`",
        },
        "consequence_of": _one_or_more(_TEXT, "Ids of rules whose findings may cause this one"),
        "subject": _one_or_more(_TEXT, "The variables that a finding is about"),
        "slot": _map(_SCALAR),
        "evidence": _one_or_more(_TEXT, "Attributes, whole variables, aggregates"),
        "message": both,
        "arithmetic": both,
        "examples": _examples(),
    }


def _parameter() -> Schema:
    fields: Schema = {
        "type": {"enum": [type_.value for type_ in TYPES]},
        "default": _one_or_more(_SCALAR),
        "values": _one_or_more(
            _object({"from": _DAY, "until": _DAY, "value": _one_or_more(_SCALAR), "source": _TEXT}, ["value"])
        ),
        "at": _TEXT | {"description": "The date that decides which value is valid; the as-of date otherwise"},
        "help": _TEXT,
        "source": _TEXT,
    }
    return _object(fields, []) | {"anyOf": [{"required": ["default"]}, {"required": ["values"]}]}


def _examples() -> Schema:
    plan = {"type": "object", "description": "A small plan set: the keys of a portfolio and of a document"}
    violating = _object({"plan": plan, "expect": _one_or_more(_SCALAR)}, ["plan", "expect"])
    conforming = _object({"plan": plan}, ["plan"])
    return _object(
        {"violates": _one_or_more(violating), "conforms": _one_or_more(conforming)}, ["violates", "conforms"]
    )


def _object(properties: Mapping[str, Schema], required: Any) -> Schema:
    schema: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return schema | {"required": list(required)} if required else schema


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _one_or_more(item: Schema, description: str = "") -> Schema:
    schema: Schema = {"anyOf": [item, {"type": "array", "items": item}]}
    return schema | {"description": description} if description else schema
