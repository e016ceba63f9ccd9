"""Every form of date and period that people were seen to write."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.model.dates import (
    Days,
    contract_end,
    find_days,
    format_days,
    parse_column,
    parse_days,
    parse_period,
    parse_years,
)

DAYS = {
    "1-3-2021": "2021-03-01",
    "01-07-2023": "2023-07-01",
    "1/7/2023": "2023-07-01",
    "1.7.2023": "2023-07-01",
    "1-7-23": "2023-07-01",
    "2023-05-30": "2023-05-30",
    "2023-05-30 00:00:00": "2023-05-30",
    "24-10-2024 17.00 uur": "2024-10-24",
    "per 1 juli 2023": "2023-07-01",
    "op maandag 3 juli 2023": "2023-07-03",
    "1 jan 2026": "2026-01-01",
    "1 July 2023": "2023-07-01",
    "July 1, 2023": "2023-07-01",
    "31-12-2022*": "2022-12-31",
    "31 december 2022.": "2022-12-31",
    "ultimo 2022": "2022-12-31",
    "juni 2023": "2023-06-01/2023-06-30",
    "eind juni 2023": "2023-06-01/2023-06-30",
    "jan 2026": "2026-01-01/2026-01-31",
    "febr\u200buari 2024": "2024-02-01/2024-02-29",
    "mrt. 2024": "2024-03-01/2024-03-31",
    "06-2023": "2023-06-01/2023-06-30",
    "2023-06": "2023-06-01/2023-06-30",
    "Q4 2021": "2021-10-01/2021-12-31",
    "Q4-2021": "2021-10-01/2021-12-31",
    "2021 Q4": "2021-10-01/2021-12-31",
    "4e kwartaal 2021": "2021-10-01/2021-12-31",
    "vierde kwartaal van 2021": "2021-10-01/2021-12-31",
    "first quarter of 2021": "2021-01-01/2021-03-31",
    "tweede helft 2023": "2023-07-01/2023-12-31",
    "medio 2023": "2023-05-01/2023-08-31",
    "mid-2023": "2023-05-01/2023-08-31",
    "begin 2021": "2021-01-01/2021-04-30",
    "eind 2022": "2022-09-01/2022-12-31",
    "end of 2022": "2022-09-01/2022-12-31",
    "najaar 2017": "2017-09-01/2017-12-31",
    "najaar van 2017": "2017-09-01/2017-12-31",
    "voorjaar 2020": "2020-03-01/2020-06-30",
    "zomer 2021": "2021-06-01/2021-09-30",
    "Week 4 2025": "2025-01-20/2025-01-26",
    "week 1 2025": "2024-12-30/2025-01-05",
    "2021": "2021-01-01/2021-12-31",
    "in 2021": "2021-01-01/2021-12-31",
}


def _days(text: str) -> Days:
    first, _, last = text.partition("/")
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(("text", "days"), DAYS.items())
def test_parse_days(text: str, days: str) -> None:
    assert parse_days(text) == _days(days)


@pytest.mark.parametrize(
    "text",
    [
        *("", "nnb", "2021-000601", "M705032", "17.00 uur", "€ 2021", "2021 euro", "31-2-2022", "12/31/2021"),
        *("week 60 2025", "2021-2025", "2022-25", "1989", "2080", "4.2", "1-2-3", "juni", "1 juli", "Q5 2021"),
        *("12.2021", "1 juli 2023 t/m 2024", "vóór 1 juli 2023", "x" * 100 + " 2023"),
    ],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert parse_days(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In het najaar van 2017 en op 1 januari 2018.", ["najaar van 2017", "1 januari 2018"]),
        ("contract (loopt af per 1 juli 2023), daarna 2024", ["1 juli 2023", "2024"]),
        ("Versie: 0.99 / 08-01-2021, d.d.30-03-2021", ["08-01-2021", "30-03-2021"]),
        ("zaak 2021-000601, M2021, € 2021, 2021 euro, 12.2021", []),
        ("2021-2025, 2021/22 en 2021/2022/2023", ["2021", "2025", "2021", "2021", "2022", "2023"]),
        ("01-07-2023–01-07-2024", ["01-07-2023", "01-07-2024"]),
        ("31-12-2022/31-12-2023", ["31-12-2022", "31-12-2023"]),
        ("eind juni\n2023", ["eind juni\n2023"]),
        ("1517 inwoners in 1850", []),
    ],
)
def test_find_days(text: str, found: list[str]) -> None:
    hits = find_days(text)
    assert [text[begin:end] for begin, end, _ in hits] == found


def test_a_contract_ends_on_the_day_or_the_day_before() -> None:
    july = parse_days("per 1 juli 2023")
    june = parse_days("juni 2023")
    assert july and june
    assert contract_end(july) == _days("2023-06-30/2023-07-01")
    assert contract_end(july).meets(june)
    assert not contract_end(_days("2023-07-02")).meets(june)
    assert contract_end(_days("2023-07-02")) == _days("2023-07-02")
    assert contract_end(Days(date.min, date.min)) == (date.min, date.min)
    assert not contract_end(june).meets(_days("2023-05-01/2023-05-31"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", 2023, 2023),
        ("2021*", 2021, 2021),
        ("2021 t/m 2025", 2021, 2025),
        ("2021 t/m 25", 2021, 2025),
        ("2021 t/m '25", 2021, 2025),
        ("2021/22", 2021, 2022),
        ("2022-25", 2022, 2025),
        ("2022 – 2025", 2022, 2025),
        ("2021 - 2022", 2021, 2022),
        ("2022 -2024", 2022, 2024),
        ("2022 en 2023", 2022, 2023),
        ("2022 en 23", 2022, 2023),
        ("2022, 2023", 2022, 2023),
        ("2022, 25 scholen", 2022, 2022),
        ("2021 - 25 maart 2022", 2021, 2022),
        ("from 2022 to 2025", 2022, 2025),
        ("juni 2022 tot en met maart 2023", 2022, 2023),
        ("Q1 2022 t/m Q3 2023", 2022, 2023),
        ("2023-06-01 t/m 2024-05-31", 2023, 2024),
        ("2021 aanbesteding door de regio 2022 en 2023 implementatie", 2021, 2023),
        ("Fase 1 (2021): aanbesteding Fase 2 (2022-2025): invoering", 2021, 2025),
        ("december 2021", 2021, 2021),
    ],
)
def test_closed_periods(text: str, first: int, last: int) -> None:
    period = parse_period(text)
    assert period and (period.first_year, period.last_year) == (first, last)
    assert not period.open_end and not period.continuous
    assert [period.covers_year(year) for year in (first - 1, first, last, last + 1)] == [False, True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        *("2022 e.v.", "2022 ev", "2022 e.v", "2022 en verder", "2022 en volgende jaren", "2022, 2023 e.v."),
        *(
            "2022-",
            "2022+",
            "vanaf 2022",
            "from 2022",
            "structureel vanaf 2022",
            "2022 and beyond",
            "2022 onwards",
            "m.i.v. 1 mei 2022",
        ),
    ],
)
def test_open_periods(text: str) -> None:
    period = parse_period(text)
    assert period and period.open_end and not period.continuous
    assert (period.first_year, period.last_year) == (2022, None)
    assert [period.covers_year(year) for year in (2021, 2022, 2078)] == [False, True, True]


@pytest.mark.parametrize("text", ["continu", "Continue verbetering", "doorlopend", "ongoing"])
def test_continuous_periods(text: str) -> None:
    period = parse_period(text)
    assert period and period.continuous and period.open_end
    assert (period.first_year, period.last_year, period.covers_year(2022)) == (None, None, True)


def test_half_a_period_leaves_the_other_end_undecided() -> None:
    until, since = parse_period("t/m 2025"), parse_period("start 2022")
    assert until and [until.covers_year(year) for year in (2024, 2025, 2026)] == [None, True, False]
    assert since and [since.covers_year(year) for year in (2021, 2022, 2023)] == [False, True, None]


@pytest.mark.parametrize("text", ["", "nnb", "nmb", "n.v.t.", "PM", "2021-000601", "M705032", "continuïteit"])
def test_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("2022 e.v.", (2022, "")),
        ("2022*", (2022, "*")),
        ("Begroting 2022", (2022, "")),
        ("2023 (raming)", (2023, "")),
        ("2022 - 2025", None),
        ("Kosten 2022", None),
    ],
)
def test_parse_column(text: str, head: tuple[int, str] | None) -> None:
    assert parse_column(text) == head


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("2021*", (2021, "*")),
        ("2022", (2022, "")),
        ("2022 ¹", (2022, "¹")),
        ("2021 *)", (2021, "*)")),
        ("2021 1)", (2021, "1)")),
        ("Jaar 2022", (2022, "")),
        ("2022 e.v.", None),
        ("20211", None),
        ("1900", None),
        ("Kosten", None),
    ],
)
def test_parse_years(text: str, head: tuple[int, str] | None) -> None:
    assert parse_years(text) == head


@pytest.mark.parametrize(
    ("days", "dutch", "english"),
    [
        ("2023-07-01", "1 juli 2023", "1 July 2023"),
        ("2023-06-01/2023-06-30", "juni 2023", "June 2023"),
        ("2023-01-01/2023-12-31", "2023", "2023"),
        ("2023-05-01/2023-08-31", "1 mei – 31 augustus 2023", "1 May – 31 August 2023"),
        ("2025-01-20/2025-01-26", "20 – 26 januari 2025", "20 – 26 January 2025"),
        ("2024-12-30/2025-01-05", "30 december 2024 – 5 januari 2025", "30 December 2024 – 5 January 2025"),
    ],
)
def test_format_days(days: str, dutch: str, english: str) -> None:
    assert (format_days(_days(days)), format_days(_days(days), "en")) == (dutch, english)


# --- properties ---------------------------------------------------------------------------------------------------

dates = st.dates(date(1990, 1, 1), date(2079, 12, 31))
words = "2021 2025 '25 25 t/m - – / e.v. en verder juni 1 Q4 eind week continu vanaf 2021-000601 31-2-2022 , ( €"
likely = st.lists(st.sampled_from(words.split()), max_size=8)
texts = st.text() | likely.map(" ".join) | likely.map("".join)


@given(texts)
def test_any_text_is_a_period_in_order_or_none(text: str) -> None:
    period = parse_period(text)
    parse_years(text)
    if period:
        first, last = period.first_year, period.last_year
        assert first is None or last is None or first <= last
        assert last is None or not period.open_end
        assert first is not None or last is not None or period.continuous
        assert first is None or (period.covers_year(first) and period.covers_year(first - 1) is False)


@given(texts)
def test_found_dates_stand_apart_in_order(text: str) -> None:
    hits = find_days(text)
    assert all(days.first <= days.last for _, _, days in hits)
    assert all(end <= begin for (_, end, _), (begin, _, _) in pairwise(hits))
    assert all(0 <= begin < end <= len(text) for begin, end, _ in hits)


@given(dates, st.sampled_from(["nl", "en"]))
def test_a_day_reads_back(day: date, lang: str) -> None:
    days = Days(day, day)
    assert parse_days(format_days(days, lang)) == days
    assert parse_days(day.isoformat()) == days
    assert parse_days(f"{day.day}-{day.month}-{day.year}") == days
    assert parse_days(f"{day:%d/%m/%Y}") == days


@given(dates, st.sampled_from(["nl", "en"]))
def test_months_and_years_read_back(day: date, lang: str) -> None:
    for days in (Days.of_months(day.year, day.month, day.month), Days.of_year(day.year)):
        assert parse_days(format_days(days, lang)) == days


@given(dates, dates)
def test_a_period_of_two_days_reads_back(one: date, other: date) -> None:
    first, last = sorted((one, other))
    period = parse_period(f"{format_days(Days(first, first))} t/m {format_days(Days(last, last))}")
    assert period and (period.start, period.end) == ((first, first), (last, last))


@given(dates, dates, dates, dates)
def test_meets_is_symmetric(a: date, b: date, c: date, d: date) -> None:
    one, other = Days(min(a, b), max(a, b)), Days(min(c, d), max(c, d))
    assert one.meets(other) == other.meets(one)
    assert not one.contains(other) or one.meets(other)
    assert contract_end(one).contains(one)
