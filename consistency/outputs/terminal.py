"""The report for people in a terminal: what must be decided, worst first; plain text when it is piped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING

from consistency.model.finding import Certainty, Evidence, Finding, Severity
from consistency.model.found import Group
from consistency.model.location import Location, as_data
from consistency.model.report import Report
from consistency.outputs._words import counted, word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

AT_ONCE = 5_000
"""Lines that are put together at a time."""

EVIDENCE_SHOWN = 5
PREMISES_SHOWN = 3
_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control and direction characters: a document must not steer the terminal."""


class _Text:
    """Parts in a style each, of which the first `within` may hold words that stand out. Plain text needs no rich."""

    __slots__ = ("bold", "parts", "within")

    def __init__(self, content: str = "", style: str = "") -> None:
        self.parts = [(_UNPRINTABLE.sub("\ufffd", content), style)]
        self.bold: Sequence[str] = ()
        self.within = 0

    def append(self, content: str, style: str = "") -> _Text:
        self.parts += _Text(content, style).parts
        return self

    def highlight(self, words: Sequence[str]) -> _Text:
        self.bold, self.within = words, len(self.parts)
        return self

    def plain(self) -> str:
        return "".join(content for content, _ in self.parts)

    def styled(self) -> Text:
        from rich.text import Text

        text = Text()
        for number, (content, style) in enumerate(self.parts, 1):
            text = text.append(content, style) if number > 1 else Text(content, style=style)
            if number == self.within:
                text.highlight_words(self.bold, "bold")
        return text


Line = tuple[int, _Text]
"""Indentation and content; a long line is wrapped under its own indentation."""


@dataclass(frozen=True, slots=True)
class TerminalWriter:
    name: str = "terminal"

    def render(self, report: Report, lang: str) -> Iterator[bytes]:
        """Plain text, as in a file or a pipe; characters are whole in each piece."""
        return _pieces(_lines(report, lang))

    def passed(self, report: Report, lang: str) -> Iterator[bytes]:
        """Per rule how many subjects were found in order, as plain text."""
        return _pieces(_passed(report, lang))


WRITER = TerminalWriter()


def print_report(report: Report, lang: str, console: Console) -> None:
    _print(_lines(report, lang), console)


def print_passed(report: Report, lang: str, console: Console) -> None:
    """Per rule how many subjects were found in order."""
    _print(_passed(report, lang), console)


def _passed(report: Report, lang: str) -> Iterator[Line]:
    yield 0, _Text()
    yield 0, _Text(word(lang, "passed"), "bold underline")
    for tally in report.found.tallies:
        passed = tally.subjects - tally.violated - tally.undecided
        yield 2, _Text(word(lang, "passed_rule", id=tally.rule, n=passed))


def _print(lines: Iterable[Line], console: Console) -> None:
    from rich.padding import Padding

    for indent, text in lines:
        if console.color_system is None:
            styled = text.styled()
            styled.pad_left(indent)
            console.print(styled, soft_wrap=True, highlight=False)
        else:
            console.print(Padding(text.styled(), (0, 0, 0, indent)), highlight=False)


def _pieces(lines: Iterable[Line]) -> Iterator[bytes]:
    texts = plain(lines)
    while piece := "".join(islice(texts, AT_ONCE)):
        yield piece.encode()


def plain(lines: Iterable[Line]) -> Iterator[str]:
    for indent, text in lines:
        yield f"{' ' * indent}{text.plain().expandtabs()}\n"


def _lines(report: Report, lang: str) -> Iterator[Line]:
    yield from _problems(report, lang)
    yield from _verdict(report, lang)
    for heading, by_rule in _headings(report):
        if by_rule:
            count = sum(group.causes for groups in by_rule for group in groups)
            yield 0, _Text()
            yield 0, _Text(f"{word(lang, heading)} ({count})", "bold underline")
        for groups in by_rule:
            yield from _rule(report, groups, lang)
    yield from _undecided(report, lang)
    yield 0, _Text()
    yield from _footer(report, lang)


def _problems(report: Report, lang: str) -> Iterator[Line]:
    if report.problems:
        yield 0, _Text(word(lang, "problems"), "bold red")
    for problem in report.problems:
        yield 2, _Text(problem.told(lang))


def _verdict(report: Report, lang: str) -> Iterator[Line]:
    counts = report.summary()
    names = ", ".join(report.plan_sets)
    when = f" ({word(lang, 'as_of')} {report.as_of.last.isoformat()})" if report.as_of else ""
    yield 0, _Text(f"{names}{when}", "bold")
    if report.looked_at == 0:
        yield 0, _Text(word(lang, "nothing_checked"), "bold red")
    elif counts["error"]:
        yield 0, _Text(word(lang, "verdict_bad", errors=counted(lang, "places", counts["error"])), "bold red")
    elif counts["possible"]:
        possible = counted(lang, "possibles", counts["possible"])
        yield 0, _Text(word(lang, "verdict_possible", possible=possible), "bold yellow")
    elif counts["undecided"]:
        open_cases = word(lang, "verdict_open", undecided=counts["undecided"], subjects=report.looked_at)
        yield 0, _Text(open_cases, "bold yellow")
    else:
        yield 0, _Text(word(lang, "verdict_good", subjects=report.looked_at), "bold green")


