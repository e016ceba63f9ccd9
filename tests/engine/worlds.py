"""Fact bases and rules to compare evaluators on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

WORDS = ["a", "b", "c"]
VALUES = {
    "id": st.sampled_from(WORDS), "group": st.sampled_from([*WORDS, None]), "year": st.sampled_from([2023, 2024, None]),
    "tags": st.sampled_from([("a",), ("a", "b"), ("c",), (), None]), "flag": st.sampled_from([True, False, None]),
    "weight": st.sampled_from([Decimal("1.5"), Decimal(2024), None]),
    "amount": st.sampled_from(["1", "2", "1 - 2", "PM", "", "nihil", "2 mln", None]),
    "day": st.sampled_from(["2023", "2024", "1 juni 2024", "juni 2024", "31-12-2023", None]),
}  # fmt: skip
FACT = st.fixed_dictionaries({**VALUES, "certain": st.sampled_from([True, True, True, False])})
OF_ONE = [
    "{x}.group == a", "{x}.group != a", "{x}.group in [a, b]", "{x}.group not in [a]", "{x}.tags == a", "{x}.tags != a",
    "{x}.tags subset_of [a, b]", "{x}.flag", "not {x}.flag", "{x}.year >= 2024", "{x}.amount stated",
    "{x}.amount blank",
    "{x}.amount missing", "{x}.day present", "{x}.day < set.as_of", "{x}.day within set.horizon", "{x}.amount > '€ 1'",
    "{x}.amount + {x}.amount >= '€ 3'", "{x}.weight > {x}.year", "{x}.year within set.horizon", "{x}.amount != 1",
    "{x}.year + 1 > 2024", "{x}.amount - 1 <= 0", "set.as_of missing", "{x}.day == set.as_of",
]  # fmt: skip
OF_TWO = [
    "{x}.amount == {y}.amount", "{x}.amount < {y}.amount", "{x}.day <= {y}.day", "{x}.day != {y}.day",
    "{x}.id < {y}.id", "{x}.tags overlaps {y}.tags", "{x}.tags == {y}.tags", "{x}.year != {y}.year",
    "{x}.amount - {y}.amount > 0",
]  # fmt: skip
TIES = [
    "{x}.group == {y}.id", "{x}.tags == {y}.id", "{x}.id in {y}.tags", "{x}.tags overlaps {y}.tags",
    "{x}.tags == {y}.tags", "{x}.year == {y}.year + 1", "{x}.year == {y}.weight", "{x}.flag == {y}.flag",
    "{x}.group == {y}.group",
]  # fmt: skip
OF_SUM = ["s > t.amount", "s != t.amount", "s - t.amount > 0", "s.count > 1", "s missing", "s <= '€ 2'"]
KINDS = st.sampled_from(["thing", "part"])


@st.composite
def rule_texts(draw: st.DrawFn) -> str:
    def some(templates: Sequence[str], x: str, y: str = "t", most: int = 2) -> list[str]:
        return [c.format(x=x, y=y) for c in draw(st.lists(st.sampled_from(templates), max_size=most, unique=True))]

    def inner(var: str) -> str:
        conditions = [
            draw(st.sampled_from(TIES)).format(x=var, y="t"),
            *some(OF_ONE, var, most=1),
            *some(OF_TWO, var, most=1),
        ]
        return " and ".join(draw(st.permutations(conditions)))

    lines, where, violated = ["for: thing t"], some(OF_ONE, "t"), some(OF_ONE, "t")
    if draw(st.booleans()):
        lines.append(f"with: [{draw(KINDS)} w]\nsubject: {draw(st.sampled_from(['t', '[t, w]', 'w']))}")
        where += [draw(st.sampled_from(TIES)).format(x="w", y="t"), *some(OF_ONE, "w", most=1)]
        violated += some(OF_TWO, "w")
    if draw(st.booleans()):
        function, of = draw(st.sampled_from([("sum", "amount"), ("max", "amount"), ("min", "amount")]))
        lines.append(f'{function}:\n  s: {{of: p.{of}, over: part p, where: ["{inner("p")}"]}}')
        draw(st.sampled_from([where, violated])).append(draw(st.sampled_from(OF_SUM)))
    for key in draw(st.sampled_from([(), ("none",), ("some",), ("none", "some")])):
        lines.append(f'{key}: ["{draw(KINDS)} {key[:2]} where {inner(key[:2])}"]')
    for key, conditions in (("where", where), ("violated", violated or ["t.id present"])):
        lines.append(f"{key}:" + ("".join(f'\n- "{c}"' for c in draw(st.permutations(conditions))) or " []"))
    return "\n".join(lines) + "\n"
