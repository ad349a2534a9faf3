"""Waiting after wrong passwords."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.lockout import Patience, Tries, counted, taken_back, wait_after

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PATIENCE = Patience(
    free=3, first=MINUTE, longest=timedelta(hours=1), forgets_after=timedelta(days=1)
)


def after(number: int, apart: timedelta = timedelta()) -> Tries:
    """The state after so many wrong tries, that far apart."""
    tries = counted(None, NOON, PATIENCE)
    for each in range(1, number):
        tries = counted(tries, NOON + each * apart, PATIENCE)
    return tries


def test_the_first_wrong_tries_are_free():
    assert after(2) == Tries(2, NOON, None)


def test_the_door_shuts_at_the_first_try_that_is_not_free_and_longer_each_time():
    waits = [wait_after(number, PATIENCE) for number in range(6)]
    assert waits == [timedelta(), timedelta(), timedelta(), MINUTE, 2 * MINUTE, 4 * MINUTE]


def test_a_shut_door_opens_by_itself_at_its_time():
    tries = after(3)
    assert tries.shut_until == NOON + MINUTE
    assert tries.is_shut(NOON + MINUTE - timedelta(microseconds=1))
    assert not tries.is_shut(NOON + MINUTE)


def test_a_count_is_forgotten_after_a_quiet_time():
    assert counted(after(5), NOON + timedelta(days=1, seconds=1), PATIENCE).failures == 1
    assert counted(after(5), NOON + timedelta(days=1), PATIENCE).failures == 6


def test_a_right_password_takes_back_one_try_and_opens_the_door():
    assert taken_back(after(4)) == Tries(3, NOON, None)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_more_failures_never_wait_less_and_never_more_than_the_longest(first: int, second: int):
    less, more = sorted((first, second))
    assert wait_after(less, PATIENCE) <= wait_after(more, PATIENCE) <= PATIENCE.longest
