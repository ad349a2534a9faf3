"""The self-check against the rules of 等保 2.0: a state for each, and what to do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from yuanqu.engines.selfcheck import (
    CHECKS,
    LEAST_LOG_DAYS,
    Item,
    Readings,
    State,
    Wire,
    self_check,
)

NOW = datetime(2026, 2, 17, 3, 0, tzinfo=UTC)
SOUND = Readings(
    now=NOW,
    password_length=8,
    password_rules=frozenset({"common", "numeric", "similar"}),
    free_tries=5,
    idle_minutes=30,
    duties_held={"system": 1, "security": 1, "audit": 2},
    privileged=3,
    privileged_with_second_factor=3,
    log_days=183,
    oldest_log=date(2025, 8, 18),
    https=True,
    database_wire=Wire.ENCRYPTED,
    last_backup=NOW - timedelta(days=1),
    chain_checked=NOW - timedelta(hours=1),
    chain_fault="",
    worker_alive=True,
    debug=False,
)


def item(title: str, **changes: Any) -> Item:
    (found,) = (
        each for each in self_check(replace(SOUND, **changes)) if each.title == f"upkeep.{title}"
    )
    return found


def test_sound_installation_is_in_order_everywhere():
    items = self_check(SOUND)
    assert {each.state for each in items} == {State.OK}
    assert len({each.title for each in items}) == len(items) == len(CHECKS)


@pytest.mark.parametrize(
    ("title", "changes", "code"),
    [
        ("passwords", {"password_length": 7}, "passwords_lax"),
        ("passwords", {"password_rules": frozenset({"common", "numeric"})}, "passwords_lax"),
        ("lock_out", {"free_tries": 0}, "lock_out_late"),
        ("lock_out", {"free_tries": 11}, "lock_out_late"),
        ("idle_log_out", {"idle_minutes": 0}, "idle_log_out_off"),
        ("idle_log_out", {"idle_minutes": 31}, "idle_log_out_off"),
        ("second_factor", {"privileged_with_second_factor": 2}, "second_factor_some"),
        ("second_factor", {"privileged": 0}, "second_factor_some"),
        (
            "separated_duties",
            {"duties_held": {"system": 1, "security": 0, "audit": 2}},
            "duties_vacant",
        ),
        ("logs", {"log_days": 182}, "logs_too_short"),
        ("logs", {"oldest_log": None}, "logs_missing"),
        ("https", {"https": False}, "https_off"),
        ("database_wire", {"database_wire": Wire.OPEN}, "database_open"),
        ("backups", {"last_backup": None}, "backup_none"),
        ("backups", {"last_backup": NOW - timedelta(days=7, seconds=1)}, "backup_old"),
        ("chain", {"chain_fault": "ledger.chain_cut"}, "chain_fault"),
        ("chain", {"chain_checked": NOW - timedelta(days=3)}, "chain_checked_long_ago"),
        ("worker", {"worker_alive": False}, "worker_missing"),
        ("debug", {"debug": True}, "debug_on"),
    ],
)
def test_what_is_amiss_asks_for_attention(title: str, changes: dict[str, Any], code: str):
    found = item(title, **changes)
    assert (found.state, found.code) == (State.ATTENTION, f"upkeep.{code}")
    others = [each for each in self_check(replace(SOUND, **changes)) if each is not found]
    assert {each.state for each in others if each.title != found.title} == {State.OK}


@pytest.mark.parametrize(
    ("title", "changes"),
    [("database_wire", {"database_wire": None}), ("chain", {"chain_checked": None})],
)
def test_what_cannot_be_seen_is_unknown_and_not_in_order(title: str, changes: dict[str, Any]):
    assert item(title, **changes).state == State.UNKNOWN


def test_database_on_the_same_machine_needs_no_encryption():
    assert item("database_wire", database_wire=Wire.LOCAL).state == State.OK


def test_six_months_of_logs_are_at_least_183_days():
    assert LEAST_LOG_DAYS == 183
    assert item("logs", log_days=184).state == State.OK


def test_items_name_their_facts():
    assert item("backups").facts == {"day": "2026-02-16"}
    assert item("separated_duties").facts == {"held": "3", "all": "3"}
