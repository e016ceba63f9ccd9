"""The same relations over plan sets that nobody thought of: small ones, with everything that can contradict itself."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from consistency.inputs._yaml_nodes import Mapping, load
from consistency.inputs.yaml import plan_set_from_node
from consistency.model.record import PlanSetRecord

from .plan_sets import found_in
from .test_amounts import PRINTS, assert_amounts_grow_together, assert_prints_say_the_same
from .test_names import assert_other_names_say_the_same
from .test_order import CHANGES, assert_order_says_nothing
from .test_unrelated import assert_nothing_changes
from .test_years import FOUR, assert_the_same_later

DOMAINS = ("zorg", "water")
NAMES = ("Slimme lantaarns", "Gegevensknooppunt", "Vervanging zaaksysteem", "Nieuw zorgdossier", "Open kaart (OK)")
YEARS = ("2024", "2025", "2026")
CELL = st.sampled_from(["", "", "PM", "0", "n.v.t.", "5.000", "€ 5.000", "10.000", "7.500", "15.000"])
SHORT = st.sampled_from(["", "0", "5", "8", "10", "13", "15"])
MUNICIPALITIES = st.sampled_from(["N", "Z", "NZ", "Noorddam en Zuiderveen"])
PRIORITY = st.sampled_from(["AO", "1", "1a", "1b", "2"])
PERIOD = st.sampled_from(["2024", "2024 t/m 2025", "2025 e.v.", "2023", "nnb"])


def cells(cell: st.SearchStrategy[str], count: int = len(YEARS)) -> st.SearchStrategy[list[str]]:
    return st.lists(cell, min_size=count, max_size=count)


def table(side: str) -> st.SearchStrategy[dict[str, Any]]:
    rows = st.fixed_dictionaries({"N": cells(CELL), "Z": cells(CELL)}, optional={"total": cells(CELL)})
    kinds = st.sampled_from(["incidental", "structural"])
    return st.fixed_dictionaries({"side": st.just(side), "kind": kinds, "years": st.just(list(YEARS)), "rows": rows})


TARGETS = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
INITIATIVE = st.fixed_dictionaries(
    {},
    optional={
        "priority": PRIORITY,
        "municipalities": MUNICIPALITIES,
        "period": PERIOD,
        "amounts": st.tuples(table("cost"), table("coverage")).map(list),
        "needs": TARGETS.map(lambda names: [{"to": name} for name in names]),
        "replaces": st.just(["contract-zaaksysteem"]),
    },
)
CONTRACT = st.fixed_dictionaries(
    {"title": st.sampled_from(["Zaaksysteem", "Telefonie"])},
    optional={
        "ends": st.sampled_from(["1-7-2025", "2024", "1-1-2023", "juni 2026"]),
        "organisation": st.sampled_from(["N", "Z"]),
        "value_four_years": st.sampled_from(["€ 5.000", "€ 300.000"]),
        "procedure": st.sampled_from(["Europees", "Onderhands"]),
    },
)
ENTRY = st.fixed_dictionaries({}, optional={"priority": PRIORITY, "municipalities": MUNICIPALITIES})


@st.composite
def plan_sets(draw: st.DrawFn) -> PlanSetRecord:
    """Two plans and a note that sums them up."""
    told = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=len(NAMES), unique=True))
    documents: list[dict[str, Any]] = []
    for number, domain in enumerate(DOMAINS):
        initiatives = [{"name": name, **draw(INITIATIVE)} for name in told[number::2]]
        matrix = {name: {DOMAINS[1 - number]: draw(TARGETS)} for name in told[number::2]}
        plan = {"document": domain, "kind": "plan", "domains": [domain], "initiatives": initiatives}
        documents.append(plan | draw(st.sampled_from([{}, {"relation_matrix": {"rows": matrix}}])))
    documents[0]["contracts"] = draw(st.lists(CONTRACT, max_size=2, unique_by=lambda contract: contract["title"]))
    listed = draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
    scores = st.sampled_from(["1,5", "3,5", "4,4", "7,3"])
    columns = [{"side": side, "years": list(YEARS)} for side in ("cost", "request")]
    rows = {row: draw(cells(SHORT, 2 * len(YEARS))) for row in (*DOMAINS, "total")}
    summary = {
        "municipality": "N",
        "kind": "incidental",
        "by": "domain",
        "unit": "1000",
        "columns": columns,
        "rows": rows,
    }
    note = {
        "document": "nota",
        "kind": "decision",
        "overview": {"complete": draw(st.booleans()), "entries": [{"name": name, **draw(ENTRY)} for name in listed]},
        "scores": {"entries": [{"name": name, "score": draw(scores), **draw(ENTRY)} for name in told[:3]]},
        "summary_tables": draw(st.sampled_from([[], [summary]])),
    }
    portfolio = {
        "decision_date": "30-5-2023",
        "horizon": ["2024", "2026"],
        "municipalities": {"N": {"name": "Noorddam"}, "Z": {"name": "Zuiderveen"}},
        "domains": {domain: {"name": domain.capitalize()} for domain in DOMAINS},
    }
    text = yaml.safe_dump({"portfolio": portfolio, "documents": [*documents, note]}, allow_unicode=True)
    node = load(text.encode(), "set.yaml")
    assert isinstance(node, Mapping)
    return plan_set_from_node(node, "set.yaml")


@settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.generate])
@given(record=plan_sets(), seed=st.integers(1, 99))
def test_all_relations_hold_of_any_set(record: PlanSetRecord, seed: int) -> None:
    before = found_in(record)
    for change in CHANGES:
        assert_order_says_nothing(record, before, change, seed)
    assert_other_names_say_the_same(record, before, causes=False)
    assert_amounts_grow_together(record, before, 10)
    assert_prints_say_the_same(record, before, PRINTS[seed % len(PRINTS)])
    assert_the_same_later(record, before, FOUR)
    assert_nothing_changes(record, before)
