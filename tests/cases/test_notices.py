"""Notices: worded for their reader, sent after the commit, retried, kept quiet at night, logged."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.cases.factories import MONDAY, Stage
from tests.factories import assistant
from yuanqu.accounts.actions import attach_phone, end_membership
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Membership, OutgoingText, User
from yuanqu.cases import actions
from yuanqu.cases.actions import NoticeWishes
from yuanqu.cases.models import Notice, NoticeAttempt, NoticeStatus
from yuanqu.cases.notices.channels import Message, SendFailed, WeCom
from yuanqu.cases.notices.quiet import when_allowed
from yuanqu.cases.notices.templates import TEMPLATES
from yuanqu.engines.workflow.states import Move, State

pytestmark = pytest.mark.django_db
Capture = DjangoCaptureOnCommitCallbacks


def with_email(user: User, address: str = "lilei@example.org") -> User:
    User.objects.filter(pk=user.pk).update(email=address)
    user.email = address
    return user


def in_english(user: User) -> User:
    User.objects.filter(pk=user.pk).update(preferred_language="en")
    user.preferred_language = "en"
    return user


def told(template: str) -> list[Notice]:
    return list(Notice.objects.filter(template=template))


def test_the_applicant_is_told_once_the_submission_is_committed(
    django_capture_on_commit_callbacks: Capture,
):
    stage = Stage()
    in_english(with_email(stage.li))
    stage.fill()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        actions.submit(actor=stage.li, case=stage.case)
        assert mail.outbox == []
    assert callbacks
    (letter,) = mail.outbox
    number = stage.reload().number
    assert (letter.to, letter.subject) == (
        ["lilei@example.org"],
        f"{number} was received: Sample recognition",
    )
    (attempt,) = NoticeAttempt.objects.all()
    assert (attempt.adapter, attempt.address, attempt.error) == ("mail", "l***@example.org", "")
    assert told("submitted")[0].status == NoticeStatus.SENT


def test_a_notice_is_worded_in_the_language_of_its_reader():
    stage = Stage()
    in_english(with_email(stage.li))
    stage.at(State.SUBMITTED)
    (notice,) = told("submitted")
    assert notice.language == "en"
    assert notice.subject == f"{stage.case.number} was received: Sample recognition"
    assert stage.case.due_on is not None
    assert stage.case.due_on.isoformat() in notice.body


def test_a_notice_holds_nothing_of_what_was_answered():
    stage = Stage()
    with_email(stage.li)
    stage.fill(title="机密称号", phone="0512-7654321")
    actions.submit(actor=stage.li, case=stage.case)
    written = json.dumps(list(Notice.objects.values()), default=str)
    assert "机密称号" not in written
    assert "7654321" not in written


def test_every_template_is_worded_with_the_same_facts():
    for subject, body in TEMPLATES.values():
        facts = {"number": "SL-2026-00001", "matter": "示例", "due": "2026-03-09"}
        assert "%(" not in str(subject) % facts
        assert "%(" not in str(body) % facts


def test_what_is_undone_is_not_told(django_capture_on_commit_callbacks: Capture):
    stage = Stage()
    with_email(stage.li)
    stage.fill(title="无效名称")
    for move in (Move.SUBMIT, Move.ACCEPT):
        stage.make(move)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused):
        stage.make(Move.DECIDE)
    assert told("decided") == []


def test_whoever_left_is_not_told_and_a_colleague_is():
    stage = Stage()
    with_email(stage.li)
    chen = with_email(assistant(stage.company, "chenjing", "陈静"), "chenjing@example.org")
    stage.at(State.SUBMITTED)
    end_membership(actor=stage.li, membership=Membership.objects.get(user=stage.li))
    stage.make(Move.ACCEPT)
    assert [notice.user for notice in told("accepted")] == [chen]


def test_a_case_that_is_handed_over_is_told_to_whoever_gets_it():
    stage = Stage()
    with_email(stage.zhou, "zhoulan@example.org")
    case = stage.at(State.SUBMITTED)
    actions.assign(actor=stage.wang, case=case, to=stage.zhou)
    assert [notice.user for notice in told("assigned")] == [stage.zhou]


# --- channels, preferences, quiet hours --------------------------------------------------


def test_text_messages_and_wecom_are_sent_to_who_wants_them(
    django_capture_on_commit_callbacks: Capture, time_machine: Any
):
    time_machine.move_to(MONDAY)
    stage = Stage()
    attach_phone(user=in_english(stage.li), number="+8613812345678", verified=True)
    stage.li.refresh_from_db()
    actions.prefer_notices(
        actor=stage.li, wishes=NoticeWishes(email=False, sms=True, wecom=True, wecom_id="lilei01")
    )
    with django_capture_on_commit_callbacks(execute=True):
        stage.at(State.SUBMITTED)
    number = stage.case.number
    text = OutgoingText.objects.get()
    assert (text.number, text.template) == ("+8613812345678", "case_submitted")
    assert text.body == f"{number} was received: Sample recognition"
    logged = NoticeAttempt.objects.order_by("notice__channel")
    assert [(one.notice.channel, one.adapter, one.address, one.error) for one in logged] == [
        ("sms", "sms", "138****5678", ""),
        ("wecom", "stub", "li***", ""),
    ]


def test_a_channel_needs_an_address():
    stage = Stage()
    for wishes, code in (
        (NoticeWishes(sms=True), "cases.no_verified_number"),
        (NoticeWishes(wecom=True, wecom_id=" "), "cases.no_wecom_account"),
    ):
        with pytest.raises(Refused) as refused:
            actions.prefer_notices(actor=stage.li, wishes=wishes)
        assert refused.value.code == code


def test_nobody_is_woken_and_a_letter_waits_for_nothing(
    django_capture_on_commit_callbacks: Capture, time_machine: Any
):
    time_machine.move_to(MONDAY.replace(hour=22))
    stage = Stage()
    with_email(stage.li)
    attach_phone(user=stage.li, number="+8613812345678", verified=True)
    stage.li.refresh_from_db()
    actions.prefer_notices(actor=stage.li, wishes=NoticeWishes(sms=True))
    with django_capture_on_commit_callbacks(execute=True):
        stage.at(State.SUBMITTED)
    assert (len(mail.outbox), OutgoingText.objects.count()) == (1, 0)
    time_machine.move_to(MONDAY.replace(day=3, hour=8))
    assert actions.send_due() == 1
    assert OutgoingText.objects.count() == 1


@pytest.mark.parametrize(
    ("now", "start", "end", "allowed"),
    [
        ("12:00", "21:00", "08:00", "02 12:00"),
        ("20:59", "21:00", "08:00", "02 20:59"),
        ("21:00", "21:00", "08:00", "03 08:00"),
        ("03:00", "21:00", "08:00", "02 08:00"),
        ("08:00", "21:00", "08:00", "02 08:00"),
        ("13:00", "12:00", "14:00", "02 14:00"),
        ("14:00", "12:00", "14:00", "02 14:00"),
        ("03:00", "08:00", "08:00", "02 03:00"),
    ],
)
def test_quiet_hours_may_span_midnight(now: str, start: str, end: str, allowed: str):
    at = datetime.fromisoformat(f"2026-03-02T{now}:00+08:00")
    found = when_allowed(at, time.fromisoformat(start), time.fromisoformat(end))
    assert timezone.localtime(found).strftime("%d %H:%M") == allowed


# --- what fails --------------------------------------------------------------------------


class Broken:
    """An adapter that is down."""

    name = "broken"
    again: ClassVar[bool] = True

    def send(self, message: Message) -> None:
        raise SendFailed("notices.down", again=self.again)


def one_notice(settings: Settings) -> Notice:
    settings.NOTICE_ADAPTERS = {**settings.NOTICE_ADAPTERS, "email": f"{__name__}.Broken"}
    stage = Stage()
    with_email(stage.li)
    stage.at(State.SUBMITTED)
    return told("submitted")[0]


def test_a_notice_that_does_not_go_is_tried_again_later_and_then_given_up(
    settings: Settings, time_machine: Any
):
    time_machine.move_to(MONDAY)
    notice = one_notice(settings)
    at, statuses = MONDAY, []
    for _try in range(7):
        assert actions.send_due() == 0
        notice.refresh_from_db()
        statuses.append(notice.status)
        at = at + timedelta(days=1)
        time_machine.move_to(at)
    assert statuses == ["waiting"] * 4 + ["failed"] * 3
    assert notice.attempts == 5
    assert set(NoticeAttempt.objects.values_list("error", flat=True)) == {"notices.down"}


def test_a_notice_that_cannot_go_is_not_tried_again(settings: Settings):
    notice = one_notice(settings)
    Broken.again = False
    try:
        actions.send_due()
    finally:
        Broken.again = True
    notice.refresh_from_db()
    assert (notice.status, notice.attempts) == ("failed", 1)


def test_a_notice_of_a_sender_that_died_is_sent_by_another(time_machine: Any):
    time_machine.move_to(MONDAY)
    stage = Stage()
    with_email(stage.li)
    stage.at(State.SUBMITTED)
    Notice.objects.update(status=NoticeStatus.SENDING, not_before=MONDAY + timedelta(minutes=5))
    assert actions.send_due() == 0
    time_machine.move_to(MONDAY + timedelta(minutes=6))
    assert actions.send_due() == 1


def test_where_a_worker_sends_a_request_does_not(
    settings: Settings, django_capture_on_commit_callbacks: Capture
):
    settings.NOTICES_BY_WORKER = True
    stage = Stage()
    with_email(stage.li)
    with django_capture_on_commit_callbacks(execute=True):
        stage.at(State.SUBMITTED)
    assert mail.outbox == []
    assert actions.send_due() == 1


# --- reminders ---------------------------------------------------------------------------


def test_whoever_is_late_is_reminded_once_for_each_due_day(time_machine: Any):
    time_machine.move_to(MONDAY)
    stage = Stage()
    for user, address in ((stage.wang, "w@example.org"), (stage.zhou, "z@example.org")):
        in_english(with_email(user, address))
    case = stage.at(State.SUBMITTED)
    time_machine.move_to(datetime.fromisoformat("2026-03-09T10:00:00+08:00"))
    assert actions.remind_overdue() == 0
    time_machine.move_to(datetime.fromisoformat("2026-03-10T10:00:00+08:00"))
    actions.remind_overdue()
    actions.remind_overdue()
    assert {notice.user for notice in told("overdue")} == {stage.wang, stage.zhou}
    assert len(told("overdue")) == 2
    assert told("overdue")[0].subject == f"{case.number} is overdue since 2026-03-09"


def test_a_case_that_sits_with_somebody_reminds_them_alone(time_machine: Any):
    time_machine.move_to(MONDAY)
    stage = Stage()
    with_email(stage.wang, "w@example.org")
    with_email(stage.zhou, "z@example.org")
    case = stage.at(State.SUBMITTED)
    actions.assign(actor=stage.zhou, case=case, to=stage.zhou)
    time_machine.move_to(datetime.fromisoformat("2026-03-10T10:00:00+08:00"))
    actions.remind_overdue()
    assert [notice.user for notice in told("overdue")] == [stage.zhou]


# --- WeCom over HTTP ---------------------------------------------------------------------


class FakeWeCom(BaseHTTPRequestHandler):
    """Speaks WeCom's two calls; account `nobody` does not exist."""

    seen: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:
        right = self.path == "/gettoken?corpid=corp&corpsecret=secret"
        self.answer({"errcode": 0, "access_token": "t"} if right else {"errcode": 40001})

    def do_POST(self) -> None:
        assert self.path == "/message/send?access_token=t"
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append(content)
        self.answer({"errcode": 60111 if content["touser"] == "nobody" else 0})

    def answer(self, content: dict[str, Any]) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def wecom(settings: Settings) -> Iterator[list[dict[str, Any]]]:
    server = HTTPServer(("127.0.0.1", 0), FakeWeCom)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WECOM_ADDRESS = f"http://127.0.0.1:{server.server_port}"
    settings.WECOM_CORPORATION, settings.WECOM_SECRET = "corp", "secret"
    settings.WECOM_AGENT = "1000002"
    FakeWeCom.seen.clear()
    yield FakeWeCom.seen
    server.shutdown()
    server.server_close()


def message(address: str) -> Message:
    return Message(address, "标题", "内容", "decided", {})


def test_wecom_is_spoken_as_its_interface_asks(wecom: list[dict[str, Any]]):
    WeCom().send(message("lilei01"))
    assert wecom == [
        {"touser": "lilei01", "msgtype": "text", "agentid": "1000002", "text": {"content": "内容"}}
    ]


def test_an_account_that_is_not_there_is_not_tried_again(wecom: list[dict[str, Any]]):
    with pytest.raises(SendFailed) as failed:
        WeCom().send(message("nobody"))
    assert (failed.value.code, failed.value.again) == ("notices.wecom_60111", False)


def test_wecom_that_cannot_be_reached_is_tried_again(settings: Settings):
    settings.WECOM_ADDRESS = "http://127.0.0.1:9"
    with pytest.raises(SendFailed) as failed:
        WeCom().send(message("lilei01"))
    assert (failed.value.code, failed.value.again) == ("notices.wecom_unreachable", True)
