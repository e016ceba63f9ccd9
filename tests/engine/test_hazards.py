"""Every known hazard of durable-rules, shown in its bare module, and that no rule of ours can suffer from it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from consistency.engine import batch, durable
from consistency.engine.durable import Durable
from consistency.engine.evaluation import evaluate
from consistency.engine.plan import compile_rules
from consistency.errors import InvalidRule
from consistency.model.facts import FactBase

if TYPE_CHECKING:
    Lab = Any  # the helper of conftest.py

pytestmark = pytest.mark.skipif(not durable.is_there(), reason="durable-rules is not installed, or not for this Python")

BARE = """
import json, resource
for limit, most in ((resource.RLIMIT_AS, 1 << 30), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, 20)):
    resource.setrlimit(limit, (most, most))
import durable_rules_engine as engine

def start(**rules):
    return engine.create_ruleset("r", json.dumps({k: {"all": v, "cap": 60000} for k, v in rules.items()}))

def drained(handle, state):
    action, found = engine.start_action_for_state(handle, state), []
    matches = action and action[1]
    while matches:
        ((rule, bindings),) = json.loads(matches).items()
        for one in bindings if isinstance(bindings, list) else [bindings]:
            found.append([rule, *(one[alias].get("id") for alias in sorted(one))])
        matches = engine.complete_and_start_action(handle, state)
    return sorted(found)

def raw(text, **rules):
    handle = start(**rules)
    code, state = engine.assert_facts(handle, text)
    print(json.dumps(["code", code]), flush=True)
    return drained(handle, state)

def found(*facts, **rules):
    return raw(json.dumps([{"sid": "1", "id": i, **fact} for i, fact in enumerate(facts)]), **rules)

def tell(value):
    print(json.dumps(value), flush=True)

ONE, END = {"a": {"t": 1}}, [{"e": {"t": 0}}]
def joined(*tests):
    return [ONE, {"b": {"$and": [{"t": 2}, {"k": {"a": "k"}}, *tests]}}]
"""
CRASHED = (-11, -6, -8, -7, -4)
"""Exit codes: signals of what a process does wrong itself."""


def bare(code: str, seconds: float = 20) -> tuple[int | None, list[Any]]:
    """What the code tells in a process of its own, and its exit code; None where it hangs."""
    command = [sys.executable, "-c", BARE + code]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, start_new_session=True)
    except subprocess.TimeoutExpired as hanging:
        return None, _lines(hanging.stdout or b"")
    return done.returncode, [*_lines(done.stdout), *done.stderr.decode().splitlines()[-1:]]


def _lines(text: bytes) -> list[Any]:
    return [line for line in map(json.loads, text.decode().splitlines()) if line[:1] != ["code"]]


def told(code: str) -> list[Any]:
    """The same, of code that must end well."""
    exit_code, lines = bare(code)
    assert exit_code == 0, lines
    return lines


class Shield:
    """Our door: a rule by native, and by durable with its facts narrowed and with all of them."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.engines = [Durable(narrow=True), Durable(narrow=False)]

    def why(self, facts: FactBase, *bodies: str) -> str | None:
        """Why native took a rule; all outcomes are native's in any case, none broke off, nothing failed."""
        kinds: Any = self.lab.kinds
        plans = compile_rules([self.lab.rule(body) for body in bodies], kinds)
        native = evaluate(plans, facts)
        assert not any(outcome.error for outcome in native)
        reasons = set()
        for engine in self.engines:
            engine.served.clear()
            assert evaluate(plans, facts, find=engine.find) == native
            assert not engine.failed
            reasons |= {why.en for why in engine.served.values()}
        assert len(reasons) <= 1, reasons
        return reasons.pop() if reasons else None

    def count(self, facts: FactBase, body: str) -> int:
        """How many findings, where durable did it by itself."""
        assert self.why(facts, body) is None
        return len(self.lab.run(body, facts).findings)


@pytest.fixture
def shield(lab: Lab) -> Iterator[Shield]:
    shield = Shield(lab)
    yield shield
    for engine in shield.engines:
        engine.close()


