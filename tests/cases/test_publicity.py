"""Publicity: what everybody may read, signed objections, and no decision before both are done."""

import json

import pytest

from tests.cases.factories import Stage
from tests.factories import assistant, stranger
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.cases import actions
from yuanqu.cases.models import Objection
from yuanqu.cases.queries import in_publicity, objections_of, public_case
from yuanqu.engines.workflow.states import Move, Outcome, State
from yuanqu.ledger.models import Fact

pytestmark = pytest.mark.django_db


def refusal(call: object) -> tuple[str, dict[str, str]]:
    with pytest.raises(Refused) as refused:
        call()  # type: ignore[operator]
    return refused.value.code, refused.value.facts


def objection(stage: Stage, **changes: str) -> Objection:
    said = {"name": "韩梅", "statement": "该企业未在园区经营。"} | changes
    return actions.object_to(actor=stranger(), case=stage.case, **said)


def test_everybody_reads_what_the_matter_shows_and_nothing_else():
    stage = Stage()
    stage.fill(title="公开称号", phone="0512-7654321", employees=88)
    for move in (Move.SUBMIT, Move.ACCEPT, Move.START_PUBLICITY):
        stage.make(move)
    (case,) = in_publicity()
    seen = public_case(case)
    assert dict(seen.answers) == {"title": "公开称号", "employees": 88}
    assert (seen.number, seen.applicant) == (stage.case.number, stage.company)
    assert (seen.starts_on, seen.ends_on) == (case.publicity_from, case.publicity_until)
    assert "7654321" not in json.dumps({k: str(getattr(seen, k)) for k in ("answers", "number")})


def test_a_case_is_public_only_while_it_is_in_publicity():
    stage = Stage()
    stage.at(State.IN_REVIEW)
    assert list(in_publicity()) == []
    stage.make(Move.START_PUBLICITY)
    assert list(in_publicity()) == [stage.case]
    stage.make(Move.RETURN_TO_REVIEW)
    assert list(in_publicity()) == []


def test_nothing_is_decided_during_publicity():
    stage = Stage()
    case = stage.at(State.PUBLICITY)
    assert case.publicity_until is not None
    assert refusal(
        lambda: actions.decide(
            actor=stage.zhou, case=case, outcome=Outcome.REJECTED, reasons="不予认定。"
        )
    ) == ("workflow.in_publicity", {"day": case.publicity_until.isoformat()})
    assert stage.reload().state == State.PUBLICITY


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "cases.objection_unsigned"),
        ({"name": "  "}, "cases.objection_unsigned"),
        ({"name": "长" * 61}, "cases.objection_unsigned"),
        ({"statement": " "}, "cases.objection_without_statement"),
        ({"statement": "长" * 5001}, "cases.objection_without_statement"),
    ],
)
def test_an_objection_without_a_name_or_a_statement_is_refused(changes: dict[str, str], code: str):
    stage = Stage()
    stage.at(State.PUBLICITY)
    assert refusal(lambda: objection(stage, **changes))[0] == code
    assert Objection.objects.count() == 0


def test_an_objection_is_signed_by_whoever_is_logged_in():
    stage = Stage()
    stage.at(State.PUBLICITY)
    made = objection(stage, name="别名")
    assert (made.made_by.display_name, made.name) == ("韩梅", "别名")
    assert list(objections_of(made.made_by)) == [made]
    assert list(objections_of(stage.wang)) == []


def test_the_applicants_side_does_not_object_to_itself():
    stage = Stage()
    case = stage.at(State.PUBLICITY)
    chen = assistant(stage.company, "chenjing", "陈静")
    assert (
        refusal(
            lambda: actions.object_to(actor=chen, case=case, name="陈静", statement="有异议。")
        )[0]
        == "cases.own_case"
    )


def test_a_second_objection_waits_for_the_answer_to_the_first():
    stage, han = Stage(), stranger()
    case = stage.at(State.PUBLICITY)
    say = lambda: actions.object_to(  # noqa: E731
        actor=han, case=case, name="韩梅", statement="该企业未在园区经营。"
    )
    first = say()
    assert refusal(say)[0] == "cases.objection_waits"
    actions.answer_objection(actor=stage.wang, objection=first, upheld=False, answer="已核实在园。")
    assert say().pk != first.pk


def test_an_objection_comes_too_late_after_the_last_day():
    stage = Stage()
    stage.at(State.PUBLICITY)
    stage.end_publicity()
    assert refusal(lambda: objection(stage))[0] == "workflow.publicity_over"


def test_an_objection_that_waits_keeps_the_case_from_being_decided():
    stage = Stage()
    stage.at(State.PUBLICITY)
    made = objection(stage)
    assert refusal(lambda: stage.make(Move.DECIDE)) == (
        "workflow.objections_unanswered",
        {"count": "1"},
    )
    actions.answer_objection(actor=stage.wang, objection=made, upheld=False, answer="已核实在园。")
    assert stage.make(Move.DECIDE).outcome == Outcome.APPROVED


