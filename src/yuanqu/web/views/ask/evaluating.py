"""Runs of evaluation: how well a pack answers, from run to run."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanqu.assistant import actions, queries
from yuanqu.assistant.access import keeps_answers
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import taken


@for_people
def evaluations(request: PersonRequest) -> HttpResponse:
    """The history of runs; posting a pack runs its evaluation now."""
    packs = queries.packs_to_evaluate(request.user)
    if not keeps_answers(request.user):
        raise Http404
    if request.method == "POST":
        slug = request.POST.get("pack", "")
        chosen = next((pack for pack in packs if pack.slug == slug), None)
        if chosen is None:
            raise Http404
        taken(
            request,
            lambda: actions.evaluate(actor=request.user, pack=chosen),
            _("The evaluation has run."),
        )
        return redirect("evaluations")
    page = page_of(queries.evaluation_runs(request.user), request)
    return render(request, "ask/evaluations.html", {"packs": packs, "page": page})


@require_safe
@for_people
def evaluation(request: PersonRequest, id: int) -> HttpResponse:
    """One run, row by row, the wrong ones first."""
    run = get_object_or_404(queries.evaluation_run(request.user, id))
    rows = sorted(run.rows, key=lambda row: bool(row["is_right"]))
    return render(request, "ask/evaluation.html", {"run": run, "rows": rows})


@require_POST
@for_people
def accept(request: PersonRequest, id: int) -> HttpResponse:
    """Measure later runs against this one."""
    run = get_object_or_404(queries.evaluation_run(request.user, id))
    taken(
        request,
        lambda: actions.accept_run(actor=request.user, run=run),
        _("Later runs are measured against this one."),
    )
    return redirect("evaluation", run.pk)
