from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

from consistency.model.record import PlanSetRecord
from consistency.mutation.base import Base
from consistency.mutation.choosing import Chooser
from consistency.mutation.edits import Edit, Mutation, at, says
from consistency.mutation.edits import Path as Place
from consistency.mutation.trial import Bench, Trial, Verdict
from consistency.pipeline import Options, load_pack, read

SMALL = {
    "portfolio": {
        "decision_date": "2023-05-30",
        "horizon": [2024, 2027],
        "municipalities": {"N": {"name": "Noorddam"}, "Z": {"name": "Zuiderveen"}},
        "domains": {"sociaal": {"name": "Sociaal"}},
    },
    "documents": [
        {
            "document": "sociaal",
            "kind": "plan",
            "domains": ["sociaal"],
            "initiatives": [
                {
                    "name": "Website",
                    "municipalities": "N, Z",
                    "priority": "1",
                    "period": "2024-2025",
                    "amounts": [
                        {
                            "side": "cost",
                            "kind": "incidental",
                            "years": ["2024", "2025"],
                            "rows": {"N": ["60.000", "PM"], "Z": ["40.000", ""], "total": ["100.000", ""]},
                        }
                    ],
                },
                {
                    "name": "Zaaksysteem",
                    "municipalities": "N",
                    "priority": "AO",
                    "amounts": [{"side": "cost", "kind": "incidental", "years": ["2024"], "rows": {"N": ["12.000"]}}],
                },
            ],
            "contracts": [{"title": "Zaaksysteem", "ends": "31-12-2025", "value_four_years": "€ 40.000"}],
        },
        {
            "document": "nota",
            "kind": "decision",
            "overview": {"entries": [{"name": "Website", "priority": "1a"}, {"name": "Zaaksysteem", "priority": "AO"}]},
            "summary_tables": [
                {
                    "municipality": "N",
                    "kind": "incidental",
                    "by": "domain",
                    "unit": 1000,
                    "columns": [{"side": "cost", "years": ["2024"]}],
                    "rows": {"sociaal": ["72"]},
                }
            ],
        },
    ],
}


class Small:
    """Trials on a small set, with mutations made by hand."""

    def __init__(self, file: Path, options: Options) -> None:
        self.plan_set: PlanSetRecord = read([file])[0]
        base = Base(self.plan_set, load_pack(options))
        self.bench = Bench(base, Chooser(base, []), frozenset())

    def mutation(self, document: str, path: Place, text: str, expected: Sequence[str]) -> Mutation:
        home = next(d for d in self.plan_set.documents if d.document.text == document)
        before = at(home, path)
        return Mutation("by-hand", frozenset(expected), (Edit(document, path, before, says(before, text)),), (before,))

    def trial(self, *mutations: Mutation) -> Trial:
        return self.bench.trial(mutations)

    def verdict(self, document: str, path: Place, text: str, *expected: str) -> tuple[Verdict, str | None]:
        (tried,) = self.trial(self.mutation(document, path, text, expected)).tried
        return tried.verdict, tried.reason and tried.reason.value


@pytest.fixture(scope="session")
def small_with(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Options], Small]:
    """The small set under other rules; read from a file, so that each claim has a place of its own."""
    file = tmp_path_factory.mktemp("small") / "small.yaml"
    file.write_text(yaml.safe_dump(SMALL, sort_keys=False), encoding="utf-8")
    return lambda options: Small(file, options)


@pytest.fixture(scope="session")
def small(small_with: Callable[[Options], Small]) -> Small:
    return small_with(Options())
