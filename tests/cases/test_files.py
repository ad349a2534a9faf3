"""Files that people send: by content, size and name; bombs and what the scanner finds refused."""

import io
import os
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cases.factories import PDF, REQUEST, Stage, archive, attached, pdf
from yuanqu.accounts.errors import Refused
from yuanqu.cases import actions
from yuanqu.cases.files import attached_content, store_attachment, sweep
from yuanqu.cases.models import Attachment
from yuanqu.engines.workflow.states import State

HOLED = "PK\x03\x04 but no archive".encode("latin-1")


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused:
        store_attachment(io.BytesIO(content), name)
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "ledger.file_empty"),
        (b"MZ\x90\x00", "licence.pdf", "ledger.file_kind"),
        (b"\x89PNG\r\n\x1a\n..", "licence.pdf", "ledger.file_not_what_it_says"),
        (PDF, "../licence.pdf", "ledger.file_name"),
        (b"<html><script>alert(1)</script>", "a.html", "ledger.file_kind"),
        (HOLED, "a.docx", "cases.archive_unreadable"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_not_kept(
    content: bytes, name: str, code: str, store: Path
):
    assert refusal(content, name) == code
    assert [path for path in store.rglob("*") if path.is_file()] == []


class Endless(io.RawIOBase):
    """Two gigabytes that are made as they are read; what was read is counted."""

    def __init__(self) -> None:
        self.left, self.given = 2 * 2**30, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        count = min(self.left, size if size >= 0 else self.left)
        self.left, self.given = self.left - count, self.given + count
        return b"%PDF-" + b"x" * (count - 5) if count > 5 else b""


def test_two_gigabytes_are_refused_after_the_first_too_many(settings: Settings):
    settings.EVIDENCE_MAX_BYTES = 2**20
    endless = Endless()
    with pytest.raises(Refused) as refused:
        store_attachment(cast("BinaryIO", endless), "huge.pdf")
    assert refused.value.code == "ledger.file_too_large"
    assert endless.given == 2**20 + 1


def test_a_bomb_is_refused_though_it_is_small():
    bomb = archive(*[(f"{n}.bin", b"\0" * 2**20) for n in range(150)])
    assert len(bomb) < 2**20
    assert refusal(bomb, "bomb.zip") == "cases.archive_bomb"


def test_a_bomb_that_lies_about_its_size_is_refused():
    bomb = bytearray(archive(("a.bin", b"\0" * (110 * 2**20))))
    honest = (110 * 2**20).to_bytes(4, "little")
    while (at := bomb.find(honest)) != -1:
        bomb[at : at + 4] = (10).to_bytes(4, "little")
    assert refusal(bytes(bomb), "bomb.docx") in {"cases.archive_bomb", "cases.archive_unreadable"}


def test_an_archive_of_too_many_names_is_refused():
    assert (
        refusal(archive(*[(str(n), b"") for n in range(10_001)]), "a.zip") == "cases.archive_bomb"
    )


def test_an_archive_that_is_locked_is_refused():
    locked = bytearray(archive(("a.txt", b"secret")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(signature) + offset] |= 1  # the flag of an encrypted entry
    assert refusal(bytes(locked), "a.zip") == "cases.archive_unreadable"


def test_an_honest_archive_is_taken():
    content = archive(("word/document.xml", b"<w/>" * 100))
    assert zipfile.is_zipfile(io.BytesIO(content))
    kept = store_attachment(io.BytesIO(content), "说明.docx")
    assert (kept.media_type, attached_content(kept.sha256)) == ("application/zip", content)


SCANNER = f"{sys.executable} -c 'import sys; sys.exit(b\"EICAR\" in sys.stdin.buffer.read())'"


def test_the_scanner_sees_each_file_and_its_word_counts(settings: Settings, store: Path):
    settings.MALWARE_COMMAND = SCANNER
    assert store_attachment(io.BytesIO(PDF), "a.pdf").size == len(PDF)
    before = sorted(store.rglob("*"))
    assert refusal(PDF + b"EICAR", "a.pdf") == "cases.malware"
    assert sorted(store.rglob("*")) == before


@pytest.mark.parametrize("command", ["/no/such/scanner", f"{sys.executable} -c 'exit(7)'"])
def test_a_scanner_that_fails_lets_nothing_in(settings: Settings, command: str):
    settings.MALWARE_COMMAND = command
    assert refusal(PDF, "a.pdf") == "cases.scanner_failed"


# --- on a case ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_name_with_markup_is_kept_as_text_and_never_as_a_path(store: Path):
    stage, name = Stage(), '"><img src=x onerror=alert(1)>.pdf'
    made = actions.attach_file(actor=stage.li, case=stage.case, field="proof", file=pdf(name))
    assert Attachment.objects.get(pk=made.pk).name == name
    assert [path.name for path in store.rglob("*") if path.is_file()] == [made.file_sha256]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "name", "code"),
    [
        ("title", "a.pdf", "cases.no_such_question"),
        ("no_such", "a.pdf", "cases.no_such_question"),
        ("proof", "a.md", "cases.file_ending"),
    ],
)
def test_a_file_belongs_to_a_question_that_asks_for_one(field: str, name: str, code: str):
    stage = Stage()
    file = pdf(name, PDF if name.endswith("pdf") else b"text")
    with pytest.raises(Refused) as refused:
        actions.attach_file(actor=stage.li, case=stage.case, field=field, file=file)
    assert refused.value.code == code


