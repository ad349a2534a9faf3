"""Documents: opened at a passage, added, changed, tried again, withdrawn."""

from functools import partial
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.knowledge import actions, queries
from yuanqu.knowledge.access import curates
from yuanqu.knowledge.actions import Added
from yuanqu.knowledge.files import original_of
from yuanqu.knowledge.models import Pack, Version
from yuanqu.knowledge.validity import Stands, stands
from yuanqu.web.forms.knowledge import AmendForm, DocumentForm, statement_in
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.highlighting import shown, spans_in
from yuanqu.web.refusals import posted, taken
from yuanqu.web.views.knowledge.packs import kept_pack


@require_safe
def document(request: HttpRequest, id: UUID) -> HttpResponse:
    """One version with its text; `?at=12-40,90-120` marks stretches of it."""
    version = opened(request, id)
    spans = spans_in(request.GET.get("at", ""), len(version.text))
    part = request.GET.get("part", "")[:6]
    text = shown(version.text, version.headings, spans, int(part) if part.isdecimal() else None)
    stand = stands(version, timezone.localdate())
    context = {
        "version": version,
        "pack": queries.pack_to_open(request.user, version.document.pack.slug).first(),
        "shown": text,
        "stands": stand,
        "is_in_force": stand == Stands.IN_FORCE,
        "why_not_read": sentence(version.error, version.error_facts) if version.error else "",
        "versions": _others(request, version),
        "may_curate": curates(request.user, version.document.pack),
    }
    return render(request, "knowledge/document.html", context)


def _others(request: HttpRequest, version: Version) -> list[Version]:
    today = timezone.localdate()
    versions = list(queries.versions_of(request.user, version.document)[:50])
    for each in versions:
        each.stands = stands(each, today)  # type: ignore[attr-defined]
    return versions


@require_safe
def original(request: HttpRequest, id: UUID) -> FileResponse:
    """The file as it was handed in, always as an attachment."""
    version = get_object_or_404(queries.original_to_open(request.user, id))
    try:
        stream = BytesIO(original_of(version))
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(stream, as_attachment=True, filename=version.file_name)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def add_document(request: PersonRequest, pack: str) -> HttpResponse:
    """Add a file or a text to a pack."""
    kept = kept_pack(request, pack)
    form = DocumentForm(posted(request), request.FILES or None)
    if form.is_valid() and (added := _added(request, kept, form)):
        return _told(request, kept, added)
    status = 422 if form.is_bound else 200
    context = {"form": form, "pack": kept}
    return render(request, "knowledge/add_document.html", context, status=status)


def _added(request: PersonRequest, pack: Pack, form: DocumentForm) -> Added | None:
    """What came of it; None where it is refused, and the form says why."""
    try:
        statement, received = form.statement(), form.received()
        return actions.add_file(
            actor=request.user, pack=pack, received=received, statement=statement,
            key=form.cleaned_data["key"],
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, sentence(refusal.code, refusal.facts))
        return None


def _told(request: PersonRequest, pack: Pack, added: Added) -> HttpResponse:
    if added.faqs:
        count = len(added.faqs)
        messages.success(request, _("%(count)s curated answers are kept.") % {"count": count})
        return redirect("answers", pack.slug)
    if len(added.versions) == 1:
        return redirect("document", added.versions[0].pk)
    count = len(added.versions)
    messages.success(request, _("%(count)s documents were added.") % {"count": count})
    return redirect("pack", pack.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def amend_document(request: PersonRequest, id: UUID) -> HttpResponse:
    """Change what is stated of a version; its text stays as it is."""
    version = kept_version(request, id)
    form = AmendForm(version, posted(request))
    if form.is_valid() and (statement := statement_in(form)):
        act = partial(
            actions.amend_version, actor=request.user, version=version, statement=statement
        )
        if taken(request, act, _("Changed. Answers follow at once.")):
            return redirect("document", id)
    status = 422 if form.is_bound else 200
    context = {"form": form, "version": version}
    return render(request, "knowledge/amend_document.html", context, status=status)


@require_POST
@for_people
def retry_document(request: PersonRequest, id: UUID) -> HttpResponse:
    """Try again to read a file; the job does so within a minute."""
    act = partial(actions.retry_version, actor=request.user, version=kept_version(request, id))
    taken(request, act, _("The file is read again within a minute."))
    return redirect("document", id)


@require_POST
@for_people
def withdraw_document(request: PersonRequest, id: UUID) -> HttpResponse:
    """Answer no longer from the document that this is a version of."""
    version = kept_version(request, id)
    act = partial(actions.withdraw_document, actor=request.user, document=version.document)
    taken(request, act, _("Withdrawn. Nothing is answered from it any more."))
    return redirect("pack", version.document.pack.slug)


def opened(request: HttpRequest, id: UUID) -> Version:
    """A version that the viewer may read; 404 where it is unknown or hidden."""
    return get_object_or_404(queries.version_to_open(request.user, id))


def kept_version(request: HttpRequest, id: UUID) -> Version:
    """A version of a pack that the person keeps; 404 for everybody else."""
    version = opened(request, id)
    if not curates(request.user, version.document.pack):
        raise Http404
    return version
