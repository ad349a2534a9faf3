"""One's keys for programs: making, listing and revoking them. A secret is shown once."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanqu.accounts import actions
from yuanqu.accounts.access import tokens_visible_to
from yuanqu.web.forms.people import TokenForm
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted, taken


@require_safe
@for_people
def my_tokens(request: PersonRequest) -> HttpResponse:
    """The keys one has made; their secrets are nowhere."""
    page = page_of(tokens_visible_to(request.user), request)
    return render(request, "people/tokens.html", {"page": page, "now": timezone.now()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
def make_token(request: PersonRequest) -> HttpResponse:
    """A new key. Its secret stands in the answer alone: in no address, session or cache."""
    form = TokenForm(posted(request))
    if form.is_valid() and (made := attempt(form, lambda: _made(request, form))):
        return render(request, "people/token_made.html", {"made": made}, status=201)
    return render(request, "people/token_new.html", {"form": form}, status=_status(form))


def _made(request: PersonRequest, form: TokenForm) -> actions.NewToken:
    said = form.cleaned_data
    return actions.create_token(
        user=request.user, name=said["name"], scopes=tuple(said["scopes"]), days=said["days"]
    )


def _status(form: TokenForm) -> int:
    return 422 if form.errors else 200


@require_POST
@for_people
def revoke_token(request: PersonRequest, id: int) -> HttpResponse:
    """End one of one's keys for good."""
    token = get_object_or_404(tokens_visible_to(request.user), pk=id)
    done = _("The key is revoked. It opens nothing any more.")
    taken(request, lambda: actions.revoke_token(actor=request.user, token=token), done)
    return redirect("my_tokens")
