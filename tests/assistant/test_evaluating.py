"""Measuring a pack, and the gate that holds the line."""

import json

import pytest
from click.testing import CliRunner

from tests.assistant.factories import QUESTION, document, entry, evaluation, pack, private_pack
from tests.factories import PartyFactory, assistant, official, stranger
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.assistant.actions import accept_run, evaluate
from yuanqu.assistant.gate import Row, figures_of, worse
from yuanqu.assistant.models import EvaluationRun, Turn
from yuanqu.cli.ask import ask as ask_command
from yuanqu.cli.evaluating import evaluate as evaluate_command
from yuanqu.knowledge.actions import QuestionDraft, withdraw_document
from yuanqu.knowledge.models import Pack

GOLD = (("rent", "入驻企业自签约之日起，前两年的房租减半收取。"),)
NOWHERE = QuestionDraft("mars", "火星上有便利店吗")


def row(**changes: object) -> Row:
    plain = {"key": "k", "question": "q", "is_answerable": True, "band": "answer", "rank": 1}
    return Row(**({"confidence": 0.9} | plain | changes))  # type: ignore[arg-type]


def measured() -> Pack:
    held = pack()
    document(held)
    entry(held, "停车证去哪里办", "物业前台。", key="parking")
    asked = QuestionDraft("parking", "停车证去哪里办", faq="parking")
    evaluation(held, QuestionDraft("rent", QUESTION, GOLD), asked, NOWHERE)
    return held


def test_figures_are_shares_of_what_they_speak_of():
    rows = [
        row(),
        row(rank=3),
        row(band="closest", rank=2),
        row(band="refuse", rank=0),
        row(is_answerable=False, rank=0),
        row(is_answerable=False, band="refuse", rank=0),
    ]
    assert figures_of(rows) == {
        "questions": 6.0,
        "answerable": 4.0,
        "answered": 0.5,
        "right_when_answered": 0.5,
        "evidence_1": 0.25,
        "evidence_3": 0.75,
        "wrongly_asserted": 0.5,
    }
    assert figures_of([]) == {"questions": 0.0, "answerable": 0.0}


@pytest.mark.parametrize(
    ("now", "before", "fallen"),
    [
        ({"answered": 0.8}, {"answered": 0.8}, ()),
        ({"answered": 0.7999}, {"answered": 0.8}, ()),
        ({"answered": 0.79}, {"answered": 0.8}, ("answered",)),
        ({"wrongly_asserted": 0.2}, {"wrongly_asserted": 0.1}, ("wrongly_asserted",)),
        ({"wrongly_asserted": 0.0}, {"wrongly_asserted": 0.1}, ()),
        ({}, {"evidence_1": 0.5}, ("evidence_1",)),
        ({"answered": 0.1}, {}, ()),
    ],
)
def test_gate_names_what_is_worse(
    now: dict[str, float], before: dict[str, float], fallen: tuple[str, ...]
):
    assert worse(now, before) == fallen


@pytest.mark.django_db
def test_evaluation_keeps_figures_and_rows_and_no_question_of_anybody():
    run = evaluate(actor=None, pack=measured())
    assert run.figures == {
        "questions": 3.0,
        "answerable": 2.0,
        "answered": 1.0,
        "right_when_answered": 1.0,
        "evidence_1": 1.0,
        "evidence_3": 1.0,
        "wrongly_asserted": 0.0,
    }
    assert [(each["key"], each["is_right"]) for each in run.rows] == [
        ("rent", True), ("parking", True), ("mars", True),
    ]  # fmt: skip
    assert run.is_accepted
    assert not Turn.objects.exists()


@pytest.mark.django_db
def test_only_the_first_run_is_accepted_by_itself():
    held = measured()
    evaluate(actor=None, pack=held)
    second = evaluate(actor=None, pack=held)
    assert not second.is_accepted
    assert accept_run(actor=official(), run=second).is_accepted


@pytest.mark.django_db
def test_pack_without_questions_and_private_pack_of_nobody_are_refused():
    with pytest.raises(Refused) as refused:
        evaluate(actor=None, pack=pack())
    assert refused.value.code == "assistant.no_evaluation_questions"
    company = PartyFactory.create()
    held = private_pack(company)
    evaluation(held, NOWHERE)
    with pytest.raises(Refused) as refused:
        evaluate(actor=None, pack=held)
    assert refused.value.code == "assistant.evaluate_as_somebody"
    with pytest.raises(Forbidden):
        evaluate(actor=stranger(), pack=held)
    assert evaluate(actor=assistant(company), pack=held).figures["wrongly_asserted"] == 0.0


@pytest.mark.django_db
def test_gate_closes_where_a_figure_fell(capsys: pytest.CaptureFixture[str]):
    held = measured()
    evaluate_command("park", gate=True, name=None)
    assert "answered             1.000" in capsys.readouterr().out
    withdraw_document(actor=None, document=held.documents.get())
    with pytest.raises(Refused) as refused:
        evaluate_command("park", gate=True, name=None)
    assert refused.value.facts["figures"].startswith("answered, ")
    assert EvaluationRun.objects.filter(is_accepted=True).count() == 1


@pytest.mark.django_db
def test_command_answers_people_and_programs_and_keeps_nothing():
    document(pack())
    said = CliRunner().invoke(ask_command, [QUESTION])
    assert said.exit_code == 0
    assert said.output.splitlines()[:2] == [
        "Answer from the sources", "第二条 入驻企业自签约之日起，前两年的房租减半收取。",
    ]  # fmt: skip
    found = json.loads(CliRunner().invoke(ask_command, [QUESTION, "--json"]).output)
    assert (found["band"], found["passages"][0]["document"]) == ("answer", "rent")
    assert CliRunner().invoke(ask_command, ["着火了"]).output.splitlines()[1].split()[0] == "119"
    assert not Turn.objects.exists()
