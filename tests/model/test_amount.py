"""Every form of amount that people were seen to write, and the algebra of intervals."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consistency.model.amount import (
    ZERO,
    Convention,
    Interval,
    Outcome,
    detect_convention,
    format_cents,
    format_interval,
    parse_amount,
    parse_unit,
)

EXACT_EUROS = {
    "€ 21.578": "21578.00",
    "21578": "21578.00",
    "9163": "9163.00",
    "1.098": "1098.00",
    "€32.250": "32250.00",
    "€\u00a032.250": "32250.00",
    "2.277.181": "2277181.00",
    "1 097 500": "1097500.00",
    "12,50": "12.50",
    "12.90": "12.90",
    "13,4": "13.40",
    "0,5": "0.50",
    "€ 1.234,50": "1234.50",
    "1,234.50": "1234.50",
    "12,900": "12900.00",
    "131.869": "131869.00",
    "17,000,000": "17000000.00",
    "0": "0.00",
    "€ 0": "0.00",
    "o": "0.00",
    "€0,-": "0.00",
    "€ 1.100, -": "1100.00",
    "€ 1.100,--": "1100.00",
    "€ 1.100,=": "1100.00",
    "€ 1.100,–": "1100.00",
    "200.000 euro": "200000.00",
    "EUR 5.000": "5000.00",
    "+ 5.000": "5000.00",
    "ca. 5.000": "5000.00",
    "circa € 5.000": "5000.00",
    "± 5.000": "5000.00",
    "+/- 5.000": "5000.00",
    "2021": "2021.00",
    "204 V": "204.00",
    "€ 120.000 excl. btw": "120000.00",
    "€ 5.900-": "-5900.00",
    "60-": "-60.00",
    "- 2.713": "-2713.00",
    "−2.713": "-2713.00",
    "-400": "-400.00",
    "-/- 400": "-400.00",
    "€ -5": "-5.00",
    "-€ 5": "-5.00",
    "(417)": "-417.00",
    "(€ 417)": "-417.00",
    "€ (417)": "-417.00",
    "(-417)": "-417.00",
    "204 N": "-204.00",
    "204 nadelig": "-204.00",
    "-400 N": "-400.00",
}


@pytest.mark.parametrize(("text", "euros"), EXACT_EUROS.items())
def test_euros_are_exact(text: str, euros: str) -> None:
    cents = int(euros.replace(".", ""))
    amount = parse_amount(text)
    assert (amount.outcome, amount.written, amount.meant) == (Outcome.VALUE, (cents, cents), (cents, cents))
    assert amount.text == text and amount.mark == "" and amount.stated


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("1.098", 1000, 1_097_500, 1_098_500),
        ("€ 1.098", 1000, 1_097_500, 1_098_500),
        ("13,4", 1000, 13_350, 13_450),
        ("0", 1000, -500, 500),
        ("o", 1000, -500, 500),
        ("(417)", 1000, -417_500, -416_500),
        ("2,3 mln", 1, 2_250_000, 2_350_000),
        ("2,3 mln", 1000, 2_250_000, 2_350_000),
        ("2,277 mln.", 1, 2_276_500, 2_277_500),
        ("€ 116 mln", 1, 115_500_000, 116_500_000),
        ("€ 1,2 miljoen", 1, 1_150_000, 1_250_000),
        ("€ 50k", 1, 49_500, 50_500),
        ("1,5 ton", 1, 145_000, 155_000),
        ("2", 1_000_000, 1_500_000, 2_500_000),
    ],
)
def test_a_larger_unit_gives_the_rounding_interval(text: str, unit: int, low: int, high: int) -> None:
    assert parse_amount(text, unit=unit).written == (low * 100, high * 100)


def test_what_is_finer_than_a_cent_widens_to_whole_cents() -> None:
    assert parse_amount("1.234,567").written == (123_456, 123_457)
    assert parse_amount("0,1234567", unit=1000).written == (12_345, 12_346)


@pytest.mark.parametrize(
    ("outcome", "texts"),
    [
        (Outcome.PM, "PM|pm|P.M.|p.m.|PM-post|PM post|€ PM|(PM)|pro memorie"),
        (Outcome.PM, "Als PM-post opgenomen|Opgenomen als PM-post|Als PM-post opgenomen; kosten zijn nog niet geraamd"),
        (Outcome.UNKNOWN, "nnb|n.n.b.|nog niet bekend|nader te bepalen|n.t.b.|nmb|onbekend|?|(n.n.b.)"),
        (Outcome.UNKNOWN, "Nog onbekend|t.b.d.|tbd|to be determined"),
        (Outcome.NIL, "nihil|Nihil|geen|-|€ -|€ -,-|–|—|--|none|nil"),
        (Outcome.NOT_APPLICABLE, "n.v.t.|nvt|N.v.t|NVT|niet van toepassing|n/a|not applicable"),
        (Outcome.BLANK, "| |\t|\u00a0|\u200b|€"),
        (Outcome.UNREADABLE, "zie bijlage|M705032|2021-000601|Q4 2021|2 fte|55 uur|1-3-2021|2022-25"),
        (Outcome.UNREADABLE, "(417|417)|1.23.456|1.2345|12,34,56|0123|1a|ca.|60 10|60\t100|60   100"),
        (Outcome.UNREADABLE, "PM 2022|€ 0 gezet|5W (100.000 x)|3 x 5.000|$ 5|5 per jaar|٣|1..000|------|" + "9" * 41),
    ],
)  # fmt: skip
def test_words(outcome: Outcome, texts: str) -> None:
    unbounded = outcome not in (Outcome.NIL, Outcome.NOT_APPLICABLE)
    for text in texts.split("|"):
        for unit in (1, 1000):
            amount = parse_amount(text, unit=unit)
            assert amount.outcome is outcome, text
            assert amount.written == ZERO
            assert amount.meant == (0, None if unbounded else 0)
            assert amount.stated is (outcome is Outcome.NIL)


@pytest.mark.parametrize(
    ("text", "mark", "outcome"),
    [
        ("1.098*", "*", Outcome.VALUE),
        ("1.098 **", "**", Outcome.VALUE),
        ("1.098 *)", "*)", Outcome.VALUE),
        ("* 1.098", "*", Outcome.VALUE),
        ("1.098¹", "¹", Outcome.VALUE),
        ("1.098 ¹²", "¹²", Outcome.VALUE),
        ("1.098 2)", "2)", Outcome.VALUE),
        ("1.098 (CN)", "(CN)", Outcome.VALUE),
        ("PM*", "*", Outcome.PM),
        ("*", "*", Outcome.BLANK),
    ],
)
def test_footnote_marks_are_kept_apart(text: str, mark: str, outcome: Outcome) -> None:
    amount = parse_amount(text)
    assert (amount.mark, amount.outcome) == (mark, outcome)
    assert amount.written == ((109_800, 109_800) if outcome is Outcome.VALUE else ZERO)


def test_a_negative_amount_with_a_code() -> None:
    assert parse_amount("-17,000,000(CN)").written == (-1_700_000_000, -1_700_000_000)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("100.000–150.000", 100_000, 150_000),
        ("€ 100.000 - € 150.000", 100_000, 150_000),
        ("100.000 tot 150.000 euro", 100_000, 150_000),
        ("tussen € 100.000 en € 150.000", 100_000, 150_000),
        ("1.000,- - 2.000,-", 1_000, 2_000),
        ("1,5 - 2 mln", 1_450_000, 2_500_000),
        ("900.000 - 1 mln", 900_000, 1_500_000),
    ],
)
def test_ranges(text: str, low: int, high: int) -> None:
    amount = parse_amount(text)
    assert (amount.outcome, amount.written, amount.meant) == (Outcome.RANGE, (low * 100, high * 100), amount.written)


def test_an_amount_plus_pm_can_mean_more() -> None:
    amount = parse_amount("12.000 + PM")
    assert (amount.written, amount.meant) == ((1_200_000, 1_200_000), (1_200_000, None))


def test_the_convention_decides_about_three_digits_of_millions_only() -> None:
    assert parse_amount("12,900", convention=Convention.ENGLISH).written == (1_290_000, 1_290_000)
    assert parse_amount("2.277 million", convention=Convention.ENGLISH).written == (227_650_000, 227_750_000)
    assert parse_amount("2.277 mln").written == (227_650_000_000, 227_750_000_000)


@pytest.mark.parametrize(
    ("texts", "convention", "mixed"),
    [
        ([], Convention.DUTCH, False),
        (["PM", "2021", "", "4.2", "12.90"], Convention.DUTCH, False),
        (["1.098", "13,4"], Convention.DUTCH, False),
        (["1,098.50", "17,000,000", "€ 12.50"], Convention.ENGLISH, False),
        (["131.869", "2.000", "12,900"], Convention.DUTCH, True),
        (["131.869", "2,000", "12,900"], Convention.ENGLISH, True),
        (["In 2023 kost het € 12,900, later € 3,000."], Convention.ENGLISH, False),
        (["2,277 mln", "1.234.567"], Convention.DUTCH, False),
    ],
)
def test_detect_convention(texts: list[str], convention: Convention, mixed: bool) -> None:
    assert detect_convention(texts) == (convention, mixed)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("x € 1.000", 1000),
        ("× € 1.000", 1000),
        ("(bedragen x 1.000)", 1000),
        ("Noorddam, bedragen x € 1.000", 1000),
        ("Bedragen (x €1.000,-)", 1000),
        ("amounts x 1,000", 1000),
        ("x1000", 1000),
        ("in € 1.000", 1000),
        ("in duizenden euro's", 1000),
        ("in thousands", 1000),
        ("in miljoenen", 1_000_000),
        ("Bedragen in miljoenen euro's.", 1_000_000),
        ("x € 1 mln", 1_000_000),
        ("x € 1.000.000", 1_000_000),
        ("bedragen in euro's", 1),
        ("1000", 1000),
        ("1.000", 1000),
        ("k€", 1000),
        ("€ mln", 1_000_000),
        ("", None),
        ("Deventer", None),
        ("10 x 1.000 licenties", None),
        ("x 1.500", None),
        ("per 1.000 inwoners", None),
        ("in miljoenen huishoudens", None),
    ],
)
def test_parse_unit(text: str, unit: int | None) -> None:
    assert parse_unit(text) == unit


@pytest.mark.parametrize(
    ("cents", "dutch", "english"),
    [
        (1_228_200, "€ 12.282", "€ 12,282"),
        (123_450, "€ 1.234,50", "€ 1,234.50"),
        (-123_405, "-€ 1.234,05", "-€ 1,234.05"),
        (0, "€ 0", "€ 0"),
        (-5, "-€ 0,05", "-€ 0.05"),
        (227_718_100, "€ 2.277.181", "€ 2,277,181"),
    ],
)
def test_format_cents(cents: int, dutch: str, english: str) -> None:
    assert (format_cents(cents), format_cents(cents, "en")) == (dutch, english)


def test_format_interval() -> None:
    assert format_interval(Interval(109_750_000, 109_850_000)) == "€ 1.097.500 – € 1.098.500"
    assert format_interval(Interval(500, None)) == "ten minste € 5"
    assert format_interval(Interval(500, None), "en") == "at least € 5"
    assert format_interval(Interval(500, 500)) == "€ 5"


# --- properties ---------------------------------------------------------------------------------------------------

cents = st.integers(-(10**13), 10**13)
likely = st.text(alphabet="0123456789.,-–()€ kMmlnpPx*¹NVtou'\t/", max_size=30)


@st.composite
def intervals(draw: st.DrawFn, bounded: bool = False) -> Interval:
    low = draw(cents)
    width = draw(st.integers(0, 10**9) if bounded else st.none() | st.integers(0, 10**9))
    return Interval(low, None if width is None else low + width)


@given(st.text() | likely, st.sampled_from([1, 1000, 10**6]), st.sampled_from(Convention))
def test_any_text_has_an_outcome(text: str, unit: int, convention: Convention) -> None:
    amount = parse_amount(text, unit=unit, convention=convention)
    assert amount.text == text
    assert amount.written.high is not None and amount.written.low <= amount.written.high
    assert amount.outcome is not Outcome.UNREADABLE or amount.meant == (0, None)
    assert amount.outcome in (Outcome.VALUE, Outcome.RANGE) or amount.written == ZERO
    assert parse_unit(text) in (None, 1, *(10 ** (3 * n) for n in range(1, 7)))


@given(st.lists(st.text() | likely))
def test_detect_convention_does_not_depend_on_order(texts: list[str]) -> None:
    assert detect_convention(texts) == detect_convention(texts[::-1])


@given(cents)
def test_what_is_printed_reads_back(value: int) -> None:
    assert parse_amount(format_cents(value)).written == (value, value)
    assert parse_amount(format_cents(value, "en"), convention=Convention.ENGLISH).written == (value, value)


@given(intervals(bounded=True))
def test_an_interval_of_money_reads_back_as_a_range(interval: Interval) -> None:
    assume(0 <= interval.low < (interval.high or 0))
    assert parse_amount(format_interval(interval)).written == interval


@given(st.integers(0, 10**7), st.sampled_from([1000, 10**6]))
def test_a_rounded_number_holds_what_it_was_rounded_from(euros: int, unit: int) -> None:
    shown = f"{round(euros / unit):,}".replace(",", ".")
    assert parse_amount(shown, unit=unit).written.contains(Interval(euros * 100, euros * 100))


@given(intervals(), intervals(), intervals())
def test_plus_is_associative_and_commutative(a: Interval, b: Interval, c: Interval) -> None:
    assert a.plus(b).plus(c) == a.plus(b.plus(c))
    assert a.plus(b) == b.plus(a)
    assert a.plus(ZERO) == a


@given(intervals(), intervals())
def test_meets_is_symmetric_and_contains_implies_it(a: Interval, b: Interval) -> None:
    assert a.meets(b) == b.meets(a)
    assert a.meets(a) and a.contains(a)
    assert not a.contains(b) or a.meets(b)


@given(intervals(bounded=True), intervals(bounded=True))
def test_two_amounts_meet_where_their_difference_can_be_zero(a: Interval, b: Interval) -> None:
    assert a.minus(b).contains(ZERO) == a.meets(b)
    assert a.plus(b).minus(b).contains(a)


def test_nothing_unbounded_can_be_subtracted() -> None:
    with pytest.raises(ValueError, match="upper bound"):
        ZERO.minus(Interval(0, None))
