"""Erasing a person: everything that tells who they were goes, what a law keeps stays, and the chain
stays whole."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.utils import timezone

from tests.accounts.cast import holding
from tests.factories import PASSWORD, official, stranger
from tests.privacy.factories import (
    DELETION,
    EMAIL,
    NAME,
    PHONE,
    SECRET_QUOTE,
    TEXT,
    asked,
    decided,
    fact_about,
    held_everywhere,
    person,
    suggestion,
)
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Membership, Role, User
from yuanqu.cases.actions import accept, decide, open_draft, withdraw_case
from yuanqu.cases.files import sweep
from yuanqu.cases.models import AnswerOnFile, Case, CaseEvent, Notice
from yuanqu.engines.workflow.states import Outcome
from yuanqu.ledger.erasures import recorded_erasures
from yuanqu.ledger.models import EvidenceContent
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.verifying import verify
from yuanqu.privacy import erasures
from yuanqu.privacy.actions import ask_copy, make_copies, reapply_erasures
from yuanqu.privacy.models import Erasure, PersonalCopy
from yuanqu.privacy.queries import held_about

pytestmark = pytest.mark.django_db
TRACES = (NAME, EMAIL, PHONE, PHONE.removeprefix("+86"), "zhaominghua", SECRET_QUOTE, TEXT)


def every_text() -> str:
    """Every row of every table, as text: what a look into the database would find."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found += [f"{model._meta.label}: {row}" for row in cursor.fetchall()]
    return "\n".join(found)


def traces_left() -> set[str]:
    # SQLite keeps JSON with its letters escaped.
    text = re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), every_text())
    return {trace for trace in TRACES if trace in text}


