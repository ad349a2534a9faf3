"""The end of a case: delivery of its letter, the archive, and erasure when its time is over."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.cases.actions.telling import tell_applicant
from yuanqu.cases.actions.turns import Turn
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.files import store_letter
from yuanqu.cases.letters import decision_letter
from yuanqu.cases.models import (
    AnswerOnFile,
    Case,
    CaseEvent,
    EventCode,
    Letter,
    LetterKind,
)
from yuanqu.engines.workflow.states import Move, State

LANGUAGES = ("zh-hans", "en")
BATCH = 200


@transaction.atomic
def deliver(*, actor: User, case: Case) -> Case:
    """Make the decision letter, in both languages, keep the very files, and tell the applicant."""
    turn = Turn.to_move(actor, case, Move.DELIVER)
    for language in LANGUAGES:
        content = decision_letter(turn.case, language)
        file = store_letter(content, f"{turn.case.number}.pdf")
        Letter.objects.create(
            case=turn.case,
            kind=LetterKind.DECISION,
            language=language,
            file_sha256=file.sha256,
            size=file.size,
            made_at=turn.now,
        )
    turn.case.delivered_at = turn.now
    turn.go(Move.DELIVER)
    tell_applicant(case=turn.case, template="delivered")
    return turn.settle(Move.DELIVER)


@transaction.atomic
def archive(*, actor: User, case: Case) -> Case:
    """Close the file. From now on its retention period runs."""
    turn = Turn.to_move(actor, case, Move.ARCHIVE)
    turn.case.archived_at = turn.now
    turn.case.retain_until = _years_later(turn.today, turn.matter.workflow.retention.years)
    turn.go(Move.ARCHIVE)
    return turn.settle(Move.ARCHIVE)


@transaction.atomic
def discard_draft(*, actor: User, case: Case) -> None:
    """Throw a draft away with its files. Nothing of it is kept."""
    turn = Turn.to_edit(actor, case)
    if turn.case.state != State.DRAFT:
        raise Refused("cases.not_a_draft")
    throw_away(case=turn.case)


def erase_expired(*, today: date | None = None) -> int:
    """Erase what archived cases hold once their period is over, and drafts that nobody touched.

    What stays of a case: its number, matter, dates, outcome and events, and its fact in the
    ledger. Each case is a transaction of its own. Returns how many were erased.
    """
    day = today or timezone.localdate()
    over = list(_over(day)[:BATCH])
    erased = sum(erase_contents(case=case, why=EventCode.ERASE) for case in over)
    stale = [case for case in _drafts()[:BATCH] if _is_stale(case, day)]
    return erased + sum(_expire(case=case, day=day) for case in stale)


def count_expired(*, today: date | None = None) -> int:
    """How many `erase_expired` would erase, were it called until nothing is left."""
    day = today or timezone.localdate()
    return _over(day).count() + sum(_is_stale(case, day) for case in _drafts().iterator())


def _over(day: date) -> QuerySet[Case]:
    over = Case.objects.filter(state=State.ARCHIVED, retain_until__lt=day, erased_at__isnull=True)
    return over.order_by("retain_until")


def _drafts() -> QuerySet[Case]:
    return Case.objects.filter(state=State.DRAFT).order_by("touched_at")


def _is_stale(case: Case, day: date) -> bool:
    kept = matter_at(case.matter, case.matter_version).workflow.retention.draft_days
    return timezone.localtime(case.touched_at).date() + timedelta(days=kept) < day


@transaction.atomic
def _expire(*, case: Case, day: date) -> bool:
    held = Case.objects.select_for_update().filter(pk=case.pk, state=State.DRAFT).first()
    if held is None or not _is_stale(held, day):
        return False
    throw_away(case=held)
    return True


@transaction.atomic
def throw_away(*, case: Case) -> None:
    """Delete a draft, which nobody but its applicant has seen, with its files."""
    _drop_files(case)
    case.notices.update(case=None)
    case.delete()


@transaction.atomic
def erase_contents(*, case: Case, why: EventCode) -> bool:
    """Erase what a closed case holds, its files too. False where that was done before.

    Who may have it done, and when, is for the caller: the clock here (`why` is ERASE), a request
    under the privacy law elsewhere (ERASE_ON_REQUEST).
    """
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.erased_at is not None:
        return False
    _drop_files(held)
    held.submissions.update(answers={})
    held.corrections.update(what="", reply="")
    held.objections.update(name="", statement="")
    held.objections.filter(answered_at__isnull=False).update(answer="")
    held.notices.update(subject="", body="", facts={})
    AnswerOnFile.objects.filter(case=held).delete()
    decision = getattr(held, "decision", None)
    if decision is not None:
        decision.reasons = ""
        decision.save(update_fields=["reasons"])
    held.answers, held.erased_at = {}, timezone.now()
    held.save(update_fields=["answers", "erased_at"])
    CaseEvent.objects.create(
        case=held, at=held.erased_at, code=why, state_before=held.state,
        state_after=held.state,
    )  # fmt: skip
    return True


def _drop_files(case: Case) -> None:
    """Forget the files; `files.sweep` removes from the store what nothing names any more."""
    case.attachments.all().delete()
    case.letters.all().delete()


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
