"""The conversation page: it answers with and without JavaScript, and keeps what was asked."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.guarding import address_key, client_address
from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.assistant import actions, queries, speech
from yuanqu.assistant.access import keeps_answers, visitor_of
from yuanqu.assistant.answering import LONGEST_QUESTION
from yuanqu.assistant.models import Conversation, Rating, Turn
from yuanqu.assistant.pace import demand_pace
from yuanqu.assistant.showing import shown
from yuanqu.knowledge.access import packs_visible_to
from yuanqu.knowledge.models import Pack
from yuanqu.web.pages import page_of
from yuanqu.web.refusals import taken
from yuanqu.web.views.ask.cards import served

MOST_TURNS = 30
LARGE = "large"


def ask(request: HttpRequest) -> HttpResponse:
    """An empty conversation; posting a question begins one.

    A question in the address is answered too, and not kept: so that one can link to an answer.
    """
    if request.method == "POST":
        return _answer(request, None)
    if (done := _errand(request)) is not None:
        return done
    visitor = _visitor(request)
    context = _frame(request) | {
        "packs": list(packs_visible_to(request.user)),
        "conversations": page_of(queries.own_conversations(request.user, visitor), request, 10),
        "worklist_open": keeps_answers(request.user),
        "speech": speech.is_set_up(),
        **_linked(request),
    }
    return render(request, "ask/ask.html", context)


def conversation(request: HttpRequest, id: UUID) -> HttpResponse:
    """A conversation, in which one may go on."""
    held = _own(request, id)
    if request.method == "POST":
        return _answer(request, held)
    turns = list(queries.turns_of(held).order_by("-asked_at", "id")[:MOST_TURNS])[::-1]
    context = _frame(request) | {
        "conversation": held,
        "turns": shown(turns, request.user, timezone.localdate()),
        "speech": speech.is_set_up(),
    }
    return render(request, "ask/conversation.html", context)


@require_POST
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Delete one's conversation for good."""
    held, visitor = _own(request, id), _visitor(request)
    taken(
        request,
        lambda: actions.delete_conversation(actor=request.user, conversation=held, visitor=visitor),
        _("The conversation is deleted."),
    )
    return redirect(_address(request, reverse("ask")))


