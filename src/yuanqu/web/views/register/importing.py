"""The register's overview, importing a file, and the proposals that wait for an official."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanqu.accounts.wording import sentence
from yuanqu.organizations import actions, queries
from yuanqu.organizations.importing.columns import HEADINGS
from yuanqu.organizations.importing.files import report_on
from yuanqu.organizations.importing.reports import Reading
from yuanqu.organizations.models import Proposal, ProposalProblem
from yuanqu.web.forms.register import ImportForm
from yuanqu.web.gates import PersonRequest, for_officials
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted, taken

PER_PAGE = 50


@require_safe
@for_officials
def register(request: PersonRequest) -> HttpResponse:
    """Everything that feeds the register, and what was proposed."""
    page = page_of(queries.proposals(request.user), request)
    now = timezone.now()
    for proposal in page.object_list:
        proposal.stands = proposal.state_at(now)
    context = {"page": page, "list_is_loaded": queries.list_is_loaded()}
    return render(request, "register/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officials
def import_file(request: PersonRequest) -> HttpResponse:
    """Check a file; what it would enter, and all that is wrong, is kept for two days."""
    form = ImportForm(posted(request), request.FILES or None)
    if form.is_valid() and (proposal := attempt(form, lambda: _propose(request, form))):
        return redirect("proposal", proposal.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "headings": HEADINGS.values()}
    return render(request, "register/import.html", context, status=status)


def _propose(request: PersonRequest, form: ImportForm) -> Proposal:
    file = form.cleaned_data["file"]
    report = report_on(file.read(), Reading(kind=form.cleaned_data["kind"]))
    return actions.propose_import(actor=request.user, title=file.name, report=report)


@require_safe
@for_officials
def proposal(request: PersonRequest, id: UUID) -> HttpResponse:
    """What a file or a source would change, and what is wrong in it."""
    opened = _opened(request, id)
    stands = opened.state_at(timezone.now())
    nothing_else = not (opened.added or opened.changed or opened.gone)
    # Of a file that cannot be imported one wants to see first why.
    first = "problems" if opened.bad_lines and opened.source is None else "changes"
    wrong = nothing_else or request.GET.get("show", first) == "problems"
    rows = queries.problems_of(opened) if wrong else queries.rows_of(opened)
    page = page_of(rows, request, PER_PAGE)
    context = {
        "proposal": opened,
        "stands": stands,
        "shows_problems": wrong,
        "causes": _causes(page.object_list) if wrong else {},
        "page": page,
        "nothing_else": nothing_else,
        "may_apply": stands == "waiting" and not (opened.bad_lines and opened.source is None),
    }
    return render(request, "register/proposal.html", context)


@require_POST
@for_officials
def apply(request: PersonRequest, id: UUID) -> HttpResponse:
    """Change the register as proposed."""
    opened = _opened(request, id)
    act = partial(actions.apply_proposal, actor=request.user, proposal=opened)
    taken(request, act, _("Applied. The register says so from now on."))
    return redirect("proposal", id)


@require_POST
@for_officials
def decline(request: PersonRequest, id: UUID) -> HttpResponse:
    """Leave the register as it is."""
    opened = _opened(request, id)
    act = partial(actions.decline_proposal, actor=request.user, proposal=opened)
    taken(request, act, _("Declined. Nothing was changed."))
    return redirect("proposal", id)


def _opened(request: HttpRequest, id: UUID) -> Proposal:
    return get_object_or_404(queries.proposals(request.user), pk=id)


def _causes(problems: Iterable[ProposalProblem]) -> dict[int, str]:
    return {problem.pk: sentence(problem.code, problem.facts) for problem in problems}
