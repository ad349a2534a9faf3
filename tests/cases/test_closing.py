"""Letters as PDF with a Chinese font of our own, the archive, and erasure when time is over."""

import re
import zlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.cases.factories import MONDAY, REQUEST, Stage, attached
from tests.factories import stranger
from yuanqu.accounts.errors import Refused
from yuanqu.cases import actions
from yuanqu.cases.actions import CorrectionDraft
from yuanqu.cases.files import attached_content, sweep
from yuanqu.cases.letters import (
    acceptance_letter,
    corrections_letter,
    decision_letter,
    fonts,
    receipt_letter,
)
from yuanqu.cases.models import AnswerOnFile, Case, CaseEvent, Letter
from yuanqu.cases.queries import letter_for
from yuanqu.engines.workflow.states import Move, Outcome, State

pytestmark = pytest.mark.django_db
HOSTILE = '#panic("x") #read("/etc/passwd") *粗* _斜_ $x^2$ <label> @ref \\ ` // = 标题 [x]'


def streams(pdf: bytes) -> bytes:
    """The content of a PDF with its compressed streams unpacked."""
    unpacked = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            unpacked.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(unpacked)


def characters(pdf: bytes) -> str:
    """Every character that the fonts of a PDF map their glyphs to."""
    found: set[str] = set()
    for mapped in re.findall(rb"beginbf(?:char|range)(.*?)endbf", streams(pdf), re.DOTALL):
        for code in re.findall(rb"<([0-9A-Fa-f]+)>\s*(?:\n|$)", mapped):
            found.update(bytes.fromhex(code.decode()).decode("utf-16-be", "ignore"))
    return "".join(sorted(found))


def test_letters_are_set_in_a_chinese_font_that_is_in_the_file():
    stage = Stage()
    stage.at(State.SUBMITTED)
    assert fonts(), "the font package is installed"
    pdf = receipt_letter(stage.case, "zh-hans")
    assert pdf.startswith(b"%PDF-")
    assert b"NotoSerifSC" in streams(pdf)
    assert b"FontFile3" in streams(pdf)
    for character in "李雷示例称号认定园区":
        assert character in characters(pdf)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_letter_can_be_made_in_both_languages_and_is_the_same_each_time(language: str):
    stage = Stage()
    stage.at(State.SUBMITTED)
    letters = [receipt_letter]
    stage.make(Move.REQUEST_CORRECTIONS)
    letters.append(corrections_letter)
    for move in (Move.RESUBMIT, Move.ACCEPT):
        stage.make(move)
    letters.append(acceptance_letter)
    stage.make(Move.DECIDE)
    letters.append(decision_letter)
    case = stage.reload()
    for letter in letters:
        assert letter(case, language) == letter(case, language)


def test_what_somebody_typed_is_no_markup_in_a_letter():
    stage = Stage()
    stage.at(State.SUBMITTED)
    actions.request_corrections(actor=stage.wang, case=stage.case, items=[CorrectionDraft(HOSTILE)])
    assert {"#", "$", "*", "[", "`"} <= set(
        characters(corrections_letter(stage.reload(), "zh-hans"))
    )
    for move in (Move.RESUBMIT, Move.ACCEPT):
        stage.make(move)
    actions.decide(actor=stage.zhou, case=stage.case, outcome=Outcome.REJECTED, reasons=HOSTILE)
    assert {"#", "$", "*", "[", "`"} <= set(characters(decision_letter(stage.reload(), "zh-hans")))


def test_a_rejection_says_what_can_be_done_against_it_and_an_approval_does_not():
    approved, rejected = Stage(), Stage()
    approved.at(State.DECIDED)
    case = rejected.at(State.ACCEPTED)
    actions.decide(actor=rejected.zhou, case=case, outcome=Outcome.REJECTED, reasons="不符合。")
    # 讼, as in 行政诉讼, is in no other sentence of the letter.
    assert "讼" in characters(decision_letter(rejected.reload(), "zh-hans"))
    assert "讼" not in characters(decision_letter(approved.reload(), "zh-hans"))


def test_a_letter_that_was_delivered_stays_the_very_file_that_it_was():
    stage = Stage()
    case = stage.at(State.DELIVERED)
    letter = letter_for(stage.li, case, "zh-hans").get()
    content = attached_content(letter.file_sha256)
    assert (len(content), content[:5]) == (letter.size, b"%PDF-")
    assert Letter.objects.filter(case=case).count() == 2
    assert list(letter_for(stranger(), case, "zh-hans")) == []


# --- archive and retention ---------------------------------------------------------------


