"""Log lines: JSON, one file a day, kept as long as set, and nothing about a person."""

import json
import logging
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as installed
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.factories import PASSWORD, official
from yuanqu.accounts.actions.tokens import create_token
from yuanqu.upkeep.logs import (
    DailyFile,
    JsonLine,
    PlainLine,
    days_kept,
    drop_old_files,
    file_of,
    request_id,
)

ZONE = "Asia/Shanghai"
PHONE, EMAIL, IDENTITY = "13800138000", "lilei@example.com", "32050019900307123X"
SECRETS = (PASSWORD, PHONE, EMAIL, IDENTITY)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Everything that this test logs, in a folder of its own, besides where it goes anyway."""
    handler = DailyFile(str(tmp_path), ZONE)
    handler.setFormatter(JsonLine(ZONE))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    root.addHandler(handler)
    yield tmp_path
    root.removeHandler(handler)
    handler.close()


def lines(folder: Path) -> list[dict[str, Any]]:
    text = "".join(path.read_text() for path in sorted(folder.glob("*.jsonl")))
    return [json.loads(line) for line in text.splitlines()]


logger = logging.getLogger("yuanqu.example")


@time_machine.travel(datetime(2026, 2, 17, 3, 0, tzinfo=ZoneInfo(ZONE)), tick=False)
def test_line_holds_a_constant_message_and_its_facts(folder: Path):
    request_id.set("")
    logger.warning("The index cannot be read.", extra={"documents": 3, "kind": "fact"})
    (line,) = lines(folder)
    assert line.pop("process") > 0
    assert line == {
        "at": "2026-02-17T03:00:00.000+08:00",
        "level": "WARNING",
        "logger": "yuanqu.example",
        "message": "The index cannot be read.",
        "documents": 3,
        "kind": "fact",
    }


def test_what_a_message_is_filled_with_is_left_out(folder: Path):
    logger.warning("No such page: %s", f"/reset/{PHONE}")
    assert lines(folder)[0]["message"] == "No such page: %s"


def test_exception_is_told_by_class_and_place(folder: Path):
    try:
        raise ValueError(f"duplicate key ({EMAIL})")
    except ValueError:
        logger.exception("It failed.")
    (line,) = lines(folder)
    assert line["error"] == "ValueError"
    assert line["trace"][0].startswith("test_logs.py:")
    assert EMAIL not in json.dumps(line)


@pytest.mark.parametrize("name", ["password", "api_token", "phone", "email", "username", "cookie"])
def test_fact_under_a_private_name_is_left_out(folder: Path, name: str):
    logger.warning("Something.", extra={name: "anything", "count": 1})
    (line,) = lines(folder)
    assert name not in line
    assert line["count"] == 1


@pytest.mark.parametrize("text", [PHONE, f"+86{PHONE}", EMAIL, IDENTITY, f"tel {PHONE}."])
def test_what_looks_like_a_persons_number_is_hidden(folder: Path, text: str):
    logger.warning("Something.", extra={"said": f"from {text}"})
    assert "[hidden]" in lines(folder)[0]["said"]
    assert not any(secret in lines(folder)[0]["said"] for secret in SECRETS)


def test_plain_line_hides_the_same():
    request_id.set("")
    said = {"msg": "It failed: %s", "args": (PHONE,), "name": "yuanqu", "said": EMAIL, "count": 2}
    record = logging.makeLogRecord({"levelname": "ERROR"} | said)
    line = PlainLine().format(record)
    assert line.endswith("ERROR yuanqu It failed: %s said=[hidden] count=2")


def test_each_day_has_a_file_and_old_ones_go(tmp_path: Path):
    handler = DailyFile(str(tmp_path), ZONE)
    handler.setFormatter(JsonLine(ZONE))
    days = [date(2026, 1, 1), date(2026, 7, 2), date(2026, 7, 3)]
    for day in days:
        with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(ZONE))):
            handler.emit(logging.makeLogRecord({"msg": "Something."}))
    handler.close()
    assert days_kept(tmp_path) == days
    assert drop_old_files(tmp_path, date(2026, 7, 3), 183) == 0
    assert drop_old_files(tmp_path, date(2026, 7, 4), 183) == 1
    assert days_kept(tmp_path) == days[1:]
    assert file_of(tmp_path, days[1]).stat().st_mode & 0o777 == 0o640


def test_log_that_cannot_be_written_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture):
    (tmp_path / "logs").write_text("a file where a folder should be")
    handler = DailyFile(str(tmp_path / "logs"), ZONE)
    for _ in range(3):
        handler.handle(logging.makeLogRecord({"msg": "Something.", "args": ()}))
    assert capsys.readouterr().err == "The log cannot be written: File exists\n"


def test_logs_are_kept_at_least_six_months_unless_set_otherwise():
    assert installed.LOG_DAYS == 183


@pytest.mark.django_db
def test_requests_leave_no_trace_of_a_person(folder: Path, client: Client):
    wang = official()
    token = create_token(user=wang, name="test").secret
    client.raise_request_exception = False
    client.post("/accounts/login/", {"login": PHONE, "password": PASSWORD})
    client.post("/accounts/login/", {"login": "wangfang", "password": PASSWORD})
    client.get(f"/accounts/password/reset/key/{PHONE}-{token}/")
    client.get("/search/", {"q": f"{IDENTITY} {EMAIL}"})
    client.get(f"/{PHONE}/{EMAIL}/", headers={"X-Request-ID": PHONE, "User-Agent": EMAIL})
    client.get("/api/v1/facts", headers={"Authorization": f"Bearer {token}"})
    client.get("/api/v1/facts", {"token": token})
    client.post("/api/v1/facts", data=f'{{"kind": "{PHONE}"}}', content_type="application/json")
    client.generic(f"X{PHONE}", "/")
    said = (folder / next(folder.glob("*")).name).read_text()
    assert said.count("A request was answered.") == 9
    assert [secret for secret in (*SECRETS, token, wang.display_name) if secret in said] == []
    assert {line.get("route") for line in lines(folder)} >= {"account_login", "search"}


def fail(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError(PHONE)


urlpatterns = [path("fail/", fail, name="fail")]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_page_that_fails_is_logged_without_what_was_typed(folder: Path, client: Client):
    client.raise_request_exception = False
    assert client.get("/fail/", {"q": PHONE}).status_code == 500
    failure, answered = lines(folder)
    assert (failure["error"], failure["logger"]) == ("RuntimeError", "django.request")
    assert failure["trace"][-1].startswith("test_logs.py:")
    assert (answered["route"], answered["status"]) == ("fail", 500)
    assert failure["request_id"] == answered["request_id"]
    assert PHONE not in json.dumps([failure, answered])


HEX = "0123456789abcdef" * 2


@pytest.mark.django_db
@pytest.mark.parametrize("given", [HEX, "c9f1b7c2-3d5e-4f60-9a7b-8c9d0e1f2a3b"])
def test_sane_request_id_is_kept_and_given_back(folder: Path, client: Client, given: str):
    response = client.get("/about/", headers={"X-Request-ID": given})
    assert response["X-Request-ID"] == given
    assert lines(folder)[-1]["request_id"] == given


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", ["", "x", PHONE, "a b", HEX + "0", "../../etc", "{" + HEX[:30] + "}", f"{HEX[:-1]}\n"]
)
def test_other_request_id_is_not_taken(client: Client, given: str):
    response = client.get("/about/", headers={"X-Request-ID": given})
    assert response["X-Request-ID"] != given
    assert len(response["X-Request-ID"]) == 32
