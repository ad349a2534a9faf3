"""What a person finds about their own account, and what they said against cases of others."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanqu.accounts import actions
from yuanqu.accounts.access import tokens_visible_to
from yuanqu.accounts.factors import lacks_second_factor
from yuanqu.accounts.queries import places_of, ways_in_of
from yuanqu.cases.queries import objections_of
from yuanqu.web.forms.people import NameForm
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted


@require_safe
@for_people
def my_account(request: PersonRequest) -> HttpResponse:
    """Everything about oneself, in one place: each with the way to change it."""
    person = request.user
    context = {
        "ways": ways_in_of(person),
        "places": places_of(person),
        "tokens": tokens_visible_to(person).filter(revoked_at__isnull=True).count(),
        "objections": objections_of(person).count(),
    }
    return render(request, "people/my_account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def rename_me(request: PersonRequest) -> HttpResponse:
    """The name by which others know one."""
    form = NameForm(posted(request), initial={"display_name": request.user.display_name})
    if form.is_valid():
        name = form.cleaned_data["display_name"]
        if attempt(form, lambda: actions.rename_person(user=request.user, display_name=name)):
            messages.success(request, _("Your name is changed."))
            return redirect("my_account")
    status = 422 if form.errors else 200
    return render(request, "people/rename.html", {"form": form}, status=status)


@require_safe
@for_people
def my_objections(request: PersonRequest) -> HttpResponse:
    """What one objected to, with one's own words and the answer."""
    page = page_of(objections_of(request.user), request)
    return render(request, "people/objections.html", {"page": page})


@require_safe
@for_people
def second_factor(request: PersonRequest) -> HttpResponse:
    """Why a second factor is needed before anything else, and how to set one up."""
    if not lacks_second_factor(request.user):
        return redirect("mfa_index")
    return render(request, "people/second_factor.html")
