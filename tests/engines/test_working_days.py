from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.working_days import (
    Arrangement,
    Calendar,
    CalendarError,
    add_working_days,
    due_date,
    national_calendar,
    working_days_between,
    working_days_left,
)

CALENDAR = national_calendar()
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
DAYS = st.dates(FIRST, LAST)
ONE_DAY = timedelta(days=1)

# The two notices once more, day by day and from their text, so that a slip in a file shows.
OFF_2026 = {
    *(date(2026, 1, day) for day in (1, 2, 3)),
    *(date(2026, 2, day) for day in range(15, 24)),
    *(date(2026, 4, day) for day in (4, 5, 6)),
    *(date(2026, 5, day) for day in (1, 2, 3, 4, 5)),
    *(date(2026, 6, day) for day in (19, 20, 21)),
    *(date(2026, 9, day) for day in (25, 26, 27)),
    *(date(2026, 10, day) for day in range(1, 8)),
}
WORKED_2026 = {
    date(2026, month, day) for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
}
OFF_2025 = {
    date(2025, 1, 1),
    *(date(2025, 1, day) for day in (28, 29, 30, 31)),
    *(date(2025, 2, day) for day in (1, 2, 3, 4)),
    *(date(2025, 4, day) for day in (4, 5, 6)),
    *(date(2025, 5, day) for day in (1, 2, 3, 4, 5)),
    date(2025, 5, 31),
    *(date(2025, 6, day) for day in (1, 2)),
    *(date(2025, 10, day) for day in range(1, 9)),
}
WORKED_2025 = {
    date(2025, month, day) for month, day in ((1, 26), (2, 8), (4, 27), (9, 28), (10, 11))
}


def is_worked(day: date) -> bool:
    """The naive answer for one day."""
    if day in WORKED_2025 | WORKED_2026:
        return True
    return day.weekday() < 5 and day not in OFF_2025 | OFF_2026


def test_calendar_knows_every_day_of_both_notices() -> None:
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    assert [CALENDAR.is_working_day(day) for day in days] == [is_worked(day) for day in days]


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
        (date(2026, 2, 10), 10, date(2026, 3, 3)),
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


def test_spring_festival_month_has_seventeen_working_days() -> None:
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
    attempt: object,
) -> None:
    with pytest.raises(CalendarError) as caught:
        attempt()  # type: ignore[operator]
    assert caught.value.code == "calendar.year_unknown"


def test_last_day_of_the_last_known_year_can_still_be_reached() -> None:
    assert due_date(CALENDAR, date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert working_days_between(CALENDAR, date(2026, 12, 30), date(2027, 1, 1)) == 2


def test_gap_between_known_years_is_not_skipped() -> None:
    years = {year: days for year, days in CALENDAR.years.items() if year == 2025}
    gap = Calendar(years | {2027: (date(2027, 1, 4),)})
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
    # As the notice for 2023 did with Saturday the 31st of December 2022.
    plain = (
        "year: {year}\nsource: {{title: T, issued_on: 2021-10-25}}\nholidays: {off}\nworked: {on}\n"
    )
    later = plain.format(year=2019, off="[{from: 2018-12-30, to: 2019-01-01}]", on="[2018-12-29]")
    earlier = plain.format(year=2018, off="[]", on="[]")
    calendar = Calendar.of([Arrangement.read(earlier), Arrangement.read(later)])
    assert calendar.is_working_day(date(2018, 12, 29))
    assert not calendar.is_working_day(date(2018, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "year: 2026",
        "year: 2026\nsource: {title: T, issued_on: 2025-11-04}\nholidays: []\nworked: [2026-01-05]\n",
        "year: 2026\nsource: {title: T, issued_on: 2025-11-04}\n"
        "holidays: [{from: 2026-01-03, to: 2026-01-01}]\nworked: []\n",
        "year: 2026\nsource: {title: T, issued_on: 2025-11-04}\n"
        "holidays: [{from: 2026-01-03, to: 2026-01-03}]\nworked: [2026-01-03]\n",
        "year: 2026\nsource: {title: T, issued_on: 2025-11-04}\nholidays: []\nworked: [soon]\n",
    ],
)
def test_malformed_notice_is_refused(text: str) -> None:
    with pytest.raises(CalendarError) as caught:
        Arrangement.read(text)
    assert caught.value.code == "calendar.malformed"


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
        assert add_working_days(CALENDAR, day + ONE_DAY, -1) == day


@given(DAYS, DAYS)
def test_count_between_agrees_with_counting_day_by_day(first: date, second: date) -> None:
    start, end = sorted((first, second))
    days = (start + timedelta(days=number) for number in range((end - start).days))
    assert working_days_between(CALENDAR, start, end) == sum(map(is_worked, days))
