"""What is kept in a file is what is kept in memory: the same findings, in the same order, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from consistency.kept import Kept, in_order, pack, unpack
from consistency.model.facts import Subject
from consistency.model.finding import Certainty, Evidence, Finding, RuleOutcome, Severity, Undecided
from consistency.model.found import Found, InMemory
from consistency.model.location import Location, TextLine, YamlPlace

TEXT = st.text(st.characters(exclude_characters="\0"), max_size=3)
PLACES: st.SearchStrategy[Location] = st.builds(
    YamlPlace, TEXT, st.integers(1, 30), st.integers(1, 30), st.none() | st.builds(TextLine, TEXT, st.integers(1, 30))
)
EVIDENCE = st.builds(
    lambda place: (Evidence("", "amount", [1, None], 1.0, place),) if place else (), st.none() | PLACES
)
RULES = st.sampled_from(["a", "a-b", "ab"])
FINGERPRINTS = st.sampled_from([None, "0" * 16, "1" * 16])
GAPS = st.none() | st.tuples(st.integers(-(10**30), 10**30), st.none() | st.integers(-(10**30), 10**30))


@st.composite
def outcomes(draw: st.DrawFn) -> list[RuleOutcome]:
    """Each finding about a subject of its own, so that no two share a fingerprint."""
    numbers = iter(range(1000))

    def finding(rule: str) -> Finding:
        return Finding(
            rule,
            draw(st.sampled_from(Severity)),
            draw(st.sampled_from(Certainty)),
            (Subject("initiative", str(next(numbers)), draw(TEXT.filter(_encodable))),),
            {},
            {"nl": "n", "en": "e"},
            {"nl": "n", "en": "e"},
            draw(EVIDENCE),
            difference=draw(GAPS),
            caused_by=draw(FINGERPRINTS),
        )

    def undecided(rule: str) -> Undecided:
        return Undecided(rule, (Subject("", str(next(numbers)), ""),), {}, {"nl": "", "en": ""}, draw(EVIDENCE))

    return [
        RuleOutcome(
            rule,
            draw(st.integers(0, 9)),
            tuple(finding(rule) for _ in range(draw(st.integers(0, 6)))),
            tuple(undecided(rule) for _ in range(draw(st.integers(0, 3)))),
        )
        for rule in draw(st.lists(RULES, unique=True))
    ]


def _encodable(text: str) -> bool:
    return text.encode("utf-8", "ignore").decode() == text


def told(found: Found) -> list[object]:
    groups = [(group, list(found.causes_in(group))) for group in found.groups]
    follow = [list(found.consequences_of(fingerprint)) for fingerprint in ("0" * 16, "1" * 16)]
    return [list(found.tallies), list(found.findings()), list(found.undecided()), groups, follow]


def kept(sets: Iterable[list[RuleOutcome]]) -> Kept:
    file = Kept()
    for one in sets:
        file.add(pack(one))
    return file


@given(outcomes())
def test_a_file_tells_what_memory_tells(found: list[RuleOutcome]) -> None:
    assert told(kept([found])) == told(InMemory(found))
    assert unpack(pack(found)) == found


@given(outcomes())
def test_it_does_not_matter_how_many_bring_it(found: list[RuleOutcome]) -> None:
    apart = [[RuleOutcome(o.rule, o.subjects, o.findings[n::2], o.undecided[n::2]) for o in found] for n in (0, 1)]
    expected = InMemory([RuleOutcome(o.rule, 2 * o.subjects, o.findings, o.undecided) for o in found])
    assert told(kept(apart)) == told(expected)


def test_questions_do_not_disturb_each_other() -> None:
    findings = tuple(
        Finding("a", Severity.ERROR, Certainty.DEFINITE, (Subject("", str(n), ""),), {}, {}, {}, ()) for n in range(9)
    )
    found = kept([[RuleOutcome("a", 9, findings)]])
    first = found.findings()
    begun = list(islice(first, 3))
    assert [*found.causes_in(found.groups[0])] == [*found.findings()] == [*begun, *first]


KEYS = st.tuples(st.integers(0, 10**9), TEXT, st.lists(st.tuples(st.integers(0, 99), TEXT)).map(tuple), TEXT)


@given(KEYS, KEYS)
def test_bytes_sort_as_the_keys_do(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert (in_order(one) < in_order(other)) == (one < other)
    assert (in_order(one) == in_order(other)) == (one == other)