@pytest.fixture
def pairs(lab: Lab) -> FactBase:
    """Things a to e, each with parts that have its id as group and reach years before and after its own."""
    facts: FactBase = lab.facts(as_of="2024-06-01")
    for i, name in enumerate("abcde"):
        lab.add(facts, "thing", name, year=10 * i, weight=Decimal(i), group=str(i), flag=i % 2 == 0)
        for n in range(i):
            lab.add(facts, "part", f"{name}{n}", group=name, year=10 * i + n - 1, weight=Decimal(n), flag=n == 0)
    return facts


JOIN = "for: thing t\nwith: [part p]\nsubject: [t, p]\nwhere: [p.group == t.id]\nviolated: [{}]\n"


def test_names_of_our_own(shield: Shield, pairs: FactBase) -> None:
    """A join on `id` or `sid` was seen to find nothing; this module, asked bare, joins rightly as far as we can show.

    So only the shield is: what is called id in a rule is a0, a1 … there.
    """
    assert shield.count(pairs, JOIN.format("p.year >= t.year")) == 6
    assert shield.count(pairs, "for: thing t\nnone: [part p where p.group == t.id]\n") == 1
    assert shield.count(pairs, "for: part t\nsome: [thing x where x.id == t.group and x.year > t.year]\n") == 4


COLLIDING = (40189, 797186)


def test_identity_is_a_hash_of_the_id(shield: Shield, pairs: FactBase, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = json.dumps([{"sid": "1", "id": id_, "t": 1} for id_ in COLLIDING])
    assert told(f"tell(raw({facts!r}, x=[ONE]))") == [[["x", COLLIDING[0]]]]
    assert len({_hash(str(id_)) for id_ in COLLIDING}) == 1
    assert len({_hash(str(id_)) for id_ in range(batch.MOST_IDS + 1)}) == batch.MOST_IDS + 1
    monkeypatch.setattr(batch, "MOST_IDS", 9)
    assert shield.why(pairs, JOIN.format("p.year >= t.year")) == "more than 9 facts together"


def _hash(text: str) -> int:
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found


@pytest.mark.parametrize("value", ["1e16", "1e-7", "Infinity"])
def test_some_values_end_a_batch(value: str) -> None:
    """Without a word: the code is 0, no rule fires, not END either; the process may crash of it."""
    text = f'[{{"sid":"1","id":0,"t":1,"v":{value}}},{{"sid":"1","id":1,"t":0}}]'
    handed = f"code, state = engine.assert_facts(handle, {text!r})"
    exit_code, lines = bare(
        f"handle = start(x=[ONE], end=END)\n{handed}\ntell([0, code])\ntell(drained(handle, state))"
    )
    assert lines[0] == [0, 0]
    assert exit_code in CRASHED or ["end", 1] not in lines[1]


def test_values_are_compared_as_nobody_means() -> None:
    join = 'len(raw(\'[{"sid":"1","id":0,"t":1,"k":%s},{"sid":"1","id":1,"t":2,"k":%s}]\', x=joined()))'
    assert told(f"tell([{join % ('5', '5')}, {join % ('5', '5.0')}, {join % (chr(34) + '5' + chr(34), '5')}])") == [
        [1, 0, 1]
    ]
    above = '[{"a": {"$and": [{"t": 1}, {"$gt": {"v": 4}}]}}]'
    assert told(f'tell(found({{"t": 1, "v": "abc"}}, x={above}))') == [[["x", 0]]]
    most = f'[{{"a": {{"$and": [{{"t": 1}}, {{"v": {2**63 - 1}}}]}}}}]'
    assert told(f'tell(found({{"t": 1, "v": {10**25}}}, x={most}))') == [[["x", 0]]]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"year": 5, "weight": Decimal("5.0")}, None),
        ({"year": 5, "weight": Decimal("5.5")}, None),
        ({"year": 2**53, "weight": Decimal(2**53)}, "no exact form"),
        ({"year": 10**25, "weight": Decimal(10**25)}, "no exact form"),
        ({"year": 1, "weight": Decimal("1e16")}, "no exact form"),
        ({"year": 0, "weight": Decimal("1e-7")}, "no exact form"),
        ({"year": 1, "weight": Decimal("1." + 40 * "0" + "1")}, "no exact form"),
        ({"year": 1, "weight": Decimal("Infinity")}, "no exact form"),
        ({"year": 1, "weight": Decimal("1e-999999")}, "no exact form"),
    ],
)  # fmt: skip
def test_numbers_are_whole_and_within_bounds(shield: Shield, lab: Lab, values: Any, why: str | None) -> None:
    facts = lab.facts()
    lab.add(facts, "thing", "a", **values)
    lab.add(facts, "part", "p", group="a", **values)
    for body in ("for: thing t\nviolated: [t.year != t.weight]\n", JOIN.format("p.weight != t.year")):
        left = shield.why(facts, body)
        assert left is None or (why and why in left), left
    equal = "for: thing t\nwith: [part p]\nwhere: [p.year == t.weight]\nviolated: [p.flag missing]\n"
    assert why is None or why in (shield.why(facts, equal) or why)


