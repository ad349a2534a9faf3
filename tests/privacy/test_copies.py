"""A copy of everything held about a person, and nothing about anybody else."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import official, stranger
from tests.privacy.factories import (
    EMAIL,
    NAME,
    PDF,
    PHONE,
    SECRET_QUOTE,
    TEXT,
    asked,
    decided,
    held_everywhere,
    person,
)
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.cases.actions import accept, decide
from yuanqu.engines.workflow.states import Outcome
from yuanqu.ledger.files import file_content, keep_content
from yuanqu.privacy.actions import (
    ask_copy,
    drop_copies,
    make_copies,
    sweep_copies,
    withdraw_consent,
)
from yuanqu.privacy.actions.copies import FOLDER
from yuanqu.privacy.models import PersonalCopy
from yuanqu.privacy.packing import packed
from yuanqu.privacy.queries import copy_to_fetch
from yuanqu.privacy.rules import all_rules

pytestmark = pytest.mark.django_db


def opened(content: bytes) -> tuple[dict[str, Any], zipfile.ZipFile]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return json.loads(archive.read("personal-information.json")), archive


def rows(read: dict[str, Any], code: str) -> list[dict[str, Any]]:
    (under,) = [one for one in read["held"] if one["code"] == code]
    found: list[dict[str, Any]] = under["rows"]
    return found


def test_the_copy_holds_what_every_app_holds():
    user, _wang, company = held_everywhere()
    read, archive = opened(packed(user))
    assert read["format"] == "yuanqu-personal-information/1"
    assert {one["code"] for one in read["held"]} == set(all_rules())
    account = rows(read, "accounts.account")[0]
    assert [account[name] for name in ("display_name", "email", "phone")] == [NAME, EMAIL, PHONE]
    assert rows(read, "accounts.mandates")[0]["party"] == str(company.pk)
    assert [token["name"] for token in rows(read, "accounts.tokens")] == ["报表程序"]
    (case,) = rows(read, "cases.applications")
    assert (case["answers"]["text"], case["reasons"]) == (TEXT, "依法处理。")
    assert {one["key"] for one in rows(read, "cases.answers_on_file")} == {
        "contact.name", "contact.phone",
    }  # fmt: skip
    assert {one["template"] for one in rows(read, "cases.notices")} >= {"decided", "delivered"}
    # The decision of the case rests on the case alone, without a quotation.
    assert {piece["quote"] for piece in rows(read, "ledger.evidence")} == {"", SECRET_QUOTE}
    # The title, and the decision of the person's own case.
    assert {fact["kind"] for fact in rows(read, "ledger.facts")} == {
        "organization.label", "case.decided",
    }  # fmt: skip
    assert [one["title"] for one in rows(read, "search.documents")] == [NAME]
    assert [one["key"] for one in rows(read, "api.answers")] == ["k1"]
    assert len(rows(read, "api.webhooks")) == 1
    assert "cases.CaseEvent" in {one["record"] for one in rows(read, "cases.acts")}
    names = archive.namelist()
    assert names[-2:] == ["personal-information.json", "README.txt"]
    (attached,) = [name for name in names if name.endswith("住址.pdf")]
    assert archive.read(attached) == PDF
    assert sum(name.endswith(".pdf") for name in names) == 4  # the file, two letters, the evidence


def test_the_copy_holds_no_secret_and_nobody_else():
    user, wang, _company = held_everywhere()
    other = person("钱学明", "qianxueming@example.org", "+8613987654321")
    content = packed(user)
    read, _archive = opened(content)
    said = json.dumps(read, ensure_ascii=False)
    for foreign in (other.display_name, other.email, other.phone, str(wang.party_id), "王芳"):
        assert foreign not in said
    user.refresh_from_db()
    token, webhook = user.api_tokens.get(), user.webhooks.get()
    for secret in (user.password, token.digest, token.identifier, webhook.secret + '"'):
        assert f'"{secret}' not in said


def test_a_person_takes_a_copy_once_a_day(django_capture_on_commit_callbacks, time_machine):
    user = person()
    with django_capture_on_commit_callbacks(execute=True):
        copy = ask_copy(actor=user, person=user)
    copy.refresh_from_db()
    assert copy.made_at is not None
    read, _archive = opened(file_content(copy.sha256, FOLDER))
    assert rows(read, "accounts.account")[0]["email"] == EMAIL
    with pytest.raises(Refused) as refused:
        ask_copy(actor=user, person=user)
    assert refused.value.code == "privacy.copy_waits"
    time_machine.move_to(timezone.now() + timedelta(days=1, seconds=1))
    assert ask_copy(actor=user, person=user) != copy


def test_a_copy_that_a_crash_left_is_made_by_the_job():
    user = person()
    copy = ask_copy(actor=user, person=user)  # the commit's callback never ran
    assert list(copy_to_fetch(user, copy.pk)) == []
    assert make_copies() == 1
    assert make_copies() == 0
    assert list(copy_to_fetch(user, copy.pk)) == [copy]


def test_a_copy_is_fetched_by_the_person_alone():
    user, wang = person(), official()
    copy = ask_copy(actor=user, person=user)
    make_copies()
    for nobody in (stranger(), wang):
        assert list(copy_to_fetch(nobody, copy.pk)) == []


def test_a_copy_is_dropped_after_its_period_with_its_file():
    user = person()
    copy = ask_copy(actor=user, person=user)
    make_copies()
    copy.refresh_from_db()
    assert drop_copies(before=timezone.now() - timedelta(days=30)) == 0
    assert drop_copies(before=timezone.now() + timedelta(seconds=1)) == 1
    assert not PersonalCopy.objects.exists()


def approved(user: User, wang: User, matter: str, answers: dict[str, Any]) -> None:
    decided(asked(user, matter, answers), wang)


def test_an_approved_request_for_access_makes_the_copy():
    user, wang = person(), official()
    approved(user, wang, "privacy.access", {"wanted": "everything"})
    make_copies()
    copy = PersonalCopy.objects.get()
    assert (copy.person, str(copy.case)[:5]) == (user, "CYFZ-")
    assert list(copy_to_fetch(user, copy.pk)) == [copy]
    assert list(copy_to_fetch(wang, copy.pk)) == []


def test_a_rejected_request_makes_none():
    user, wang = person(), official()
    decided(asked(user, "privacy.access", {"wanted": "everything"}), wang, Outcome.REJECTED)
    assert not PersonalCopy.objects.exists()


TRANSFER = {
    "recipient": "示例医院", "contact": "0512-1111111", "wanted_for": "健康档案", "consent": True,
}  # fmt: skip


def test_a_transfer_is_handed_over_by_officials_as_long_as_consent_stands():
    user, wang = person(), official()
    approved(user, wang, "privacy.transfer", TRANSFER)
    make_copies()
    copy = PersonalCopy.objects.get()
    assert list(copy_to_fetch(wang, copy.pk)) == [copy]
    assert list(copy_to_fetch(stranger(), copy.pk)) == []
    withdraw_consent(actor=user, purpose="privacy.transfer")
    assert list(copy_to_fetch(wang, copy.pk)) == []
    assert list(copy_to_fetch(user, copy.pk)) == [copy]


def test_a_transfer_is_not_approved_once_consent_is_withdrawn():
    user, wang = person(), official()
    case = accept(actor=wang, case=asked(user, "privacy.transfer", TRANSFER))
    withdraw_consent(actor=user, purpose="privacy.transfer")
    with pytest.raises(Refused) as refused:
        decide(actor=wang, case=case, outcome=Outcome.APPROVED, reasons="同意。")
    assert refused.value.code == "privacy.consent_withdrawn"
    case.refresh_from_db()
    assert case.state == "accepted"
    assert not PersonalCopy.objects.exists()


def test_an_approved_correction_puts_the_name_right():
    user, wang = person(), official()
    approved(user, wang, "privacy.correction", {"what": "name", "name": "赵明桦"})
    user.refresh_from_db()
    assert user.display_name == "赵明桦"


def test_another_correction_changes_nothing_by_itself():
    user, wang = person(), official()
    said = {"what": "mandate", "wrong": "我已不是示例企业甲的经办人。"}
    approved(user, wang, "privacy.correction", said)
    user.refresh_from_db()
    assert user.display_name == NAME


def test_a_file_without_its_row_is_swept_away_a_day_later(store):
    user = person()
    ask_copy(actor=user, person=user)
    make_copies()
    keep_content(b"left by a crash", "x.zip", "application/zip", FOLDER)
    assert sweep_copies(timezone.now()) == 0
    assert sweep_copies(timezone.now() + timedelta(days=2)) == 1
    assert file_content(PersonalCopy.objects.get().sha256, FOLDER)
