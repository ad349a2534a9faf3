"""Periods of retention run by themselves; a dry run says what would go and changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from tests.factories import UserFactory, official, stranger
from tests.privacy.factories import PHONE, fact_about, finished, long_ago, person, suggestion
from yuanqu.accounts.actions import PersonDraft, create_person, create_token, keep_text
from yuanqu.accounts.models import ApiToken, LockOut, OutgoingText, User
from yuanqu.api.models import Delivery, KeptAnswer, Webhook
from yuanqu.cases.actions import archive
from yuanqu.cases.models import AnswerOnFile, Case, Notice, NoticeAttempt
from yuanqu.ledger.actions import withdraw_fact
from yuanqu.ledger.models import EvidenceContent, FactStanding
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.verifying import verify
from yuanqu.privacy.actions import (
    ask_copy,
    give_consent,
    make_copies,
    run_retention,
    withdraw_consent,
)
from yuanqu.privacy.jobs import JOBS
from yuanqu.privacy.models import Consent, PersonalCopy
from yuanqu.privacy.queries import due

pytestmark = pytest.mark.django_db


def counts(found: Any) -> dict[str, int]:
    return {each.rule.code: each.count for each in found if each.count}


def outlived() -> None:
    """One row under every period that has outlived it, and one that has not."""
    user, wang = person(), official()
    for age in (400, 100):
        create_token(user=user, name="程序")
        ApiToken.objects.filter(created_at__gt=long_ago(1)).update(
            created_at=long_ago(age + 1), expires_at=long_ago(age)
        )
    for age, key in ((8, "old"), (1, "young")):
        LockOut.objects.create(kind="account", key=key, failures=1, last_at=long_ago(age))
    old, _young = (keep_text(number=PHONE, template="x", body="1") for _each in range(2))
    OutgoingText.objects.filter(pk=old.pk).update(made_at=long_ago(2))
    for age in (31, 3):
        draft = PersonDraft(email=f"new{age}@example.org", email_confirmed=False)
        new = create_person(draft=draft)
        User.objects.filter(pk=new.pk).update(date_joined=long_ago(age))
    archive(actor=wang, case=finished(suggestion(user), wang))
    Case.objects.update(retain_until=long_ago(2).date())
    finished(suggestion(user), wang)
    AnswerOnFile.objects.filter(key="contact.name").update(given_on=long_ago(731).date())
    Notice.objects.update(status="sent")
    first = Notice.objects.order_by("pk").values_list("pk", flat=True)[0]
    Notice.objects.filter(pk=first).update(created_at=long_ago(181))
    for age in (400, 10):
        fact = fact_about(user, wang)
        withdraw_fact(actor=wang, fact=fact, reason="登记有误。")
        FactStanding.objects.filter(fact=fact).update(changed_at=long_ago(age))
    api(user)
    own(user)


def api(user: User) -> None:
    for age in (8, 1):
        KeptAnswer.objects.create(
            caller=user.party, key=f"k{age}", path="/", body_sha256="0", kept_at=long_ago(age)
        )
    hook = Webhook.objects.create(
        owner=user, url="https://x.example/", secret="s", cursor=0, made_at=long_ago(200),
        due_at=long_ago(200),
    )  # fmt: skip
    for age in (91, 1):
        Delivery.objects.create(webhook=hook, seq=1, status=200, tried_at=long_ago(age))


def own(user: User) -> None:
    for age in (31, 3):
        copy = ask_copy(actor=user, person=user)
        PersonalCopy.objects.filter(pk=copy.pk).update(asked_at=long_ago(age))
        make_copies()
        PersonalCopy.objects.filter(pk=copy.pk).update(made_at=long_ago(age))
    for age in (1100, 10):
        consent = give_consent(actor=user, purpose="publication.name", version=1)
        withdraw_consent(actor=user, purpose="publication.name")
        Consent.objects.filter(pk=consent.pk).update(
            given_at=long_ago(age + 1), withdrawn_at=long_ago(age)
        )


EXPECTED = {
    "accounts.account": 1,
    "accounts.tokens": 1,
    "accounts.lock_outs": 1,
    "accounts.texts": 1,
    "cases.applications": 1,
    "cases.answers_on_file": 1,
    "cases.notices": 1,
    "ledger.evidence": 1,
    "api.answers": 1,
    "api.webhooks": 1,
    "privacy.copies": 1,
    "privacy.consents": 1,
}


def test_what_has_outlived_its_period_goes_and_the_rest_stays():
    outlived()
    seal_pending()
    assert counts(due()) == EXPECTED
    assert counts(due()) == EXPECTED  # a dry run changes nothing
    assert counts(run_retention()) == EXPECTED
    assert counts(due()) == {}
    assert counts(run_retention()) == {}
    for model, left in (
        (ApiToken, 1), (LockOut, 1), (OutgoingText, 1), (KeptAnswer, 1), (Delivery, 1),
        (PersonalCopy, 1), (Consent, 1),
    ):  # fmt: skip
        assert model._default_manager.count() == left, model
    assert Case.objects.filter(erased_at__isnull=False).count() == 1
    assert EvidenceContent.objects.filter(erased_at__isnull=False).count() == 1
    assert NoticeAttempt.objects.filter(notice__created_at__lt=long_ago(180)).count() == 0
    assert verify().broken is None


def test_an_account_that_somebody_uses_is_no_failed_sign_up():
    kept = [stranger(), person(), UserFactory.create(username="noaddress")]
    User.objects.update(date_joined=long_ago(400))
    run_retention()
    for user in kept:
        user.refresh_from_db()
        assert user.is_active


def test_one_rule_that_fails_stops_no_other(monkeypatch):
    outlived()

    def fail(**_given: object) -> int:
        raise RuntimeError("not now")

    monkeypatch.setattr("yuanqu.api.actions.forget_old_answers", fail)
    with pytest.raises(RuntimeError):
        run_retention()
    assert counts(due()) == {"api.answers": 1}


def test_the_job_says_how_much_went():
    outlived()
    (job,) = [job for job in JOBS if job.name == "privacy.retain"]
    outcome = job.run()
    assert outcome is not None
    assert {code: count for code, count in outcome.items() if count} == EXPECTED


def run_command(*words: str) -> str:
    from yuanqu.cli.privacy import privacy

    done = CliRunner().invoke(privacy, ["retention", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_line_shows_first_and_erases_when_told():
    outlived()
    shown = run_command("--dry-run")
    assert [line.split()[0] for line in shown.splitlines()[:-1]] == [
        each.rule.code for each in due()
    ]
    assert counts(due()) == EXPECTED
    run_command()
    assert counts(due()) == {}


def test_a_case_is_not_erased_before_its_period_is_over():
    user, wang = person(), official()
    archive(actor=wang, case=finished(suggestion(user), wang))
    soon = timezone.now() + timedelta(days=3 * 365 - 2)
    assert counts(run_retention(now=timezone.now())) == {}
    until = Case.objects.get().retain_until
    assert until is not None
    assert until > soon.date()
