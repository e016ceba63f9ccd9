"""read → assemble → derive → match → report: what the commands share."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from consistency.errors import (
    Bilingual,
    ConsistencyError,
    UnreadableInput,
    UsageError,
    did_you_mean,
    nearest,
    reason,
)
from consistency.inputs._naming import printable
from consistency.model.dates import Days
from consistency.model.finding import Finding, RuleOutcome, Undecided

if TYPE_CHECKING:
    from consistency.engine.plan import RulePlan
    from consistency.errors import InvalidRule
    from consistency.model.facts import FactBase
    from consistency.model.graph import PlanGraph
    from consistency.model.record import PlanSetRecord
    from consistency.model.report import Report
    from consistency.rulebook.rule import Rule

T = TypeVar("T", Finding, Undecided)

PLAN_FILES = (".yaml", ".yml")
MAX_PATH_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Options:
    """What a check is asked to do. `select` and `ignore` hold rule ids and tags; empty `select` means all."""

    as_of: Days | None = None
    rule_folders: tuple[Path, ...] = ()
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    lexicons: tuple[Path, ...] = ()


def read(paths: Sequence[Path], lexicons: Sequence[Path] = ()) -> list[PlanSetRecord]:
    """The plan sets at the paths: a folder with plan files, a folder of such folders, or documents that are one set.

    What cannot be read is among the `problems` of a set; raises UnreadableInput where nothing at all can be read.
    """
    sets: list[PlanSetRecord] = []
    documents: list[Path] = []
    problems: list[ConsistencyError] = []
    first_of_each = {os.path.realpath(path): path for path in reversed(paths)}
    for path in [path for path in paths if path is first_of_each[os.path.realpath(path)]]:
        try:
            if _is_document(path):
                documents.append(path)
            else:
                sets += _read_plans(path, lexicons)
        except* UnreadableInput as unread:
            problems += _each(unread)
    try:
        sets += [_read_documents(documents, lexicons)] if documents else []
    except* UnreadableInput as unread:
        problems += _each(unread)
    if not sets:
        raise problems[0] if len(problems) == 1 else ExceptionGroup("nothing can be read", problems)
    return [replace(sets[0], problems=(*problems, *sets[0].problems)), *sets[1:]]


def _each(problems: ExceptionGroup[UnreadableInput]) -> Iterator[UnreadableInput]:
    for problem in problems.exceptions:
        yield from _each(problem) if isinstance(problem, ExceptionGroup) else (problem,)


def _is_document(path: Path) -> bool:
    """Whether it is to be read as a document rather than as plan files. Raises UnreadableInput for what is neither."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise UnreadableInput(
            "there is no such file or folder",
            nl="dit bestand of deze map is er niet",
            path=_shown(path),
            hint=did_you_mean(_beside(path)),
        ) from None
    except OSError as error:
        why = reason(error)
        raise UnreadableInput(
            f"cannot be read: {why.en}", nl=f"kan niet gelezen worden: {why.nl}", path=_shown(path)
        ) from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise UnreadableInput(
            "this is neither a file nor a folder", nl="dit is geen bestand en geen map", path=_shown(path)
        )
    return stat.S_ISREG(mode) and path.suffix.lower() not in PLAN_FILES


def _shown(path: Path) -> str:
    return printable(path.as_posix()[:MAX_PATH_SHOWN])


def _beside(path: Path) -> str | None:
    """The nearest name in the same folder."""
    try:
        names = {p.name for p in path.parent.iterdir()} - {path.name}
    except OSError:
        return None
    near = nearest(path.name, names)
    return printable(near) if near else None


def _read_plans(path: Path, lexicons: Sequence[Path]) -> list[PlanSetRecord]:
    if path.is_file():
        from consistency.inputs.yaml import read_plan_file

        return [read_plan_file(path, printable(path.name))]
    try:
        return _read_folder(path, lexicons)
    except OSError as error:
        why = reason(error)
        raise UnreadableInput(
            f"this folder cannot be read: {why.en}", nl=f"deze map kan niet gelezen worden: {why.nl}", path=_shown(path)
        ) from None


def _read_folder(folder: Path, lexicons: Sequence[Path]) -> list[PlanSetRecord]:
    from consistency.inputs.yaml import read_plan_set

    files = sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    if any(p.suffix.lower() in PLAN_FILES for p in files):
        return [read_plan_set(folder, printable(folder.name) or ".")]
    below = sorted({p.parent for p in folder.glob("*/portfolio.y*ml")})
    if below:
        return [read_plan_set(plan_set, printable(plan_set.name)) for plan_set in below]
    texts = [p for p in files if p.suffix.lower() in (".txt", ".md") and p.stem.lower() != "readme"]
    if texts:
        return [_read_documents(texts, lexicons)]
    raise UnreadableInput(
        "there are no plans in this folder",
        nl="er staan geen plannen in deze map",
        path=_shown(folder),
        hint=Bilingual("nothing was checked", "er is niets gecontroleerd"),
    )


