"""Choosing an organization's industry from the list of GB/T 4754-2017."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yuanqu.organizations import actions, queries
from yuanqu.organizations.drafts import Profile
from yuanqu.organizations.models import Organization, OrganizationKind
from yuanqu.web.forms.register import IndustryForm
from yuanqu.web.gates import PersonRequest, for_officials
from yuanqu.web.refusals import attempt, posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def choose_industry(request: PersonRequest, id: UUID) -> HttpResponse:
    """Search the list by words or by a code, and choose; HTMX asks for what was found alone."""
    entry = get_object_or_404(queries.organization_to_open(request.user, id))
    form = IndustryForm(posted(request), initial={"industry": entry.industry})
    if form.is_valid():
        kept = attempt(form, lambda: _choose(request, entry, form))
        if kept:
            messages.success(request, _("The industry is kept."))
            return redirect("organization", entry.pk)
    asked = request.GET.get("q", "")[:60]
    context = {
        "organization": entry,
        "form": form,
        "asked": asked,
        "choices": queries.industries_found(asked),
        "list_is_loaded": queries.list_is_loaded(),
        "path": queries.industry_path(entry.industry),
    }
    partial = request.htmx and not form.is_bound  # type: ignore[attr-defined]
    template = "register/_industries.html" if partial else "register/industry.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _choose(request: PersonRequest, entry: Organization, form: IndustryForm) -> Organization:
    held = Profile(
        kind=OrganizationKind(entry.kind),
        cluster=entry.cluster,
        chain_stage=entry.chain_stage,
        summary_zh=entry.summary_zh,
        summary_en=entry.summary_en,
    )
    profile = replace(held, industry=form.cleaned_data["industry"])
    return actions.change_profile(actor=request.user, organization=entry, profile=profile)