@pytest.mark.parametrize(
    "words", [("5", "5.0"), ("true", "TRUE"), ("", " "), ('"', "\\"), ("\u00e9", "e\u0301"), ("\0", "x" * 10**6)]
)
def test_words_are_equal_to_themselves_only(shield: Shield, lab: Lab, words: tuple[str, str]) -> None:
    facts = lab.facts()
    for word in words:
        lab.add(facts, "thing", word, group=word)
        lab.add(facts, "part", f"p{word}", group=word, flag=True)
    assert shield.count(facts, JOIN.format("p.flag")) == 2
    assert shield.count(facts, "for: thing t\nnone: [part p where p.group == t.group and p.flag]\n") == 0


def test_what_is_missing_is_not_compared(shield: Shield, lab: Lab) -> None:
    """The bare module reads what is no value. It says something, today that a number is more than nothing."""
    test = '{"$gt": {"v": {"$m": "w"}}}'
    lines = told(
        f'tell(found({{"t": 1, "v": 5}}, x=[{{"a": {{"$and": [{{"t": 1}}, {test}]}}}}]))\n'
        f'tell(found({{"t": 1, "v": 5}}, x=[{{"a": {{"$and": [{{"t": 1}}, {{"$ex": {{"w": 1}}}}, {test}]}}}}]))'
    )
    assert lines[-1] == []
    facts = lab.facts()
    said: Any = {"a": {"year": 5}, "b": {"weight": Decimal(3)}, "c": {"year": 5, "weight": Decimal(3)}}
    for name, values in said.items():
        lab.add(facts, "thing", name, **values)
        lab.add(facts, "part", name, group=name, **values)
    assert shield.count(facts, "for: thing t\nviolated: [t.year > t.weight]\n") == 1
    assert shield.count(facts, JOIN.format("p.year > t.weight")) == 1


def test_a_comparison_by_the_own_alias_is_always_true(shield: Shield, pairs: FactBase) -> None:
    lines = told(
        'fact = {"t": 1, "v": 5, "w": 9}\n'
        'for its in ("a", "$m"):\n'
        '    tell(found(fact, x=[{"a": {"$and": [{"t": 1}, {"$gt": {"v": {its: "w"}}}]}}]))'
    )
    assert lines == [[["x", 0]], []]
    assert shield.count(pairs, "for: thing t\nviolated: [t.year > t.weight]\n") == 4
    assert shield.count(pairs, "for: part t\nviolated: [t.weight > t.year]\n") == 0


def test_absence_depends_on_the_order(shield: Shield, lab: Lab) -> None:
    lines = told(
        'none = [ONE, {"b$not": {"$and": [{"t": 2}, {"k": {"a": "k"}}]}}]\n'
        'facts = {"t": 1, "k": 1}, {"t": 2, "k": 1}\n'
        "tell(found(*facts, x=none))\ntell(found(*facts[::-1], x=none))"
    )
    assert lines == [[["x", 0]], []]
    for order in (("thing", "part"), ("part", "thing")):
        facts = lab.facts()
        for kind in order:
            lab.add(facts, kind, "a", group="a", flag=True)
        assert shield.count(facts, "for: thing t\nnone: [part p where p.group == t.id and p.flag]\n") == 0


