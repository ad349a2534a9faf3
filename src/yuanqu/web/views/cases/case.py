"""A case: where it stands, what was said, and the moves that this person can make."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.cases import actions, letters, queries
from yuanqu.cases.access import leave_as_official, may_edit, may_move, moves_open_to
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.files import LETTER_TYPE, attached_content
from yuanqu.cases.mandates import OFFICIAL_PARTS, mandates_of
from yuanqu.cases.models import Case, LetterKind, Objection
from yuanqu.engines.workflow.states import Move, Outcome, State
from yuanqu.web.forms.casework import (
    AssignForm,
    CorrectionsForm,
    DecisionForm,
    ObjectionAnswerForm,
    OptionalReasonsForm,
    ReasonsForm,
)
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.refusals import attempt, posted, taken
from yuanqu.web.sent import sent_answers

# A move of one button: what the button says, and what the page says afterwards.
BUTTONS: Mapping[Move, tuple[Callable[..., Case], str | Promise, str | Promise]] = {
    Move.ACCEPT: (actions.accept, gettext_lazy("Accept"), gettext_lazy("Accepted.")),
    Move.START_REVIEW: (
        actions.start_review, gettext_lazy("Start the review"), gettext_lazy("In review now."),
    ),
    Move.START_PUBLICITY: (
        actions.start_publicity, gettext_lazy("Start publicity"), gettext_lazy("In publicity now."),
    ),
    Move.RETURN_TO_REVIEW: (
        actions.return_to_review,
        gettext_lazy("Return to review"),
        gettext_lazy("In review again."),
    ),
    Move.DELIVER: (
        actions.deliver, gettext_lazy("Deliver the decision"), gettext_lazy("Delivered."),
    ),
    Move.ARCHIVE: (actions.archive, gettext_lazy("Archive"), gettext_lazy("Archived.")),
}  # fmt: skip
# A move that says why: its form, and its name.
WITH_REASONS: Mapping[Move, tuple[type[forms.Form], str | Promise]] = {
    Move.DECIDE: (DecisionForm, gettext_lazy("Decide")),
    Move.DECLINE: (ReasonsForm, gettext_lazy("Do not take it up")),
    Move.WITHDRAW: (OptionalReasonsForm, gettext_lazy("Withdraw the case")),
}


@dataclass(frozen=True, slots=True)
class MoveForm:
    """A move that asks something: its code, its name, its fields."""

    move: Move
    name: str | Promise
    form: forms.Form


@require_safe
@for_people
def case(request: PersonRequest, id: UUID) -> HttpResponse:
    """The case as this person may see it; a draft where it is filled in."""
    found = open_case(request.user, id)
    if found.state == State.DRAFT:
        return redirect("edit_case", found.pk)
    return show_case(request, found)


def open_case(person: User, id: UUID) -> Case:
    """A case that this person may open. Raises Http404, for hidden and unknown alike."""
    found: Case = get_object_or_404(queries.case_for(person, id))
    return found


def show_case(
    request: PersonRequest, case: Case, asked: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; `asked` is a form that came back with errors."""
    person, matter = request.user, matter_at(case.matter, case.matter_version)
    moves = moves_open_to(person, case)
    answers = queries.answers_seen(person, case)
    language = get_language() or "zh-hans"
    held = mandates_of(person)
    context: dict[str, Any] = {
        "case": case,
        "matter": matter,
        "sent": sent_answers(matter, answers, language, case.attachments.all()),
        "letters": letters_of(case),
        "buttons": [(move, BUTTONS[move][1]) for move in moves if move in BUTTONS],
        "move_forms": [
            asked if asked and asked.move == move else _form(move)
            for move in moves
            if move in WITH_REASONS
        ],
        "asks_corrections": Move.REQUEST_CORRECTIONS in moves,
        "edits": bool(may_edit(person, case)),
        "is_official": bool(held and held.is_official),
        "assign_form": AssignForm() if case.waits_for and _handles(person, case) else None,
        "answer_form": ObjectionAnswerForm() if _answers(person, case) else None,
        "why_not": hindrances(person, case, moves),
        "errors": asked.form if asked else None,
    }
    return render(request, "cases/case.html", context, status=status)


def _form(move: Move) -> MoveForm:
    form, name = WITH_REASONS[move]
    return MoveForm(move, name, form(prefix=move))


def _handles(person: User, case: Case, *, taking_over: bool = True) -> bool:
    """Whether the person may hand the case over, or take it over from a colleague."""
    parts, now = set(OFFICIAL_PARTS), timezone.now()
    return bool(leave_as_official(person, case, parts, now, taking_over=taking_over))


def _answers(person: User, case: Case) -> bool:
    waiting = any(objection.answered_at is None for objection in case.objections.all())
    return waiting and _handles(person, case, taking_over=False)


def hindrances(person: User, case: Case, moves: Collection[Move]) -> list[str]:
    """Why this person cannot make the moves that are theirs in principle."""
    matter = matter_at(case.matter, case.matter_version)
    others = [move for move in matter.workflow.moves_from(State(case.state)) if move not in moves]
    verdicts = [may_move(person, case, move) for move in others]
    said = [sentence(one.code, one.facts) for one in verdicts if one.code in TOLD]
    return list(dict.fromkeys(said))


