"""Sources: where the register is fed from, by the clock or now."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.organizations import actions, queries
from yuanqu.organizations.models import Source
from yuanqu.web.forms.register import SourceForm
from yuanqu.web.gates import PersonRequest, for_officials
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted, taken


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def sources(request: PersonRequest) -> HttpResponse:
    """The sources, and a form for another one."""
    form = SourceForm(posted(request))
    if form.is_valid():
        act = partial(actions.add_source, actor=request.user, draft=form.draft())
        if attempt(form, act):
            messages.success(request, _("The source is kept. It is pulled within minutes."))
            return redirect("sources")
    page = page_of(queries.sources(request.user), request)
    for source in page.object_list:
        source.told = sentence(source.failure, source.failure_facts) if source.failure else ""
    status = 422 if form.is_bound else 200
    return render(request, "register/sources.html", {"form": form, "page": page}, status=status)


@require_POST
@for_officials
def pull(request: PersonRequest, id: UUID) -> HttpResponse:
    """Look at a source now."""
    try:
        proposal = actions.pull_source(actor=request.user, source=_opened(request, id))
    except Refused as refusal:
        messages.error(request, sentence(refusal.code, refusal.facts))
        return redirect("sources")
    if proposal is None:
        messages.success(
            request, _("Pulled. Nothing differs, or what differs was declined before.")
        )
        return redirect("sources")
    return redirect("proposal", proposal.pk)


@require_POST
@for_officials
def pause(request: PersonRequest, id: UUID) -> HttpResponse:
    """Stop looking at a source, or begin again."""
    source = _opened(request, id)
    taken(
        request,
        lambda: actions.pause_source(actor=request.user, source=source, paused=not source.paused),
    )
    return redirect("sources")


def _opened(request: HttpRequest, id: UUID) -> Source:
    return get_object_or_404(queries.sources(request.user), pk=id)