@require_POST
def feedback(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what one thinks of an answer."""
    visitor = _visitor(request)
    turn = get_object_or_404(queries.turn_of(request.user, visitor, id))
    rating, note = request.POST.get("rating", ""), request.POST.get("note", "")
    if rating not in Rating.values:
        raise Http404
    actions.give_feedback(
        actor=request.user, turn=turn, rating=Rating(rating), note=note, visitor=visitor
    )
    if request.htmx:  # type: ignore[attr-defined]
        turn = get_object_or_404(queries.turn_of(request.user, visitor, id))
        return render(request, "ask/_feedback.html", _frame(request) | {"turn": turn})
    return redirect(_address(request, reverse("conversation", args=[turn.conversation_id])))


@require_POST
def spoken(request: HttpRequest) -> HttpResponse:
    """A recording becomes text in the box; the person reads it, and asks or changes it."""
    recording = request.FILES.get("recording")
    said = {}
    if recording is not None:
        try:
            said = {"draft": speech.text_of(recording)[:LONGEST_QUESTION]}
        except Refused as refusal:
            said = {"refusal": sentence(refusal.code, refusal.facts)}
    context = _frame(request) | {
        "packs": list(packs_visible_to(request.user)),
        "speech": speech.is_set_up(),
    }
    return render(request, "ask/ask.html", context | said)


def _answer(request: HttpRequest, held: Conversation | None) -> HttpResponse:
    """Answer what was posted: a part of the page to HTMX, else the conversation with the turn."""
    text = request.POST.get("q", "")
    try:
        demand_pace(caller_name(request))
        pack = held.pack if held else _pack(request.POST.get("pack", ""), request)
        if (done := served(request, text, pack)) is not None:
            return done
        turn = _asked(request, held, text)
    except Refused as refusal:
        return _refused(request, held, text, sentence(refusal.code, refusal.facts))
    if request.htmx:  # type: ignore[attr-defined]
        turn = get_object_or_404(queries.turn_of(request.user, _visitor(request), turn.pk))
        one = shown([turn], request.user, timezone.localdate())[0]
        context = {"shown": one, "is_new": True, "conversation": held}
        return render(request, "ask/_turn.html", _frame(request) | context)
    page = _address(request, reverse("conversation", args=[turn.conversation_id]))
    return redirect(f"{page}#turn-{turn.pk}")


def _asked(request: HttpRequest, held: Conversation | None, text: str) -> Turn:
    return actions.ask(
        asker=request.user,
        text=text,
        pack=None if held else _pack(request.POST.get("pack", ""), request),
        conversation=held,
        visitor=_begun_visitor(request),
    )


def _refused(request: HttpRequest, held: Conversation | None, text: str, why: str) -> HttpResponse:
    context = _frame(request) | {"refusal": why, "draft": text[:LONGEST_QUESTION]}
    if request.htmx:  # type: ignore[attr-defined]
        # 200, since HTMX puts nothing else into the page.
        return render(request, "ask/_refusal.html", context)
    context |= {"conversation": held, "packs": list(packs_visible_to(request.user))}
    return render(request, "ask/ask.html", context, status=422)


def _errand(request: HttpRequest) -> HttpResponse | None:
    """What the address asks to be done, where it asks for no answer."""
    text = request.GET.get("q", "")
    if not text.strip():
        return None
    pack = packs_visible_to(request.user).filter(slug=request.GET.get("pack", "")).first()
    return served(request, text, pack)


def _linked(request: HttpRequest) -> dict[str, Any]:
    """The answer to a question that stands in the address, not kept."""
    text = request.GET.get("q", "")
    if not text.strip():
        return {}
    try:
        demand_pace(caller_name(request))
        pack = _pack(request.GET.get("pack", ""), request)
        turn = actions.answered_turn(asker=request.user, text=text, pack=pack)
    except Refused as refusal:
        said = sentence(refusal.code, refusal.facts)
        return {"refusal": said, "draft": text[:LONGEST_QUESTION]}
    return {
        "draft": text,
        "chosen": pack,
        "answer": shown([turn], request.user, timezone.localdate())[0],
    }


def _pack(slug: str, request: HttpRequest) -> Pack | None:
    if not slug:
        return None
    pack = packs_visible_to(request.user).filter(slug=slug).first()
    if pack is None:
        raise Refused("assistant.unknown_pack", pack=slug[:40])
    return pack


def _own(request: HttpRequest, id: UUID) -> Conversation:
    return get_object_or_404(queries.conversation_of(request.user, _visitor(request), id))


def caller_name(request: HttpRequest) -> str:
    """Under which opaque name questions are counted."""
    if isinstance(request.user, User):
        return f"party:{request.user.party_id}"
    return address_key(client_address(request))


def _visitor(request: HttpRequest) -> str:
    return visitor_of(request.session.session_key)


def _begun_visitor(request: HttpRequest) -> str:
    """The digest of the browser's session, which begins with the first question."""
    if not isinstance(request.user, User) and not request.session.session_key:
        request.session["asked"] = True
        request.session.cycle_key()  # which gives it a key at once
    return _visitor(request)


def is_large(request: HttpRequest) -> bool:
    """Whether the page is wanted in large type: said in the address or the form, in no cookie."""
    return LARGE in (request.GET.get("type"), request.POST.get("type"))


def _address(request: HttpRequest, page: str) -> str:
    return f"{page}?{urlencode({'type': LARGE})}" if is_large(request) else page


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {"large": is_large(request), "most": LONGEST_QUESTION, "chosen": None}
