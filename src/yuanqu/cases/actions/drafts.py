"""Drafts: opened, saved as one types, given files, and thrown away without a trace."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, User
from yuanqu.cases import access
from yuanqu.cases.actions.turns import Turn, demand
from yuanqu.cases.answers import attached, checked_answers
from yuanqu.cases.definitions import matter_in_force
from yuanqu.cases.models import Attachment, Case
from yuanqu.cases.moments import moment
from yuanqu.engines.forms.checking import FieldError
from yuanqu.engines.forms.schema import Kind
from yuanqu.engines.workflow.states import Part, State
from yuanqu.ledger.files import StoredFile

MOST_DRAFTS = 20  # of one matter for one applicant
MOST_FILES = 100  # of one case


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft as it is kept now, and what is wrong with the answers that were not kept."""

    case: Case
    errors: tuple[FieldError, ...]


@transaction.atomic
def open_draft(*, actor: User, matter: str, applicant: Party, id: UUID | None = None) -> Case:
    """Begin an application in the applicant's name, under the version of today.

    `id` is for a loader that must find the case again. Raises `Refused` where the actor has no
    mandate for it or there is no such matter.
    """
    now = moment()
    definition = matter_in_force(matter, timezone.localtime(now).date())
    demand(access.may_open(actor, definition, applicant))
    drafts = Case.objects.filter(matter=matter, applicant=applicant, state=State.DRAFT)
    if drafts.count() >= MOST_DRAFTS:
        raise Refused("cases.too_many_drafts", most=str(MOST_DRAFTS))
    return Case.objects.create(
        id=id or uuid4(),
        matter=definition.code,
        matter_version=definition.version,
        form_version=definition.form.version,
        applicant=applicant,
        filed_by=actor,
        desk=definition.desk,
        waits_for=Part.APPLICANT,
        opened_at=now,
        touched_at=now,
    )


@transaction.atomic
def save_draft(*, actor: User, case: Case, answers: Mapping[str, Any], revision: int) -> SavedDraft:
    """Keep what is answered so far, in a draft or while correcting; nothing is required yet.

    What is not sound is not kept and comes back as an error. `revision` is the one that the
    person changed. Raises `Refused` where somebody else has saved since.
    """
    turn = Turn.to_edit(actor, case)
    if turn.case.revision != revision:
        raise Refused("cases.edited_meanwhile")
    checked = checked_answers(turn.matter, turn.case, answers, partial=True)
    turn.case.answers = dict(checked.answers)
    turn.case.revision += 1
    turn.save()
    return SavedDraft(turn.case, checked.errors)


@transaction.atomic
def attach_file(*, actor: User, case: Case, field: str, file: StoredFile) -> Attachment:
    """Add a file, kept before by `files.store_attachment`, to a question of kind file."""
    turn = Turn.to_edit(actor, case)
    asked = turn.matter.form.by_code.get(field)
    if asked is None or asked.kind != Kind.FILE:
        raise Refused("cases.no_such_question", field=field[:60])
    endings = asked.limits.endings
    if endings and not file.name.lower().endswith(endings):
        raise Refused("cases.file_ending", endings=" ".join(endings))
    if turn.case.attachments.count() >= MOST_FILES:
        raise Refused("cases.too_many_files", most=str(MOST_FILES))
    attachment = Attachment.objects.create(
        case=turn.case,
        field=field,
        file_sha256=file.sha256,
        name=file.name,
        size=file.size,
        media_type=file.media_type,
        added_by=actor,
        added_at=turn.now,
    )
    _list_files(turn)
    return attachment


@transaction.atomic
def remove_attachment(*, actor: User, attachment: Attachment) -> Case:
    """Take a file back. One that was submitted stays in the submission that named it."""
    turn = Turn.to_edit(actor, attachment.case)
    held = Attachment.objects.filter(pk=attachment.pk, case=turn.case).first()
    if held is None:
        raise Refused("cases.no_such_file")
    if _was_submitted(turn.case, held):
        held.field = ""
        held.save(update_fields=["field"])
    else:
        held.delete()
    _list_files(turn)
    return turn.case


def _was_submitted(case: Case, attachment: Attachment) -> bool:
    sent = case.submissions.values_list("answers", flat=True)
    return any(str(attachment.pk) in answer for one in sent for answer in one.values()
               if isinstance(answer, list))  # fmt: skip


def _list_files(turn: Turn) -> None:
    """Bring the answers to questions of kind file up to date with what is attached."""
    files = attached(turn.matter.form, turn.case)
    kept = {code: value for code, value in turn.case.answers.items() if code not in files}
    turn.case.answers = kept | {code: listed for code, listed in files.items() if listed}
    turn.case.revision += 1
    turn.save()
