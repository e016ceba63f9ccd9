"""A sound contract list, and what is found when one thing in it is changed that another place contradicts."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consistency.pipeline import Options, check

Data = dict[str, Any]

SOUND: Data = {
    "portfolio": {
        "plan_set": "voorbeeld",
        "decision_date": "2023-05-30",
        "horizon": [2024, 2027],
        "municipalities": {"N": {"name": "Noorddam"}, "Z": {"name": "Zuiderveen"}},
        "domains": {"sociaal": {"name": "Sociaal"}},
        "priorities": {"AO": {}, "1": {}},
    },
    "sociaal": {
        "document": "sociaal",
        "kind": "plan",
        "domains": ["sociaal"],
        "initiatives": [
            {
                "name": "Vervanging zaaksysteem",
                "priority": "AO",
                "municipalities": "N, Z",
                "period": "1-3-2024 t/m 30-6-2025",
            },
            {
                "name": "Nieuwe balie",
                "priority": "AO",
                "municipalities": "N",
                "period": "2024 t/m 2025",
                "replaces": "balie",
            },
        ],
        "statements": [{"about": "Vervanging zaaksysteem", "attribute": "contract_end", "value": "juni 2025"}],
        "contracts": [
            {
                "title": "Zaaksysteem",
                "supplier": "Leverancier",
                "ends": "1-7-2025",
                "organisation": "N, Z",
                "value_four_years": "€ 320.000",
                "procedure": "Europees",
            },
            {
                "id": "balie",
                "title": "Balie",
                "supplier": "Bakker BV",
                "ends": "31-12-2026",
                "organisation": "N",
                "value_four_years": "€ 30.000",
                "procedure": "Onderhands",
                "notice": "6 maanden",
            },
        ],
    },
    "bijlage": {
        "document": "bijlage",
        "kind": "annex",
        "contracts": [
            {
                "title": "Zaaksysteem",
                "supplier": "Leverancier",
                "ends": "30-6-2025",
                "organisation": "N, Z",
                "value_four_years": "320 k",
                "procedure": "Europees",
            },
        ],
    },
}


def _contract(number: int, **changed: str) -> Callable[[Data], None]:
    return lambda data: data["sociaal"]["contracts"][number].update(changed)


def _initiative(number: int, **changed: str) -> Callable[[Data], None]:
    return lambda data: data["sociaal"]["initiatives"][number].update(changed)


def _without_initiative(data: Data) -> None:
    data["sociaal"]["initiatives"].pop(1)


def _without_replaces(data: Data) -> None:
    data["sociaal"]["initiatives"][1].pop("replaces")


def _without_row(data: Data) -> None:
    data["sociaal"]["contracts"].pop(1)


def _without_the_other(data: Data) -> None:
    data["sociaal"]["contracts"].pop(0)
    data["bijlage"]["contracts"].pop(0)


def _doubled(data: Data) -> None:
    rows = data["sociaal"]["contracts"]
    rows.insert(1, copy.deepcopy(rows[0]))


MUTATIONS: list[tuple[Callable[[Data], None], str]] = [
    (_without_initiative, "contract-without-initiative"),
    (_without_replaces, "contract-without-initiative"),
    (_initiative(0, priority="1"), "contract-without-initiative"),
    (_initiative(1, priority="1"), "contract-without-initiative"),
    (_initiative(0, period="2026 t/m 2027"), "replacement-starts-after-contract-end"),
    (_initiative(1, period="2027 e.v."), "replacement-starts-after-contract-end"),
    (_initiative(0, period="1-3-2024 t/m 30-9-2025"), "replacement-ends-after-contract-end"),
    (_initiative(1, period="2024 t/m 2027"), "replacement-ends-after-contract-end"),
    (_initiative(0, municipalities="N"), "replacement-municipality-gap"),
    (_initiative(1, municipalities="Z"), "replacement-municipality-gap"),
    (_contract(0, ends="2-7-2025"), "contract-date-conflict"),
    (_contract(0, ends="7-1-2025"), "contract-date-conflict"),
    (_contract(0, ends="1-8-2025"), "contract-date-conflict"),
    (_contract(0, ends="1-7-2035"), "contract-date-conflict"),
    (_contract(1, ends="31-12-2023"), "replacement-starts-after-contract-end"),
    (_contract(1, ends="31-12-2022"), "contract-expired-before-decision"),
    (_contract(1, ends="31-12-2062"), "contract-outside-horizon"),
    (_contract(1, ends="31-8-2023"), "notice-date-passed"),
    (_contract(0, value_four_years="€ 3.200.000"), "contract-value-conflict"),
    (_contract(0, value_four_years="€ 32.000"), "contract-value-conflict"),
    (_contract(0, procedure="Onderhands"), "contract-value-conflict"),
    (_contract(1, value_four_years="€ 300.000"), "procurement-below-threshold-procedure"),
    (_contract(1, value_four_years=""), "calendar-value-missing"),
    (_contract(1, ends=""), "calendar-value-missing"),
    (_without_row, "expiring-contract-not-in-calendar"),
    (_without_the_other, "expiring-contract-not-in-calendar"),
    (_doubled, "contract-duplicate"),
]


def _found(folder: Path, data: Data) -> set[str]:
    for name, document in data.items():
        (folder / f"{name}.yaml").write_text(json.dumps(document), encoding="utf-8")
    report = check([folder], Options(select=frozenset({"contracts"}))).as_data("en")
    return {f["rule"] for f in report["findings"] if not f["caused_by"] and f["certainty"] == "definite"}


def test_the_sound_list_is_sound(tmp_path: Path) -> None:
    assert _found(tmp_path, SOUND) == set()


@pytest.mark.parametrize(("mutate", "rule"), MUTATIONS, ids=[rule for _, rule in MUTATIONS])
def test_one_change_is_found(tmp_path: Path, mutate: Callable[[Data], None], rule: str) -> None:
    data = copy.deepcopy(SOUND)
    mutate(data)
    assert rule in _found(tmp_path, data)


def test_a_wrong_end_date_is_told_once(tmp_path: Path) -> None:
    data = copy.deepcopy(SOUND)
    _contract(0, ends="1-7-2035")(data)
    assert "contract-outside-horizon" not in _found(tmp_path, data)
