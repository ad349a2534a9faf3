"""Files that wait are read by the job, whole or not at all; what failed can be tried again."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from tests.factories import official, stranger
from tests.knowledge import samples
from tests.knowledge.factories import found, pack, version
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.knowledge import files, jobs
from yuanqu.knowledge.actions import (
    add_file,
    read_version,
    read_waiting,
    retry_version,
    sweep_files,
)
from yuanqu.knowledge.files import FOLDER, received
from yuanqu.knowledge.models import Pack, State, Version
from yuanqu.knowledge.statements import Statement
from yuanqu.ledger.files import stored_path

pytestmark = pytest.mark.django_db


def handed_in(content: bytes, name: str, of: Pack | None = None) -> Version:
    """A file as the page hands it in."""
    got = received(io.BytesIO(content), name, len(content))
    made = add_file(actor=official(), pack=of or pack(), received=got, statement=Statement())
    (only,) = made.versions
    return only


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is large enough to wait for the job."""
    monkeypatch.setattr(files, "QUICK_BYTES", 0)


def test_a_small_file_is_read_at_once():
    made = handed_in(samples.pdf(), "创新奖励办法.pdf")
    assert (made.state, made.title, made.document.key) == (
        State.PARSED,
        "示例园区创新奖励办法",
        "创新奖励办法",
    )
    assert made.media_type == "application/pdf"
    assert len(found("奖励金额")) == 1


def test_a_large_file_waits_and_is_read_by_the_job(slow: None):
    made = handed_in(samples.pdf(), "a.pdf")
    assert (made.state, made.text, found("奖励金额")) == (State.WAITING, "", [])
    assert jobs.read() == {"read": 1, "failed": 0}
    made.refresh_from_db()
    assert (made.state, made.issuer, made.attempts) == (State.PARSED, "示例园区管理委员会", 1)
    assert len(found("奖励金额")) == 1
    assert jobs.read() == {"read": 0, "failed": 0}


def test_what_cannot_be_read_says_why_and_can_be_tried_again(slow: None):
    made = handed_in(samples.scan(), "a.pdf")
    assert read_waiting() == {"read": 0, "failed": 1}
    made.refresh_from_db()
    assert (made.state, made.error, made.error_facts) == (
        State.FAILED, "knowledge.no_text_layer", {"pages": "2"},
    )  # fmt: skip
    assert (made.text, made.passages.count()) == ("", 0)
    with pytest.raises(Forbidden):
        retry_version(actor=stranger(), version=made)
    retry_version(actor=None, version=made)
    assert read_version(version=made).state == State.FAILED


def test_only_what_failed_is_tried_again():
    with pytest.raises(Conflict):
        retry_version(actor=None, version=version())


def test_a_failed_version_replaces_nothing(slow: None):
    kept = handed_in(samples.pdf(), "a.pdf")
    read_waiting()
    later = received(io.BytesIO(samples.scan()), "a.pdf", None)
    add_file(actor=None, pack=kept.document.pack, received=later, statement=Statement())
    read_waiting()
    assert [hit.key.split(":")[1] for hit in found("奖励金额")] == [str(kept.pk)]
    assert list(kept.document.versions.values_list("number", "state")) == [
        (2, "failed"),
        (1, "parsed"),
    ]


def test_a_reader_that_died_is_followed_by_another_and_at_last_given_up(slow: None):
    made = handed_in(samples.pdf(), "a.pdf")
    long_ago = timezone.now() - timedelta(hours=1)
    Version.objects.update(state=State.READING, reading_since=timezone.now(), attempts=1)
    assert read_waiting() == {"read": 0, "failed": 0}
    Version.objects.update(reading_since=long_ago, attempts=3)
    assert read_waiting() == {"read": 0, "failed": 1}
    made.refresh_from_db()
    assert made.error == "knowledge.gave_up"


def test_a_file_that_the_store_has_lost_is_said_so(slow: None):
    made = handed_in(samples.pdf(), "a.pdf")
    default_storage.delete(stored_path(made.file_sha256, FOLDER))
    read_waiting()
    made.refresh_from_db()
    assert made.error == "knowledge.file_lost"


class Endless(io.RawIOBase):
    """What must not be read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [
        ("a.pdf", 2 * 2**30, "knowledge.too_large"),
        ("../a.pdf", 1, "ledger.file_name"),
        ("a.exe", 1, "knowledge.kind"),
    ],
)
def test_a_file_is_refused_before_it_is_read(name: str, size: int, code: str):
    with pytest.raises(Refused) as refused:
        received(Endless(), name, size)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_a_file_that_lies_about_its_size_is_refused_too(settings: Settings):
    settings.EVIDENCE_MAX_BYTES = 10
    with pytest.raises(Refused) as refused:
        received(io.BytesIO(b"x" * 11), "a.txt", None)
    assert refused.value.code == "knowledge.too_large"


def test_a_small_file_that_cannot_be_read_is_refused_and_nothing_is_kept():
    with pytest.raises(Refused) as refused:
        received(io.BytesIO(samples.scan()), "a.pdf", None)
    assert (refused.value.code, refused.value.facts) == ("knowledge.no_text_layer", {"pages": "2"})
    assert not default_storage.exists(FOLDER)


def test_a_table_of_questions_becomes_answers_all_or_none():
    held, table = pack(), "问题,答案\n大厅几点开门,九点。\n周末开门吗,不开。"
    got = received(io.BytesIO(table.encode()), "faq.csv", None)
    made = add_file(actor=None, pack=held, received=got, statement=Statement())
    assert [faq.question for faq in made.faqs] == ["大厅几点开门", "周末开门吗"]
    assert [hit.title for hit in found("大厅几点开门", kind="faq")] == ["大厅几点开门"]
    bad = received(io.BytesIO(f"问题,答案\n甲,乙。\n{'长' * 301},丙。".encode()), "b.csv", None)
    with pytest.raises(Refused):
        add_file(actor=None, pack=held, received=bad, statement=Statement())
    assert held.faqs.count() == 2


def test_each_line_of_a_list_becomes_a_document_with_what_it_states():
    lines = (
        '{"id": "a", "title": "甲办法", "text": "第一条　奖励金额十万元。", '
        '"effective_from": "2024-01-01"}\n'
        '{"id": "b", "title": "乙办法", "text": "别的。", "status": "draft"}'
    )
    got = received(io.BytesIO(lines.encode()), "all.jsonl", None)
    made = add_file(actor=None, pack=pack(), received=got, statement=Statement(issuer="示例局"))
    said = [(each.document.key, each.title, each.status, each.issuer) for each in made.versions]
    assert said == [
        ("a", "甲办法", "in_force", "示例局"), ("b", "乙办法", "draft", "示例局"),
    ]  # fmt: skip
    assert [hit.title for hit in found("奖励金额")] == ["甲办法 · 第一条"]


def test_files_that_nothing_names_are_swept_away_a_day_later():
    kept = handed_in(samples.pdf(), "a.pdf")
    received(io.BytesIO("没有人要。".encode()), "b.txt", None)
    assert sweep_files() == 0
    assert sweep_files(now=timezone.now() + timedelta(days=2)) == 1
    assert files.original_of(kept) == samples.pdf()
