"""A rule explained: the page that `consistency rules explain` prints and that stands under `docs/rules/`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import yaml

from consistency.cli._in_words import WORDS, condition, operand, template
from consistency.engine.examples import outcome_of
from consistency.model.facts import Type
from consistency.model.finding import Finding
from consistency.pipeline import facts_of_example
from consistency.rulebook.expressions import ORDER, PARAM, SET, Condition, columns_of
from consistency.rulebook.parameters import DatedValue, Parameter
from consistency.rulebook.rule import Example, Pattern, Rule

ENGLISH = "english"
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")


def explanation(rule: Rule, rules: Sequence[Rule], lang: str) -> str:
    """The page in one language, without the marks that only a browser shows; `rules` are all that are loaded."""
    blocks = [*_head(rule, lang), *_body(rule, rules, lang), *_examples(rule, rules, lang)]
    return _EMPHASIS.sub(r"\1", _text(blocks))


def page(rule: Rule, rules: Sequence[Rule]) -> str:
    """The page in Markdown: Dutch with the examples, then English."""
    nl = [*_head(rule, "nl", f"[English](#{ENGLISH})"), *_body(rule, rules, "nl"), *_examples(rule, rules, "nl")]
    body = _body(rule, rules, "en", "###")
    en = ["## English", f"**{rule.title['en']}**", *body, *_messages_of_examples(rule, rules)]
    return _text([*nl, *en]) + "\n"


def index(rules: Sequence[Rule]) -> str:
    """All rules with a page, by the folder they lie in."""
    blocks = ["# De regels / the rules", WORDS["nl"]["index"], WORDS["en"]["index"]]
    by_group = sorted(rules, key=lambda rule: (rule.path.rpartition("/")[0], rule.id))
    for group, found in groupby(by_group, key=lambda rule: rule.path.rpartition("/")[0]):
        rows = [
            f"| [{rule.id}]({rule.id}.md) | {WORDS['nl'][rule.severity]} | {_cell(rule.title['nl'])} |"
            f" {_cell(rule.title['en'])} |"
            for rule in found
        ]
        head = ["| regel / rule | ernst / severity | | |", "|---|---|---|---|"]
        blocks += [f"## {WORDS['nl'].get(group, group)} / {group}", "\n".join([*head, *rows])]
    return _text(blocks) + "\n"


def _text(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _head(rule: Rule, lang: str, *more: str) -> Iterator[str]:
    words = WORDS[lang]
    tags = [f"{words['tags']}: {', '.join(rule.tags)}"] if rule.tags else []
    yield f"# {rule.title[lang]}"
    yield " · ".join((f"`{rule.id}`", words[rule.severity], *tags, *more))


def _body(rule: Rule, rules: Sequence[Rule], lang: str, level: str = "##") -> Iterator[str]:
    words = WORDS[lang]
    yield f"**{words['why']}:** {rule.why[lang]}"
    yield f"**{words['repair']}:** {rule.repair[lang]}"
    yield f"**{words['source']}:** {rule.source}"
    if not rule.waivable:
        yield words["fixed"]
    yield f"{level} {words['looks']}"
    yield from _looks(rule, lang)
    yield from _chain(rule, rules, lang)
    yield f"{level} {words['sure']}"
    yield "\n".join(f"- {line}" for line in _certainty(rule, rules, lang))
    if rule.parameters:
        yield f"{level} {words['parameters']}"
        yield "\n".join(line for parameter in rule.parameters.values() for line in _parameter(parameter, lang))
    yield f"{level} {words['message']}"
    yield f"> {template(rule.message[lang])}"
    if rule.arithmetic:
        yield f"> {template(rule.arithmetic[lang])}"


def _looks(rule: Rule, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    first, *others = rule.patterns
    named = [_pattern(first), *(f"{words['with']} {_pattern(pattern)}" for pattern in others)]
    what = f"{words['each']} {', '.join(named)}"
    yield _listed(f"{what}, {words['if']}", rule.where, lang) if rule.where else f"{what}."
    for aggregate in rule.aggregates:
        of = operand(aggregate.of, lang) + f" {words['over']} " if aggregate.of else ""
        reckoned = f"`{aggregate.name}` {words['is']} {words[aggregate.function]} {of}{_pattern(aggregate.over)}"
        yield _listed(f"{reckoned}, {words['if']}", aggregate.over.where, lang)
    violated = [condition(c, lang) for c in rule.violated]
    violated += [_absence(pattern, words["none"], lang) for pattern in rule.none]
    violated += [_absence(pattern, words["some"], lang) for pattern in rule.some]
    yield "\n".join([f"**{words['violated']}:**", "", *(f"- {line}" for line in violated)])
    if rule.escalate:
        severity = words[rule.escalate.severity]
        yield _listed(words["escalate"].format(severity=severity), rule.escalate.where, lang)
    if rule.difference is not None:
        yield f"{words['difference']}: {operand(rule.difference, lang)}."
    if rule.consequence_of:
        yield f"{words['follows']}: {', '.join(f'`{other}`' for other in rule.consequence_of)}."
    if lang == "en":  # kinds of fact are described in the language of the code
        kinds = {p.kind.name: p.kind.help for p in (*rule.patterns, *(a.over for a in rule.aggregates), *rule.none)}
        yield "The facts: " + ". ".join(f"`{name}` is {told}" for name, told in kinds.items() if told) + "."


def _chain(rule: Rule, rules: Sequence[Rule], lang: str) -> Iterator[str]:
    """What it concludes and who reads that; and what it reads that others conclude."""
    words = WORDS[lang]
    for conclusion in rule.conclude:
        name = conclusion.kind.name
        each = dict.fromkeys(conclusion.each, f"{words['each member']} ")
        values = ", ".join(f"`{a}`: {each.get(a, '')}{operand(v, lang)}" for a, v in conclusion.values.items())
        readers = _named(other.id for other in rules if name in other.kinds) or words["nobody"]
        yield f"{words['concludes']} `{name}` ({values}); {words['read by']}: {readers}."
    for kind in rule.kinds:
        if makers := _named(other.id for other in rules if kind in _kinds_concluded(other)):
            yield f"`{kind}` {words['concluded by']}: {makers}."


def _kinds_concluded(rule: Rule) -> list[str]:
    return [conclusion.kind.name for conclusion in rule.conclude]


def _named(ids: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in ids)


def _pattern(pattern: Pattern) -> str:
    return f"`{pattern.kind.name} {pattern.var}`"


def _listed(head: str, conditions: Iterable[Condition], lang: str) -> str:
    return "\n".join([f"{head}:", "", *(f"- {condition(c, lang)}" for c in conditions)])


def _absence(pattern: Pattern, word: str, lang: str) -> str:
    asked = f" {WORDS[lang]['and']} ".join(condition(c, lang) for c in pattern.where)
    return f"{word} {_pattern(pattern)}" + (f" {WORDS[lang]['for which']} {asked}" if asked else "")


def _certainty(rule: Rule, rules: Sequence[Rule], lang: str) -> Iterator[str]:
    """What makes its findings sure, possible or undecided, as far as its conditions can."""
    words = WORDS[lang]
    conditions = {c for key, _, held in rule.parts() if key != "escalate" for c in held}
    compared = {(c.op in ORDER, c.left.type) for c in conditions if c.right is not None}
    amounts = {(True, Type.AMOUNT), (False, Type.AMOUNT)} & compared
    columns = {column for c in conditions for column in c.columns()}
    at = {column for p in rule.parameters.values() if p.at is not None for column in columns_of(p.at)}
    dated = any(parameter.is_dated for parameter in rule.parameters.values())
    yield words["definite"]
    yield words["possible amount"] if amounts else words["possible"]
    if (True, Type.AMOUNT) in compared:
        yield words["undecided amount"]
    if {(True, Type.DAYS), (False, Type.DAYS)} & compared:
        yield words["undecided days"]
    if any(not set(rule.kinds).isdisjoint(_kinds_concluded(other)) for other in rules):
        yield words["as premise"]
    of_set = sorted({column.attribute for column in columns | at if column.var == SET and column.type is not Type.FLAG})
    if of_set:
        yield words["undecided set"].format(names=", ".join(f"`set.{name}`" for name in of_set))
    if dated and any(column.var == PARAM for column in columns):
        yield words["undecided parameter"]


def _parameter(parameter: Parameter, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    at = f"; {words['at']} {operand(parameter.at, lang)}" if parameter.at is not None else ""
    yield f"- `{parameter.name}` ({words[parameter.type]}{at})" + (f": {parameter.help}" if parameter.help else "")
    for value in parameter.values:
        yield f"  - {value.text} {_validity(value, words)}".rstrip() + _source(value)
    if parameter.default is not None:
        yield f"  - {words['default']}: {parameter.default.text}" + _source(parameter.default)


def _validity(value: DatedValue, words: dict[str, str]) -> str:
    days = (("from", value.first), ("until", value.last))
    return " ".join(f"{words[word]} {day.isoformat()}" for word, day in days if day)


def _source(value: DatedValue) -> str:
    return f" [{value.source}]" if value.source else ""


def _examples(rule: Rule, rules: Sequence[Rule], lang: str) -> Iterator[str]:
    words = WORDS[lang]
    for example in sorted(rule.examples, key=lambda example: not example.expect):
        found = ", ".join(f"`{name}`" for name in example.expect)
        yield f"## {words['violates']} ({words['expect']} {found})" if example.expect else f"## {words['conforms']}"
        plan = yaml.safe_dump(
            dict(example.plan), allow_unicode=True, sort_keys=False, width=100, default_flow_style=None
        )
        yield f"```yaml\n{plan}```"
        if told := [finding.message[lang] for finding in _findings(rule, example, rules)]:
            yield "\n".join(f"> {line}\n>" for line in told).removesuffix("\n>")


def _messages_of_examples(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    told = [finding.message["en"] for example in rule.examples for finding in _findings(rule, example, rules)]
    if told:
        yield WORDS["en"]["told"]
        yield "\n".join(f"> {line}\n>" for line in told).removesuffix("\n>")


def _findings(rule: Rule, example: Example, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    return outcome_of(rule, facts_of_example(example.plan, rule.path, example.line), rules).findings
