"""Evidence files: by content, by size, by name; nothing that runs, nothing with a path."""

import io
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.factories import colleague, evidence, figure, official
from yuanqu.accounts.errors import Refused
from yuanqu.ledger.actions import erase_evidence, record_fact
from yuanqu.ledger.files import file_content, store_file
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.verifying import verify

PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "ledger.file_empty"),
        (PDF + b"y" * 1000, "a.pdf", "ledger.file_too_large"),
        (b"\x7fELF\x02\x01", "a.pdf", "ledger.file_kind"),
        (b"MZ\x90\x00", "a.txt", "ledger.file_kind"),
        (b"#!/bin/sh\nrm", "a.txt", "ledger.file_kind"),
        (b"\x89PNG\r\n\x1a\n..", "a.pdf", "ledger.file_not_what_it_says"),
        (PDF, "a.exe", "ledger.file_not_what_it_says"),
        (PDF, "../../etc/passwd.pdf", "ledger.file_name"),
        (PDF, "..\\a.pdf", "ledger.file_name"),
        (PDF, "a\x00.pdf", "ledger.file_name"),
        (PDF, "", "ledger.file_name"),
        (b"text\x00binary", "a.txt", "ledger.file_kind"),
        (b"<script>alert(1)</script>", "a.html", "ledger.file_kind"),
    ],
)
def test_a_bad_file_is_refused_and_not_kept(
    content: bytes, name: str, code: str, settings: Settings, store: Path
):
    settings.EVIDENCE_MAX_BYTES = 1000
    with pytest.raises(Refused) as refused:
        store_file(io.BytesIO(content), name)
    assert refused.value.code == code
    assert list(store.rglob("*")) == []


def test_the_same_content_is_kept_once_under_its_digest(store: Path):
    first = store_file(io.BytesIO(PDF), "公报.pdf")
    again = store_file(io.BytesIO(PDF), "copy.pdf")
    assert (first.sha256, first.media_type) == (again.sha256, "application/pdf")
    assert [path.name for path in store.rglob("*") if path.is_file()] == [first.sha256]
    assert file_content(first.sha256) == PDF


@pytest.mark.django_db
def test_erasing_removes_the_file_once_nobody_else_needs_it(
    store: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
):
    kept = store_file(io.BytesIO(PDF), "公报.pdf")
    wang = official()
    made = [
        record_fact(actor=colleague(), draft=figure(evidence=(evidence(file=kept),)))
        if place == 0
        else record_fact(actor=wang, draft=figure(evidence=(evidence(file=kept),)))
        for place in range(2)
    ]
    for fact, left in zip(made, (1, 0), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            erase_evidence(actor=wang, evidence=fact.evidence.get(), reason="期限已到")
        assert len([path for path in store.rglob("*") if path.is_file()]) == left
    seal_pending()
    assert verify().broken is None
