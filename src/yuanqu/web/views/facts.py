"""Facts: the list, and each fact with its evidence, its story and its seal."""

from io import BytesIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yuanqu.ledger import access, files, queries
from yuanqu.ledger.models import Fact, Purpose
from yuanqu.web.counting import figures_that_count
from yuanqu.web.forms.deciding import ReasonForm
from yuanqu.web.forms.filters import FactFilter
from yuanqu.web.looks import note_fetched, note_shown
from yuanqu.web.measures import measure_names
from yuanqu.web.moves import moves_for, why_not_settled
from yuanqu.web.pages import page_of
from yuanqu.web.people import names_of_people_in, names_of_recorders
from yuanqu.web.statements import terms


@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """The facts that the viewer may open, latest first."""
    form = FactFilter(request.GET)
    page = page_of(queries.facts(request.user, **form.chosen()), request)
    return render(request, "facts/facts.html", {"form": form, "page": page})


@require_safe
def fact(request: HttpRequest, id: UUID) -> HttpResponse:
    """One fact, if the viewer may open it."""
    return show_fact(request, open_fact(request, id), ReasonForm())


def open_fact(request: HttpRequest, id: UUID) -> Fact:
    """The fact with everything its page shows; 404 where it is unknown or hidden."""
    seen = access.visible_to(request.user)
    return get_object_or_404(queries.with_content(seen, request.user), pk=id)


def show_fact(
    request: HttpRequest, fact: Fact, form: ReasonForm, status: int = 200
) -> HttpResponse:
    """The fact's page, with the form for a decision as far as it was filled in."""
    note_shown(request, [fact])
    story = list(queries.fact_story(request.user, fact))
    language = get_language() or "zh-hans"
    context = {
        "fact": fact,
        "story": story,
        "terms": list(terms(fact, language, measure_names(language))),
        "purposes": [Purpose(code).label for code in fact.purposes],
        "people": names_of_recorders(request.user, [fact, *story]),
        "named": names_of_people_in(fact),
        "figures": figures_that_count(fact),
        "moves": moves_for(request.user, fact),
        "settle_refusal": why_not_settled(request.user, fact),
        "reason_form": form,
    }
    return render(request, "facts/fact.html", context, status=status)


@require_safe
def evidence_file(request: HttpRequest, id: UUID) -> FileResponse:
    """The file of a piece of evidence, always as an attachment."""
    with_file = queries.evidence_to_open(request.user, id).exclude(content__file_sha256="")
    piece = get_object_or_404(with_file)
    content = piece.content
    note_fetched(request, piece)
    try:
        stream = BytesIO(files.file_content(content.file_sha256))
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(stream, as_attachment=True, filename=content.file_name)
