"""The engines by name. Each keeps in its `run` what became of the rules that it was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from consistency.engine import durable, native
from consistency.engine.bindings import Matcher
from consistency.engine.durable import Durable
from consistency.engine.outcomes import Found
from consistency.errors import Bilingual, EnginesDisagree
from consistency.model.run import Run

NAMES = ("auto", "durable", "native", "both")
ORDINARY = 30_000
"""Facts of a plan set up to which `auto` takes durable-rules: its time grows faster than the facts do."""


class Engine(Protocol):
    def begin(self) -> Run:
        """A new run, in which is kept what becomes of the rules from now on. The engine gets ready meanwhile."""

    def find(self, matchers: Sequence[Matcher]) -> Iterable[Found | Exception]:
        """Of each rule made ready what is found, or why it failed; in order."""

    def close(self) -> None: ...


def open_engine(name: str) -> Engine:
    """One of NAMES. Where durable-rules is not installed, or not for this Python, the native engine serves."""
    if name == "native" or not durable.is_there():
        return Native(absent=None if name == "native" else durable.ABSENT)
    if name == "auto":
        return Auto()
    return OnDurable() if name == "durable" else Both()


class Native:
    """`absent`: why the engine that was asked for is not there."""

    def __init__(self, absent: Bilingual | None = None) -> None:
        self._absent = absent
        self.run = Run()

    def begin(self) -> Run:
        self.run = Run(absent=self._absent)
        return self.run

    def find(self, matchers: Sequence[Matcher]) -> Iterator[Found | Exception]:
        self.run.taken[native.NAME] += len(matchers)
        return native.find(matchers)

    def close(self) -> None:
        pass


class OnDurable:
    """What the C engine cannot be given, or fails at, the native engine takes."""

    def __init__(self, narrow: bool = True) -> None:
        self._durable = Durable(narrow)
        self.run = Run()

    def begin(self) -> Run:
        self._durable.start()
        self.run = Run()
        return self.run

    def find(self, matchers: Sequence[Matcher]) -> Iterable[Found | Exception]:
        self._durable.served.clear()
        self._durable.failed.clear()
        found = list(self._durable.find(matchers))
        served = self._durable.served
        self.run.taken += Counter({durable.NAME: len(matchers) - len(served), native.NAME: len(served)})
        self.run.instead |= served
        self.run.failed |= self._durable.failed
        return found

    def close(self) -> None:
        self._durable.close()


class Auto(OnDurable):
    """durable-rules for plan sets of ordinary size, the native engine for others."""

    def find(self, matchers: Sequence[Matcher]) -> Iterable[Found | Exception]:
        if not matchers or sum(len(table) for table in matchers[0].columns.facts) <= ORDINARY:
            return super().find(matchers)
        self.run.taken[native.NAME] += len(matchers)
        return native.find(matchers)


class Both(OnDurable):
    """The native engine's findings, compared with what the C engine finds all by itself."""

    def __init__(self) -> None:
        super().__init__(narrow=False)

    def find(self, matchers: Sequence[Matcher]) -> Iterator[Found | Exception]:
        others = list(super().find(matchers))
        for matcher, mine, other in zip(matchers, native.find(matchers), others, strict=True):
            if isinstance(mine, Found) and mine != other:
                self.run.differences.append(_difference(matcher, mine, other))
            yield mine


def _difference(matcher: Matcher, mine: Found, other: Found | Exception) -> EnginesDisagree:
    rule = matcher.plan.rule.id
    if isinstance(other, Exception):
        how = nl = str(other)
    else:
        counts = f"{len(mine.violations)}/{mine.places}", f"{len(other.violations)}/{other.places}"
        how = "violated/looked at: native {}, durable {}".format(*counts)
        nl = "geschonden/bekeken: eigen engine {}, durable-rules {}".format(*counts)
        if only := sorted(set(mine.violations) ^ set(other.violations)):
            first = ", ".join(f"{subject.type} {subject.id}" for subject in matcher.subjects(only[0][0]))
            how, nl = f"{how}; first {first}", f"{nl}; eerst {first}"
    return EnginesDisagree(f"the engines disagree on {rule}: {how}", nl=f"de engines verschillen over {rule}: {nl}")