def test_an_objection_is_answered_once_with_reasons_and_not_by_its_author():
    stage = Stage()
    case = stage.at(State.PUBLICITY)
    made = objection(stage)
    own = actions.object_to(actor=stage.zhou, case=case, name="周岚", statement="材料有误。")

    def answer(who: User, what: Objection, text: str = "已核实。") -> str:
        return refusal(
            lambda: actions.answer_objection(
                actor=who,
                objection=what,
                upheld=False,
                answer=text,
            )
        )[0]

    assert answer(stage.li, made) == "accounts.officials_only"
    assert answer(stage.wang, made, " ") == "cases.reasons_missing"
    assert answer(stage.zhou, own) == "cases.own_objection"
    actions.answer_objection(actor=stage.wang, objection=made, upheld=True, answer="异议成立。")
    assert answer(stage.zhou, made) == "cases.objection_answered"
    made.refresh_from_db()
    assert (made.upheld, made.answered_by) == (True, stage.wang)


# --- what a decision leaves behind -------------------------------------------------------


def test_a_decision_is_a_fact_of_the_ledger_without_its_reasons():
    stage = Stage()
    stage.fill(title="台账称号")
    for move in (Move.SUBMIT, Move.ACCEPT, Move.DECIDE):
        stage.make(move)
    fact = Fact.objects.get(kind="case.decided")
    assert fact == stage.case.decision.fact
    assert fact.attributes == {
        "case": str(stage.case.pk),
        "number": stage.case.number,
        "matter": "sample.recognition",
        "title": {"zh": "示例称号认定", "en": "Sample recognition"},
        "outcome": "approved",
    }
    assert {(role.role, role.party_id) for role in fact.roles.all()} == {
        ("applicant", stage.company.pk),
        ("authority", Party.objects.get(kind=PartyKind.PARK).pk),
    }
    assert (fact.access, fact.purposes) == ("public", ["statistics", "supervision"])
    assert "符合条件" not in json.dumps(list(fact.evidence.values()), default=str)


def test_a_rejection_is_no_public_fact():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    actions.decide(actor=stage.zhou, case=case, outcome=Outcome.REJECTED, reasons="不符合条件。")
    assert Fact.objects.get(kind="case.decided").access == "parties"


def test_a_withdrawal_is_no_act_of_the_park():
    stage = Stage()
    stage.at(State.ACCEPTED)
    case = stage.make(Move.WITHDRAW)
    assert (case.outcome, case.decision.fact) == (Outcome.WITHDRAWN, None)
    assert Fact.objects.count() == 0


@pytest.mark.parametrize("reasons", ["", "  ", "长" * 5001])
def test_a_decision_gives_reasons(reasons: str):
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    for call in (
        lambda: actions.decide(
            actor=stage.zhou, case=case, outcome=Outcome.APPROVED, reasons=reasons
        ),
    ):
        assert refusal(call)[0] == "cases.reasons_missing"
    assert stage.reload().state == State.ACCEPTED


def test_a_decision_approves_or_rejects_and_nothing_else():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    assert (
        refusal(
            lambda: actions.decide(
                actor=stage.zhou, case=case, outcome=Outcome.WITHDRAWN, reasons="撤回。"
            )
        )[0]
        == "cases.no_such_outcome"
    )


def test_an_effect_of_another_app_comes_with_the_decision_or_undoes_it():
    stage = Stage()
    stage.fill(title="新团队")
    for move in (Move.SUBMIT, Move.ACCEPT, Move.DECIDE):
        stage.make(move)
    assert Party.objects.filter(kind=PartyKind.TEAM, label="新团队").exists()

    refused = Stage()
    refused.fill(title="无效名称")
    for move in (Move.SUBMIT, Move.ACCEPT):
        refused.make(move)
    with pytest.raises(Refused):
        refused.make(Move.DECIDE)
    assert refused.reload().state == State.ACCEPTED
    assert Fact.objects.count() == 1


def test_a_batch_decides_what_can_be_decided_and_says_why_not_for_the_rest():
    one, two, three = Stage(), Stage(), Stage()
    cases = [one.at(State.ACCEPTED), two.at(State.PUBLICITY), three.at(State.ACCEPTED)]
    three.make(Move.DECIDE)
    results = actions.decide_batch(
        actor=one.zhou, cases=cases, outcome=Outcome.REJECTED, reasons="本批次额满。"
    )
    assert [(result.case_id, result.is_decided) for result in results] == [
        (cases[0].pk, True),
        (cases[1].pk, False),
        (cases[2].pk, False),
    ]
    refusals = [result.refusal.code if result.refusal else "" for result in results]
    assert refusals == ["", "workflow.in_publicity", "cases.already_decided"]
    assert one.reload().outcome == Outcome.REJECTED
