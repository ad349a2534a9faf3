"""Who may act for an organization: giving, handing over and ending mandates, and who acted."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanqu.accounts import actions
from yuanqu.accounts.access import events_visible_to, memberships_visible_to, roles_to_grant
from yuanqu.accounts.models import Membership, Party, Role
from yuanqu.accounts.queries import mandates_at
from yuanqu.web.forms.people import HandoverForm, MandateForm
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted, taken


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def mandates(request: PersonRequest, id: UUID) -> HttpResponse:
    """Who may act there now and who could before; whoever gives mandates gives one here."""
    party, grants = _place(request, id)
    form = MandateForm(party, grants, posted(request)) if grants else None
    if form is None and request.method == "POST":
        raise Http404
    if form and form.is_valid() and attempt(form, lambda: _give(request, party, form)):
        messages.success(request, _("The mandate is given."))
        return redirect("mandates", party.pk)
    every, now = mandates_at(request.user, party), timezone.now()
    context = {
        "party": party,
        "form": form,
        "held": every.filter(valid_from__lte=now).exclude(valid_to__lte=now),
        "to_come": every.filter(valid_from__gt=now).exclude(valid_to__lte=now),
        "page": page_of(every.filter(valid_to__lte=now), request),
        "grants": grants,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "people/mandates.html", context, status=status)


def _place(request: PersonRequest, id: UUID) -> tuple[Party, tuple[Role, ...]]:
    """The party, and the roles that the person may give there; 404 for who has no part in it."""
    party = get_object_or_404(Party, pk=id)
    grants = roles_to_grant(request.user, party)
    if not grants and not mandates_at(request.user, party).exists():
        raise Http404
    return party, grants


def _give(request: PersonRequest, party: Party, form: MandateForm) -> Membership:
    return actions.give_mandate(
        actor=request.user, user=form.cleaned_data["person"], party=party, draft=form.draft()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def mandate(request: PersonRequest, id: int) -> HttpResponse:
    """One mandate: handing it over, ending it."""
    held = get_object_or_404(memberships_visible_to(request.user), pk=id)
    may_pass = held.role in roles_to_grant(request.user, held.party)
    form = HandoverForm(posted(request)) if may_pass and held.holds_at(timezone.now()) else None
    if form is None and request.method == "POST":
        raise Http404
    if form and form.is_valid() and attempt(form, lambda: _pass(request, held, form)):
        messages.success(request, _("The mandate is handed over."))
        return _back(request, held)
    over = held.valid_to is not None and held.valid_to <= timezone.now()
    may_end = not over and (may_pass or held.user_id == request.user.pk)
    context = {"mandate": held, "form": form, "may_end": may_end}
    status = 422 if form is not None and form.errors else 200
    return render(request, "people/mandate.html", context, status=status)


def _pass(request: PersonRequest, held: Membership, form: HandoverForm) -> Membership:
    to = form.cleaned_data["person"]
    return actions.handover_membership(actor=request.user, membership=held, to=to)


@require_POST
@for_people
def end_mandate(request: PersonRequest, id: int) -> HttpResponse:
    """End a mandate now: whoever gives it, and whoever holds it."""
    held = get_object_or_404(memberships_visible_to(request.user), pk=id)
    done = _("The mandate has ended.")
    taken(request, lambda: actions.end_membership(actor=request.user, membership=held), done)
    return _back(request, held)


def _back(request: PersonRequest, held: Membership) -> HttpResponse:
    """To the list, or to one's account where one has no part in it any more."""
    still = mandates_at(request.user, held.party).exists()
    return redirect("mandates", held.party_id) if still else redirect("my_account")


@require_safe
@for_people
def acts(request: PersonRequest, id: UUID) -> HttpResponse:
    """Who acted in its name, as far as one may know."""
    party, _grants = _place(request, id)
    page = page_of(events_visible_to(request.user).filter(party=party), request)
    return render(request, "people/acts.html", {"party": party, "page": page})
