"""A case: where it stands, what was said, and the moves that this person can make."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanqu.accounts.models import User
from yuanqu.cases import actions, letters, queries
from yuanqu.cases.access import may_edit, moves_open_to
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.files import attached_content
from yuanqu.cases.models import Case, Objection
from yuanqu.engines.workflow.states import Move, Outcome, Part
from yuanqu.web.forms.casework import (
    AssignForm,
    CorrectionsForm,
    DecisionForm,
    ObjectionAnswerForm,
    OptionalReasonsForm,
    ReasonsForm,
)
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.refusals import attempt, taken
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
        actions.return_to_review, gettext_lazy("Return to review"), gettext_lazy("In review again."),
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
    """The case as this person may see it."""
    return show_case(request, open_case(request.user, id))


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
    context: dict[str, Any] = {
        "case": case,
        "matter": matter,
        "sent": sent_answers(matter, answers, get_language() or "zh-hans"),
        "buttons": [(move, BUTTONS[move][1]) for move in moves if move in BUTTONS],
        "move_forms": [asked if asked and asked.move == m else _form(m) for m in moves
                       if m in WITH_REASONS],
        "asks_corrections": Move.REQUEST_CORRECTIONS in moves,
        "edits": bool(may_edit(person, case)),
        "assign_form": AssignForm() if _at_the_desk(moves, case) else None,
        "answer_form": ObjectionAnswerForm() if case.objections.all() else None,
        "errors": asked.form if asked else None,
    }  # fmt: skip
    return render(request, "cases/case.html", context, status=status)


def _form(move: Move) -> MoveForm:
    form, name = WITH_REASONS[move]
    return MoveForm(move, name, form(prefix=move))


def _at_the_desk(moves: tuple[Move, ...], case: Case) -> bool:
    return case.waits_for in (Part.DESK, Part.REVIEWER, Part.DECIDER) and bool(
        set(moves) - {Move.WITHDRAW}
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
    if form.is_valid() and attempt(form, lambda: _act(request.user, case, move, form.cleaned_data)):
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
    posted = request.POST if request.method == "POST" else None
    form = CorrectionsForm(matter, get_language() or "zh-hans", posted)
    if form.is_valid() and attempt(
        form,
        lambda: actions.request_corrections(actor=request.user, case=case, items=form.items()),
    ):
        return redirect("case", case.pk)
    context = {"case": case, "matter": matter, "form": form}
    return render(request, "cases/corrections.html", context, status=422 if posted else 200)


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
    if form.is_valid():
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
    "receipt": letters.receipt_letter,
    "corrections": letters.corrections_letter,
    "acceptance": letters.acceptance_letter,
}


@require_safe
@for_people
def letter(request: PersonRequest, id: UUID, kind: str) -> HttpResponse:
    """A letter as PDF: the decision as it was delivered, the others as they are set now."""
    case, language = open_case(request.user, id), get_language() or "zh-hans"
    if kind == "decision":
        kept = get_object_or_404(queries.letter_for(request.user, case, language))
        content = attached_content(kept.file_sha256)
    elif kind in LETTERS and case.number:
        content = LETTERS[kind](case, language)
    else:
        raise Http404
    return download(content, f"{case.number}-{kind}.pdf", "application/pdf")


@require_safe
@for_people
def attachment(request: PersonRequest, id: UUID) -> HttpResponse:
    """A file of a case, as a download."""
    found = get_object_or_404(queries.attachment_for(request.user, id))
    return download(attached_content(found.file_sha256), found.name, found.media_type)


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Never opened in the page: what somebody sent is not ours to run."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
