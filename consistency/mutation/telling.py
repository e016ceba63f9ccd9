"""The results as text for people, in Dutch and English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from consistency.mutation.operators import all_operators
from consistency.mutation.results import Count, Results
from consistency.mutation.trial import Trial, Verdict

WORDS = {
    "nl": {
        "head": "Mutatieproef op {set}, zaad {seed}: de planset zelf geeft {known} bevindingen, alleen nieuwe tellen.",
        "single": "Enkele mutaties",
        "pair": "Dubbele mutaties (beide moeten gevonden worden)",
        "line": "{name}: {mutants} mutanten, {equivalent} gelijkwaardig; gevonden {killed} van {counted} ({share}), "
        "{other} alleen door een andere regel, {survived} niet; {alarms} valse alarmen; {several} met meer oorzaken.",
        "operators": ("operator", "mutanten", "gelijkw.", "gevonden", "%", "andere", "niet", "vals"),
        "rules": ("regel", "gevonden", "als enige", "onverwacht", "vals"),
        "silent": "Nooit aan het woord: {rules}.",
        "reasons": "Gelijkwaardig: {reasons}.",
        "same-meaning": "de betekenis bleef gelijk",
        "said-once": "nergens anders wordt hiervan gesproken",
        "still-holds": "alles wat hiervan spreekt, klopt nog (afronding meegerekend)",
        "survivors": "Niet gevonden door een verwachte regel:",
        "alarms": "Valse alarmen:",
        "caught": "wel door: {rules}",
        "more": "… en nog {n}; --format json toont alle.",
        "expects": "te vinden door",
        "nothing": "geen enkele regel: de betekenis blijft gelijk",
    },
    "en": {
        "head": "Mutation test on {set}, seed {seed}: the plan set itself gives {known} findings; only new ones count.",
        "single": "Single mutations",
        "pair": "Double mutations (both must be found)",
        "line": "{name}: {mutants} mutants, {equivalent} equivalent; found {killed} of {counted} ({share}), "
        "{other} by another rule only, {survived} not; {alarms} false alarms; {several} with more causes than one.",
        "operators": ("operator", "mutants", "equiv.", "found", "%", "other", "not", "false"),
        "rules": ("rule", "found", "alone", "unexpected", "false"),
        "silent": "Never spoke: {rules}.",
        "reasons": "Equivalent: {reasons}.",
        "same-meaning": "the meaning did not change",
        "said-once": "nothing else speaks of it",
        "still-holds": "all that speaks of it still holds (rounding included)",
        "survivors": "Not found by an expected rule:",
        "alarms": "False alarms:",
        "caught": "but by: {rules}",
        "more": "… and {n} more; --format json shows all.",
        "expects": "to be found by",
        "nothing": "no rule: the meaning stays the same",
    },
}


def told(results: Results, lang: str, shown: int) -> str:
    """`shown` mutants at most are shown in full, with what they change in the plan file."""
    return "\n".join([*_head(results, lang), *_tables(results, lang), *_details(results, lang, shown)])


def operators_told(lang: str) -> str:
    """Every operator with what should catch it."""
    words = _words(lang)
    lines = []
    for operator in all_operators():
        title = operator.title.nl if lang == "nl" else operator.title.en
        expected = ", ".join(sorted(operator.expected)) or words["nothing"]
        lines += [f"{operator.name}: {title}", f"  {words['expects']}: {expected}"]
    return "\n".join(lines)


def _words(lang: str) -> dict[str, str]:
    return {key: text for key, text in WORDS[lang].items() if isinstance(text, str)}


def _columns(lang: str, key: str) -> tuple[str, ...]:
    names = WORDS[lang][key]
    assert isinstance(names, tuple)
    return names


def _head(results: Results, lang: str) -> Iterator[str]:
    words = _words(lang)
    yield words["head"].format(set=results.plan_set, seed=results.seed, known=results.known)
    for name, count in ((words["single"], results.whole()), (words["pair"], results.doubles())):
        if count.mutants:
            counted = count.mutants - count.equivalent
            numbers = {field: getattr(count, field) for field in count.__slots__ if field != "name"}
            yield words["line"].format(name=name, counted=counted, share=percent(count.share, lang), **numbers)
    reasons = Counter(one.reason.value for t in results.singles for one in t.tried if one.reason)
    if reasons:
        told = (f"{words[reason]} ({number})" for reason, number in sorted(reasons.items()))
        yield words["reasons"].format(reasons="; ".join(told))


def percent(share: Fraction | None, lang: str) -> str:
    """One decimal, cut off: 98,96 is not 99."""
    if share is None:
        return "-"
    tenths = int(share * 10)
    return f"{tenths // 10}{',' if lang == 'nl' else '.'}{tenths % 10}{' ' if lang == 'nl' else ''}%"


def _tables(results: Results, lang: str) -> Iterator[str]:
    counts: list[Count] = [count for count in results.by_operator() if count.mutants]
    yield ""
    yield from _table(
        _columns(lang, "operators"),
        [
            (c.name, c.mutants, c.equivalent, c.killed, percent(c.share, lang), c.other, c.survived, c.alarms)
            for c in counts
        ],
    )
    rules = results.by_rule()
    spoke = [r for r in rules if r.killed or r.other or r.alarms]
    yield ""
    yield from _table(_columns(lang, "rules"), [(r.name, r.killed, r.alone, r.other, r.alarms) for r in spoke])
    silent = [r.name for r in rules if r not in spoke]
    if silent:
        yield _words(lang)["silent"].format(rules=", ".join(silent))


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        yield "  ".join([line[0].ljust(widths[0]), *cells]).rstrip()


def _details(results: Results, lang: str, shown: int) -> Iterator[str]:
    words = _words(lang)
    trials = [*results.singles, *results.pairs]
    missed = [trial for trial in trials if trial.verdict in (Verdict.SURVIVED, Verdict.OTHER)]
    alarming = [trial for trial in trials if trial.alarms]
    for title, found, tell in (("survivors", missed, _missed), ("alarms", alarming, _alarm)):
        if found:
            yield from ("", words[title])
        for trial in found[:shown]:
            yield from tell(trial, lang)
        if len(found) > shown:
            yield words["more"].format(n=len(found) - shown)


def _missed(trial: Trial, lang: str) -> Iterator[str]:
    for one in trial.tried:
        if one.verdict in (Verdict.SURVIVED, Verdict.OTHER):
            caught = f" ({_words(lang)['caught'].format(rules=', '.join(one.others))})" if one.others else ""
            yield f"- {one.operator}{caught}"
            yield from (f"    {line}" for line in one.diff.splitlines())


def _alarm(trial: Trial, lang: str) -> Iterator[str]:
    for alarm in trial.alarms:
        yield f"- {alarm.rule}: {alarm.message[lang]}"
    for one in trial.tried:
        yield f"  {one.operator}"
        yield from (f"    {line}" for line in one.diff.splitlines())
