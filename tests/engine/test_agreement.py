"""All evaluators find the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from consistency.errors import InvalidRule
from consistency.model.finding import RuleOutcome

from .naive import POSSIBLE, UNDECIDED, YES, naive
from .worlds import FACT, rule_texts

if TYPE_CHECKING:
    Lab = Any  # the helper of conftest.py


@settings(max_examples=400, deadline=None)
@given(
    text=rule_texts(),
    things=st.lists(FACT, min_size=3, max_size=5),
    parts=st.lists(FACT, min_size=3, max_size=6),
    said=st.fixed_dictionaries({}, optional={"as_of": st.just("1 juni 2024"), "horizon": st.just("2024")}),
)
def test_both_find_the_same(
    lab: Lab, text: str, things: list[dict[str, Any]], parts: list[dict[str, Any]], said: dict[str, str]
) -> None:
    try:
        rule = lab.rule(text)
    except InvalidRule as error:
        assert "never hold" in error.message or "does not compare" in error.message, error
        assume(False)
    facts = lab.facts(**said)
    for kind, rows in (("thing", things), ("part", parts)):
        for row in rows:
            given_values = {name: value for name, value in row.items() if value is not None}
            lab.add(facts, kind, given_values.pop("id"), **given_values)
    outcome: RuleOutcome = lab.run(text, facts)
    assert outcome.error is None
    looked, expected = naive(rule, facts)
    found = {_place(f): POSSIBLE if f.certainty == "possible" else YES for f in outcome.findings}
    found |= {_place(u): UNDECIDED for u in outcome.undecided}
    expected = {
        (tuple(s for one in subjects for s in one), slot): truth for (subjects, slot), truth in expected.items()
    }
    assert (outcome.subjects, found) == (looked, expected)


def _place(what: Any) -> tuple[Any, ...]:
    return what.subjects, tuple(what.slot.values())