# What somebody with a part in the case wants to know; that a step is another's goes without saying.
TOLD = frozenset(
    {
        "cases.decided_by_another",
        "cases.own_case",
        "cases.with_somebody_else",
        "workflow.corrections_once",
        "workflow.corrections_too_late",
        "workflow.in_publicity",
        "workflow.not_delivered",
        "workflow.objections_unanswered",
        "workflow.reply_awaited",
    }
)


@require_POST
@for_people
def make_move(request: PersonRequest, id: UUID, move: str) -> HttpResponse:
    """Make a move. Whoever was too late is told what somebody else did."""
    case = open_case(request.user, id)
    if move in BUTTONS:
        action, _name, done = BUTTONS[Move(move)]
        taken(request, lambda: action(actor=request.user, case=case), str(done))
        return redirect("case", case.pk)
    if move not in WITH_REASONS:
        raise Http404
    return _with_reasons(request, case, Move(move))


def _with_reasons(request: PersonRequest, case: Case, move: Move) -> HttpResponse:
    made, name = WITH_REASONS[move]
    form = made(request.POST, prefix=move)
    if form.is_valid():
        said = form.cleaned_data
        if attempt(form, lambda: _act(request.user, case, move, said)):
            return redirect("case", case.pk)
    return show_case(request, case, MoveForm(move, name, form), status=422)


def _act(person: User, case: Case, move: Move, said: Mapping[str, Any]) -> Case:
    if move == Move.DECIDE:
        outcome = Outcome(said["outcome"])
        return actions.decide(actor=person, case=case, outcome=outcome, reasons=said["reasons"])
    if move == Move.DECLINE:
        return actions.decline(actor=person, case=case, reasons=said["reasons"])
    return actions.withdraw_case(actor=person, case=case, reasons=said["reasons"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def corrections(request: PersonRequest, id: UUID) -> HttpResponse:
    """Write the one list of corrections."""
    case = open_case(request.user, id)
    if Move.REQUEST_CORRECTIONS not in moves_open_to(request.user, case):
        return redirect("case", case.pk)
    matter = matter_at(case.matter, case.matter_version)
    form = CorrectionsForm(matter, get_language() or "zh-hans", posted(request))
    if form.is_valid():
        items = form.items()
        if attempt(
            form, lambda: actions.request_corrections(actor=request.user, case=case, items=items)
        ):
            return redirect("case", case.pk)
    context = {"case": case, "matter": matter, "form": form}
    return render(request, "cases/corrections.html", context, status=422 if form.errors else 200)


@require_POST
@for_people
def assign(request: PersonRequest, id: UUID) -> HttpResponse:
    """Hand the case to a colleague, or back to the desk."""
    case, form = open_case(request.user, id), AssignForm(request.POST)
    if form.is_valid():
        to = form.cleaned_data["to"]
        taken(
            request, lambda: actions.assign(actor=request.user, case=case, to=to), _("Handed over.")
        )
    return redirect("case", case.pk)


@require_POST
@for_people
def answer_objection(request: PersonRequest, id: UUID) -> HttpResponse:
    """Answer an objection, for everyone who may open the case to read."""
    objection = get_object_or_404(Objection.objects.select_related("case"), pk=id)
    case = open_case(request.user, objection.case_id)
    form = ObjectionAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say whether the objection holds, and why."))
    else:
        said = form.cleaned_data
        taken(
            request,
            lambda: actions.answer_objection(
                actor=request.user,
                objection=objection,
                upheld=said["upheld"] == "yes",
                answer=said["answer"],
            ),
            _("Answered."),
        )
    return redirect("case", case.pk)


LETTERS: Mapping[str, Callable[[Case, str], bytes]] = {
    LetterKind.RECEIPT: letters.receipt_letter,
    LetterKind.CORRECTIONS: letters.corrections_letter,
    LetterKind.ACCEPTANCE: letters.acceptance_letter,
}


def letters_of(case: Case) -> list[LetterKind]:
    """The letters that there are about the case by now."""
    there = {
        LetterKind.RECEIPT: case.submitted_at is not None,
        LetterKind.CORRECTIONS: bool(case.corrections.all()),
        LetterKind.ACCEPTANCE: case.accepted_on is not None,
        LetterKind.DECISION: bool(case.letters.all()),
    }
    return [kind for kind, is_there in there.items() if is_there]


@require_safe
@for_people
def letter(request: PersonRequest, id: UUID, kind: str) -> HttpResponse:
    """A letter as PDF: the decision as it was delivered, the others as they are set now."""
    case, language = open_case(request.user, id), get_language() or "zh-hans"
    if kind not in letters_of(case):
        raise Http404
    if kind == LetterKind.DECISION:
        kept = get_object_or_404(queries.letter_for(request.user, case, language))
        content = kept_file(kept.file_sha256)
    else:
        content = LETTERS[kind](case, language)
    return download(content, f"{case.number}-{kind}.pdf", LETTER_TYPE)


@require_safe
@for_people
def attachment(request: PersonRequest, id: UUID) -> HttpResponse:
    """A file of a case, as a download."""
    found = get_object_or_404(queries.attachment_for(request.user, id))
    return download(kept_file(found.file_sha256), found.name, found.media_type)


def kept_file(sha256: str) -> bytes:
    """The bytes of a file that is kept. Raises Http404 where the store has lost it."""
    try:
        return attached_content(sha256)
    except FileNotFoundError:
        raise Http404 from None


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Never opened in the page: what somebody sent is not ours to run."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
