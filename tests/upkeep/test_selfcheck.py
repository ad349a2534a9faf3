"""The self-check reads what is so, and every sentence of it can be said."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from tests.factories import UserFactory, official, park, stranger
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.models import Role, User
from yuanqu.accounts.wording import sentence
from yuanqu.engines.selfcheck import State, Wire
from yuanqu.upkeep import actions
from yuanqu.upkeep.access import may_see_self_check
from yuanqu.upkeep.logs import file_of
from yuanqu.upkeep.models import Backup, JobRun
from yuanqu.upkeep.selfcheck import read_installation, self_check_now

pytestmark = pytest.mark.django_db


def administrator(role: Role) -> User:
    user = UserFactory.create()
    grant_membership(actor=None, user=user, party=park(), role=role)
    return user


def test_fresh_installation_says_what_is_missing():
    states = {item.title.removeprefix("upkeep."): item.state for item in self_check_now()}
    assert states | {"logs": State.OK} == {
        "passwords": State.OK,
        "lock_out": State.OK,
        "idle_log_out": State.OK,
        "second_factor": State.ATTENTION,
        "separated_duties": State.ATTENTION,
        "logs": State.OK,
        "https": State.ATTENTION,
        "database_wire": State.OK,
        "backups": State.ATTENTION,
        "chain": State.UNKNOWN,
        "worker": State.ATTENTION,
        "debug": State.OK,
    }


def test_readings_are_those_of_the_installation(settings: Any, tmp_path: Any):
    settings.LOG_ROOT, settings.LOG_DAYS, settings.IDLE_MINUTES = tmp_path, 200, 15
    file_of(tmp_path, date(2026, 2, 1)).touch()
    for role in (Role.SYSTEM, Role.AUDIT, Role.AUDIT):
        administrator(role)
    actions.begin_work(node="a", host="one")
    made = Backup.objects.create(size=1, files=0, sha256="", ledger_seq=0, ledger_hash="")
    checked = timezone.now() - timedelta(hours=1)
    JobRun.objects.create(job="ledger.check_chain", succeeded_at=checked)
    readings = read_installation()
    assert readings.duties_held == {"system": 1, "security": 0, "audit": 2}
    assert (readings.privileged, readings.privileged_with_second_factor) == (3, 0)
    assert (readings.log_days, readings.oldest_log) == (200, date(2026, 2, 1))
    assert (readings.last_backup, readings.chain_checked) == (made.made_at, checked)
    assert (readings.worker_alive, readings.idle_minutes) == (True, 15)
    assert readings.database_wire is Wire.LOCAL


@pytest.mark.parametrize(
    ("error", "fault"), [("ledger.chain_cut", "ledger.chain_cut"), ("OperationalError", "")]
)
def test_only_a_broken_link_is_a_fault_of_the_chain(error: str, fault: str):
    JobRun.objects.create(job="ledger.check_chain", error=error, failures=1)
    assert read_installation().chain_fault == fault


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_item_can_be_said(language: str):
    with translation.override(language):
        for item in self_check_now():
            assert sentence(item.title)
            assert "%" not in sentence(item.code, item.facts)


def test_administrators_see_it_and_officials_while_there_is_none():
    wang = official()
    assert may_see_self_check(wang)
    assert not may_see_self_check(stranger())
    audit = administrator(Role.AUDIT)
    assert may_see_self_check(audit)
    assert may_see_self_check(wang).code == "upkeep.administrators_only"
