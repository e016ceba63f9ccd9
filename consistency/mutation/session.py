"""A whole run: mutants chosen by the seed, tried in several processes, told in the order in which they were chosen."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from consistency.errors import Bilingual, UsageError, did_you_mean, nearest
from consistency.mutation.base import Base
from consistency.mutation.choosing import Chooser, Pick
from consistency.mutation.operators import all_operators
from consistency.mutation.operators._operator import Operator
from consistency.mutation.results import Results
from consistency.mutation.trial import Bench, Trial
from consistency.pipeline import Options, Pack, load_pack, read
from consistency.rulebook.loader import packs_folder

CLEAN_SET = "noorddam-zuiderveen-2024-2027"
CHUNK = 8
GARBAGE = 200_000
"""Objects made before a worker looks for garbage: it makes many that live short, and hardly any circles."""

Task = tuple[Pick, ...]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """`operators` are names, all where empty; `options` choose the rules."""

    path: Path
    options: Options = field(default_factory=Options)
    operators: tuple[str, ...] = ()
    seed: int = 1
    count: int = 1000
    pairs: int = 300


def clean_set() -> Path:
    """The plan set without faults: inside an installed package, else in the checkout."""
    installed = Path(__file__).parent / "plans" / CLEAN_SET
    return installed if installed.is_dir() else Path(__file__).parents[2] / "plans" / CLEAN_SET


class Session:
    """The mutants of one run. Raises what reading raises, and UsageError for what cannot be meant."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        pack = load_pack(settings.options)
        sets = read([settings.path], settings.options.lexicons)
        if len(sets) > 1:
            raise UsageError(
                "this is more than one plan set", nl="dit is meer dan één planset", path=str(settings.path)
            )
        problems = (*pack.invalid, *sets[0].problems)
        if problems:
            raise problems[0] if len(problems) == 1 else ExceptionGroup("not all can be read", list(problems))
        self.base = Base(sets[0], pack, settings.options.as_of)
        self.own = _own_rules(pack)
        self.operators = _wanted(settings.operators, pack, self.own)
        self.chooser = Chooser(self.base, self.operators)

    @cached_property
    def bench(self) -> Bench:
        return Bench(self.base, self.chooser, self.own)

    def run(self, jobs: int = 1, progress: Progress = lambda done, of: None) -> Results:
        settings = self.settings
        singles: list[Task] = [(pick,) for pick in self.chooser.singles(settings.seed, settings.count)]
        tasks: list[Task] = [*singles, *self.chooser.pairs(settings.seed, settings.pairs)]
        trials = []
        for trial in self._trials(tasks, jobs):
            trials.append(trial)
            progress(len(trials), len(tasks))
        return Results(
            plan_set=self.base.plan_set.portfolio.plan_set.text,
            seed=settings.seed,
            known=len(self.base.findings),
            operators=tuple(operator.name for operator in self.operators),
            rules=tuple(rule.id for rule in self.base.pack.rules),
            singles=tuple(trials[: len(singles)]),
            pairs=tuple(trials[len(singles) :]),
        )

    def _trials(self, tasks: Sequence[Task], jobs: int) -> Iterator[Trial]:
        if jobs <= 1 or len(tasks) <= CHUNK:
            yield from map(self.bench.run, tasks)
            return
        with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (self.settings,)) as pool:
            yield from pool.map(_try, tasks, chunksize=CHUNK)


def _own_rules(pack: Pack) -> frozenset[str]:
    """The rules that do not come with the tool. Operators cannot know them: what they find in its place counts."""
    return frozenset(rule.id for rule in pack.rules if not (packs_folder() / rule.path).is_file())


def _wanted(names: Sequence[str], pack: Pack, own: frozenset[str]) -> list[Operator]:
    """The operators named, or all; of these only such as some loaded rule, or none at all, should catch."""
    known = {operator.name: operator for operator in all_operators()}
    for name in names:
        if name not in known:
            raise UsageError(
                f"there is no operator {name}",
                nl=f"er is geen operator {name}",
                hint=did_you_mean(nearest(name, known))
                or Bilingual(
                    "`consistency rules mutate --list` shows them", "`consistency rules mutate --list` toont ze"
                ),
            )
    loaded = {rule.id for rule in pack.rules}
    chosen = [known[name] for name in sorted(set(names) or known)]
    return [o for o in chosen if own or not o.expected.isdisjoint(loaded) or o.name in names]


_BENCH: list[Bench] = []
"""The bench of a worker process, made when it starts."""


def _start(settings: Settings) -> None:
    _BENCH.append(Session(settings).bench)
    gc.freeze()
    gc.set_threshold(GARBAGE)


def _try(task: Task) -> Trial:
    return _BENCH[0].run(task)
