"""read → assemble → derive → match → report: what the commands share."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consistency.errors import ConsistencyError, UnreadableInput, UsageError, did_you_mean, nearest
from consistency.model.dates import Days, parse_days
from consistency.model.finding import RuleOutcome
from consistency.sources import Source, each, find

if TYPE_CHECKING:
    from consistency.engine.engines import Engine
    from consistency.engine.plan import RulePlan
    from consistency.errors import InvalidRule
    from consistency.judged import Judged
    from consistency.model.facts import FactBase
    from consistency.model.graph import PlanGraph
    from consistency.model.record import PlanSetRecord
    from consistency.model.report import Report
    from consistency.model.run import Run
    from consistency.pool import Progress
    from consistency.rulebook.rule import Rule

FEW = 3
"""So many plan sets are checked by one process, unless more are asked for: starting others takes time as well."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a check is asked to do. `select` and `ignore` hold rule ids and tags; empty `select` means all.

    `jobs` is how many processes share the plan sets; None leaves it to the number of sets and of cores. `engine` is one
    of `engines.NAMES`.
    """

    as_of: Days | None = None
    rule_folders: tuple[Path, ...] = ()
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    lexicons: tuple[Path, ...] = ()
    jobs: int | None = None
    engine: str = "auto"


def read(paths: Sequence[Path], lexicons: Sequence[Path] = ()) -> list[PlanSetRecord]:
    """All plan sets at the paths, as `sources.find` finds them.

    What cannot be read is among the `problems` of a set; raises UnreadableInput where nothing at all can be read.
    """
    sets: list[PlanSetRecord] = []
    problems: list[UnreadableInput] = []
    for source in find(paths, lexicons):
        try:
            sets.append(source.read())
        except* UnreadableInput as unread:
            problems += each(unread)
    if not sets:
        raise _nothing(problems)
    return [replace(sets[0], problems=(*problems, *sets[0].problems)), *sets[1:]]


def facts_of(record: PlanSetRecord, as_of: Days | None = None) -> FactBase:
    """The fact base of one plan set."""
    from consistency.assembly import assemble
    from consistency.facts import derive_facts

    return derive_facts(assemble(record), as_of)


def facts_of_example(plan: Mapping[str, Any], path: str, line: int = 1) -> FactBase:
    """The fact base of a rule example's small plan set, which stands at `line` of the rule file `path`."""
    from consistency.inputs.yaml import plan_set_from_data

    return facts_of(plan_set_from_data(plan, path, line))


@dataclass(frozen=True, slots=True)
class Pack:
    """Rules made ready to judge with; `invalid` are the files that are no rule.

    `plans` hold, beside the rules that were selected, those that conclude what these read: evaluated, not reported.
    """

    rules: tuple[Rule, ...]
    plans: tuple[RulePlan, ...]
    invalid: tuple[InvalidRule, ...]


def load_pack(options: Options) -> Pack:
    """The built-in rules and those of the options, as selected. Raises UsageError for a rule that is not there."""
    from consistency.engine.plan import compile_rules
    from consistency.facts import vocabulary
    from consistency.rulebook.loader import load_rules
    from consistency.rulebook.strata import with_premises

    kinds = vocabulary()
    rules, invalid = load_rules(kinds, options.rule_folders, examples=False)
    chosen = select_rules(rules, options)
    return Pack(tuple(chosen), tuple(compile_rules(with_premises(chosen, rules), kinds)), tuple(invalid))


def judge(graph: PlanGraph, pack: Pack, as_of: Days | None = None, engine: Engine | None = None) -> list[RuleOutcome]:
    """What each rule finds in one plan set, causes settled; a rule that broke off has an `error`.

    Without an engine, the native one.
    """
    from consistency.engine.causes import settle_causes
    from consistency.engine.evaluation import evaluate
    from consistency.facts import derive_facts

    follows = {rule.id: rule.consequence_of for rule in pack.rules}
    facts = derive_facts(graph, as_of)
    outcomes = evaluate(pack.plans, facts, find=engine.find) if engine else evaluate(pack.plans, facts)
    return settle_causes([outcome for outcome in outcomes if outcome.rule in follows], follows)


