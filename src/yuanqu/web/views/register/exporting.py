"""Handing the register out as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from yuanqu.ledger.models import Purpose
from yuanqu.organizations import actions
from yuanqu.organizations.importing.exporting import MEDIA_TYPES, Form
from yuanqu.web.forms.register import ExportForm
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.refusals import attempt, posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def export(request: PersonRequest) -> HttpResponse:
    """A form that asks what for; sent, it answers with the file, and that is recorded."""
    form = ExportForm(request.user, posted(request))
    if form.is_valid():
        purpose, kind = Purpose(form.cleaned_data["purpose"]), Form(form.cleaned_data["form"])
        language = get_language() or "zh-hans"
        made = attempt(
            form,
            lambda: actions.export_organizations(
                actor=request.user, purpose=purpose, form=kind, language=language
            ),
        )
        if made:
            name = f"organizations-{timezone.localdate():%Y-%m-%d}.{kind}"
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return HttpResponse(made.content, MEDIA_TYPES[kind], headers=headers)
    status = 422 if form.is_bound else 200
    return render(request, "register/export.html", {"form": form}, status=status)