def test_without_an_equality_all_is_combined_with_all(lab: Lab) -> None:
    exit_code, lines = bare(
        'below = [ONE, {"b": {"$and": [{"t": 2}, {"$lt": {"v": {"a": "v"}}}]}}]\n'
        'found(*[{"t": 1, "v": 2}] * 2000, *[{"t": 2, "v": 1}] * 2000, x=below)'
    )
    assert exit_code != 0
    assert exit_code in CRASHED or "MemoryError" in lines[-1]
    with pytest.raises(InvalidRule, match="equal"):
        lab.rule("for: thing t\nwith: [part p]\nwhere: [p.year < t.year]\nviolated: [p.flag missing]\n")


def test_alternatives_combine(shield: Shield, lab: Lab) -> None:
    """`any` finds an alternative with the other beside it too: more than there is to find."""
    facts = '[{"sid": "1", "id": i, "t": t} for i, t in enumerate((1, 2, 1, 2))]'
    lines = told(
        'handle = engine.create_ruleset("r", json.dumps({"x": {"any": [ONE, {"b": {"t": 2}}]}}))\n'
        f"code, state = engine.assert_facts(handle, json.dumps({facts}))\ntell(drained(handle, state))"
    )
    assert len(lines[0]) > 4
    assert any(len(found) == 3 for found in lines[0])
    base = lab.facts()
    for name, amount in {"a": "€ 10", "b": "€ 20", "c": "PM"}.items():
        lab.add(base, "thing", name, amount=amount)
        for i, part in enumerate(("€ 5", "€ 10", "€ 30")):
            lab.add(base, "part", f"{name}{i}", group=name, amount=part)
    assert shield.count(base, JOIN.format("p.amount != t.amount")) >= 5


MANY = {
    "tests under one parent": (
        'found({"t": 1, "v": 3}, **{f"r{i}": [{"a": {"$and": [{"t": 1}, {"v": i}]}}] for i in range(%d)})', 400, 512,
    ),
    "tests that hold for one fact": (
        'found({"t": 1, "v": 3}, **{f"r{i}": [{"a": {"$and": [{"t": 1}, {"$gt": {"v": -i}}]}}] for i in range(%d)})',
        63, 80,
    ),
    "patterns": (
        'found(*({"t": i, "k": 1} for i in range(%d)), x=[{f"a{i:02}": {"$and": [{"t": i}, {"k": {"a00": "k"} if i '
        'else 1}]}} for i in range(%d)])', 16, 17,
    ),
    "properties": ('found({"t": 1} | {f"p{i}": 1 for i in range(%d)}, x=[ONE])', 240, 300),
    "equal first tests": ('found({"t": 1, "k": 1}, **{f"r{i}": joined() for i in range(%d)})', 250, 320),
}  # fmt: skip


@pytest.mark.parametrize("what", MANY)
def test_the_module_has_limits(what: str) -> None:
    """Up to a number all is well; from another it refuses, crashes or hangs."""
    code, good, bad = MANY[what]
    assert bare(f"{code.replace('%d', str(good))}")[0] == 0
    assert bare(f"{code.replace('%d', str(bad))}", seconds=5)[0] != 0


def test_limits_are_kept_far_from(shield: Shield, pairs: FactBase) -> None:
    tests = ", ".join(f"p.year > t.year - {i + 2}" for i in range(30))
    assert shield.why(pairs, JOIN.format(tests)) == "one fact is tested more than 24 times"
    alone = ", ".join(f"t.year > {-i}" for i in range(1, 80))
    assert shield.why(pairs, f"for: thing t\nviolated: [{alone}]\n") == "one fact is tested more than 24 times"
    vars_ = [f"v{chr(97 + i)}" for i in range(14)]
    joined = ", ".join(f"{var}.group == t.id" for var in vars_)
    many = f"for: thing t\nwith: [{', '.join(f'part {var}' for var in vars_)}]\nwhere: [{joined}]\n"
    few = pairs if len(vars_) < 12 else _one_part_each(shield.lab)
    assert shield.why(few, many + "violated: [t.flag]\n") == "it has more than 12 variables"
    values = ", ".join(f"p.year + {i} > t.year" for i in range(1, 24))
    wide = f"{values}, " + ", ".join(f"p.weight + {i} > t.weight" for i in range(1, 24))
    assert shield.why(pairs, JOIN.format(wide)) in (
        "more than 40 values of one fact are compared", "one fact is tested more than 24 times",
    )  # fmt: skip


