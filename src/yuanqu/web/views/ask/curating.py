"""The curator's desk: what was not answered well, and the entry that answers it from now on."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanqu.assistant import actions, queries
from yuanqu.assistant.access import keeps_answers
from yuanqu.web.forms.asking import EntryForm
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.refusals import attempt, posted, taken

MOST_GROUPS = 50


@require_safe
@for_people
def worklist(request: PersonRequest) -> HttpResponse:
    """Questions that wait for a curator, those that are alike together."""
    if not keeps_answers(request.user):
        raise Http404
    groups = queries.worklist(request.user)
    context = {"groups": groups[:MOST_GROUPS], "left": max(len(groups) - MOST_GROUPS, 0)}
    return render(request, "ask/worklist.html", context)


@for_people
def entry(request: PersonRequest, id: UUID) -> HttpResponse:
    """Write the entry for a question; then see it answered."""
    turn = get_object_or_404(queries.turn_to_settle(request.user, id))
    wanting = queries.wanting_like(request.user, turn)
    form = EntryForm(posted(request), curator=request.user, wanting=wanting)
    if form.is_bound and form.is_valid():
        made = attempt(
            form,
            lambda: actions.write_entry(
                actor=request.user, turn=turn, pack=form.chosen, draft=form.draft
            ),
        )
        if made is not None:
            messages.success(request, _("Written. This is how the question is answered now."))
            asked = urlencode({"q": turn.question, "pack": made.pack.slug})
            return redirect(f"{reverse('ask')}?{asked}")
    context = {"turn": turn, "wanting": wanting, "form": form}
    return render(request, "ask/entry.html", context, status=422 if form.errors else 200)


@require_POST
@for_people
def settle(request: PersonRequest, id: UUID) -> HttpResponse:
    """Take a question, with those like it, off the list: no entry is needed."""
    turn = get_object_or_404(queries.turn_to_settle(request.user, id))
    wanting = queries.wanting_like(request.user, turn)
    taken(
        request,
        lambda: actions.settle_turns(actor=request.user, turns=wanting.turns),
        _("Taken off the list."),
    )
    return redirect("worklist")
