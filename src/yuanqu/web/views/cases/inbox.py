"""The inbox: what is due from me, from my organizations, from my desk; overdue first."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanqu.accounts.wording import sentence
from yuanqu.cases import actions, queries
from yuanqu.engines.workflow.states import Outcome, Part
from yuanqu.web.forms.casework import DecisionForm
from yuanqu.web.gates import PersonRequest, for_officials, for_people
from yuanqu.web.pages import NumberedPaginator, page_of

MOST_AT_ONCE = 100


class NumberedInbox(queries.InboxPages, NumberedPaginator):
    """The inbox in pages that know their numbers."""


@require_safe
@for_people
def inbox(request: PersonRequest) -> HttpResponse:
    """What waits, in pages, with the counts of each side."""
    pages = NumberedInbox(request.user)
    request.mandates, request.inbox_counts = pages.mandates, pages.counts
    page = pages.get_page(request.GET.get("page"))
    decides = any(case.waits_for == Part.DECIDER for case in page.object_list)
    context = {
        "page": page,
        "counts": pages.counts,
        "is_official": pages.mandates is not None and pages.mandates.is_official,
        "form": DecisionForm() if decides else None,
    }
    return render(request, "cases/inbox.html", context)


@require_safe
@for_people
def my_cases(request: PersonRequest) -> HttpResponse:
    """What was begun, and what was sent and may be opened."""
    page = page_of(queries.cases_for(request.user), request)
    context = {"page": page, "drafts": queries.drafts_of(request.user)[:20]}
    return render(request, "cases/cases.html", context)


@require_POST
@for_officials
def decide_several(request: PersonRequest) -> HttpResponse:
    """One decision for several cases; each that was refused is named with its reason."""
    form, chosen = DecisionForm(request.POST), _ids(request.POST.getlist("case"))
    if not form.is_valid() or not chosen:
        messages.error(request, _("Choose cases, a decision, and give reasons."))
        return redirect("inbox")
    found = queries.cases_for(request.user).filter(pk__in=chosen[:MOST_AT_ONCE])
    results = actions.decide_batch(
        actor=request.user,
        cases=found,
        outcome=Outcome(form.cleaned_data["outcome"]),
        reasons=form.cleaned_data["reasons"],
    )
    for result in results:
        if result.refusal:
            said = sentence(result.refusal.code, result.refusal.facts)
            told = _("%(number)s: %(problem)s") % {"number": result.number, "problem": said}
            messages.error(request, told)
        else:
            messages.success(request, _("%(number)s is decided.") % {"number": result.number})
    return redirect("inbox")


def _ids(texts: list[str]) -> list[UUID]:
    """The ids among what was posted; anything else was not on our page."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