def _one_part_each(lab: Lab) -> FactBase:
    facts: FactBase = lab.facts()
    lab.add(facts, "thing", "a", flag=True)
    lab.add(facts, "part", "p", group="a")
    return facts


def test_many_rules_of_one_beginning(shield: Shield, pairs: FactBase) -> None:
    bodies = [JOIN.format(f"p.year > {i}") for i in range(600)]
    assert shield.why(pairs, *bodies) is None


CRASHES = {
    "an empty batch": 'raw("[]", x=[ONE])',
    "a batch that begins with nothing": 'raw("[{}]", x=[ONE])',
    "a string over 16 MB": 'found({"t": 1, "s": "x" * (17 << 20)}, x=[ONE])',
    "a state that is deleted before its action ran": (
        "h = start(x=[ONE])\n_, state = engine.assert_facts(h, json.dumps([{'sid': '1', 'id': 1, 't': 1}]))\n"
        "engine.delete_state(h, '1')\nengine.start_action_for_state(h, state)"
    ),
    "division by nothing": (
        'quotient = {"$div": {"$l": {"$m": "w"}, "$r": {"$m": "z"}}}\n'
        'found({"t": 1, "v": 1, "w": 1, "z": 0}, x=[{"a": {"$and": [{"t": 1}, {"$gt": {"v": quotient}}]}}])'
    ),
    "deep nesting": (
        "deep = '{\"a\":' * 1000 + '1' + '}' * 1000\n"
        'raw(\'[{"sid":"1","id":1,"t":1,"v":\' + deep + \'}]\', x=[ONE])'
    ),
    "more than 255 properties": 'found({"t": 1} | {f"p{i}": 1 for i in range(300)}, x=[ONE])',
}


@pytest.mark.parametrize("what", CRASHES)
def test_the_module_crashes(what: str) -> None:
    exit_code, lines = bare(CRASHES[what])
    assert exit_code in CRASHED, lines


def test_sessions_are_bounded_in_number() -> None:
    exit_code, lines = bare(
        "h = start(x=[ONE])\nfor i in range(1100):\n"
        "    code, state = engine.assert_facts(h, json.dumps([{'sid': f's{i}', 'id': 1, 't': 1}]))\n"
        "    drained(h, state)\n    if i == 1000: tell([i])"
    )
    assert exit_code != 0
    assert lines[0] == [1000]


