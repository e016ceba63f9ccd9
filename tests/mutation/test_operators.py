"""Each operator changes what it says and nothing else, and the seed alone decides which mutants there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from consistency.model.record import PlanSetRecord, Record, Said
from consistency.mutation.base import Base
from consistency.mutation.choosing import Chooser
from consistency.mutation.edits import Mutation, mutated, saids
from consistency.mutation.operators import all_operators
from consistency.mutation.operators._operator import Operator
from consistency.mutation.session import Session, Settings, clean_set
from consistency.pipeline import Options, load_pack, read

PLANS = Path(__file__).parents[2] / "plans"
TRIED = 12


@pytest.fixture(scope="module")
def bases() -> list[Base]:
    pack = load_pack(Options())
    return [Base(read([path])[0], pack) for path in (clean_set(), PLANS / "dowr-2022-2025")]


def texts(value: Any, path: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], str]]:
    """Every claim of a document by its path."""
    if isinstance(value, Said):
        yield path, value.text
    elif isinstance(value, Record):
        for name, inner in value:
            yield from texts(inner, (*path, name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from texts(inner, (*path, position))


def of_all(plan_set: PlanSetRecord) -> dict[tuple[object, ...], str]:
    return {(d.document.text, *path): text for d in plan_set.documents for path, text in texts(d)}


def drawn(operator: Operator, base: Base) -> list[Mutation]:
    sites = list(operator.sites(base))
    rng = Random(operator.name)
    chosen = rng.sample(sites, min(TRIED, len(sites)))
    return [mutation for site in chosen if (mutation := operator.apply(base, site, rng))]


@pytest.mark.parametrize("operator", all_operators(), ids=lambda operator: operator.name)
def test_changes_what_it_says_and_nothing_else(operator: Operator, bases: list[Base]) -> None:
    found = [(base, mutation) for base in bases for mutation in drawn(operator, base)]
    assert found, "it applies nowhere in either set"
    for base, mutation in found:
        before, after = of_all(base.plan_set), of_all(mutated(base.plan_set, [mutation]))
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        edited = [(edit.document, *edit.path) for edit in mutation.edits]
        assert changed
        assert all(any(path[: len(edit)] == edit for edit in edited) for path in changed)
        assert mutation.places <= {said.at for said in _claims(base.plan_set)}


def _claims(plan_set: PlanSetRecord) -> Iterator[Said]:
    return saids(plan_set.documents)


def test_the_base_stays_as_it_was(bases: list[Base]) -> None:
    base = bases[0]
    before = of_all(base.plan_set)
    chooser = Chooser(base, all_operators())
    for pick in chooser.singles(3, 40):
        mutation = chooser.make(pick)
        assert mutation is not None
        mutated(base.plan_set, [mutation])
    assert of_all(base.plan_set) == before


def test_the_seed_decides(bases: list[Base]) -> None:
    base = bases[0]

    def changes(seed: int) -> list[object]:
        chooser = Chooser(base, all_operators())
        made = [chooser.make(pick) for pick in chooser.singles(seed, 60)]
        return [(e.document, e.path, e.after) for mutation in made if mutation for e in mutation.edits]

    assert changes(1) == changes(1)
    assert changes(1) != changes(2)


def test_the_two_of_a_pair_touch_no_claim_in_common(bases: list[Base]) -> None:
    chooser = Chooser(bases[0], all_operators())
    for one, other in chooser.pairs(1, 60):
        first, second = chooser.make(one), chooser.make(other)
        assert first is not None and second is not None
        assert not first.meets(second)


def test_processes_give_what_one_gives() -> None:
    settings = Settings(clean_set(), operators=("digit", "priority"), count=10, pairs=0)
    assert Session(settings).run(jobs=2) == Session(settings).run(jobs=1)