def files_in(store: Path) -> list[str]:
    return [path.name for path in store.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_file_of_a_draft_that_is_taken_back_is_swept_away_a_day_later(store: Path):
    stage = Stage()
    made = actions.attach_file(actor=stage.li, case=stage.case, field="proof", file=pdf())
    assert stage.reload().answers == {"proof": [str(made.pk)]}
    actions.remove_attachment(actor=stage.li, attachment=made)
    assert stage.reload().answers == {}
    assert sweep(timezone.now()) == 0
    assert sweep(timezone.now() + timedelta(days=1, minutes=1)) == 1
    assert files_in(store) == []


@pytest.mark.django_db
def test_a_file_of_two_cases_stays_until_neither_needs_it(store: Path):
    one, two = Stage(), Stage()
    first = actions.attach_file(actor=one.li, case=one.case, field="proof", file=pdf())
    actions.attach_file(actor=two.li, case=two.case, field="proof", file=pdf())
    later = timezone.now() + timedelta(days=2)
    actions.remove_attachment(actor=one.li, attachment=first)
    assert (sweep(later), files_in(store)) == (0, [first.file_sha256])
    actions.discard_draft(actor=two.li, case=two.case)
    assert (sweep(later), files_in(store)) == (1, [])


@pytest.mark.django_db
def test_a_file_that_is_kept_again_is_young_again(store: Path):
    kept = pdf()
    (path,) = [path for path in store.rglob("*") if path.is_file()]
    os.utime(path, (0, 0))
    assert pdf().sha256 == kept.sha256
    assert sweep(timezone.now()) == 0


@pytest.mark.django_db
def test_a_file_that_was_submitted_stays_with_the_submission():
    stage = Stage()
    stage.at(State.CORRECTION_REQUESTED)
    old = attached(stage.case)
    actions.remove_attachment(actor=stage.li, attachment=old)
    assert Attachment.objects.get(pk=old.pk).field == ""
    assert "proof" not in stage.reload().answers
    assert stage.case.submissions.get().answers["proof"] == [str(old.pk)]


@pytest.mark.django_db
def test_answers_cannot_name_a_file_of_another_case():
    one, two = Stage(REQUEST), Stage(REQUEST)
    strange = actions.attach_file(actor=one.li, case=one.case, field="files", file=pdf())
    saved = actions.save_draft(
        actor=two.li, case=two.case, answers={"files": [str(strange.pk)]}, revision=0
    )
    assert saved.case.answers == {}
