"""What is told of a run on stderr: which engine took the rules, and how long it took."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.errors import said
from consistency.model.run import Run

_NAMES = {
    "nl": {"native": "eigen engine", "durable": "durable-rules"},
    "en": {"native": "native engine", "durable": "durable-rules"},
}


def told(run: Run, lang: str, *, asked: bool, seconds: float | None) -> Iterator[str]:
    """`asked`: whether an engine was asked for by name; then its absence is told. `seconds` is None without timings."""
    if run.absent and (asked or seconds is not None):
        yield f"consistency: {said(run.absent, lang)}"
    if run.failed:
        yield f"consistency: {_failure(run, lang)}"
    if seconds is None:
        return
    taken = ", ".join(f"{_NAMES[lang][name]}: {n}" for name, n in sorted(run.taken.items()) if n)
    yield f"{taken} {'regels' if lang == 'nl' else 'rules'}; {seconds:.3f} s"
    yield from (f"  {rule}: {said(why, lang)}" for rule, why in sorted(run.instead.items()))


def _failure(run: Run, lang: str) -> str:
    rule = min(run.failed)
    why = said(run.instead[rule], lang)
    if lang == "nl":
        return f"durable-rules faalde bij {len(run.failed)} regel(s), zoals {rule}: {why}; de eigen engine nam die over"
    return f"durable-rules failed at {len(run.failed)} rule(s), such as {rule}: {why}; the native engine took over"
