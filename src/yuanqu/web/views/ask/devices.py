"""Which packs may act on devices: whoever keeps them says so, and takes it back."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuanqu.assistant.access import packs_kept_by
from yuanqu.assistant.cards.actions import allow_devices, forbid_devices
from yuanqu.assistant.devices.access import bindings_of, digest_of
from yuanqu.engines.bindings import Binding, Who
from yuanqu.knowledge.models import Pack
from yuanqu.web.gates import PersonRequest, for_people
from yuanqu.web.refusals import taken

VERDICTS = {
    "allow": (allow_devices, gettext_lazy("The pack may act on its devices now.")),
    "forbid": (forbid_devices, gettext_lazy("The pack may act on no device any more.")),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a pack sets: what it is called, where it is sent, which values it takes."""

    name: str
    topic: str
    payload: str
    values: str
    is_for_owner: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A pack with devices, and whether its keeper allows them as they are now."""

    pack: Pack
    settings: tuple[Setting, ...]
    is_allowed: bool
    is_outdated: bool


@require_safe
@for_people
def devices(request: PersonRequest) -> HttpResponse:
    """The packs that this person keeps and that declare devices."""
    packs = packs_kept_by(request.user).select_related("owner", "device_leave")
    kept = [found for pack in packs if (found := _kept(pack)).settings]
    return render(request, "ask/devices.html", {"kept": kept})


@require_POST
@for_people
def settle(request: PersonRequest, pack: str, verdict: str) -> HttpResponse:
    """Allow, or forbid from now on."""
    held = get_object_or_404(packs_kept_by(request.user), slug=pack)
    if verdict not in VERDICTS:
        raise Http404
    act, done = VERDICTS[verdict]
    taken(request, lambda: act(actor=request.user, pack=held), str(done))
    return redirect("devices")


def _kept(pack: Pack) -> Kept:
    leave = getattr(pack, "device_leave", None)
    is_allowed = leave is not None and leave.digest == digest_of(pack)
    settings = tuple(_setting(pack, binding) for binding in bindings_of(pack))
    return Kept(pack, settings, is_allowed, leave is not None and not is_allowed)


def _setting(pack: Pack, binding: Binding) -> Setting:
    language, field = get_language() or "zh-hans", binding.value
    values = _(", ").join(one.names.in_language(language) for one in field.choices)
    return Setting(
        name=binding.names.in_language(language),
        topic=binding.topic_of(pack.slug),
        payload=binding.payload,
        values=values or f"{field.limits.least}–{field.limits.most}",
        is_for_owner=binding.who == Who.OWNER,
    )
