"""What a pack offers beside answers: a person to turn to, and its box on other sites."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from yuanqu.assistant.access import packs_kept_by
from yuanqu.assistant.embedding import hosts_of
from yuanqu.knowledge.actions import change_pack
from yuanqu.web.forms.asking import OfferForm
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.refusals import attempt, posted


@for_people
def offering(request: PersonRequest, pack: str) -> HttpResponse:
    """Say whom a pack hands over to and who may embed its box; the line to embed it with."""
    held = get_object_or_404(packs_kept_by(request.user).select_related("owner"), slug=pack)
    form = OfferForm(posted(request), pack=held)
    if form.is_bound and form.is_valid():
        act = attempt(form, lambda: change_pack(actor=request.user, pack=held, draft=form.draft))
        if act is not None:
            messages.success(request, _("The pack was changed."))
            return redirect("offering", held.slug)
    context = {"pack": held, "form": form, "has_box": bool(hosts_of(held))}
    return render(request, "ask/offering.html", context, status=422 if form.errors else 200)