def _headings(report: Report) -> list[tuple[str, list[list[Group]]]]:
    """By what must be decided; in each the rules, those with the most money first."""
    most: Counter[str] = Counter()
    for group in report.found.groups:
        most[group.rule] = max(most[group.rule], group.gap)
    groups = sorted(report.found.groups, key=lambda g: (-most[g.rule], g.rule, g.severity.rank))
    definite = [group for group in groups if group.certainty is Certainty.DEFINITE]
    headings = [(f"definite_{s.value}", [group for group in definite if group.severity is s]) for s in Severity]
    headings.insert(1, ("possible", [group for group in groups if group.certainty is Certainty.POSSIBLE]))
    return [(name, [list(same) for _, same in groupby(among, lambda g: g.rule)]) for name, among in headings]


def _rule(report: Report, groups: Sequence[Group], lang: str) -> Iterator[Line]:
    """The findings of one rule under one heading, the largest gaps first."""
    rule, severity = groups[0].rule, groups[0].severity
    count = sum(group.causes for group in groups)
    title = _Text().append("■ ", _COLOURS[severity])
    title.append(report.titles.get(rule, {}).get(lang, rule), "bold")
    title.append(f" ({count})" if count > 1 else "").append(f"  [{rule}]", "dim")
    yield 0, _Text()
    yield 2, title
    repair = ""
    for finding in merge(*map(report.found.causes_in, groups), key=lambda f: (-f.gap, f.sort_key())):
        yield from _in_short(finding, lang) if severity is Severity.INFO else _finding(report, finding, lang)
        repair = repair or finding.repair[lang]
    yield 4, _Text(f"{word(lang, 'repair')}: {repair}", "italic")


def _finding(report: Report, finding: Finding, lang: str) -> Iterator[Line]:
    yield 4, _message(finding, lang)
    if finding.arithmetic:
        yield 6, _Text(finding.arithmetic[lang])
    for evidence in finding.evidence[:EVIDENCE_SHOWN]:
        yield 6, _Text(f"{_place(evidence.location)}  {_quoted(evidence)}", "dim")
    if len(finding.evidence) > EVIDENCE_SHOWN:
        yield 6, _Text(word(lang, "more", n=len(finding.evidence) - EVIDENCE_SHOWN), "dim")
    yield from _chain(finding, lang)
    follow = report.found.consequences_of(finding.fingerprint)
    if follow:
        rules = ", ".join(sorted({f.rule for f in follow}))
        yield 6, _Text(f"{word(lang, 'follows')} {counted(lang, 'findings', len(follow))} ({rules})")


def _in_short(finding: Finding, lang: str) -> Iterator[Line]:
    place = _place(finding.evidence[0].location) if finding.evidence else ""
    yield 4, _message(finding, lang).append("  ").append(place, "dim")
    yield from _chain(finding, lang)


def _chain(finding: Finding, lang: str) -> Iterator[Line]:
    """What a finding that stands by itself was concluded from, the nearest first."""
    premises = list(reversed(finding.chain))
    if premises:
        told = " ← ".join(
            f"{_message(premise, lang).plain()} [{premise.rule}]" for premise in premises[:PREMISES_SHOWN]
        )
        more = f" ({word(lang, 'more', n=len(premises) - PREMISES_SHOWN)})" if len(premises) > PREMISES_SHOWN else ""
        yield 6, _Text(f"{word(lang, 'because')}: {told}{more}")


def _message(finding: Finding, lang: str) -> _Text:
    """The message, with what it is about in front where it does not name that itself."""
    names = list(dict.fromkeys(s.name for s in finding.subjects))
    message = _Text(finding.message[lang])
    if not all(name in finding.message[lang] for name in names):
        message = _Text(f"{' ↔ '.join(names)}: ").append(finding.message[lang])
    return message.highlight(names)


def _quoted(evidence: Evidence) -> str:
    says = " ".join(evidence.says.split())
    return f"‘{says[:97]}…’" if len(says) > 98 else f"‘{says}’"


def _place(location: Location) -> str:
    """`plan.yaml:12:7 (nota.txt:571)`: where it stands, and where it was taken from."""
    data = as_data(location)
    original = getattr(location, "original", None)
    parts = [str(value) for key, value in data.items() if key not in ("original", "box")]
    return ":".join(parts) + (f" ({_place(original)})" if original else "")


def _undecided(report: Report, lang: str) -> Iterator[Line]:
    """Each reason once, with how often it stood in the way, and of what first."""
    reasons: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for undecided in report.found.undecided():
        reason = undecided.rule, undecided.why[lang]
        reasons[reason] += 1
        if undecided.subjects:
            first.setdefault(reason, undecided.subjects[0].name)
    if reasons:
        yield 0, _Text()
        yield 0, _Text(f"{word(lang, 'undecided')} ({reasons.total()})", "bold underline")
    for (rule, why), times in reasons.items():
        title = _Text().append("■ ", "magenta").append(report.titles.get(rule, {}).get(lang, rule), "bold")
        yield 0, _Text()
        yield 2, title.append(f"  [{rule}]", "dim")
        yield 4, _Text(first.get((rule, why), "") + (f" {word(lang, 'others', n=times - 1)}" if times > 1 else ""))
        yield 6, _Text(why)


def _footer(report: Report, lang: str) -> Iterator[Line]:
    counts = report.summary()
    said = [counted(lang, f"{key}_count", counts[key]) for key in ("error", "warning", "info", "possible", "undecided")]
    yield 0, _Text(", ".join(said), "bold")
    tallies = report.found.tallies
    empty = sum(1 for tally in tallies if tally.subjects == 0)
    yield 0, _Text(word(lang, "coverage", rules=len(tallies), subjects=report.looked_at, empty=empty))
    for file in report.inputs:
        if file.unread:
            yield 0, _Text(counted(lang, "unread", file.unread, path=file.path))
