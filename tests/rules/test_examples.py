"""The harvest of the rule files: every rule fires on its violating examples and is silent on the others."""

from __future__ import annotations

import json

import pytest

from consistency.cli.rules import schema_text
from consistency.engine.examples import failures
from consistency.facts import vocabulary
from consistency.pipeline import facts_of_example
from consistency.rulebook._yaml import read_nodes
from consistency.rulebook.loader import load_rules, packs_folder, rule_files
from consistency.rulebook.rule import Rule

RULES, ERRORS = load_rules(vocabulary())


def test_every_rule_file_is_a_rule() -> None:
    assert [str(error) for error in ERRORS] == []
    assert len(RULES) == len(rule_files(packs_folder())) > 0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    assert [(failure.line, failure.message["en"]) for failure in failures(rule, facts_of_example, RULES)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_lies_where_its_id_says(rule: Rule) -> None:
    assert rule.path.rsplit("/", 1)[-1] == f"{rule.id}.yaml"


def test_rules_that_are_named_are_there() -> None:
    known = {rule.id for rule in RULES}
    assert {(rule.id, other) for rule in RULES for other in rule.consequence_of if other not in known} == set()


def test_the_schema_accepts_every_rule_file() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    for file in rule_files(packs_folder()):
        assert [(file.name, error.message) for error in validator.iter_errors(read_nodes(file).plain())] == []


def test_the_published_schema_is_current() -> None:
    published = packs_folder() / "schema.json"
    assert published.read_text(encoding="utf-8") == schema_text()
