"""Packs: the list, one with its documents, making and changing one."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanqu.accounts.models import User
from yuanqu.knowledge import actions, queries
from yuanqu.knowledge.access import curates
from yuanqu.knowledge.models import Pack
from yuanqu.knowledge.validity import stands
from yuanqu.web.forms.knowledge import PackForm, owners_for
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt, posted


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """The packs that the viewer may look into."""
    may_make = isinstance(request.user, User) and bool(owners_for(request.user))
    context = {"page": page_of(queries.packs(request.user), request), "may_make": may_make}
    return render(request, "knowledge/packs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def new_pack(request: PersonRequest) -> HttpResponse:
    """Make a pack: an official for the park, whoever acts for an organization for that."""
    form = PackForm(request.user, posted(request))
    if not form.owners:
        raise Http404
    if form.is_valid():
        act = partial(actions.add_pack, actor=request.user, draft=form.draft())
        if made := attempt(form, act):
            return redirect("pack", made.slug)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/new_pack.html", {"form": form}, status=status)


@require_safe
def pack(request: HttpRequest, pack: str) -> HttpResponse:
    """A pack with its documents, each by its latest version."""
    opened, text = pack_of(request, pack), request.GET.get("text", "")[:200]
    found = queries.narrowed(queries.documents_in(request.user, opened), text)
    page, today = page_of(found, request), timezone.localdate()
    for version in page.object_list:
        version.stands = stands(version, today)
    context = {
        "pack": opened,
        "page": page,
        "text": text,
        "may_curate": curates(request.user, opened),
        "answer_count": queries.faq_entries(request.user, opened).count(),
    }
    return render(request, "knowledge/pack.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def change_pack(request: PersonRequest, pack: str) -> HttpResponse:
    """Change what is said of a pack, and who may read it."""
    opened = kept_pack(request, pack)
    form = PackForm(request.user, posted(request), opened)
    if form.is_valid():
        act = partial(
            actions.change_pack, actor=request.user, pack=opened, draft=form.draft(opened)
        )
        if attempt(form, act):
            messages.success(request, _("The pack was changed."))
            return redirect("pack", opened.slug)
    context = {"form": form, "pack": opened}
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/change_pack.html", context, status=status)


def pack_of(request: HttpRequest, slug: str) -> Pack:
    """A pack that the viewer may look into; 404 where it is unknown or hidden."""
    return get_object_or_404(queries.pack_to_open(request.user, slug))


def kept_pack(request: HttpRequest, slug: str) -> Pack:
    """A pack that the person keeps; 404 for everybody else."""
    opened = pack_of(request, slug)
    if not curates(request.user, opened):
        raise Http404
    return opened
