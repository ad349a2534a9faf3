from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.periods import Period, PeriodError, Span

DAYS = st.dates(max_value=date(9998, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    longest = (date.max - start).days
    return Period(start, start + timedelta(days=draw(st.integers(1, min(longest, 4000)))))


@pytest.mark.parametrize(
    ("text", "start", "end", "span"),
    [
        ("2023", date(2023, 1, 1), date(2024, 1, 1), Span.YEAR),
        ("2023-H1", date(2023, 1, 1), date(2023, 7, 1), Span.HALF),
        ("2023-H2", date(2023, 7, 1), date(2024, 1, 1), Span.HALF),
        ("2023-Q1", date(2023, 1, 1), date(2023, 4, 1), Span.QUARTER),
        ("2023-Q4", date(2023, 10, 1), date(2024, 1, 1), Span.QUARTER),
        ("2023-08", date(2023, 8, 1), date(2023, 9, 1), Span.MONTH),
        ("2023-12", date(2023, 12, 1), date(2024, 1, 1), Span.MONTH),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1), Span.DAY),
        ("2023-02-01/2023-05-01", date(2023, 2, 1), date(2023, 5, 1), Span.RANGE),
        ("2021-01-01/2023-01-01", date(2021, 1, 1), date(2023, 1, 1), Span.RANGE),
        ("2023-01-02/2023-02-02", date(2023, 1, 2), date(2023, 2, 2), Span.RANGE),
    ],
)
def test_period_reads_each_form_and_writes_it_back(
    text: str, start: date, end: date, span: Span
) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, period.span, period.text) == (start, end, span, text)


def test_period_writes_the_shortest_form_when_a_range_fills_a_calendar_unit() -> None:
    assert Period.parse("2021-01-01/2022-01-01").text == "2021"
    assert Period.parse("2023-07-01/2023-10-01").text == "2023-Q3"
    assert str(Period.parse(" 2024-08-01/2024-08-02 ")) == "2024-08-01"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "period.malformed"),
        ("23", "period.malformed"),
        ("2023-8", "period.malformed"),
        ("2023-Q5", "period.malformed"),
        ("2023-H3", "period.malformed"),
        ("2023-H", "period.malformed"),
        ("2023年", "period.malformed"),
        ("２０２３", "period.malformed"),
        ("2023/2024", "period.malformed"),
        ("2023-01-01/", "period.malformed"),
        ("2023\n2024", "period.malformed"),
        ("'; DROP TABLE fact; --", "period.malformed"),
        ("2023-13", "period.out_of_range"),
        ("2023-00", "period.out_of_range"),
        ("0000", "period.out_of_range"),
        ("9999", "period.out_of_range"),
        ("9999-12-31", "period.out_of_range"),
        ("2023-02-29", "period.out_of_range"),
        ("2023-02-01/2023-02-30", "period.out_of_range"),
        ("2023-02-01/2023-02-01", "period.end_before_start"),
        ("2023-02-02/2023-02-01", "period.end_before_start"),
    ],
)
def test_period_refuses_what_is_none(text: str, code: str) -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert caught.value.code == code


def test_period_refuses_a_time_of_day() -> None:
    with pytest.raises(PeriodError) as caught:
        Period(datetime(2023, 1, 1, 8), date(2024, 1, 1))  # noqa: DTZ001
    assert caught.value.code == "period.not_a_date"


def test_period_is_half_open() -> None:
    august = Period.of_month(2024, 8)
    assert august.contains(date(2024, 8, 31))
    assert not august.contains(date(2024, 9, 1))
    assert not august.overlaps(Period.of_month(2024, 9))
    assert (august.last_day, august.days, august.is_day) == (date(2024, 8, 31), 31, False)


def test_period_contains_a_period_only_when_every_day_lies_inside() -> None:
    year = Period.of_year(2023)
    assert year.contains(year)
    assert year.contains(Period.parse("2023-Q4"))
    assert not year.contains(Period.parse("2023-12-31/2024-01-02"))
    assert Period.of_day(date(2023, 5, 1)).is_day


@given(periods())
def test_period_text_round_trips(period: Period) -> None:
    assert Period.parse(period.text) == period


@given(periods(), periods())
def test_periods_overlap_exactly_when_they_share_a_day(first: Period, second: Period) -> None:
    shared = max(first.start, second.start) < min(first.end, second.end)
    assert first.overlaps(second) is second.overlaps(first) is shared
    if first.contains(second):
        assert shared


@given(st.text(max_size=30))
def test_period_parse_raises_nothing_but_its_own_error(text: str) -> None:
    try:
        period = Period.parse(text)
    except PeriodError:
        return
    assert Period.parse(period.text) == period
