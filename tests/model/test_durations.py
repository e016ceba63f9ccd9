"""Durations as people write them, and month arithmetic that is right at the end of a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.model.dates import Days
from consistency.model.durations import (
    Duration,
    Span,
    before,
    find_durations,
    months_between,
    parse_duration,
    shifted,
)

DAYS = st.dates(date(1990, 1, 1), date(2079, 12, 31))
SPANS = st.builds(Span, st.integers(0, 120), st.integers(0, 400))


def _exactly(months: int, days: int = 0) -> Duration:
    return Duration(Span(months, days), Span(months, days))


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("6 maanden", _exactly(6)),
        ("zes maanden", _exactly(6)),
        ("3 mnd", _exactly(3)),
        ("3mnd.", _exactly(3)),
        ("half jaar", _exactly(6)),
        ("een half jaar", _exactly(6)),
        ("anderhalf jaar", _exactly(18)),
        ("1 jaar", _exactly(12)),
        ("één jaar", _exactly(12)),
        ("90 dagen", _exactly(0, 90)),
        ("13 weken", _exactly(0, 91)),
        ("1 kwartaal", _exactly(3)),
        ("2 x 1 jaar", _exactly(24)),
        ("2x12 maanden", _exactly(24)),
        ("twee maal een jaar", _exactly(24)),
        ("1+1 jaar", _exactly(24)),
        ("1 jaar en 6 maanden", _exactly(18)),
        ("stilzwijgend 1 jaar", _exactly(12)),
        ("uiterlijk 3 maanden voor de einddatum", _exactly(3)),
        ("3 months", _exactly(3)),
        ("6 tot 9 maanden", Duration(Span(6, 0), Span(9, 0))),
        ("6-9 maanden", Duration(Span(6, 0), Span(9, 0))),
    ],
)
def test_what_people_write(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "geen", "31-12-2023", "2024", "maandelijks", "9 tot 6 maanden", "9999 jaar"])
def test_no_duration(text: str) -> None:
    assert parse_duration(text) is None


def test_two_durations_are_not_one() -> None:
    assert parse_duration("3 maanden, daarna 1 jaar") is None
    assert find_durations("3 maanden, daarna 1 jaar") == [_exactly(3), _exactly(12)]


@given(st.text(max_size=200))
def test_any_text_gives_durations_or_none(text: str) -> None:
    assert all(duration.shortest <= duration.longest for duration in find_durations(text))


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2023, 5, 31), 3, date(2023, 2, 28)),
        (date(2024, 5, 31), 3, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 1, 15), 1, date(2023, 12, 15)),
    ],
)
def test_months_back(day: date, months: int, earlier: date) -> None:
    assert shifted(day, Span(months, 0), -1) == earlier


def _before(end: str, duration: Duration) -> tuple[str, str]:
    day = date.fromisoformat(end)
    first, last = before(Days(day, day), duration)
    return first.isoformat(), last.isoformat()


def test_the_last_day_before_an_end() -> None:
    assert _before("2023-05-31", _exactly(3)) == ("2023-02-28", "2023-02-28")
    assert _before("2023-05-15", _exactly(3)) == ("2023-02-15", "2023-02-15")
    assert _before("2023-06-30", _exactly(3)) == ("2023-03-30", "2023-03-31")
    assert _before("2023-06-30", _exactly(0, 90)) == ("2023-04-01", "2023-04-01")
    assert _before("2023-12-31", Duration(Span(6, 0), Span(9, 0))) == ("2023-03-31", "2023-06-30")


@given(DAYS, SPANS)
def test_before_is_never_later_than_the_end_and_grows_with_it(end: date, span: Span) -> None:
    duration = Duration(span, span)
    first, last = before(Days(end, end), duration)
    later = before(Days(end + timedelta(days=1), end + timedelta(days=1)), duration)
    assert first <= last <= end
    assert (last - first).days <= 3
    assert later.first >= first and later.last >= last


@given(DAYS, st.integers(0, 600))
def test_months_between_undoes_months_before(end: date, months: int) -> None:
    first, last = before(Days(end, end), _exactly(months))
    assert months_between(last + timedelta(days=1), end) <= months <= months_between(first, end)


@given(DAYS, DAYS)
def test_months_between_is_the_most_that_fits(first: date, last: date) -> None:
    months = months_between(first, last)
    after = last + timedelta(days=1)
    if months >= 0:
        assert shifted(first, Span(months, 0), 1) <= after < shifted(first, Span(months + 1, 0), 1)
    else:
        assert last < first


def test_the_ends_of_the_calendar() -> None:
    assert shifted(date.max, Span(1, 0), 1) == date.max
    assert shifted(date.min, Span(0, 1), -1) == date.min
    assert before(Days(date.min, date.max), _exactly(6)).first == date.min
