"""The report for people in a terminal: what must be decided, worst first; plain text when it is piped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.model.finding import Certainty, Evidence, Finding, Severity
from consistency.model.location import Location, as_data
from consistency.model.report import Report
from consistency.outputs._words import counted, word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

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

    def render(self, report: Report, lang: str) -> bytes:
        """Plain text, as in a file or a pipe."""
        return "".join(plain(_lines(report, lang))).encode()

    def passed(self, report: Report, lang: str) -> bytes:
        """Per rule how many subjects were found in order, as plain text."""
        return "".join(plain(_passed(report, lang))).encode()


WRITER = TerminalWriter()


def print_report(report: Report, lang: str, console: Console) -> None:
    _print(_lines(report, lang), console)


def print_passed(report: Report, lang: str, console: Console) -> None:
    """Per rule how many subjects were found in order."""
    _print(_passed(report, lang), console)


def _passed(report: Report, lang: str) -> Iterator[Line]:
    yield 0, _Text()
    yield 0, _Text(word(lang, "passed"), "bold underline")
    for outcome in report.outcomes:
        passed = outcome.subjects - len(outcome.findings) - len(outcome.undecided)
        yield 2, _Text(word(lang, "passed_rule", id=outcome.rule, n=passed))


def _print(lines: Iterable[Line], console: Console) -> None:
    from rich.padding import Padding

    for indent, text in lines:
        if console.color_system is None:
            styled = text.styled()
            styled.pad_left(indent)
            console.print(styled, soft_wrap=True, highlight=False)
        else:
            console.print(Padding(text.styled(), (0, 0, 0, indent)), highlight=False)


def plain(lines: Iterable[Line]) -> Iterator[str]:
    for indent, text in lines:
        yield f"{' ' * indent}{text.plain().expandtabs()}\n"


def _lines(report: Report, lang: str) -> Iterator[Line]:
    yield from _problems(report, lang)
    yield from _verdict(report, lang)
    for heading, findings in _groups(report):
        if findings:
            yield 0, _Text()
            yield 0, _Text(f"{word(lang, heading)} ({len(findings)})", "bold underline")
        for rule, found in _by_rule(findings).items():
            yield from _rule(report, rule, found, lang)
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


def _groups(report: Report) -> list[tuple[str, list[Finding]]]:
    """By what must be decided; in each the rules with the most money first, and their largest gaps first."""
    gaps = {rule: max(map(_gap, findings)) for rule, findings in _by_rule(report.causes).items()}
    causes = sorted(report.causes, key=lambda f: (-gaps[f.rule], f.rule, -_gap(f)))
    definite = [f for f in causes if f.certainty is Certainty.DEFINITE]
    groups = [(f"definite_{s.value}", [f for f in definite if f.severity is s]) for s in Severity]
    groups.insert(1, ("possible", [f for f in causes if f.certainty is Certainty.POSSIBLE]))
    return groups


def _by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.rule, []).append(finding)
    return found


def _gap(finding: Finding) -> int:
    """The least that is at stake, in cents; 0 where a finding is not about money."""
    low, high = finding.difference or (0, 0)
    return max(0, low, -high if high is not None else 0)


def _rule(report: Report, rule: str, findings: list[Finding], lang: str) -> Iterator[Line]:
    severity = min((finding.severity for finding in findings), key=lambda s: s.rank)
    title = _Text().append("■ ", _COLOURS[severity])
    title.append(report.titles.get(rule, {}).get(lang, rule), "bold")
    title.append(f" ({len(findings)})" if len(findings) > 1 else "").append(f"  [{rule}]", "dim")
    yield 0, _Text()
    yield 2, title
    for finding in findings:
        yield from _in_short(finding, lang) if severity is Severity.INFO else _finding(report, finding, lang)
    yield 4, _Text(f"{word(lang, 'repair')}: {findings[0].repair[lang]}", "italic")


def _finding(report: Report, finding: Finding, lang: str) -> Iterator[Line]:
    yield 4, _message(finding, lang)
    if finding.arithmetic:
        yield 6, _Text(finding.arithmetic[lang])
    for evidence in finding.evidence[:EVIDENCE_SHOWN]:
        yield 6, _Text(f"{_place(evidence.location)}  {_quoted(evidence)}", "dim")
    if len(finding.evidence) > EVIDENCE_SHOWN:
        yield 6, _Text(word(lang, "more", n=len(finding.evidence) - EVIDENCE_SHOWN), "dim")
    yield from _chain(finding, lang)
    follow = report.consequences_of(finding)
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
        yield 6, _Text(f"{word(lang, 'because')}: {' ← '.join(shown)}{more}")


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
    reasons = Counter((u.rule, u.why[lang]) for u in report.undecided)
    first = {(u.rule, u.why[lang]): u.subjects[0].name for u in reversed(report.undecided) if u.subjects}
    if reasons:
        yield 0, _Text()
        yield 0, _Text(f"{word(lang, 'undecided')} ({len(report.undecided)})", "bold underline")
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
    empty = sum(1 for outcome in report.outcomes if outcome.subjects == 0)
    yield 0, _Text(word(lang, "coverage", rules=len(report.outcomes), subjects=report.looked_at, empty=empty))
    for file in report.inputs:
        if file.unread:
            yield 0, _Text(counted(lang, "unread", file.unread, path=file.path))
