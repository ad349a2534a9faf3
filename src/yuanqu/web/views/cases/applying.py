"""Applying: what one can apply for, in whose name, and the form as it fills."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.cases import actions, queries
from yuanqu.cases.access import may_edit
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.files import store_attachment
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import State
from yuanqu.web.forms.answers import AnswersForm
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.refusals import taken


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
    if request.method == "POST" and chosen is not None:
        try:
            case = actions.open_draft(actor=request.user, matter=asked.code, applicant=chosen)
        except Refused as refusal:
            messages.error(request, sentence(refusal.code, refusal.facts))
        else:
            return redirect("edit_case", case.pk)
    return render(request, "cases/apply.html", {"matter": asked, "parties": parties})


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def edit(request: PersonRequest, id: UUID) -> HttpResponse:
    """The form: saved as it fills, sent when it is whole."""
    case = editable(request.user, id)
    form = form_of(case, request)
    if request.method != "POST":
        return show_form(request, case, form)
    if not keep(request, case, form):
        return show_form(request, case, form, status=422)
    if "send" in request.POST and send(request, case, form):
        return redirect("case", case.pk)
    if "send" in request.POST:
        return show_form(request, case, form, status=422)
    return show_form(request, case, form_of(case, None, form))


def editable(person: User, id: UUID) -> Case:
    """A case that this person may fill in. Raises Http404."""
    case: Case = get_object_or_404(queries.case_for(person, id))
    if not may_edit(person, case):
        raise Http404
    return case


def form_of(case: Case, request: HttpRequest | None, before: AnswersForm | None = None) -> AnswersForm:
    """The fields that the answers show; after a save with what the engine found wrong."""
    asked = matter_at(case.matter, case.matter_version).form
    posted = request.POST if request and request.method == "POST" else None
    made = AnswersForm(asked, get_language() or "zh-hans", case.answers, posted)
    if before is not None and before.errors:
        return before
    return made


def keep(request: PersonRequest, case: Case, form: AnswersForm) -> bool:
    """Save what was typed; says beside the fields what cannot be kept."""
    answers, revision = form.answers(), request.POST.get("revision", "")
    try:
        saved = actions.save_draft(
            actor=request.user,
            case=case,
            answers=answers,
            revision=int(revision) if revision.isdecimal() else -1,
        )
    except Refused as refusal:
        form.add_error(None, sentence(refusal.code, refusal.facts))
        return False
    case.answers, case.revision = saved.case.answers, saved.case.revision
    form.show_errors(saved.errors)
    return not form.errors


def send(request: PersonRequest, case: Case, form: AnswersForm) -> bool:
    """Submit, or send the corrections with their replies."""
    try:
        if case.state == State.CORRECTION_REQUESTED:
            replies = {
                item.position: request.POST.get(f"reply-{item.position}", "")[:1000]
                for item in case.corrections.all()
            }
            actions.resubmit(actor=request.user, case=case, replies=replies)
        else:
            actions.submit(actor=request.user, case=case)
    except Refused as refusal:
        form.show_errors(getattr(refusal, "errors", ()))
        form.add_error(None, sentence(refusal.code, refusal.facts))
        return False
    messages.success(request, _("Sent. The receipt is on this page."))
    return True


def show_form(
    request: PersonRequest, case: Case, form: AnswersForm, status: int = 200
) -> HttpResponse:
    """The page, or for HTMX the form alone."""
    matter = matter_at(case.matter, case.matter_version)
    offered = {
        code: found
        for code, found in queries.answers_on_file(request.user, matter, case.applicant).items()
        if code not in case.answers
    }
    template = "cases/_form.html" if request.headers.get("HX-Request") else "cases/edit.html"
    context = {"case": case, "matter": matter, "form": form, "parts": list(form.parts(offered))}
    # HTMX swaps nothing that came with an error status; the page behind shows the errors.
    status = 200 if request.headers.get("HX-Request") else status
    return render(request, template, context, status=status)


@require_POST
@for_people
def attach(request: PersonRequest, id: UUID, field: str) -> HttpResponse:
    """Add a file to a question."""
    case, file = editable(request.user, id), request.FILES.get("file")
    if file is None or file.file is None or not file.name:
        messages.error(request, _("Choose a file first."))
    else:
        upload, name = file.file, file.name
        taken(
            request,
            lambda: actions.attach_file(
                actor=request.user, case=case, field=field, file=store_attachment(upload, name)
            ),
            _("The file is attached."),
        )
    return redirect("edit_case", case.pk)


@require_POST
@for_people
def detach(request: PersonRequest, id: UUID) -> HttpResponse:
    """Take a file back."""
    attachment = get_object_or_404(queries.attachment_for(request.user, id))
    taken(
        request,
        lambda: actions.remove_attachment(actor=request.user, attachment=attachment),
        _("The file is taken back."),
    )
    return redirect("edit_case", attachment.case_id)


@require_POST
@for_people
def discard(request: PersonRequest, id: UUID) -> HttpResponse:
    """Throw a draft away."""
    case = editable(request.user, id)
    done = taken(
        request,
        lambda: actions.discard_draft(actor=request.user, case=case),
        _("The draft is thrown away."),
    )
    return redirect("inbox") if done else redirect("case", case.pk)
