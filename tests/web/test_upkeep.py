"""The self-check's page: what holds, what does not, what to do, backups and jobs."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import UserFactory, park
from tests.web.conftest import browser
from tests.web.pages import links_of, text_of
from yuanqu.accounts.actions import end_membership, grant_membership
from yuanqu.accounts.models import Role, User
from yuanqu.engines.selfcheck import ADVICE
from yuanqu.upkeep.models import Backup, JobRun
from yuanqu.upkeep.registry import all_jobs
from yuanqu.upkeep.wording import SENTENCES
from yuanqu.web.words import all_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(db: None) -> User:
    user = UserFactory.create(username="audit", display_name="审计员")
    grant_membership(actor=None, user=user, party=park(), role=Role.AUDIT)
    return user


def page(user: User, language: str = "en") -> Any:
    return browser(user, language).get("/upkeep/")


def test_it_opens_for_the_administrators_and_for_officials_while_there_is_none(
    wang: User, han: User
):
    assert browser().get("/upkeep/").status_code == 302
    assert (page(han).status_code, page(wang).status_code) == (404, 200)
    assert "/upkeep/" in links_of(browser(wang).get("/desk/"))
    system = UserFactory.create(username="system")
    mandate = grant_membership(actor=None, user=system, party=park(), role=Role.SYSTEM)
    assert (page(wang).status_code, page(system).status_code) == (404, 200)
    assert "/upkeep/" not in links_of(browser(wang).get("/desk/"))
    assert "/upkeep/" in links_of(browser(system).get("/"))
    end_membership(actor=system, membership=mandate)
    assert (page(wang).status_code, page(system).status_code) == (200, 404)


def test_each_rule_says_what_was_found_what_to_do_and_its_clause(audit: User, settings: Any):
    settings.SECURE_SSL_REDIRECT, settings.IDLE_MINUTES = False, 15
    shown = text_of(page(audit))
    assert "Encryption on the way to the browser Off: what people type travels" in shown
    assert "Next: Put a proxy with a certificate in front" in shown
    assert "GB/T 22239-2019, 8.1.4.8 Clause not verified Does not hold" in shown
    assert "is logged out after 15 minutes without a click. GB/T 22239-2019, 8.1.4.1 b" in shown
    assert "Clause not verified Holds" in shown
    assert "Not checked yet. Next: Run `yuanqu ledger verify`." in shown
    assert "Clause not verified Unknown" in shown


def test_what_does_not_hold_stands_first(audit: User):
    shown = text_of(page(audit))
    order = [shown.index(word) for word in ("Does not hold", "not verified Unknown", " Holds ")]
    assert order == sorted(order)


def test_backups_are_shown_with_their_age(audit: User):
    assert "No backup of this park is known." in text_of(page(audit))
    Backup.objects.create(
        size=5 * 2**20, files=7, sha256="ab" * 32, ledger_seq=9, ledger_hash="sha256:00",
        made_at=timezone.now() - timedelta(days=9),
    )  # fmt: skip
    shown = text_of(page(audit))
    assert "1 week, 2 days ago" in shown.replace("\xa0", " ")
    assert "7 files" in shown
    assert "chain up to link 9" in shown
    assert "more than a week ago. Next: Run `yuanqu backup` every day" in shown


def test_jobs_are_shown_with_their_last_run_and_what_fails_first(audit: User):
    at = timezone.now() - timedelta(hours=3)
    JobRun.objects.create(job="privacy.retain", started_at=at, succeeded_at=at)
    JobRun.objects.create(job="ledger.seal", started_at=at, failures=4, error="OperationalError")
    shown = text_of(page(audit))
    assert "Failed 4 times since OperationalError never done yet" in shown
    assert "every day at 03:10 Done last done" in shown
    jobs = shown[shown.index("What runs by the clock") :]
    order = [jobs.index(f"ledger.{name}") for name in ("seal", "check_chain")]
    assert [*order, jobs.index("privacy.retain")] == sorted([*order, jobs.index("privacy.retain")])


def test_every_job_has_its_words_and_every_advice_its_sentence():
    assert {job.name for job in all_jobs()} - set(all_words()["jobs"]) == set()
    assert set(ADVICE.values()) - set(SENTENCES) == set()
    assert set(ADVICE) - set(SENTENCES) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_as_for_three(
    audit: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(count):
        Backup.objects.create(size=1, files=1, sha256="", ledger_seq=1, ledger_hash="")
        JobRun.objects.create(job="privacy.reapply", node=f"node{number}")
    client = browser(audit)
    client.get("/")
    with django_assert_num_queries(14):
        client.get("/upkeep/")
