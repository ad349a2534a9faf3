from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines import notices
from tests.engines.notices import EVERY_DAY, FIRST, LAST, is_worked
from yuanqu.engines.working_days import (
    Arrangement,
    Calendar,
    CalendarError,
    add_working_days,
    due_date,
    working_days_between,
    working_days_left,
)

ONE_DAY = timedelta(days=1)
DAYS = st.dates(FIRST, LAST)


def arrangement(year: int, off: set[date], worked: set[date]) -> Arrangement:
    return Arrangement(year, "通知", date(year - 1, 11, 4), frozenset(off), frozenset(worked))


def notice(year: object = 2026, holidays: object = (), worked: object = ()) -> dict[str, Any]:
    source = {"title": "通知", "issued_on": date(2025, 11, 4)}
    return {"year": year, "source": source, "holidays": holidays, "worked": worked}


CALENDAR = Calendar.of(
    [
        arrangement(2025, notices.OFF_2025, notices.WORKED_2025),
        arrangement(2026, notices.OFF_2026, notices.WORKED_2026),
    ]
)


def test_calendar_knows_every_day_of_both_notices() -> None:
    answers = [CALENDAR.is_working_day(day) for day in EVERY_DAY]
    assert answers == [is_worked(day) for day in EVERY_DAY]


@pytest.mark.parametrize(("year", "days"), [(2025, 248), (2026, 248)])
def test_year_has_as_many_working_days_as_the_notice_leaves(year: int, days: int) -> None:
    assert len(CALENDAR.of_year(year)) == days


@pytest.mark.parametrize(
    ("begun", "days", "due"),
    [
        # Spring Festival 2026: the 15th to the 23rd of February off, the 14th and 28th worked.
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),
        (date(2026, 2, 13), 7, date(2026, 3, 2)),
        (date(2026, 2, 16), 1, date(2026, 2, 24)),
        (date(2026, 2, 10), 10, date(2026, 3, 2)),
        # New Year 2026: Sunday the 4th of January is worked.
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        # A clock of no days ends on the day itself, or on the next working day.
        (date(2026, 2, 13), 0, date(2026, 2, 13)),
        (date(2026, 2, 15), 0, date(2026, 2, 24)),
    ],
)
def test_clock_ends_on_the_right_day_around_holidays(begun: date, days: int, due: date) -> None:
    assert due_date(CALENDAR, begun, days) == due


def test_month_of_the_spring_festival_has_sixteen_working_days() -> None:
    assert working_days_between(CALENDAR, date(2026, 2, 1), date(2026, 3, 1)) == 16


def test_working_days_left_count_down_and_then_below_zero() -> None:
    due = date(2026, 2, 14)
    todays = [date(2026, 2, 12), date(2026, 2, 13), due, date(2026, 2, 20), date(2026, 2, 24)]
    assert [working_days_left(CALENDAR, today, due) for today in todays] == [2, 1, 0, 0, -1]


def test_reminder_days_are_counted_backwards() -> None:
    assert add_working_days(CALENDAR, date(2026, 2, 24), -1) == date(2026, 2, 14)
    assert add_working_days(CALENDAR, date(2026, 1, 4), -1) == date(2025, 12, 31)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: CALENDAR.is_working_day(date(2027, 1, 4)),
        lambda: due_date(CALENDAR, date(2026, 12, 30), 2),
        lambda: add_working_days(CALENDAR, date(2025, 1, 2), -1),
        lambda: working_days_between(CALENDAR, date(2026, 12, 30), date(2027, 1, 2)),
        lambda: working_days_between(CALENDAR, date(2024, 12, 30), date(2025, 2, 1)),
    ],
)
def test_year_without_a_notice_is_unknown_and_not_a_year_without_holidays(
    attempt: Callable[[], object],
) -> None:
    with pytest.raises(CalendarError) as caught:
        attempt()
    assert caught.value.code == "calendar.year_unknown"


