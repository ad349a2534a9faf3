"""Standing in for colleagues, and how one wants to be told."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yuanqu.cases import actions, queries
from yuanqu.cases.models import Notice, NoticePreference
from yuanqu.web.forms.casework import NoticeForm, StandInForm
from yuanqu.web.gates import PersonRequest, for_officials, for_people
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted, taken


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def stand_ins(request: PersonRequest) -> HttpResponse:
    """Who acts for whom, and arranging it: a delegation by choice, or while one is away."""
    form = StandInForm(posted(request))
    if form.is_valid() and attempt(form, lambda: _arrange(request, form)) is not None:
        return redirect("stand_ins")
    delegations, absences = queries.stand_ins_of(request.user)
    context = {"form": form, "delegations": delegations, "absences": absences}
    return render(request, "cases/stand_ins.html", context, status=422 if form.errors else 200)


def _arrange(request: PersonRequest, form: StandInForm) -> object:
    start, end = form.interval()
    colleague = form.cleaned_data["colleague"]
    if "absence" in request.POST:
        return actions.record_absence(
            actor=request.user, substitute=colleague, valid_from=start, valid_to=end
        )
    matters = tuple(form.cleaned_data["matters"])
    draft = actions.DelegationDraft(colleague, start, end, matters)
    return actions.delegate(actor=request.user, draft=draft)


@require_POST
@for_officials
def end_stand_in(request: PersonRequest, kind: str, id: int) -> HttpResponse:
    """End a delegation or an absence before its time."""
    person, (delegations, absences) = request.user, queries.stand_ins_of(request.user)
    if kind == "absence":
        absence = get_object_or_404(absences, pk=id)
        taken(request, lambda: actions.end_absence(actor=person, absence=absence), _("Ended."))
    else:
        lent = get_object_or_404(delegations, pk=id)
        taken(request, lambda: actions.end_delegation(actor=person, delegation=lent), _("Ended."))
    return redirect("stand_ins")


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def notices(request: PersonRequest) -> HttpResponse:
    """What one was told, and by which channels one wants to be."""
    form = NoticeForm(posted(request), initial=_wishes(request))
    if form.is_valid():
        wishes = actions.NoticeWishes(**form.cleaned_data)
        if attempt(form, lambda: actions.prefer_notices(actor=request.user, wishes=wishes)):
            return redirect("notices")
    page = page_of(Notice.objects.filter(user=request.user).order_by("-created_at", "pk"), request)
    context = {"form": form, "page": page}
    return render(request, "cases/notices.html", context, status=422 if form.errors else 200)


def _wishes(request: PersonRequest) -> dict[str, object]:
    held = NoticePreference.objects.filter(user=request.user).first() or NoticePreference()
    names = ("email", "sms", "wecom", "wecom_id", "quiet_from", "quiet_to")
    return {name: getattr(held, name) for name in names}