def files_below(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_nothing_that_tells_who_it_was_is_left_in_any_table(
    store: Path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        user, wang, _company = held_everywhere()
        ask_copy(actor=user, person=user)
    assert traces_left() == set(TRACES)
    before = files_below(store / "files")
    case = asked(user, "privacy.deletion", DELETION)
    with django_capture_on_commit_callbacks(execute=True):
        decided(case, wang)
    assert traces_left() == set()
    seal_pending()
    assert verify().broken is None
    # The evidence and the copy go at once; the attachment and two letters when they are swept.
    assert len(before - files_below(store / "files")) == 2
    sweep(timezone.now() + timedelta(days=2))
    assert (len(before), files_below(store / "files")) == (5, set())


def test_the_chain_is_whole_and_the_evidence_a_tombstone():
    user, wang, _company = held_everywhere()
    seal_pending()
    decided(asked(user, "privacy.deletion", DELETION), wang)
    seal_pending()
    report = verify()
    assert (report.broken, report.unsealed) == (None, 0)
    (content,) = EvidenceContent.objects.filter(erased_at__isnull=False)
    assert (content.quote, content.salt, content.file_sha256) == ("", "", "")
    assert content.erased_by == wang.party
    assert content.erased_reason.startswith("依申请删除：SCZX-")


def test_nobody_logs_in_to_an_erased_account(client):
    user, wang, _company = held_everywhere()
    decided(asked(user, "privacy.deletion", DELETION), wang)
    gone = User.objects.get(pk=user.pk)
    assert (gone.is_active, gone.display_name, gone.email, gone.phone) == (False, "", "", "")
    assert gone.username.startswith("erased-")
    assert not client.login(username="zhaominghua", password=PASSWORD)
    assert not Membership.objects.valid_at(timezone.now()).filter(user=gone).exists()
    assert not gone.api_tokens.exists()


def test_what_is_left_about_an_erased_person_is_ids_and_what_was_done():
    user, wang, _company = held_everywhere()
    decided(asked(user, "privacy.deletion", DELETION), wang)
    gone = User.objects.get(pk=user.pk)
    left = {under.rule.code for under in held_about(gone) if under.count}
    assert left == {
        "accounts.account", "accounts.mandates", "accounts.acts", "cases.applications",
        "cases.filed", "cases.notices", "cases.acts", "ledger.facts", "ledger.evidence",
        "privacy.erasures",
    }  # fmt: skip


def test_the_request_itself_stays_as_proof_and_says_how_much_was_erased():
    user, wang, _company = held_everywhere()
    case = decided(asked(user, "privacy.deletion", DELETION), wang)
    erasure = Erasure.objects.get(case=case)
    assert (erasure.party, erasure.erased_by) == (user.party, wang.party)
    assert erasure.result["accounts.account"] == [1, 0]
    assert erasure.result["ledger.evidence"] == [1, 0]
    assert erasure.result["cases.applications"] == [1, 0]
    assert case.submissions.get().answers == DELETION
    assert case.erased_at is None


def test_the_chain_says_by_which_request_evidence_was_erased():
    user, wang, _company = held_everywhere()
    case = decided(asked(user, "privacy.deletion", DELETION), wang)
    (recorded,) = recorded_erasures()
    assert (recorded.request, recorded.reason) == (str(case.pk), f"依申请删除：{case.number}")
    seal_pending()
    assert (verify().broken, verify().erased) == (None, 1)


def test_the_person_is_told_by_a_last_letter(django_capture_on_commit_callbacks):
    user, wang, _company = held_everywhere()
    case = asked(user, "privacy.deletion", DELETION)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decided(case, wang)
    letters = [letter for letter in mail.outbox if letter.to == [EMAIL]]
    assert [case.number in letter.subject for letter in letters] == [True]
    assert "2026" in letters[0].body
    assert NAME not in letters[0].body


def test_a_deletion_that_is_rejected_erases_nothing():
    user, wang, _company = held_everywhere()
    decided(asked(user, "privacy.deletion", DELETION), wang, Outcome.REJECTED)
    assert not Erasure.objects.exists()
    user.refresh_from_db()
    assert (user.display_name, user.is_active) == (NAME, True)


def refused_decision(user: User, wang: User) -> Refused:
    case = accept(actor=wang, case=asked(user, "privacy.deletion", DELETION))
    with pytest.raises(Refused) as refused:
        decide(actor=wang, case=case, outcome=Outcome.APPROVED, reasons="同意。")
    case.refresh_from_db()
    assert case.state == "accepted"
    assert not Erasure.objects.exists()
    user.refresh_from_db()
    assert user.is_active
    return refused.value


def test_an_account_with_an_open_case_is_not_erased():
    user, wang = person(), official()
    case = suggestion(user)
    refusal = refused_decision(user, wang)
    assert (refusal.code, refusal.facts) == ("privacy.cases_open", {"count": "1"})
    withdraw_case(actor=user, case=case)
    decided_case = Case.objects.get(matter="privacy.deletion")
    decide(actor=wang, case=decided_case, outcome=Outcome.APPROVED, reasons="同意。")
    assert Erasure.objects.count() == 1


def test_an_account_that_works_for_the_park_is_not_erased():
    wang, clerk = official(), holding(Role.CLERK)
    assert refused_decision(clerk, wang).code == "privacy.still_in_office"


def test_drafts_are_thrown_away_with_the_account():
    user, wang = person(), official()
    open_draft(actor=user, matter="park.request", applicant=user.party)
    decided(asked(user, "privacy.deletion", DELETION), wang)
    assert [case.matter for case in Case.objects.filter(applicant=user.party)] == [
        "privacy.deletion"
    ]


def test_a_period_that_a_law_prescribes_is_waited_for(monkeypatch):
    user, wang, _company = held_everywhere()
    monkeypatch.setattr("yuanqu.cases.actions.erasing._must_stay", lambda case: True)
    decided(asked(user, "privacy.deletion", DELETION), wang)
    erasure = Erasure.objects.get()
    assert erasure.result["cases.applications"] == [0, 1]
    kept = Case.objects.get(applicant=user.party, matter="park.request")
    assert kept.answers["text"] == TEXT


def parts(*named: str) -> dict[str, Any]:
    return {"scope": "parts", "parts": list(named), "ground": "purpose_over", "understood": True}


def test_a_part_is_erased_and_nothing_else():
    user, wang, _company = held_everywhere()
    notices = Notice.objects.filter(user=user).count()
    decided(asked(user, "privacy.deletion", parts("answers")), wang)
    assert not AnswerOnFile.objects.filter(party=user.party).exists()
    user.refresh_from_db()
    assert (user.display_name, user.is_active) == (NAME, True)
    assert Notice.objects.filter(user=user).count() > notices
    assert EvidenceContent.objects.filter(erased_at__isnull=False).count() == 0
    assert set(Erasure.objects.get().result) == {"cases.answers_on_file"}


def test_evidence_alone_goes_on_request_and_the_account_stays():
    user, wang, _company = held_everywhere()
    decided(asked(user, "privacy.deletion", parts("evidence")), wang)
    assert EvidenceContent.objects.filter(erased_at__isnull=False).count() == 1
    user.refresh_from_db()
    assert user.is_active


def test_closed_cases_go_on_request_with_their_events_left():
    user, wang, _company = held_everywhere()
    case = Case.objects.get(matter="park.request")
    decided(asked(user, "privacy.deletion", parts("applications")), wang)
    case.refresh_from_db()
    assert (case.answers, case.attachments.count(), case.letters.count()) == ({}, 0, 0)
    codes = CaseEvent.objects.filter(case=case).values_list("code", flat=True)
    assert list(codes) == ["submit", "accept", "decide", "deliver", "erase_on_request"]


def test_an_official_may_not_decide_about_their_own_data():
    wang = official()
    case = asked(wang, "privacy.deletion", parts("answers"))
    with pytest.raises(Refused) as refused:
        accept(actor=wang, case=case)
    assert refused.value.code == "cases.own_case"


def test_somebody_elses_data_is_untouched():
    user, wang, _company = held_everywhere()
    other = person("钱学明", "qianxueming@example.org", "+8613987654321")
    fact_about(other, wang)
    suggestion(other)
    decided(asked(user, "privacy.deletion", DELETION), wang)
    other.refresh_from_db()
    assert (other.display_name, other.email) == ("钱学明", "qianxueming@example.org")
    assert Case.objects.get(applicant=other.party).answers["text"] == TEXT
    assert EvidenceContent.objects.filter(erased_at__isnull=True, quote=SECRET_QUOTE).count() == 1


def test_copies_go_with_the_account():
    user, wang = person(), official()
    ask_copy(actor=user, person=user)
    make_copies()
    decided(asked(user, "privacy.deletion", DELETION), wang)
    assert not PersonalCopy.objects.exists()


# --- after a restore ---------------------------------------------------------------------


def brought_back(user: User) -> None:
    """As a backup from before the erasure would: the account is as it was, the erasure unknown."""
    Erasure.objects.all().delete()
    User.objects.filter(pk=user.pk).update(
        username="zhaominghua", display_name=NAME, email=EMAIL, is_active=True
    )


def erased(django_capture_on_commit_callbacks: Any) -> User:
    user, wang = person(), official()
    with django_capture_on_commit_callbacks(execute=True):
        decided(asked(user, "privacy.deletion", DELETION), wang)
    return user


def test_what_a_restore_brings_back_is_erased_again(django_capture_on_commit_callbacks):
    user = erased(django_capture_on_commit_callbacks)
    brought_back(user)
    assert reapply_erasures() == 1
    user.refresh_from_db()
    assert (user.display_name, user.is_active) == ("", False)
    assert Erasure.objects.get().erased_by is None
    assert reapply_erasures() == 0


def test_the_files_beside_the_database_hold_ids_alone(
    store: Path, django_capture_on_commit_callbacks
):
    erased(django_capture_on_commit_callbacks)
    (path,) = (store / "erasures").iterdir()
    text = path.read_text(encoding="utf-8")
    assert all(trace not in text for trace in TRACES)


def test_somebody_who_came_anew_under_the_same_id_is_not_erased(store: Path):
    han = stranger()
    noted = erasures.Noted(han.party_id, han.date_joined - timedelta(days=1), ("accounts.account",))
    erasures.write_down(noted)
    assert reapply_erasures() == 0
    han.refresh_from_db()
    assert han.is_active


def test_another_node_writes_down_what_it_did_not_do_itself(
    store: Path, django_capture_on_commit_callbacks
):
    user = erased(django_capture_on_commit_callbacks)
    for path in (store / "erasures").iterdir():
        path.unlink()
    assert reapply_erasures() == 0
    assert [noted.party for noted in erasures.written_down()] == [user.party_id]


def test_a_file_that_cannot_be_read_is_passed_over(store: Path):
    (store / "erasures").mkdir()
    (store / "erasures" / "x.json").write_text("{")
    assert list(erasures.written_down()) == []


def test_sessions_end_with_the_account(client):
    user, wang = person(), official()
    client.force_login(user)
    assert client.get("/privacy/mine/").status_code == 200
    decided(asked(user, "privacy.deletion", DELETION), wang)
    assert client.get("/privacy/mine/").status_code == 302
    assert not Session.objects.exists()
