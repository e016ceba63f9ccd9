"""The report for people in a terminal: what must be decided, worst first; plain text when it is piped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consistency.model.finding import Certainty, Evidence, Finding, Severity
from consistency.model.location import Location, as_data
from consistency.model.report import Report
from consistency.outputs._words import counted, word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

EVIDENCE_SHOWN = 6
PLAIN_WIDTH = 120
_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@dataclass(frozen=True, slots=True)
class TerminalWriter:
    name: str = "terminal"

    def render(self, report: Report, lang: str) -> bytes:
        """Plain text, as in a file or a pipe."""
        from io import StringIO

        from rich.console import Console

        buffer = StringIO()
        print_report(report, lang, Console(file=buffer, width=PLAIN_WIDTH, color_system=None, legacy_windows=False))
        return buffer.getvalue().encode()


WRITER = TerminalWriter()


def print_report(report: Report, lang: str, console: Console) -> None:
    for line in _lines(report, lang):
        console.print(line, soft_wrap=console.color_system is None, highlight=False, markup=False)


def _lines(report: Report, lang: str) -> Iterator[Text]:
    yield from _problems(report, lang)
    yield from _verdict(report, lang)
    for heading, findings in _groups(report):
        if findings:
            yield _text()
            yield _text(f"{word(lang, heading)} ({len(findings)})", "bold underline")
        if heading == "definite_info":
            yield from _in_short(report, findings, lang)
        else:
            for finding in findings:
                yield from _finding(report, finding, lang)
    yield from _undecided(report, lang)
    yield _text()
    yield from _footer(report, lang)


def _text(content: str = "", style: str = "") -> Text:
    from rich.text import Text

    return Text(content, style=style)


def _problems(report: Report, lang: str) -> Iterator[Text]:
    if report.problems:
        yield _text(word(lang, "problems"), "bold red")
    for problem in report.problems:
        yield _text(f"  {problem}")


def _verdict(report: Report, lang: str) -> Iterator[Text]:
    counts = report.summary()
    names = ", ".join(report.plan_sets)
    when = f" ({word(lang, 'as_of')} {report.as_of.last.isoformat()})" if report.as_of else ""
    yield _text(f"{names}{when}", "bold")
    if report.looked_at == 0:
        yield _text(word(lang, "nothing_checked"), "bold red")
    elif counts["error"]:
        yield _text(word(lang, "verdict_bad", errors=counted(lang, "places", counts["error"])), "bold red")
    elif counts["possible"]:
        possible = counted(lang, "possibles", counts["possible"])
        yield _text(word(lang, "verdict_possible", possible=possible), "bold yellow")
    elif counts["undecided"]:
        yield _text(word(lang, "verdict_open", undecided=counts["undecided"], subjects=report.looked_at), "bold yellow")
    else:
        yield _text(word(lang, "verdict_good", subjects=report.looked_at), "bold green")


def _groups(report: Report) -> list[tuple[str, list[Finding]]]:
    definite = [f for f in report.causes if f.certainty is Certainty.DEFINITE]
    groups = [(f"definite_{s.value}", [f for f in definite if f.severity is s]) for s in Severity]
    groups.insert(1, ("possible", [f for f in report.causes if f.certainty is Certainty.POSSIBLE]))
    return groups


def _finding(report: Report, finding: Finding, lang: str) -> Iterator[Text]:
    title = report.titles.get(finding.rule, {}).get(lang, finding.rule)
    subject = " ↔ ".join(dict.fromkeys(s.name for s in finding.subjects))
    line = _text("\n  ■ ", _COLOURS[finding.severity])
    line.append(f"{subject}: {title}", "bold")
    line.append(f"  [{finding.rule} {finding.fingerprint[:8]}]", "dim")
    yield line
    yield _text(f"    {finding.message[lang]}")
    if finding.arithmetic:
        yield _text(f"    {finding.arithmetic[lang]}", "bold")
    for evidence in finding.evidence[:EVIDENCE_SHOWN]:
        yield _text(f"      {_place(evidence.location)}  {_quoted(evidence)}", "dim")
    if len(finding.evidence) > EVIDENCE_SHOWN:
        yield _text(f"      {word(lang, 'more', n=len(finding.evidence) - EVIDENCE_SHOWN)}", "dim")
    yield _text(f"    {word(lang, 'repair')}: {finding.repair[lang]}")
    follow = report.consequences_of(finding)
    if follow:
        rules = ", ".join(sorted({f.rule for f in follow}))
        yield _text(f"    {word(lang, 'follows')} {counted(lang, 'findings', len(follow))} ({rules})")


def _in_short(report: Report, findings: list[Finding], lang: str) -> Iterator[Text]:
    """What is only for information: the title of each rule once, and a line for each finding."""
    for rule in dict.fromkeys(finding.rule for finding in findings):
        line = _text(f"\n  ■ {report.titles.get(rule, {}).get(lang, rule)}", _COLOURS[Severity.INFO])
        line.append(f"  [{rule}]", "dim")
        yield line
        for finding in (f for f in findings if f.rule == rule):
            place = _place(finding.evidence[0].location) if finding.evidence else ""
            yield _text(f"    {finding.message[lang]}  ").append(place, "dim")


def _quoted(evidence: Evidence) -> str:
    says = " ".join(evidence.says.split())
    return f"‘{says[:97]}…’" if len(says) > 98 else f"‘{says}’"


def _place(location: Location) -> str:
    """`plan.yaml:12:7 (nota.txt:571)`: where it stands, and where it was taken from."""
    data = as_data(location)
    original = getattr(location, "original", None)
    parts = [str(value) for key, value in data.items() if key not in ("original", "box")]
    return ":".join(parts) + (f" ({_place(original)})" if original else "")


def _undecided(report: Report, lang: str) -> Iterator[Text]:
    """Each reason once, with how often it stood in the way."""
    reasons = Counter((u.rule, u.why[lang]) for u in report.undecided)
    if reasons:
        yield _text()
        yield _text(f"{word(lang, 'undecided')} ({len(report.undecided)})", "bold underline")
    for (rule, why), times in reasons.items():
        line = _text(f"\n  ■ {report.titles.get(rule, {}).get(lang, rule)}", "magenta").append(f"  [{rule}]", "dim")
        yield line
        yield _text(f"    {why}" + (f" ({word(lang, 'times', n=times)})" if times > 1 else ""))


def _footer(report: Report, lang: str) -> Iterator[Text]:
    yield _text(word(lang, "counts", **report.summary()), "bold")
    empty = sum(1 for outcome in report.outcomes if outcome.subjects == 0)
    yield _text(word(lang, "coverage", rules=len(report.outcomes), subjects=report.looked_at, empty=empty))
    for file in report.inputs:
        if file.unread:
            yield _text(word(lang, "unread", n=file.unread, path=file.path))


def print_passed(report: Report, lang: str, console: Console) -> None:
    """Per rule how many subjects were found in order."""
    console.print(_text(f"\n{word(lang, 'passed')}", "bold underline"))
    for outcome in report.outcomes:
        passed = outcome.subjects - len(outcome.findings) - len(outcome.undecided)
        console.print(_text(f"  {word(lang, 'passed_rule', id=outcome.rule, n=passed)}"), soft_wrap=True)
