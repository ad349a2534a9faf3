"""Privacy: the rules for everybody; for each person their data, consents, requests, who looked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanqu.accounts.access import parties_of
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party
from yuanqu.accounts.wording import sentence
from yuanqu.cases.actions import open_draft
from yuanqu.cases.definitions import matters_in_force
from yuanqu.ledger.files import file_content
from yuanqu.privacy import actions, queries
from yuanqu.privacy.access import may_see_looks
from yuanqu.privacy.actions.copies import FOLDER, ZIP
from yuanqu.privacy.rules import all_rules
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import taken


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What the park holds about people, why, by which law and how long: open to everybody."""
    return render(request, "privacy/rules.html", {"rules": all_rules().values()})


@require_safe
@for_people
def my_data(request: PersonRequest) -> HttpResponse:
    """What is held about the person who asks, and the copies of it."""
    context = {
        "held": queries.held_about(request.user),
        "copies": queries.copies_of(request.user)[:10],
    }
    return render(request, "privacy/my_data.html", context)


@require_POST
@for_people
def ask_copy(request: PersonRequest) -> HttpResponse:
    """Have a copy made now."""
    person = request.user
    done = _("Your copy is being made. It is here when you load this page again.")
    taken(request, lambda: actions.ask_copy(actor=person, person=person), done)
    return redirect("my_data")


@require_safe
@for_people
def personal_copy(request: PersonRequest, id: UUID) -> HttpResponse:
    """A copy that is made, always as an attachment and kept by no cache."""
    copy = get_object_or_404(queries.copy_to_fetch(request.user, id))
    try:
        content = file_content(copy.sha256, FOLDER)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=ZIP)
    day = timezone.localtime(copy.made_at).date()
    response["Content-Disposition"] = f'attachment; filename="personal-information-{day}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@for_people
def my_consents(request: PersonRequest) -> HttpResponse:
    """Each purpose with its text, and where the person stands."""
    context = {
        "states": queries.consents_of(request.user),
        "page": page_of(queries.consent_history(request.user), request),
    }
    return render(request, "privacy/my_consents.html", context)


@require_POST
@for_people
def consent(request: PersonRequest, purpose: str) -> HttpResponse:
    """Give it or withdraw it: one button each, on the same page."""
    person, version = request.user, request.POST.get("version", "")
    if "withdraw" in request.POST:
        done = _("Withdrawn. What rests on it is done no more.")
        taken(request, lambda: actions.withdraw_consent(actor=person, purpose=purpose), done)
    elif version.isdecimal() and len(version) < 5:
        given = int(version)
        taken(
            request,
            lambda: actions.give_consent(actor=person, purpose=purpose, version=given),
            _("Thank you. You can withdraw it here at any time."),
        )
    return redirect("my_consents")


@require_safe
@for_people
def my_requests(request: PersonRequest) -> HttpResponse:
    """The requests under the privacy law: those made, and those that can be."""
    matters = [
        matter
        for matter in matters_in_force(timezone.localdate())
        if matter.code.startswith(queries.REQUESTS)
    ]
    page = page_of(queries.requests_of(request.user), request)
    return render(request, "privacy/my_requests.html", {"matters": matters, "page": page})


@require_POST
@for_people
def start_request(request: PersonRequest, matter: str) -> HttpResponse:
    """Begin one, in one's own name, and go to its form."""
    if not matter.startswith(queries.REQUESTS):
        raise Http404
    person = request.user
    try:
        case = open_draft(actor=person, matter=matter, applicant=person.party)
    except Refused as refusal:
        messages.error(request, sentence(refusal.code, refusal.facts))
        return redirect("my_requests")
    return redirect("edit_case", case.pk)


@require_safe
@for_people
def looks(request: PersonRequest, party: UUID | None = None) -> HttpResponse:
    """Who looked at restricted evidence about the person, or about an organization of theirs."""
    about = get_object_or_404(Party, pk=party or request.user.party_id)
    if not may_see_looks(request.user, about):
        raise Http404
    context = {
        "about": about,
        "parties": parties_of(request.user).exclude(pk=request.user.party_id).order_by("label"),
        "page": page_of(queries.looks_at(request.user, about), request),
    }
    return render(request, "privacy/looks.html", context)
