"""When a job is due."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.jobs import (
    FIRST_RETRY,
    LONGEST_RETRY,
    is_due,
    latest_occurrence,
    retry_after,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 2, 17, 3, 0, tzinfo=SHANGHAI)
NIGHT = time(2, 30)
FIRST, LAST = datetime(2025, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001 - the zone is added
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_job_that_never_ran_is_due():
    assert is_due(MINUTE, None, 0, NOW)
    assert is_due(NIGHT, None, 0, NOW)


@pytest.mark.parametrize(
    ("ago", "due"), [(timedelta(seconds=59), False), (MINUTE, True), (DAY, True)]
)
def test_job_of_an_interval_is_due_so_long_after_its_start(ago: timedelta, due: bool):
    assert is_due(MINUTE, NOW - ago, 0, NOW) is due


@pytest.mark.parametrize(
    ("started", "due"),
    [
        (NOW - timedelta(minutes=29), False),  # 02:31 of this night
        (NOW - timedelta(minutes=30), False),  # 02:30 sharp
        (NOW - timedelta(minutes=31), True),  # 02:29: it was yesterday's, late
        (NOW - DAY, True),
    ],
)
def test_job_of_a_time_of_day_is_due_once_a_day(started: datetime, due: bool):
    assert is_due(NIGHT, started, 0, NOW) is due


def test_time_of_day_that_is_still_to_come_was_yesterday():
    assert latest_occurrence(time(4), NOW) == datetime(2026, 2, 16, 4, tzinfo=SHANGHAI)
    assert latest_occurrence(time(3), NOW) == NOW


def test_start_in_the_future_does_not_silence_a_job():
    assert is_due(DAY, NOW + DAY, 0, NOW)


@pytest.mark.parametrize(
    ("when", "failures", "expected"),
    [
        (timedelta(seconds=10), 1, timedelta(seconds=10)),
        (timedelta(seconds=10), 2, timedelta(seconds=20)),
        (NIGHT, 1, FIRST_RETRY),
        (NIGHT, 3, 4 * FIRST_RETRY),
        (NIGHT, 50, LONGEST_RETRY),
    ],
)
def test_failed_job_comes_again_later_each_time(
    when: timedelta | time, failures: int, expected: timedelta
):
    assert retry_after(when, failures) == expected
    assert is_due(when, NOW - expected, failures, NOW)
    assert not is_due(when, NOW - expected + timedelta(seconds=1), failures, NOW)


@given(
    st.times(timezones=st.none()),
    st.datetimes(FIRST, LAST, timezones=st.just(SHANGHAI)),
)
def test_latest_occurrence_lies_within_the_last_day(at: time, now: datetime):
    at = at.replace(microsecond=0)
    last = latest_occurrence(at, now)
    assert now - DAY < last <= now
    assert (last.hour, last.minute, last.second) == (at.hour, at.minute, at.second)
