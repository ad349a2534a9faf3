"""Entries that are one: merging them, and undoing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yuanqu.organizations import actions, queries
from yuanqu.organizations.models import PartyAlias
from yuanqu.web.forms.deciding import ReasonForm
from yuanqu.web.forms.register import MergeForm
from yuanqu.web.gates import PersonRequest, for_officials
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted, taken


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def merges(request: PersonRequest) -> HttpResponse:
    """The merges that hold, and a form for another one."""
    form = MergeForm(posted(request), request.FILES or None, initial=request.GET.dict())
    if form.is_valid() and (alias := attempt(form, lambda: _merge(request, form))):
        messages.success(request, _("Merged. It can be undone; nothing was rewritten."))
        return redirect("organization", alias.party_id)
    context = {"form": form, "page": page_of(queries.open_merges(request.user), request)}
    return render(request, "register/merges.html", context, status=422 if form.is_bound else 200)


def _merge(request: PersonRequest, form: MergeForm) -> PartyAlias:
    kept, merged = form.cleaned_data["kept"], form.cleaned_data["merged"]
    draft = form.merge()
    return actions.merge_organizations(actor=request.user, kept=kept, merged=merged, draft=draft)


@require_POST
@for_officials
def undo(request: PersonRequest, id: int) -> HttpResponse:
    """Let both entries stand for themselves again, for a reason that is kept."""
    alias = get_object_or_404(queries.open_merges(request.user), pk=id)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    taken(
        request,
        lambda: actions.unmerge_organizations(actor=request.user, alias=alias, reason=reason),
        _("Undone. Both entries stand for themselves again."),
    )
    return redirect("merges")