def check(paths: Sequence[Path], options: Options, progress: Progress = lambda done, of: None) -> Report:
    """Everything found in the plan sets at the paths. A set that fails, one of several, is a problem of the report.

    Raises UnreadableInput, or a group of it, where nothing at all can be read.
    """
    from consistency.engine.failures import RULE, TITLE
    from consistency.judged import Together
    from consistency.model.report import Report

    pack = load_pack(options)
    together = Together()
    problems: list[ConsistencyError] = []
    with closing(_each_set(find(paths, options.lexicons), pack, options, progress)) as results:
        for result in results:
            if isinstance(result, tuple):
                problems += result
            else:
                together.add(result)
    sets = together.sets.values()
    problems += together.run.differences
    if not sets:
        raise _nothing(problems)
    return Report(
        plan_sets=tuple(together.sets),
        as_of=options.as_of or next((one.decided for one in sets if one.decided), None),
        inputs=tuple(file for one in sets for file in one.files),
        found=together.found(),
        problems=(*pack.invalid, *problems, *(problem for one in sets for problem in one.problems)),
        titles={RULE: TITLE} | {rule.id: rule.title for rule in pack.rules},
        run=together.run,
    )


def _each_set(
    sources: Sequence[Source], pack: Pack, options: Options, progress: Progress
) -> Generator[Judged | tuple[ConsistencyError, ...], None, None]:
    """What becomes of each set, read when its turn comes: in this process, or shared out over several."""
    work = _Check(options, len(sources) == 1, pack)
    try:
        if len(sources) == 1:
            yield work(sources[0])
            return
        from consistency.pool import Died, shared_out, usable_cores

        jobs = options.jobs or (usable_cores() if len(sources) > FEW else 1)
        with closing(shared_out(work, sources, jobs, progress)) as results:
            for source, result in zip(sources, results, strict=True):
                yield (_broken(source, result),) if isinstance(result, Died) else result
    finally:
        work.close()


class _Check:
    """Reads and judges one plan set. To another process go the options alone: it loads its own rules, if not forked."""

    def __init__(self, options: Options, alone: bool, pack: Pack | None = None) -> None:
        self.options = options
        self.alone = alone
        if pack:
            self.pack = pack

    def __reduce__(self) -> tuple[type[_Check], tuple[Options, bool]]:
        return _Check, (self.options, self.alone)

    @cached_property
    def pack(self) -> Pack:
        return load_pack(self.options)

    @cached_property
    def engine(self) -> Engine:
        from consistency.engine.engines import open_engine

        return open_engine(self.options.engine)

    def close(self) -> None:
        if "engine" in self.__dict__:
            self.engine.close()

    def __call__(self, source: Source) -> Judged | tuple[ConsistencyError, ...]:
        """What was found, or what kept it from being read. What fails on one set, of several, stops no other."""
        try:
            run = self.engine.begin()
            return self._judged(source.read(), run)
        except* UnreadableInput as unread:
            problems: tuple[ConsistencyError, ...] = tuple(each(unread))
        except* Exception as failed:
            if self.alone:
                raise
            first = failed.exceptions[0]
            problems = (_broken(source, f"{type(first).__name__}: {first}"),)
        return problems

    def _judged(self, record: PlanSetRecord, run: Run) -> Judged:
        from consistency.assembly import assemble
        from consistency.judged import Judged

        outcomes = judge(assemble(record), self.pack, self.options.as_of, self.engine)
        said = record.portfolio.decision_date
        decided = parse_days(said.text) if said else None
        judged = Judged(record.portfolio.plan_set.text, decided, record.files, record.problems, outcomes, run)
        return judged if self.alone else replace(judged, outcomes=judged.packed(judged.name))


def _broken(source: Source, why: object) -> ConsistencyError:
    return ConsistencyError(
        f"the check of this plan set broke off: {why}",
        nl=f"de controle van deze planset is afgebroken: {why}",
        path=source.shown,
    )


def _nothing(problems: Sequence[ConsistencyError]) -> Exception:
    return problems[0] if len(problems) == 1 else ExceptionGroup("nothing can be read", list(problems))


def select_rules(rules: Iterable[Rule], options: Options) -> list[Rule]:
    """The rules that the options leave. Raises UsageError for a rule or tag that is not there."""
    rules = list(rules)
    names = {rule.id for rule in rules} | {tag for rule in rules for tag in rule.tags}
    for name in sorted(options.select | options.ignore):
        if name not in names:
            raise UsageError(
                f"there is no rule or tag {name}",
                nl=f"er is geen regel of label {name}",
                hint=did_you_mean(nearest(name, names)),
            )
    chosen = [r for r in rules if not options.select or not options.select.isdisjoint({r.id, *r.tags})]
    return [r for r in chosen if options.ignore.isdisjoint({r.id, *r.tags})]
