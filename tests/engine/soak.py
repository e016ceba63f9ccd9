"""A soak: many generated rules over many generated fact bases, each engine compared with what the rules mean.

`python -m tests.engine.soak --cases 100000 --seed 1 --jobs 2 --engines native,durable`. A case is one rule over one
fact base. Exit code 1 where engines disagree; then the smallest such case is shown, and `--case FILE` asks about it
once more. Exit code 2 for an engine that is not there.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from consistency.engine.plan import RulePlan, compile_rule
from consistency.errors import InvalidRule
from consistency.model.facts import FactBase
from consistency.rulebook.rule import Rule

from .choices import Choices, Seeded, chance
from .drafts import Draft, Reader, draw_draft, draw_vocabulary, rules_of, vary
from .engines import ENGINES, absent, differs_from, differs_from_naive, differs_in_conclusions
from .naive import SURENESS, UNDECIDED, Meaning, naive
from .shrinking import Case, case_text, read_case, smallest
from .worlds import Pool, draw_pool, draw_world, facts_of

RULES, WORLDS = 20, 6
LARGE = 8
"""Of a hundred batches so many have large worlds."""
BINDINGS = 3000
"""A rule that has more combinations of facts is not asked: the naive evaluator would take seconds."""
TRUTHS = ("no", "undecided", "possible", "definite")


@dataclass
class Tally:
    """What became of some batches: rules `refused` by the reader, of those written, and cases in which was `found`."""

    cases: int = 0
    rules: int = 0
    refused: int = 0
    found: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, Case]] = field(default_factory=list)

    def count(self, rules: Sequence[Rule], meant: Meaning) -> None:
        self.cases += len(rules)
        for verdict in filter(None, meant.verdicts):
            self.found.update({"looked": verdict.looked > 0} | {TRUTHS[truth]: 1 for _, truth in verdict.found})
        reads = [[fact for kind in rule.kinds for fact in meant.concluded.get(kind, ())] for rule in rules]
        self.found["chained"] += sum(map(bool, reads))
        self.found["chained on what is undecided"] += sum(
            any(fact[SURENESS] == UNDECIDED for fact in facts) for facts in reads
        )

    def add(self, other: Tally) -> None:
        self.cases += other.cases
        self.rules += other.rules
        self.refused += other.refused
        self.found += other.found
        self.wrong += other.wrong


def batch(seed: str, engines: Sequence[str]) -> Tally:
    """Some rules, each over the same few worlds."""
    choices = Seeded(seed)
    pool, large, tally = draw_pool(choices), chance(choices, LARGE), Tally()
    drafts = draw_drafts(choices, pool, RULES, tally)
    tally.rules = len(drafts)
    plans = [compile_rule(rule) for rule in rules_of(drafts)]
    for _ in range(WORLDS):
        world = draw_world(choices, pool, large=large)
        if told := compared(plans, facts_of(world), engines, tally):
            tally.wrong.append((told, Case(tuple(drafts), world)))
    return tally


def draw_drafts(choices: Choices, pool: Pool, count: int, tally: Tally | None = None) -> list[Draft]:
    """Rules that read what others of them conclude, one of each that there is no rule against."""
    words, reader = draw_vocabulary(choices), Reader()
    drafts: list[Draft] = []
    while len(drafts) < count:
        draft = vary(choices, drafts[-1]) if drafts and chance(choices, 20) else draw_draft(choices, pool, words)
        try:
            reader.read(draft)
        except InvalidRule:
            if tally:
                tally.refused += 1
        else:
            drafts.append(draft)
            words.known |= draft.get("conclude", {}).keys()
    return drafts


def compared(
    plans: Sequence[RulePlan], facts: FactBase, engines: Sequence[str], tally: Tally | None = None
) -> str | None:
    """The first disagreement over some rules; None where there is none."""
    meant = naive([plan.rule for plan in plans], facts, BINDINGS)
    asked = [plan for plan, verdict in zip(plans, meant.verdicts, strict=True) if verdict]
    verdicts = [verdict for verdict in meant.verdicts if verdict]
    outcomes = [ENGINES[engine](asked, facts) for engine in engines]
    if tally:
        tally.count([plan.rule for plan in asked], meant)
        tally.found += Counter({f"own to {engine}": ENGINES[engine].own for engine in engines})
    for verdict, *found in zip(verdicts, *outcomes, strict=True):
        for engine, outcome in zip(engines, found, strict=True):
            if told := differs_from_naive(outcome, verdict):
                return f"{engine} is wrong: {told}"
            if told := differs_from(found[0], outcome):
                return f"{engines[0]} and {engine} do not tell the same: {told}"
    for engine in engines:
        if told := differs_in_conclusions(ENGINES[engine].grown, meant.concluded):
            return f"{engine} concludes wrongly: {told}"
    return None


def disagreement(case: Case, engines: Sequence[str]) -> str | None:
    """None too where the reader refuses a rule."""
    try:
        plans = [compile_rule(rule) for rule in rules_of(case.drafts)]
    except InvalidRule:
        return None
    return compared(plans, facts_of(case.world), engines)


def tallies(seed: int, engines: Sequence[str], jobs: int) -> Generator[Tally]:
    """Batch after batch, without end, the same in however many processes."""
    if jobs <= 1:
        yield from (batch(f"{seed}/{number}", engines) for number in count())
    at_once = 16 * jobs
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for first in count(0, at_once):
            seeds = [f"{seed}/{number}" for number in range(first, first + at_once)]
            yield from pool.map(batch, seeds, [engines] * at_once, chunksize=4)


def soak(cases: int, seed: int, engines: Sequence[str], jobs: int) -> Tally:
    """At least so many cases, or up to the first batch with a disagreement."""
    total = Tally()
    with closing(tallies(seed, engines, jobs)) as all_tallies:
        for tally in all_tallies:
            total.add(tally)
            show(f"{total.cases:,} of {cases:,} cases")
            if total.cases >= cases or total.wrong:
                break
    show("")
    return total


def show(progress: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{progress}", end="", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--engines", default="", help=f"some of {','.join(ENGINES)}; all that are there, if not said")
    parser.add_argument("--case", type=Path, help="a case that was shown before, to ask about once more")
    asked = parser.parse_args()
    there = [engine for engine in ENGINES if absent(engine) is None]
    engines = [name for name in asked.engines.split(",") if name not in ("", "naive")] or there
    for engine in engines:
        if engine not in there:
            parser.error(f"{engine}: {absent(engine) if engine in ENGINES else 'there is no such engine'}")
    if asked.case:
        return report_case(read_case(asked.case.read_text(encoding="utf-8")), engines)
    total = soak(asked.cases, asked.seed, engines, max(1, asked.jobs))
    told = ", ".join(f"{name} in {number:,}" for name, number in sorted(total.found.items()))
    print(f"seed {asked.seed}, {', '.join(engines)} against naive; {told}; {total.refused} rules refused")
    if total.wrong:
        show("making the case smaller")
        told, case = total.wrong[0]
        of_a_kind = told.partition(":")[0]
        report_case(smallest(case, lambda c: (disagreement(c, engines) or "").startswith(of_a_kind)), engines)
    print(f"{total.cases:,} cases, {len(total.wrong)} disagreements")
    return 1 if total.wrong else 0


def report_case(case: Case, engines: Sequence[str]) -> int:
    show("")
    told = disagreement(case, engines)
    print(case_text(case), told or "all agree", sep="\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
