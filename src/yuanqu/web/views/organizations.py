"""The register: the list with its filters, and each organization's page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yuanqu.accounts.access import is_official, parties_of
from yuanqu.ledger.access import spoken_for
from yuanqu.organizations import queries
from yuanqu.organizations.aliases import aliases_on
from yuanqu.organizations.queries import Filters
from yuanqu.web.forms.filters import OrganizationFilter
from yuanqu.web.pages import page_of

MOST_NAMES = 10


@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """The organizations that fit the filters, by name."""
    form = OrganizationFilter(request.GET)
    filters, language = Filters(**form.chosen()), get_language() or "zh-hans"
    found = queries.organizations(request.user, filters, language=language)
    context = {"form": form, "page": page_of(found, request)}
    return render(request, "organizations/organizations.html", context)


@require_safe
def organization(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the register and the ledger know of one organization."""
    aliases = aliases_on()
    opened = get_object_or_404(queries.organization_to_open(request.user, id, aliases))
    if opened.pk != id:  # it was merged into this one
        return redirect("organization", opened.pk)
    party = opened.party
    context = {
        "organization": opened,
        "page": page_of(queries.timeline(request.user, party, aliases), request),
        "roles": queries.roles_taken(request.user, party, aliases),
        "relations": queries.relations(request.user, party, aliases),
        "merges": queries.merges_of(request.user, party, aliases),
        "industry": queries.industry_path(opened.industry),
        "is_official": (official := is_official(request.user)),
        "may_record": official or party.pk in spoken_for(request.user),
        "may_see_people": official or parties_of(request.user).filter(pk=party.pk).exists(),
        "claims": list(queries.claims_of(request.user, party)),
    }
    return render(request, "organizations/organization.html", context)


@require_safe
def organization_names(request: HttpRequest) -> HttpResponse:
    """A few names that fit what is being typed, whatever the field is called; for HTMX alone."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("organizations")
    typed, language = next(iter(request.GET.values()), ""), get_language() or "zh-hans"
    text = str(typed).replace("；", ";").rpartition(";")[2].strip()
    found = queries.organizations(request.user, Filters(text=text), language=language)
    context = {"organizations": found[:MOST_NAMES] if text else []}
    return render(request, "organizations/_names.html", context)
