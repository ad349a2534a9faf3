"""What can be done by words: tools with their forms, and the cards that a person confirms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.assistant.access import packs_kept_by
from yuanqu.assistant.actions.spending import DayBudget
from yuanqu.assistant.cards import queries
from yuanqu.assistant.cards.actions import confirm, decline, propose
from yuanqu.assistant.cards.models import Card, CardState
from yuanqu.assistant.tools.calling import check_arguments, use_tool
from yuanqu.assistant.tools.choosing import wish_by_model
from yuanqu.assistant.tools.registry import tool_named, tools_for
from yuanqu.assistant.tools.understanding import Wish, wish_for, wish_in
from yuanqu.assistant.urgent import danger_in
from yuanqu.engines.forms.schema import Form
from yuanqu.engines.tools import Tool, ToolAnswer
from yuanqu.knowledge.models import Pack
from yuanqu.web.forms.answers import AnswersForm
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import attempt
from yuanqu.web.sent import Said, in_words

NEEDS_LOG_IN = "accounts.not_logged_in"
SETTLE = {"confirm": confirm, "decline": decline}


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card as a page shows it: what would be done, in words, and where it stands."""

    kept: Card
    title: str
    said: tuple[Said, ...]
    state: CardState
    refusal: str


@require_safe
def tools(request: HttpRequest) -> HttpResponse:
    """Everything that can be asked for or done here, with the cards that wait."""
    every = tools_for(request.user)
    context = {
        "reading": [tool for tool in every if not tool.is_writing],
        "writing": [tool for tool in every if tool.is_writing],
        "waiting": cards_in_words(request.user, queries.waiting_cards(request.user)),
        "keeps_packs": packs_kept_by(request.user).exists(),
    }
    return render(request, "ask/tools.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tool(request: HttpRequest, name: str) -> HttpResponse:
    """A tool's form, which asks what is missing; what reads answers below it at once."""
    try:
        found = tool_named(name, request.user)
    except Refused as refused:
        raise Http404 from refused
    if found.is_writing:
        return prepare(request, found)
    return look(request, found)


def look(request: HttpRequest, found: Tool) -> HttpResponse:
    """Ask a reading tool; its question stands in the address, so that one can link to it."""
    if request.method == "POST":
        raise Http404
    given, is_asked = _given(request), not any(field.required for field in found.fields)
    is_asked = is_asked or bool(given)
    form = _form(found, request.user, given, request.GET if is_asked else None)
    if not is_asked or not _is_sound(found, request.user, form):
        return _show(request, found, form, given)
    try:
        answer = use_tool(request.user, found.name, _said(form))
    except Refused as refused:
        if refused.code == NEEDS_LOG_IN:
            return redirect_to_login(request.get_full_path())
        form.add_error(None, sentence(refused.code, refused.facts))
        answer = None
    return _show(request, found, form, {}, answer)


@for_people
def prepare(request: PersonRequest, found: Tool) -> HttpResponse:
    """Ask what a writing tool needs, and lay the card before the person."""
    if request.method != "POST":
        known = wish_for(found, request.user, _given(request)).arguments
        return _show(request, found, _form(found, request.user, known), known)
    form = _form(found, request.user, {}, request.POST)
    if _is_sound(found, request.user, form):
        made = attempt(
            form, lambda: propose(actor=request.user, tool=found.name, arguments=_said(form))
        )
        if made is not None:
            return redirect("card", made.pk)
    return _show(request, found, form, {})


@require_safe
@for_people
def cards(request: PersonRequest) -> HttpResponse:
    """One's cards, those that wait first seen."""
    page = page_of(queries.cards_of(request.user), request)
    context = {"page": page, "cards": cards_in_words(request.user, page)}
    return render(request, "ask/cards.html", context)


@require_safe
@for_people
def card(request: PersonRequest, id: UUID) -> HttpResponse:
    """One card: what would be done, and two buttons; then what came of it."""
    held = get_object_or_404(queries.card_to_open(request.user, id))
    return render(request, "ask/card.html", {"card": cards_in_words(request.user, [held])[0]})


@require_POST
@for_people
def settle(request: PersonRequest, id: UUID, verdict: str) -> HttpResponse:
    """Confirm a card, or let it be; what comes of it stands on its page."""
    held = get_object_or_404(queries.card_to_open(request.user, id))
    if verdict not in SETTLE:
        raise Http404
    SETTLE[verdict](actor=request.user, card=held)
    return redirect("card", held.pk)


def served(request: HttpRequest, text: str, pack: Pack | None = None) -> HttpResponse | None:
    """What words that want something done lead to; None where they are a question.

    Looking is answered in place; what is missing is asked for; what changes something is a card.
    """
    # Who is in danger is answered before anything else.
    wish = None if danger_in(text) else _wish(request, text, pack)
    if wish is None:
        return None
    if wish.is_whole and not wish.tool.is_writing and request.htmx:  # type: ignore[attr-defined]
        return _in_place(request, wish)
    is_card = wish.is_whole and wish.tool.is_writing and request.method == "POST"
    if is_card and isinstance(request.user, User):
        return _sent_on(request, _card_address(request.user, wish))
    return _sent_on(request, _form_address(wish))


def cards_in_words(user: Viewer, held: Iterable[Card]) -> list[ShownCard]:
    """The cards with their words; a tool that is gone leaves its code."""
    every, language = {one.name: one for one in tools_for(user)}, get_language() or "zh-hans"
    forms: dict[str, Form] = {}
    made = []
    for one in held:
        found = every.get(one.tool)
        if found and found.name not in forms:
            forms[found.name] = found.form(user)
        made.append(
            ShownCard(
                kept=one,
                title=found.title.in_language(language) if found else one.tool,
                said=_in_words(forms[found.name], one.arguments) if found else (),
                state=one.stands_at(timezone.now()),
                refusal=sentence(one.refusal, one.refusal_facts) if one.refusal else "",
            )
        )
    return made


def _wish(request: HttpRequest, text: str, pack: Pack | None) -> Wish | None:
    """By rules; else, for what was typed and sent, by a model where one is set up."""
    wish = wish_in(text, request.user, pack)
    if wish is None and request.method == "POST":
        wish = wish_by_model(text, request.user, DayBudget())
    return wish


def _in_place(request: HttpRequest, wish: Wish) -> HttpResponse:
    context: dict[str, Any] = {"tool": wish.tool}
    try:
        context["answer"] = use_tool(request.user, wish.tool.name, wish.arguments)
    except Refused as refused:
        if refused.code == NEEDS_LOG_IN:
            return _sent_on(request, _form_address(wish))
        context["refusal"] = sentence(refused.code, refused.facts)
    return render(request, "ask/_done.html", context)


def _card_address(user: User, wish: Wish) -> str:
    try:
        made = propose(actor=user, tool=wish.tool.name, arguments=wish.arguments)
    except Refused:
        return _form_address(wish)  # its form says why
    return reverse("card", args=[made.pk])


def _form_address(wish: Wish) -> str:
    said = {f"{AnswersForm.prefix}-{code}": value for code, value in wish.arguments.items()}
    address = reverse("tool", args=[wish.tool.name])
    return f"{address}?{urlencode(said)}" if said else address


def _sent_on(request: HttpRequest, address: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address)
    return redirect(address)


def _show(
    request: HttpRequest,
    found: Tool,
    form: AnswersForm,
    known: Mapping[str, Any],
    answer: ToolAnswer | None = None,
) -> HttpResponse:
    """The form with what is missing; what is known already stands above it in words."""
    sound = {code: value for code, value in known.items() if code not in form.errors}
    context = {
        "tool": found,
        "form": form,
        "known": _in_words(form.asked, sound),
        "hidden": [form[code] for code in sound if code in form.fields],
        "asked": [form[code] for code in form.fields if code not in sound],
        "answer": answer,
    }
    return render(request, "ask/tool.html", context, status=422 if form.errors else 200)


def _form(found: Tool, viewer: Any, known: Mapping[str, Any], posted: Any = None) -> AnswersForm:
    form = AnswersForm(found.form(viewer), get_language() or "zh-hans", known, posted)
    for code, field in form.fields.items():
        field.widget.attrs["aria-required"] = str(form.asked.by_code[code].required).lower()
    return form


def _is_sound(found: Tool, viewer: Any, form: AnswersForm) -> bool:
    """Whether the tool takes what was typed; what it does not stands at its field."""
    checked = check_arguments(found, viewer, _said(form))
    form.show_errors(error for error in checked.errors if error.field not in form.errors)
    return checked.is_sound and not form.errors


def _said(form: AnswersForm) -> dict[str, Any]:
    return {code: value for code, value in form.answers().items() if value is not None}


def _given(request: HttpRequest) -> dict[str, Any]:
    """What the address says already."""
    prefix = f"{AnswersForm.prefix}-"
    return {
        code.removeprefix(prefix): value
        for code, value in request.GET.items()
        if code.startswith(prefix) and value
    }


def _in_words(form: Form, arguments: Mapping[str, Any]) -> tuple[Said, ...]:
    language = get_language() or "zh-hans"
    return tuple(
        Said(field.names.in_language(language), in_words(field, arguments[field.code], language))
        for field in form.fields
        if field.code in arguments
    )
