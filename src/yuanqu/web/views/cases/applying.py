"""Applying: what one can apply for, in whose name, and the form as it fills."""

from dataclasses import dataclass
from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.cases import actions, queries
from yuanqu.cases.access import EDITABLE, may_edit
from yuanqu.cases.definitions import Matter, matter_at
from yuanqu.cases.files import store_attachment
from yuanqu.cases.models import Case
from yuanqu.cases.queries import Offered
from yuanqu.engines.forms.schema import Kind
from yuanqu.engines.workflow.states import State
from yuanqu.web.forms.answers import AnswersForm, with_taken
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.refusals import attempt, taken


@dataclass(slots=True)
class Draft:
    """A case while somebody fills it in: its matter, what is offered, and what they hold."""

    case: Case
    matter: Matter
    offered: dict[str, Offered]
    form: AnswersForm
    revision: int  # the one that the person's page is about
    is_kept: bool = False


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Everything that one can apply for, and in whose name this person can."""
    return render(request, "cases/matters.html", {"matters": queries.matters_open_to(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def apply(request: PersonRequest, matter: str) -> HttpResponse:
    """Choose in whose name, and begin."""
    found = next((m for m in queries.matters_open_to(request.user) if m[0].code == matter), None)
    if found is None:
        raise Http404
    asked, parties = found
    chosen = next((p for p in parties if str(p.pk) == request.POST.get("applicant")), None)
    if chosen is not None:
        try:
            case = actions.open_draft(actor=request.user, matter=asked.code, applicant=chosen)
        except Refused as refusal:
            messages.error(request, sentence(refusal.code, refusal.facts))
        else:
            return redirect("edit_case", case.pk)
    context = {"matter": asked, "parties": parties}
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/apply.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def edit(request: PersonRequest, id: UUID) -> HttpResponse:
    """The form: saved as it fills, sent when it is whole."""
    draft = opened(request, id)
    if request.method != "POST":
        return show_form(request, draft)
    before = draft.form.shown
    keep(request, draft)
    if "send" in request.POST:
        if draft.is_kept and send(request, draft):
            return sent_on(request, draft.case)
    elif request.htmx and "take" not in request.POST and draft.form.shown == before:  # type: ignore[attr-defined]
        return show_saved(request, draft)
    return show_form(request, draft, status=422 if draft.form.errors else 200)


def opened(request: PersonRequest, id: UUID) -> Draft:
    """The case as this person may fill it in. Raises Http404."""
    case = editable(request, id)
    matter = matter_at(case.matter, case.matter_version)
    known = queries.answers_on_file(request.user, matter, case.applicant)
    offered = {code: one for code, one in known.items() if code not in case.answers}
    return Draft(case, matter, offered, fields_of(matter, case), case.revision)


def editable(request: PersonRequest, id: UUID) -> Case:
    """A case whose answers and files this person may change now. Raises Http404."""
    case: Case = get_object_or_404(queries.case_for(request.user, id), state__in=EDITABLE)
    if not may_edit(request.user, case):
        raise Http404
    return case


def fields_of(matter: Matter, case: Case, posted: object = None) -> AnswersForm:
    """The fields that the case's answers show."""
    return AnswersForm(matter.form, get_language() or "zh-hans", case.answers, posted)


def keep(request: PersonRequest, draft: Draft) -> None:
    """Save what was typed; what cannot be kept stays on the page with what is wrong with it."""
    case = draft.case
    posted = with_taken(request.POST, draft.form, draft.offered)
    form = fields_of(draft.matter, case, posted)
    revision = request.POST.get("revision", "")
    draft.revision = int(revision) if revision.isdecimal() and len(revision) < 10 else -1
    saved = attempt(
        form,
        lambda: actions.save_draft(
            actor=request.user, case=case, answers=form.answers(), revision=draft.revision
        ),
    )
    draft.form = form
    if saved is None:
        return
    case.answers, case.touched_at = saved.case.answers, saved.case.touched_at
    draft.revision = case.revision = saved.case.revision
    # The answers may show other fields now; what was typed stays as it was typed.
    draft.form = fields_of(draft.matter, case, posted)
    draft.form.show_errors(saved.errors)
    draft.is_kept = draft.form.is_valid()


def send(request: PersonRequest, draft: Draft) -> bool:
    """Submit, or send the corrections with their replies."""
    try:
        if draft.case.state == State.CORRECTION_REQUESTED:
            items = draft.case.corrections.all()
            replies = {n.position: request.POST.get(f"reply-{n.position}", "") for n in items}
            actions.resubmit(actor=request.user, case=draft.case, replies=replies)
        else:
            actions.submit(actor=request.user, case=draft.case)
    except Refused as refusal:
        draft.form.show_errors(getattr(refusal, "errors", ()))
        draft.form.add_error(None, sentence(refusal.code, refusal.facts))
        return False
    messages.success(request, _("Sent. You find the receipt on this page."))
    return True


def sent_on(request: PersonRequest, case: Case) -> HttpResponse:
    """To the page of the case, whether HTMX asked or the browser itself."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse("case", args=[case.pk]))
    return redirect("case", case.pk)


def show_form(request: PersonRequest, draft: Draft, status: int = 200) -> HttpResponse:
    """The page, or for HTMX its questions alone."""
    items = draft.case.corrections.all()
    context = {
        "draft": draft,
        "case": draft.case,
        "matter": draft.matter,
        "form": draft.form,
        "sections": list(draft.form.sections(draft.case, draft.offered)),
        "file_fields": [field for field in draft.matter.form.fields if field.kind == Kind.FILE],
        "corrections": [(n, request.POST.get(f"reply-{n.position}", "")) for n in items],
    }
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "cases/edit.html", context, status=status)
    # HTMX shows nothing that came with an error status.
    response = render(request, "cases/_form.html", context | {"is_partial": True})
    if draft.form.errors:
        response["HX-Reswap"] = "innerHTML show:#questions:top"
    return response


def show_saved(request: PersonRequest, draft: Draft) -> HttpResponse:
    """That it is saved, and what is not; the questions stay as somebody is typing in them."""
    context = {"draft": draft, "case": draft.case, "form": draft.form, "is_partial": True}
    response = render(request, "cases/_saved.html", context)
    response["HX-Reswap"] = "none"
    return response


@require_POST
@for_people
def attach(request: PersonRequest, id: UUID, field: str) -> HttpResponse:
    """Add a file to a question."""
    case, file = editable(request, id), request.FILES.get("file")
    if file is None or file.file is None or not file.name:
        messages.error(request, _("Choose a file first."))
        return redirect("edit_case", case.pk)
    stream, name = cast("BinaryIO", file.file), file.name
    taken(
        request,
        lambda: actions.attach_file(
            actor=request.user, case=case, field=field, file=store_attachment(stream, name)
        ),
        _("The file is attached."),
    )
    return redirect("edit_case", case.pk)


@require_POST
@for_people
def detach(request: PersonRequest, id: UUID) -> HttpResponse:
    """Take a file back."""
    attachment = get_object_or_404(queries.attachment_for(request.user, id))
    case = editable(request, attachment.case_id)
    taken(
        request,
        lambda: actions.remove_attachment(actor=request.user, attachment=attachment),
        _("The file is taken back."),
    )
    return redirect("edit_case", case.pk)


@require_POST
@for_people
def discard(request: PersonRequest, id: UUID) -> HttpResponse:
    """Throw a draft away."""
    case = editable(request, id)
    done = taken(
        request,
        lambda: actions.discard_draft(actor=request.user, case=case),
        _("The draft is thrown away."),
    )
    return redirect("my_cases") if done else redirect("case", case.pk)
