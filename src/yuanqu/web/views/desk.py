"""The official's desk: what waits to be settled, and recording, correcting and withdrawing.

Recording is also open to whoever speaks for an organization: what they record of it is a claim.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanqu.ledger import actions, queries
from yuanqu.ledger.kinds import Kind, all_kinds, is_by_hand
from yuanqu.ledger.models import Fact
from yuanqu.upkeep.access import may_see_self_check
from yuanqu.web.forms.deciding import ReasonForm
from yuanqu.web.forms.recording import RecordForm
from yuanqu.web.gates import PersonRequest, for_officials, for_people
from yuanqu.web.looks import note_quoted, note_shown
from yuanqu.web.pages import page_of
from yuanqu.web.people import names_of_recorders
from yuanqu.web.recorders import Recorder, recorder_of
from yuanqu.web.refusals import attempt
from yuanqu.web.views.facts import open_fact, show_fact


@require_safe
@for_officials
def desk(request: PersonRequest) -> HttpResponse:
    """Claims that somebody else has made and that wait for an official, the oldest first."""
    page = page_of(queries.claims_to_settle(request.user), request)
    note_quoted(request, page.object_list)
    context = {
        "page": page,
        "people": names_of_recorders(request.user, page.object_list),
        "may_see_self_check": may_see_self_check(request.user),
    }
    return render(request, "desk/desk.html", context)


@require_safe
@for_people
def choose_kind(request: PersonRequest) -> HttpResponse:
    """What sort of fact is to be recorded."""
    recorder = recorder_of(request)
    kinds = [kind for code, kind in all_kinds().items() if recorder.may_take(kind)]
    return render(request, "desk/choose_kind.html", {"kinds": kinds, "recorder": recorder})


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def record(request: PersonRequest, kind: str) -> HttpResponse:
    """Record a fact of this kind: an official any, others one about their organization."""
    recorder, found = recorder_of(request), _kind(kind)
    if not recorder.may_take(found):
        raise Http404
    form = RecordForm(request, found, about=recorder.about)
    if form.is_valid():
        fact = attempt(form, lambda: actions.record_fact(actor=request.user, draft=form.draft()))
        if fact:
            messages.success(request, _("Recorded. Somebody else must now verify it."))
            return redirect("fact", fact.pk)
    return _show_form(request, form, recorder=recorder)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def correct(request: PersonRequest, id: UUID) -> HttpResponse:
    """Record a fact in another's place."""
    fact = open_fact(request, id)
    note_shown(request, [fact])
    form = RecordForm(request, _kind(fact.kind), fact)
    if form.is_valid():
        made = attempt(
            form,
            lambda: actions.correct_fact(actor=request.user, fact=fact, draft=form.draft()),
        )
        if made:
            messages.success(request, _("The correction is recorded."))
            return redirect("fact", made.pk)
    return _show_form(request, form, fact)


@require_POST
@for_people
def decide(request: PersonRequest, id: UUID, decision: str) -> HttpResponse:
    """Verify, dispute or withdraw a fact, for a reason that is kept with it."""
    fact, form = open_fact(request, id), ReasonForm(request.POST)
    action, done = DECISIONS[decision]
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: action(actor=request.user, fact=fact, reason=reason)):
            messages.success(request, str(done))
            return redirect("fact", fact.pk)
    return show_fact(request, fact, form, status=422)


DECISIONS: Mapping[str, tuple[Callable[..., Fact], str | Promise]] = {
    "verify": (actions.verify_fact, gettext_lazy("Verified. Figures count it from now on.")),
    "dispute": (actions.dispute_fact, gettext_lazy("Disputed. Figures leave it out from now on.")),
    "withdraw": (actions.withdraw_fact, gettext_lazy("Withdrawn. It stays in the chain.")),
}


def _kind(code: str) -> Kind:
    kind = all_kinds().get(code)
    if kind is None or not is_by_hand(code):
        raise Http404
    return kind


def _show_form(
    request: HttpRequest,
    form: RecordForm,
    fact: Fact | None = None,
    recorder: Recorder | None = None,
) -> HttpResponse:
    context = {"form": form, "kind": form.kind, "fact": fact, "recorder": recorder}
    return render(request, "desk/record.html", context, status=422 if form.is_bound else 200)
