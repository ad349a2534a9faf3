"""Publicity: what everybody may read before a decision, and objecting to it with one's name."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.cases import actions, queries
from yuanqu.cases.access import may_object
from yuanqu.cases.models import Case
from yuanqu.web.forms.casework import ObjectionForm
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted
from yuanqu.web.sent import sent_answers


@require_safe
def publicity(request: HttpRequest) -> HttpResponse:
    """The cases that are shown now."""
    page = page_of(queries.in_publicity(), request)
    shown = [queries.public_case(case) for case in page.object_list]
    return render(request, "cases/publicity.html", {"page": page, "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def public_case(request: HttpRequest, id: UUID) -> HttpResponse:
    """One of them, with the form for an objection."""
    case = get_object_or_404(queries.in_publicity(), pk=id)
    person, form = request.user, ObjectionForm(posted(request))
    if request.method == "POST" and not isinstance(person, User):
        return redirect_to_login(request.get_full_path())
    if isinstance(person, User) and form.is_valid():
        said = form.cleaned_data
        if attempt(
            form,
            lambda: actions.object_to(
                actor=person, case=case, name=said["name"], statement=said["statement"]
            ),
        ):
            messages.success(request, _("Your objection is recorded and will be answered."))
            return redirect("public_case", case.pk)
    shown = queries.public_case(case)
    sent = sent_answers(shown.matter, shown.answers, get_language() or "zh-hans")
    context = {"case": shown, "sent": sent, "form": form, "why_not": _why_not(person, case)}
    return render(request, "cases/public_case.html", context, status=422 if form.errors else 200)


def _why_not(person: Viewer, case: Case) -> str:
    """Why somebody who is logged in cannot object; empty where they can."""
    verdict = may_object(person, case)
    if verdict or not isinstance(person, User):
        return ""
    return sentence(verdict.code, verdict.facts)
