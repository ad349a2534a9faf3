"""The box that other sites embed: for nobody in particular, without cookies, where allowed."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.guarding import address_key, client_address
from yuanqu.accounts.wording import sentence
from yuanqu.assistant import actions
from yuanqu.assistant.answering import LONGEST_QUESTION
from yuanqu.assistant.embedding import hosts_of
from yuanqu.assistant.pace import demand_pace
from yuanqu.assistant.showing import Shown, shown
from yuanqu.knowledge.access import packs_visible_to
from yuanqu.knowledge.models import Pack
from yuanqu.web.middleware import POLICY
from yuanqu.web.views.ask.asking import is_large

NOBODY = AnonymousUser()


# Nothing that is sent is done in anybody's name, so there is nothing to forge.
@csrf_exempt
@xframe_options_exempt
def widget(request: HttpRequest, pack: str) -> HttpResponse:
    """The box and, once asked, the answer, as anybody may read it; whoever is logged in is not."""
    held = get_object_or_404(packs_visible_to(NOBODY), slug=pack)
    hosts = hosts_of(held)
    if not hosts:
        raise Http404
    context: dict[str, Any] = {
        "pack": held, "chosen": held, "large": is_large(request), "most": LONGEST_QUESTION,
    }  # fmt: skip
    text = request.POST.get("q", "")
    if request.method == "POST":
        try:
            context |= {"answer": _answered(request, held, text), "draft": text}
        except Refused as refusal:
            said = sentence(refusal.code, refusal.facts)
            context |= {"refusal": said, "draft": text[:LONGEST_QUESTION]}
    response = render(request, "ask/widget.html", context)
    response["Content-Security-Policy"] = policy_for(hosts)
    return response


def policy_for(hosts: tuple[str, ...]) -> str:
    """The pages' own policy, with these hosts as the only ones that may frame this page."""
    allowed = POLICY | {"frame-ancestors": " ".join(hosts)}
    return "; ".join(f"{what} {whence}" for what, whence in allowed.items())


def _answered(request: HttpRequest, pack: Pack, text: str) -> Shown:
    demand_pace(address_key(client_address(request)))
    turn = actions.ask(asker=NOBODY, text=text, pack=pack)
    return shown([turn], NOBODY, timezone.localdate())[0]
