"""Curated answers: the list of a pack, one of them, writing and withdrawing."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanqu.knowledge import actions, queries
from yuanqu.knowledge.access import curates
from yuanqu.knowledge.models import Faq, Pack
from yuanqu.web.forms.knowledge import FaqForm
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted, taken
from yuanqu.web.views.knowledge.packs import kept_pack, pack_of


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, pack: str) -> HttpResponse:
    """The curated answers of a pack; whoever keeps it writes more here."""
    if request.method == "POST":
        return write_answer(request, pack)
    return _listed(request, pack_of(request, pack), FaqForm())


@for_people
def write_answer(request: PersonRequest, pack: str) -> HttpResponse:
    """Write another answer."""
    kept, form = kept_pack(request, pack), FaqForm(request.POST)
    if form.is_valid():
        act = partial(actions.keep_faq, actor=request.user, pack=kept, draft=form.draft())
        if attempt(form, act):
            messages.success(request, _("The answer is kept, and given from now on."))
            return redirect("answers", kept.slug)
    return _listed(request, kept, form)


def _listed(request: HttpRequest, pack: Pack, form: FaqForm) -> HttpResponse:
    context = {
        "form": form,
        "pack": pack,
        "page": page_of(queries.faq_entries(request.user, pack), request),
        "may_curate": curates(request.user, pack),
    }
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/answers.html", context, status=status)


@require_safe
def answer(request: HttpRequest, id: UUID) -> HttpResponse:
    """One curated answer."""
    faq = faq_of(request, id)
    context = {"faq": faq, "may_curate": curates(request.user, faq.pack)}
    return render(request, "knowledge/answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def change_answer(request: PersonRequest, id: UUID) -> HttpResponse:
    """Write an answer anew."""
    faq = kept_faq(request, id)
    initial = {
        name: getattr(faq, name)
        for name in ("question", "answer", "effective_from", "effective_to")
    }
    initial["variants"] = "\n".join(faq.variants)
    form = FaqForm(posted(request), initial=initial)
    if form.is_valid():
        act = partial(
            actions.keep_faq, actor=request.user, pack=faq.pack, draft=form.draft(), faq=faq
        )
        if attempt(form, act):
            messages.success(request, _("The answer is kept, and given from now on."))
            return redirect("answer", id)
    status = 422 if form.is_bound else 200
    return render(
        request, "knowledge/change_answer.html", {"form": form, "faq": faq}, status=status
    )


@require_POST
@for_people
def withdraw_answer(request: PersonRequest, id: UUID) -> HttpResponse:
    """Give this answer no longer."""
    faq = kept_faq(request, id)
    act = partial(actions.withdraw_faq, actor=request.user, faq=faq)
    taken(request, act, _("Withdrawn. This answer is given no longer."))
    return redirect("answers", faq.pack.slug)


def faq_of(request: HttpRequest, id: UUID) -> Faq:
    """An answer that the viewer may be given; 404 where it is unknown or hidden."""
    return get_object_or_404(queries.faq_to_open(request.user, id))


def kept_faq(request: HttpRequest, id: UUID) -> Faq:
    """An answer of a pack that the person keeps; 404 for everybody else."""
    faq = faq_of(request, id)
    if not curates(request.user, faq.pack):
        raise Http404
    return faq