def _read_documents(paths: Sequence[Path], lexicons: Sequence[Path]) -> PlanSetRecord:
    from consistency.inputs.text import READER
    from consistency.model.record import InputFile, PlanSetRecord
    from consistency.reading import read_documents
    from consistency.reading.lexicon import load_lexicon

    files, problems = [], []
    for path in paths:
        try:
            files.append(READER.read(path, printable(path.name)))
        except UnreadableInput as problem:
            problems.append(problem)
    if not files:
        raise problems[0] if len(problems) == 1 else ExceptionGroup("unreadable", problems)
    portfolio, documents = read_documents(files, load_lexicon(lexicons))
    unread = Counter(thing.at.path for document in documents for thing in document.unread)
    shown = tuple(InputFile(file.path, file.sha256, unread[file.path]) for file in files)
    return PlanSetRecord(portfolio, tuple(documents), shown, tuple(problems))


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
    rules, invalid = load_rules(kinds, options.rule_folders)
    chosen = select_rules(rules, options)
    return Pack(tuple(chosen), tuple(compile_rules(with_premises(chosen, rules), kinds)), tuple(invalid))


def judge(graph: PlanGraph, pack: Pack, as_of: Days | None = None) -> list[RuleOutcome]:
    """What each rule finds in one plan set, causes settled; a rule that broke off has an `error`."""
    from consistency.engine.causes import settle_causes
    from consistency.engine.native import evaluate
    from consistency.facts import derive_facts

    follows = {rule.id: rule.consequence_of for rule in pack.rules}
    outcomes = evaluate(pack.plans, derive_facts(graph, as_of))
    return settle_causes([outcome for outcome in outcomes if outcome.rule in follows], follows)


def check(paths: Sequence[Path], options: Options) -> Report:
    """Everything found in the plan sets at the paths."""
    from consistency.assembly import assemble
    from consistency.engine.failures import RULE, TITLE, with_failures
    from consistency.model.report import Report

    pack = load_pack(options)
    records = read(paths, options.lexicons)
    outcomes: list[RuleOutcome] = []
    names = _names(records)
    for name, record in zip(names, records, strict=True):
        found = judge(assemble(record), pack, options.as_of)
        outcomes = _joined(outcomes, found if len(records) == 1 else _apart(found, name))
    decided = [_decision(record) for record in records]
    return Report(
        plan_sets=tuple(names),
        as_of=options.as_of or next((date for date in decided if date), None),
        inputs=tuple(file for record in records for file in record.files),
        outcomes=tuple(with_failures(outcomes)),
        problems=(*pack.invalid, *(problem for record in records for problem in record.problems)),
        titles={RULE: TITLE} | {rule.id: rule.title for rule in pack.rules},
    )


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


def _names(records: Iterable[PlanSetRecord]) -> list[str]:
    """What the sets are called; of one name the second gets a number, so that their findings are told apart."""
    names: list[str] = []
    for record in records:
        name = record.portfolio.plan_set.text
        further = (f"{name} ({number})" for number in count(2))
        names.append(next(each for each in chain([name], further) if each not in names))
    return names


def _decision(record: PlanSetRecord) -> Days | None:
    from consistency.model.dates import parse_days

    said = record.portfolio.decision_date
    return parse_days(said.text) if said else None


def _joined(a: list[RuleOutcome], b: list[RuleOutcome]) -> list[RuleOutcome]:
    if not a:
        return b
    return [
        RuleOutcome(
            x.rule, x.subjects + y.subjects, x.findings + y.findings, x.undecided + y.undecided, x.error or y.error
        )
        for x, y in zip(a, b, strict=True)
    ]


def _apart(outcomes: Iterable[RuleOutcome], plan_set: str) -> list[RuleOutcome]:
    """The outcomes with the plan set in every slot, so that two sets in one report never share a fingerprint."""
    apart = []
    for outcome in outcomes:
        renamed = {f.fingerprint: _in_set(f, plan_set).fingerprint for f in outcome.findings}
        findings = tuple(_in_set(f, plan_set) for f in outcome.findings)
        undecided = tuple(_in_set(u, plan_set) for u in outcome.undecided)
        apart.append((replace(outcome, findings=findings, undecided=undecided), renamed))
    names = {old: new for _, renamed in apart for old, new in renamed.items()}
    return [
        replace(o, findings=tuple(replace(f, caused_by=names.get(f.caused_by or "")) for f in o.findings))
        for o, _ in apart
    ]


def _in_set(item: T, plan_set: str) -> T:
    renamed = replace(item, slot={**item.slot, "plan_set": plan_set})
    if isinstance(renamed, Finding) and renamed.because:
        return replace(renamed, because=tuple(_in_set(premise, plan_set) for premise in renamed.because))
    return renamed