def test_nothing_of_ours_crashes_it(shield: Shield, lab: Lab, pairs: FactBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """No batch without facts, no strings, one session at a time, no division: told by the text of what is sent."""
    sent: list[tuple[str, str]] = []
    for engine in shield.engines:
        ask = engine._worker.ask

        def asked(rules: str, facts: str, ask: Any = ask) -> Any:
            sent.append((rules, facts))
            return ask(rules, facts)

        monkeypatch.setattr(engine._worker, "ask", asked)
    assert shield.why(lab.facts(), JOIN.format("p.flag")) is None
    assert sent == []
    lab.add(pairs, "thing", "x" * (17 << 20), year=1)
    for body in (JOIN.format("p.year > t.year"), "for: thing t\nnone: [part p where p.group == t.id]\n"):
        shield.why(pairs, body)
    assert sent
    for rules, facts in sent:
        assert "$div" not in rules
        asserted = json.loads(facts)
        assert {fact["sid"] for fact in asserted} == {"1"}
        assert [fact["id"] for fact in asserted[-1:]] == [len(asserted) - 1]
        assert {type(v) for fact in asserted for k, v in fact.items() if k != "sid"} == {int}


def test_sessions_one_after_the_other(shield: Shield, pairs: FactBase, lab: Lab) -> None:
    plans = compile_rules([lab.rule(JOIN.format("p.year >= t.year"))], lab.kinds)
    native = evaluate(plans, pairs)
    engine = shield.engines[1]
    assert all(evaluate(plans, pairs, find=engine.find) == native for _ in range(1100))
    assert engine.served == {}


def test_a_session_is_quadratic(shield: Shield, pairs: FactBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is slower with more facts is seen in the figures of benchmarks; here that we bound them."""
    monkeypatch.setattr(batch, "MOST_FACTS", 4)
    assert shield.why(pairs, JOIN.format("p.year >= t.year")) == "more than 4 facts"


def test_a_fact_that_matches_nothing_is_no_fault(shield: Shield, pairs: FactBase) -> None:
    code = (
        "h = start(x=[ONE])\nfor t in (9, 1): tell([0, engine.assert_facts(h, json.dumps([{'sid': '1', 't': t}]))[0]])"
    )
    assert told(code) == [[0, 1], [0, 0]]
    assert shield.count(pairs, "for: thing t\nviolated: [t.year > 1000]\n") == 0
    assert shield.count(pairs, JOIN.format("p.year > 1000")) == 0


def test_what_is_said_twice_counts_twice(shield: Shield, lab: Lab) -> None:
    lines = told(
        'tell(raw(\'[{"sid":"1","t":1},{"sid":"1","t":1}]\', x=[ONE]))\ntell(found({"t": 1}, {"t": 1}, x=[ONE]))'
    )
    assert [len(found) for found in lines] == [1, 2]
    facts = lab.facts()
    for name in "ab":
        lab.add(facts, "thing", name, year=3, group="a")
        lab.add(facts, "part", name, year=3, group="a")
    assert shield.count(facts, "for: thing t\nviolated: [t.year == 3]\n") == 2
    both = "for: thing t\nwith: [part p]\nsubject: [t, p]\nwhere: [p.group == t.group]\nviolated: [p.year == t.year]\n"
    assert shield.count(facts, both) == 4


LAST = """
facts = {"t": 1, "k": 1, "v": 5}, {"t": 2, "k": 1, "v": 9, "w": 1}
above, below, key = {"$gt": {"v": {"a": "v"}}}, {"$lt": {"v": {"a": "v"}}}, {"$gte": {"k": {"a": "k"}}}
"""


def test_nothing_behind_a_group_within_a_group_is_looked_at(shield: Shield, lab: Lab) -> None:
    """The last test is false: in one row nothing is found, behind an $and or $or it is not looked at."""
    groups = '{"$and": [above, above]}, {"$or": [{"$gt": {"w": {"a": "v"}}}, above]}'
    lines = told(
        LAST + f"for group in ({groups}):\n    tell(found(*facts, x=joined(group, below, key)))\n"
        "    tell(found(*facts, x=joined(above, below, key)))"
    )
    assert lines == [[["x", 0, 1]], []] * 2
    facts = lab.facts()
    lab.add(facts, "thing", "a", amount="€ 10", day="2024", year=1)
    for i, day in enumerate(("2023", "2024", "2025")):
        lab.add(facts, "part", f"p{i}", group="a", amount=f"€ {9 + i}", day=day, year=i)
    assert shield.count(facts, JOIN.format("p.amount != t.amount, p.year < t.year")) == 1
    assert shield.count(facts, JOIN.format("p.day == t.day, p.amount == t.amount, p.year > t.year")) == 0
    assert shield.why(facts, JOIN.format("p.amount != t.amount, p.day != t.day, p.year < t.year")) == (
        "it has alternatives beside alternatives"
    )


def test_a_last_test_of_a_join_that_is_false_reads_beyond_the_end(shield: Shield, pairs: FactBase) -> None:
    """What lies there differs: often the process crashes. With one that holds behind it, it never does."""
    assert told(LAST + "tell(found(*facts, x=joined(below, key)))") == [[]]
    exit_code, lines = bare(LAST + "tell(found(*facts, x=joined(below)))")
    assert exit_code in CRASHED or lines == [[]]
    sent = json.loads(durable.ruleset(_rules_of(shield.lab, JOIN.format("p.year > t.year"))).text)
    tests: list[Mapping[str, Any]] = sent["0"]["all"][1]["v01"]["$and"]
    assert tests[-1] == {"$gte": tests[1]}
    assert shield.count(pairs, JOIN.format("p.year > t.year + 100")) == 0


def _rules_of(lab: Lab, body: str) -> Any:
    from consistency.engine.compiled import compiled
    from consistency.engine.rete import rete_rules

    (plan,) = compile_rules([lab.rule(body)], lab.kinds)
    return (rete_rules(compiled(plan, lab.kinds["set"])).violated,)