def test_an_archived_case_is_kept_for_the_years_of_its_matter(time_machine):
    time_machine.move_to(MONDAY)
    stage = Stage()
    case = stage.at(State.ARCHIVED)
    assert (case.retain_until, case.waits_for) == (date(2036, 3, 2), "")


def test_a_withdrawn_case_is_archived_without_a_letter():
    stage = Stage()
    stage.at(State.SUBMITTED)
    stage.make(Move.WITHDRAW)
    assert stage.reload().waits_for == ""
    assert stage.make(Move.ARCHIVE).state == State.ARCHIVED


def test_what_a_case_holds_is_erased_when_its_time_is_over(time_machine, store: Path):
    time_machine.move_to(MONDAY)
    stage = Stage()
    stage.at(State.CORRECTION_REQUESTED)
    for move in (Move.RESUBMIT, Move.ACCEPT, Move.START_PUBLICITY):
        stage.make(move)
    made = actions.object_to(actor=stranger(), case=stage.case, name="韩梅", statement="有异议。")
    actions.answer_objection(actor=stage.wang, objection=made, upheld=False, answer="不成立。")
    for move in (Move.DECIDE, Move.DELIVER, Move.ARCHIVE):
        stage.make(move)
    events = CaseEvent.objects.count()

    assert actions.erase_expired(today=date(2036, 3, 2)) == 0
    assert actions.erase_expired(today=date(2036, 3, 3)) == 1
    case = stage.reload()
    assert (case.answers, case.erased_at is not None) == ({}, True)
    assert list(case.submissions.values_list("answers", flat=True)) == [{}, {}]
    assert list(case.corrections.values_list("what", "reply")) == [("", "")]
    assert list(case.objections.values_list("name", "statement", "answer")) == [("", "", "")]
    assert (case.decision.reasons, case.decision.outcome) == ("", "approved")
    assert (case.attachments.count(), case.letters.count()) == (0, 0)
    assert AnswerOnFile.objects.count() == 0
    assert sweep(MONDAY + timedelta(days=4000)) == 3  # the proof, and the letter in two languages
    assert [path for path in store.rglob("*") if path.is_file()] == []
    # What stays: that there was a case, how it went, and that it was erased.
    assert (case.number[:3], case.outcome) == ("SL-", "approved")
    assert CaseEvent.objects.count() == events + 1
    assert actions.erase_expired(today=date(2036, 3, 3)) == 0


def test_a_draft_that_nobody_touched_for_its_time_is_gone(time_machine):
    time_machine.move_to(MONDAY)
    old = Stage(REQUEST)
    time_machine.move_to(MONDAY + timedelta(days=30))
    fresh = Stage(REQUEST)
    sent = Stage(REQUEST)
    sent.at(State.SUBMITTED)
    assert actions.erase_expired(today=timezone.localdate(MONDAY) + timedelta(days=90)) == 0
    assert actions.erase_expired(today=timezone.localdate(MONDAY) + timedelta(days=91)) == 1
    left = set(Case.objects.values_list("pk", flat=True))
    assert left == {fresh.case.pk, sent.case.pk}
    assert old.case.pk not in left


# --- events are never changed ------------------------------------------------------------


@pytest.mark.parametrize(
    "sql", ["UPDATE cases_caseevent SET code = 'archive'", "DELETE FROM cases_caseevent"]
)
def test_the_database_refuses_to_change_what_happened_to_a_case(sql: str):
    Stage().at(State.SUBMITTED)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_table_of_events_takes_one_decision_of_a_case():
    stage = Stage()
    case = stage.at(State.DECIDED)
    event = CaseEvent.objects.get(case=case, code="decide")
    event.pk, event.code = None, "decline"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save(force_insert=True)


def test_a_story_names_everybody_by_an_opaque_id_and_holds_no_text():
    stage = Stage()
    case = stage.at(State.DELIVERED)
    story = [(event.code, event.actor_id, event.state_after) for event in case.events.all()]
    assert story == [
        ("submit", stage.li.party_id, "submitted"),
        ("accept", stage.wang.party_id, "accepted"),
        ("decide", stage.zhou.party_id, "decided"),
        ("deliver", stage.wang.party_id, "delivered"),
    ]


def test_only_a_draft_is_discarded():
    stage = Stage()
    case = stage.at(State.CORRECTION_REQUESTED)
    with pytest.raises(Refused) as refused:
        actions.discard_draft(actor=stage.li, case=case)
    assert refused.value.code == "cases.not_a_draft"
    assert attached(case).pk