def test_last_day_of_the_last_known_year_can_still_be_reached() -> None:
    assert due_date(CALENDAR, date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert working_days_between(CALENDAR, date(2026, 12, 30), date(2027, 1, 1)) == 2


def test_gap_between_known_years_is_not_skipped() -> None:
    gap = Calendar({2025: CALENDAR.of_year(2025), 2027: (date(2027, 1, 4),)})
    with pytest.raises(CalendarError) as caught:
        due_date(gap, date(2025, 12, 31), 5)
    assert dict(caught.value.facts) == {"year": "2026"}


def test_clock_cannot_run_backwards() -> None:
    with pytest.raises(CalendarError) as caught:
        due_date(CALENDAR, date(2026, 1, 5), -1)
    assert caught.value.code == "calendar.negative_count"
    with pytest.raises(CalendarError) as caught:
        working_days_between(CALENDAR, date(2026, 1, 5), date(2026, 1, 4))
    assert caught.value.code == "calendar.end_before_start"


def test_notice_may_speak_of_days_in_the_year_before() -> None:
    # As the notice for 2019 did.
    holiday = {"from": date(2018, 12, 30), "to": date(2019, 1, 1)}
    later = Arrangement.of(notice(2019, [holiday], [date(2018, 12, 29)]))
    calendar = Calendar.of([Arrangement.of(notice(2018)), later])
    assert calendar.is_working_day(date(2018, 12, 29))
    assert not calendar.is_working_day(date(2018, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        None,
        [],
        {},
        {"year": 2026},
        notice(year="soon"),
        notice(worked=["soon"]),
        notice(worked=[date(2026, 1, 5)]),
        notice(holidays=[{"from": date(2026, 1, 3)}]),
        notice(holidays=[{"from": date(2026, 1, 3), "to": date(2026, 1, 1)}]),
        notice(holidays=[{"from": "2026-01-03", "to": "2026-01-03"}]),
        notice(
            holidays=[{"from": date(2026, 1, 3), "to": date(2026, 1, 3)}],
            worked=[date(2026, 1, 3)],
        ),
    ],
)
def test_malformed_notice_is_refused(written: Any) -> None:
    with pytest.raises(CalendarError) as caught:
        Arrangement.of(written)
    assert caught.value.code == "calendar.malformed"


def test_forecast_counts_an_unknown_year_by_weekends_and_leaves_a_known_one() -> None:
    forecast = CALENDAR.with_forecast(2027)
    assert due_date(forecast, date(2026, 12, 30), 2) == date(2027, 1, 1)
    assert CALENDAR.with_forecast(2026) is CALENDAR
    assert 2027 not in CALENDAR.years


def test_calendar_answers_what_the_clocks_of_a_workflow_ask() -> None:
    friday = date(2026, 2, 13)
    assert [CALENDAR.after(friday, count) for count in (0, 1, 2)] == [
        friday,
        date(2026, 2, 14),
        date(2026, 2, 24),
    ]
    assert CALENDAR.after(date(2026, 2, 15), 0) == date(2026, 2, 15)
    assert CALENDAR.between(friday, date(2026, 2, 24)) == 2
    assert CALENDAR.between(friday, friday) == CALENDAR.between(friday, date(2026, 2, 1)) == 0


@given(DAYS, st.integers(1, 60))
def test_clock_agrees_with_counting_day_by_day(begun: date, count: int) -> None:
    day, left = begun, count
    while left and day < LAST:
        day += ONE_DAY
        left -= is_worked(day)
    if left:
        with pytest.raises(CalendarError):
            due_date(CALENDAR, begun, count)
    else:
        assert due_date(CALENDAR, begun, count) == day
        assert working_days_left(CALENDAR, begun, day) == count
        assert day == LAST or add_working_days(CALENDAR, day + ONE_DAY, -1) == day


@given(DAYS, DAYS)
def test_count_between_agrees_with_counting_day_by_day(first: date, second: date) -> None:
    start, end = sorted((first, second))
    days = (start + timedelta(days=number) for number in range((end - start).days))
    assert working_days_between(CALENDAR, start, end) == sum(map(is_worked, days))
