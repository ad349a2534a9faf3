"""Publicity, and the signed objections that must be answered before anything is decided."""

from django.db import IntegrityError, transaction

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.cases import access
from yuanqu.cases.actions.telling import tell, tell_applicant, tell_handler
from yuanqu.cases.actions.turns import Turn, demand
from yuanqu.cases.clocks import counting_calendar
from yuanqu.cases.mandates import OFFICIAL_PARTS
from yuanqu.cases.models import Case, EventCode, Objection
from yuanqu.engines.workflow.states import Move

LONGEST_STATEMENT = 5000
LONGEST_NAME = 60


@transaction.atomic
def start_publicity(*, actor: User, case: Case) -> Case:
    """Show the case to everybody from today on, for the matter's number of working days."""
    turn = Turn.to_move(actor, case, Move.START_PUBLICITY)
    publicity = turn.matter.workflow.publicity
    assert publicity is not None  # noqa: S101 - the reader lets no such definition through
    turn.case.publicity_from = turn.today
    turn.case.publicity_until = counting_calendar().after(turn.today, publicity.days)
    turn.go(Move.START_PUBLICITY, resumes=turn.case.publicity_until)
    tell_applicant(case=turn.case, template="publicity")
    return turn.settle(Move.START_PUBLICITY)


@transaction.atomic
def return_to_review(*, actor: User, case: Case) -> Case:
    """Take the case out of publicity and look at it again, as after an objection that holds."""
    turn = Turn.to_move(actor, case, Move.RETURN_TO_REVIEW)
    turn.go(Move.RETURN_TO_REVIEW)
    return turn.settle(Move.RETURN_TO_REVIEW)


@transaction.atomic
def object_to(*, actor: User, case: Case, name: str, statement: str) -> Objection:
    """Object to a case in publicity, signed with one's name; the log-in says who signed.

    Raises `Refused` unsigned, without a statement, after the last day, or a second time while the
    first waits for its answer.
    """
    turn = Turn.locked(actor, case)
    demand(access.may_object(actor, turn.case))
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Refused("cases.objection_unsigned")
    if not statement.strip() or len(statement) > LONGEST_STATEMENT:
        raise Refused("cases.objection_without_statement", most=str(LONGEST_STATEMENT))
    objection = _kept(turn, name.strip(), statement.strip())
    turn.write(EventCode.OBJECT)
    tell_handler(case=turn.case, template="objection")
    return objection


def _kept(turn: Turn, name: str, statement: str) -> Objection:
    try:
        with transaction.atomic():
            return Objection.objects.create(
                case=turn.case, made_by=turn.actor, name=name, statement=statement,
                made_at=turn.now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("cases.objection_waits") from error


@transaction.atomic
def answer_objection(*, actor: User, objection: Objection, upheld: bool, answer: str) -> Objection:
    """Say whether the objection holds, and why. Whoever made it is told."""
    turn = Turn.to_handle(actor, objection.case, *OFFICIAL_PARTS)
    held = Objection.objects.select_for_update().get(pk=objection.pk)
    if held.answered_at is not None:
        raise Refused("cases.objection_answered")
    if held.made_by_id == actor.pk:
        raise Refused("cases.own_objection")
    if not answer.strip() or len(answer) > LONGEST_STATEMENT:
        raise Refused("cases.reasons_missing", most=str(LONGEST_STATEMENT))
    held.upheld, held.answer = upheld, answer.strip()
    held.answered_by, held.answered_at = actor, turn.now
    held.save()
    turn.write(EventCode.ANSWER_OBJECTION)
    tell(case=turn.case, template="objection_answered", users=[held.made_by])
    return held
