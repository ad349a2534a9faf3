"""Erased evidence: by procedure it is a fact of the chain; what slipped out is named."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import Settings

from tests.factories import colleague, evidence, figure, official
from tests.ledger.test_chain import empty_ledger, tamper  # noqa: F401 - a fixture
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, PartyKind
from yuanqu.engines.standings import Bearing
from yuanqu.ledger.actions import erase_evidence, record_fact, verify_fact
from yuanqu.ledger.digests import CONTENT_ALONE, content_digests, evidence_hash, fact_hash
from yuanqu.ledger.erasures import recorded_erasures
from yuanqu.ledger.files import store_file
from yuanqu.ledger.models import Evidence, EvidenceContent, Fact, Seal
from yuanqu.ledger.queries import claims_waiting_count, fact_story, facts
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.transfer import export_lines, import_lines
from yuanqu.ledger.verifying import Break, verify

pytestmark = pytest.mark.django_db

NAME = "赵明华的职称证书.pdf"
PDF = b"%PDF-1.7\n" + b"proof " * 20


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def with_file() -> Fact:
    """A sealed fact whose evidence is a quotation and a file."""
    file = store_file(BytesIO(PDF), NAME)
    fact = record_fact(actor=official(), draft=figure(evidence=(evidence(file=file),)))
    seal_pending()
    return fact


def content_of(fact: Fact) -> EvidenceContent:
    return EvidenceContent.objects.get(evidence__fact=fact)


def as_before(fact: Fact) -> None:
    """Make the one fact what the program before wrote: evidence of the first form."""
    piece = Evidence.objects.get(fact=fact)
    piece.form = CONTENT_ALONE
    piece.quote_digest, piece.file_digest = content_digests(piece.content, form=CONTENT_ALONE)
    piece.hash = evidence_hash(piece)
    fields = {"form": 1, "hash": piece.hash, "file_digest": piece.file_digest}
    Evidence.objects.filter(pk=piece.pk).update(**fields)
    Fact.objects.filter(pk=fact.pk).update(hash=fact_hash(fact, fact.roles.all(), [piece]))


def tombstone(fact: Fact) -> None:
    """What a row of erased content looks like, without the erasure."""
    EvidenceContent.objects.filter(evidence__fact=fact).update(
        salt="", quote="", file_sha256="", file_name="", file_bytes=None, media_type="",
        erased_at=timezone.now(), erased_reason="依申请删除",
    )  # fmt: skip


def test_an_erasure_is_a_sealed_fact_with_its_day_reason_and_request():
    fact, wang = with_file(), official("wangfang2")
    piece = fact.evidence.get()
    erase_evidence(actor=wang, evidence=piece, reason="依申请删除：甲-1", request="f00d")
    assert verify().unsealed == 1
    seal_pending()
    (found,) = recorded_erasures()
    assert (found.fact, found.evidence, found.seq) == (fact.pk, piece.pk, 2)
    assert (found.reason, found.request) == ("依申请删除：甲-1", "f00d")
    assert timezone.localtime(found.erased_at).date() == timezone.localdate()
    report = verify()
    assert (report.checked, report.broken) == (2, None)
    assert (report.erased, report.erased_earlier) == (1, 0)


def test_erasing_twice_is_recorded_once():
    fact, wang = with_file(), official("wangfang2")
    for _each in range(2):
        erase_evidence(actor=wang, evidence=fact.evidence.get(), reason="依申请删除")
    assert Fact.objects.filter(bearing=Bearing.ERASES).count() == 1


def test_nothing_is_left_of_the_files_name_and_nothing_to_guess_it_by():
    fact = with_file()
    erase_evidence(actor=official("wangfang2"), evidence=fact.evidence.get(), reason="依申请删除")
    seal_pending()
    lines = "\n".join(export_lines())
    assert "赵明华" not in lines
    assert '"salt":""' in lines
    kept = content_of(fact)
    assert (kept.file_name, kept.file_bytes, kept.media_type, kept.salt) == ("", None, "", "")


def test_the_park_erases_where_a_period_runs_out():
    fact = with_file()
    erase_evidence(actor=None, evidence=fact.evidence.get(), reason="保存期限届满。")
    recorded = Fact.objects.get(bearing=Bearing.ERASES)
    assert recorded.recorded_by == Party.objects.get(kind=PartyKind.PARK)
    assert content_of(fact).erased_by == recorded.recorded_by
    assert "request" not in recorded.attributes


def test_an_erasure_without_a_reason_or_by_no_official_records_nothing():
    fact = with_file()
    with pytest.raises(Refused):
        erase_evidence(actor=official("wangfang2"), evidence=fact.evidence.get(), reason=" ")
    assert not Fact.objects.filter(bearing=Bearing.ERASES).exists()
    assert content_of(fact).file_name == NAME


def test_an_erasure_stands_in_the_facts_story_and_in_no_list():
    fact, wang, zhou = with_file(), official("wangfang2"), colleague()
    verify_fact(actor=zhou, fact=fact, reason="一致")
    erase_evidence(actor=wang, evidence=fact.evidence.get(), reason="依申请删除")
    story = [step.bearing for step in fact_story(AnonymousUser(), fact)]
    assert story == ["verifies", "erases"]
    assert [found.pk for found in facts(AnonymousUser())] == [fact.pk]
    assert facts(AnonymousUser(), standing="verified").get().pk == fact.pk
    assert claims_waiting_count(zhou) == 0


def test_content_that_slipped_out_is_told_from_an_erasure():
    fact = with_file()
    tombstone(fact)
    assert verify().broken == Break(1, str(fact.pk), "ledger.erased_without_record")


def test_an_erasure_of_another_fact_excuses_nothing():
    fact, other = with_file(), record_fact(actor=colleague(), draft=figure())
    seal_pending()
    erase_evidence(actor=official("wangfang2"), evidence=other.evidence.get(), reason="依申请删除")
    seal_pending()
    tombstone(fact)
    assert verify().broken == Break(1, str(fact.pk), "ledger.erased_without_record")


def test_content_that_came_back_after_its_erasure_is_named():
    fact = with_file()
    before = EvidenceContent.objects.filter(evidence__fact=fact).values().get()
    erase_evidence(actor=official("wangfang2"), evidence=fact.evidence.get(), reason="依申请删除")
    seal_pending()
    EvidenceContent.objects.filter(evidence__fact=fact).update(**before)
    assert verify().broken == Break(1, str(fact.pk), "ledger.erased_is_back")


@pytest.mark.parametrize(
    "change",
    [{"file_name": "b.pdf"}, {"file_bytes": 1}, {"media_type": "text/plain"}, {"quote": "x"}],
)
def test_a_files_name_size_and_type_are_in_the_hash(change: dict[str, Any]):
    fact = with_file()
    EvidenceContent.objects.filter(evidence__fact=fact).update(**change)
    assert verify().broken == Break(1, str(fact.pk), "ledger.content_differs")


def test_the_form_cannot_be_lowered_to_excuse_a_change(tamper: Callable[..., None]):  # noqa: F811
    fact = with_file()
    tamper("UPDATE ledger_evidence SET form = 1")
    assert verify().broken == Break(1, str(fact.pk), "ledger.evidence_differs")


@pytest.fixture
def earlier(tamper: Callable[..., None]) -> Fact:  # noqa: F811
    """A sealed fact as the program before wrote it."""
    file = store_file(BytesIO(PDF), NAME)
    fact = record_fact(actor=official(), draft=figure(evidence=(evidence(file=file),)))
    from tests.ledger.test_chain import drop_triggers, restore_triggers

    drop_triggers()
    as_before(fact)
    restore_triggers()
    seal_pending()
    return fact


def test_what_was_recorded_before_verifies_as_before(earlier: Fact):
    assert verify().broken is None
    EvidenceContent.objects.update(file_name="anders.pdf")
    assert verify().broken is None  # its name never was in the hash
    EvidenceContent.objects.update(quote="anders")
    assert verify().broken == Break(1, str(earlier.pk), "ledger.content_differs")


def test_what_was_erased_before_erasures_were_recorded_is_counted_apart(earlier: Fact):
    tombstone(earlier)
    report = verify()
    assert (report.broken, report.erased, report.erased_earlier) == (None, 0, 1)


def test_what_was_recorded_before_and_is_erased_now_is_recorded(earlier: Fact):
    wang = official("wangfang2")
    erase_evidence(actor=wang, evidence=earlier.evidence.get(), reason="依申请删除")
    seal_pending()
    report = verify()
    assert (report.broken, report.erased, report.erased_earlier) == (None, 1, 0)


def test_an_export_of_the_first_version_is_still_read(
    earlier: Fact,
    tamper: Callable[..., None],  # noqa: F811
):
    lines = [json.loads(line) for line in export_lines()]
    lines[0]["format"] = "yuanqu-ledger/1"
    for piece in lines[-1]["fact"]["evidence"]:
        del piece["form"]
    sealed = Seal.objects.get().hash
    empty_ledger(tamper)
    assert import_lines(json.dumps(line) for line in lines) == 1
    assert Seal.objects.get().hash == sealed
    assert verify().broken is None
