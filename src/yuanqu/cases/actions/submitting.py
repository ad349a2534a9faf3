"""What the applicant does: submit, send corrections, withdraw."""

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import PartyKind, User
from yuanqu.cases.actions.telling import tell_applicant, tell_handler
from yuanqu.cases.actions.turns import Turn
from yuanqu.cases.answers import checked_answers
from yuanqu.cases.definitions import APPLICANT
from yuanqu.cases.errors import AnswersRefused
from yuanqu.cases.models import AnswerOnFile, Case, CaseCounter, Decision, Submission
from yuanqu.engines.workflow.states import Move, Outcome

LONGEST_REPLY = 1000
LONGEST_REASONS = 5000


@transaction.atomic
def submit(*, actor: User, case: Case) -> Case:
    """Send the draft: checked whole, numbered without gaps, and from now on the park's to act.

    Raises `AnswersRefused` with every field that is wrong, `Refused` where the actor may not.
    """
    turn = Turn.to_move(actor, case, Move.SUBMIT)
    _check_whole(turn)
    _number(turn)
    turn.case.filed_by = actor
    turn.case.submitted_at = turn.now
    turn.go(Move.SUBMIT)
    _send(turn)
    tell_applicant(case=turn.case, template="submitted")
    tell_handler(case=turn.case, template="arrived")
    return turn.settle(Move.SUBMIT)


@transaction.atomic
def resubmit(*, actor: User, case: Case, replies: Mapping[int, str] | None = None) -> Case:
    """Send the corrections. `replies` answers entries of the list by their position."""
    turn = Turn.to_move(actor, case, Move.RESUBMIT)
    _check_whole(turn)
    items = {item.position: item for item in turn.case.corrections.all()}
    for position, reply in (replies or {}).items():
        if position not in items or len(reply) > LONGEST_REPLY:
            raise Refused("cases.reply_malformed")
        items[position].reply = reply.strip()
    for item in items.values():
        item.replied_at = turn.now
        item.save(update_fields=["reply", "replied_at"])
    turn.go(Move.RESUBMIT)
    _send(turn)
    tell_handler(case=turn.case, template="corrected")
    return turn.settle(Move.RESUBMIT)


@transaction.atomic
def withdraw_case(*, actor: User, case: Case, reasons: str = "") -> Case:
    """Take the application back, as long as nothing is decided. It is closed, not erased."""
    turn = Turn.to_move(actor, case, Move.WITHDRAW)
    if len(reasons) > LONGEST_REASONS:
        raise Refused("cases.reasons_too_long", most=str(LONGEST_REASONS))
    turn.go(Move.WITHDRAW, outcome=Outcome.WITHDRAWN)
    Decision.objects.create(
        case=turn.case,
        outcome=Outcome.WITHDRAWN,
        reasons=reasons.strip(),
        decided_by=actor,
        decided_at=turn.now,
    )
    tell_applicant(case=turn.case, template="withdrawn")
    tell_handler(case=turn.case, template="taken_back")
    return turn.settle(Move.WITHDRAW)


def _check_whole(turn: Turn) -> None:
    checked = checked_answers(turn.matter, turn.case, turn.case.answers)
    if not checked.is_sound:
        raise AnswersRefused(checked.errors)
    turn.case.answers = dict(checked.answers)


def _number(turn: Turn) -> None:
    """Give the next number of the matter's year.

    Its row is locked until the submission is committed, so a number is neither given twice nor
    lost where a submission fails.
    """
    case, year = turn.case, turn.today.year
    CaseCounter.objects.get_or_create(matter=case.matter, year=year)
    counter = CaseCounter.objects.select_for_update().get(matter=case.matter, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    case.year, case.serial = year, counter.last
    case.number = f"{turn.matter.prefix}-{year}-{counter.last:05d}"
    per = turn.matter.one_open_per
    if per:
        subject = case.applicant_id if per == APPLICANT else case.answers.get(per, "")
        case.subject = str(subject)[:200]


def _send(turn: Turn) -> None:
    """Keep the answers as they were sent, and offer them again another time."""
    case = turn.case
    written = json.dumps([case.number, case.answers], sort_keys=True, ensure_ascii=False)
    Submission.objects.create(
        case=case,
        sequence=case.submissions.count() + 1,
        answers=case.answers,
        form_version=case.form_version,
        submitted_by=turn.actor,
        submitted_at=turn.now,
        digest=hashlib.sha256(written.encode()).hexdigest(),
    )
    if case.applicant.kind == PartyKind.PARK:
        return
    for field in turn.matter.form.fields:
        if field.remember and field.code in case.answers:
            AnswerOnFile.objects.update_or_create(
                party=case.applicant,
                key=field.remember,
                defaults={
                    "value": case.answers[field.code], "case": case, "given_on": turn.today
                },
            )  # fmt: skip
