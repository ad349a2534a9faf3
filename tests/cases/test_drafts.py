"""Drafts: saved as one types, by one at a time, with files; numbered when they are sent."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.cases.factories import (
    PERMIT,
    RECOGNITION,
    REQUEST,
    Stage,
    answers,
    attached,
    matter,
    pdf,
    refusal,
)
from tests.factories import PartyFactory, assistant, stranger
from yuanqu.accounts.models import PartyKind
from yuanqu.cases import actions
from yuanqu.cases.errors import AnswersRefused
from yuanqu.cases.models import AnswerOnFile, Attachment, Case, CaseCounter, CaseEvent, Submission
from yuanqu.cases.queries import answers_on_file, drafts_of, matters_open_to
from yuanqu.engines.workflow.states import State

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_what_is_sound_and_says_what_is_not():
    stage = Stage()
    saved = actions.save_draft(
        actor=stage.li, case=stage.case, answers={"employees": "12", "revenue": "1.5"}, revision=0
    )
    assert saved.case.answers == {"employees": 12}
    assert [(error.field, error.code) for error in saved.errors] == [
        ("revenue", "forms.not_whole_number")
    ]
    assert stage.reload().revision == 1


def test_a_draft_that_was_saved_meanwhile_is_not_overwritten():
    stage = Stage()
    other = assistant(stage.company, "other", "陈静")
    actions.save_draft(actor=stage.li, case=stage.case, answers={"title": "甲"}, revision=0)
    late = lambda: actions.save_draft(  # noqa: E731
        actor=other, case=stage.case, answers={"title": "乙"}, revision=0
    )
    assert refusal(late) == "cases.edited_meanwhile"
    assert stage.reload().answers == {"title": "甲"}


def test_saving_a_draft_leaves_no_trace_in_the_story_and_discarding_it_none_at_all():
    stage = Stage()
    stage.fill()
    assert CaseEvent.objects.count() == 0
    actions.discard_draft(actor=stage.li, case=stage.case)
    assert (Case.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_stranger_opens_saves_and_discards_nothing():
    stage, han = Stage(), stranger()
    assert (
        refusal(lambda: actions.open_draft(actor=han, matter=RECOGNITION, applicant=stage.company))
        == "accounts.no_mandate"
    )
    assert (
        refusal(lambda: actions.save_draft(actor=han, case=stage.case, answers={}, revision=0))
        == "accounts.no_mandate"
    )
    assert (
        refusal(lambda: actions.discard_draft(actor=han, case=stage.case)) == "accounts.no_mandate"
    )
    assert list(drafts_of(han)) == []


def test_an_official_neither_sees_nor_edits_a_draft():
    stage = Stage()
    assert list(drafts_of(stage.wang)) == []
    assert (
        refusal(
            lambda: actions.save_draft(actor=stage.wang, case=stage.case, answers={}, revision=0)
        )
        == "accounts.no_mandate"
    )


def test_a_matter_is_open_to_the_kinds_of_applicants_that_it_names():
    stage = Stage()
    person = stage.li.party
    assert (
        refusal(lambda: actions.open_draft(actor=stage.li, matter=RECOGNITION, applicant=person))
        == "cases.not_for_such_applicants"
    )
    mine = actions.open_draft(actor=stage.li, matter=REQUEST, applicant=person)
    assert mine.applicant == person
    offered = {one.code: parties for one, parties in matters_open_to(stage.li)}
    assert offered[RECOGNITION] == [stage.company]
    assert offered[REQUEST] == [person, stage.company]


def test_there_is_no_matter_of_that_name():
    stage = Stage()
    assert (
        refusal(
            lambda: actions.open_draft(actor=stage.li, matter="no.such", applicant=stage.company)
        )
        == "cases.no_such_matter"
    )


def test_drafts_of_one_matter_do_not_pile_up_without_end():
    stage = Stage()
    for _one in range(19):
        actions.open_draft(actor=stage.li, matter=RECOGNITION, applicant=stage.company)
    assert (
        refusal(
            lambda: actions.open_draft(actor=stage.li, matter=RECOGNITION, applicant=stage.company)
        )
        == "cases.too_many_drafts"
    )


# --- sending -----------------------------------------------------------------------------


def test_an_unfinished_draft_is_not_sent_and_every_fault_is_named():
    stage = Stage()
    actions.save_draft(actor=stage.li, case=stage.case, answers={"foreign": True}, revision=0)
    with pytest.raises(AnswersRefused) as refused:
        actions.submit(actor=stage.li, case=stage.case)
    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("title", "forms.required"),
        ("employees", "forms.required"),
        ("country", "forms.required"),
        ("proof", "forms.required"),
        ("truth", "forms.required"),
    ]
    kept = stage.reload()
    assert (kept.state, kept.number, CaseCounter.objects.count()) == (State.DRAFT, "", 0)


def test_a_submission_is_numbered_kept_and_due():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    assert re.fullmatch(r"SL-\d{4}-00001", case.number)
    sent = Submission.objects.get(case=case)
    assert (sent.sequence, sent.answers, sent.submitted_by) == (1, case.answers, stage.li)
    assert re.fullmatch(r"[0-9a-f]{64}", sent.digest)
    assert (case.waits_for, case.due_clock, case.desk) == ("desk", "acceptance", "reception")
    assert case.answers["proof"] == [str(attached(case).pk)]


def test_numbers_are_gapless_by_matter_whatever_fails_between():
    first, failing, second, other = Stage(), Stage(), Stage(), Stage(PERMIT)
    first.at(State.SUBMITTED)
    with pytest.raises(AnswersRefused):
        actions.submit(actor=failing.li, case=failing.case)
    second.at(State.SUBMITTED)
    other.at(State.SUBMITTED)
    assert [first.case.serial, second.case.serial, other.case.serial] == [1, 2, 1]


def test_a_hidden_question_is_dropped_when_the_form_is_sent():
    stage = Stage()
    stage.fill(foreign=True, country="德国")
    actions.save_draft(
        actor=stage.li, case=stage.case, answers=stage.case.answers | {"foreign": False},
        revision=stage.case.revision,
    )  # fmt: skip
    actions.submit(actor=stage.li, case=stage.case)
    assert "country" not in stage.reload().answers


def test_a_party_that_does_not_exist_is_no_answer():
    stage = Stage()
    saved = actions.save_draft(
        actor=stage.li, case=stage.case, revision=0,
        answers={"partner": "8f14e45f-ceea-467f-a0e6-0000000000aa"},
    )  # fmt: skip
    assert [(error.field, error.code) for error in saved.errors] == [
        ("partner", "forms.no_such_party")
    ]
    known = PartyFactory.create()
    saved = actions.save_draft(
        actor=stage.li, case=stage.case, answers={"partner": str(known.pk)}, revision=1
    )
    assert (saved.case.answers, saved.errors) == ({"partner": str(known.pk)}, ())


def test_one_thing_has_one_open_case():
    first, second = Stage(), Stage()
    first.fill(title="唯一称号")
    actions.submit(actor=first.li, case=first.case)
    second.fill(title="唯一称号")
    assert (
        refusal(lambda: actions.submit(actor=second.li, case=second.case))
        == "cases.one_open_already"
    )
    actions.withdraw_case(actor=first.li, case=first.case)
    assert actions.submit(actor=second.li, case=second.case).serial == 2


def test_one_applicant_has_one_open_case_where_the_matter_says_so():
    stage = Stage(PERMIT)
    stage.at(State.SUBMITTED)
    again = actions.open_draft(actor=stage.li, matter=PERMIT, applicant=stage.company)
    actions.save_draft(actor=stage.li, case=again, answers={"what": "再来"}, revision=0)
    assert refusal(lambda: actions.submit(actor=stage.li, case=again)) == "cases.one_open_already"


def test_the_database_itself_keeps_a_number_from_being_given_twice():
    one, two = Stage(), Stage()
    number = one.at(State.SUBMITTED).number
    two.at(State.SUBMITTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=two.case.pk).update(number=number)


# --- answers on file ---------------------------------------------------------------------


def test_an_answer_given_once_is_offered_again_with_its_case_and_day():
    stage = Stage()
    stage.at(State.SUBMITTED)
    offered = answers_on_file(stage.li, matter(RECOGNITION), stage.company)
    employees = offered["employees"]
    assert (employees.value, employees.number) == (12, stage.case.number)
    assert employees.given_on == timezone.localdate()
    assert set(offered) == {"employees", "revenue", "phone"}


def test_an_answer_is_replaced_by_the_next_one_and_offered_to_nobody_else():
    stage, han = Stage(), stranger()
    stage.at(State.SUBMITTED)
    actions.withdraw_case(actor=stage.li, case=stage.case)
    again = actions.open_draft(actor=stage.li, matter=RECOGNITION, applicant=stage.company)
    stage.case = again
    stage.fill(employees=34)
    actions.submit(actor=stage.li, case=stage.case)
    assert answers_on_file(stage.li, matter(RECOGNITION), stage.company)["employees"].value == 34
    assert (
        AnswerOnFile.objects.filter(party=stage.company, key="organization.employees").count() == 1
    )
    assert answers_on_file(han, matter(RECOGNITION), stage.company) == {}


def test_what_a_person_applies_for_themselves_stays_theirs():
    han = stranger()
    case = actions.open_draft(actor=han, matter=REQUEST, applicant=han.party)
    said = {"subject": "opinion", "text": "希望增加通勤班车的班次。", "contact": "韩梅"}
    actions.save_draft(actor=han, case=case, answers=said, revision=0)
    sent = actions.submit(actor=han, case=case)
    assert sent.applicant.kind == PartyKind.PERSON
    assert answers_on_file(han, matter(REQUEST), han.party)["contact"].value == "韩梅"


def test_answers_hold_markup_as_the_text_it_is():
    stage, text = Stage(), "<script>alert(1)</script>'; DROP TABLE cases_case; --"
    stage.fill(phone=text)
    assert actions.submit(actor=stage.li, case=stage.case).answers["phone"] == text
    assert answers(phone=None).get("phone") is None
    assert pdf().name == "证明.pdf"
