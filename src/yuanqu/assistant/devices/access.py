"""Which packs may act on devices, and for whom."""

import hashlib
import json
from collections.abc import Iterator

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.models import User
from yuanqu.engines.bindings import Binding, BindingError, Who, bindings_from
from yuanqu.engines.verdicts import Verdict
from yuanqu.knowledge.access import may_curate, packs_visible_to
from yuanqu.knowledge.models import Pack


def bindings_of(pack: Pack) -> tuple[Binding, ...]:
    """What the pack declares; nothing where it is not written as bindings are."""
    try:
        return bindings_from(pack.settings.get("bindings") or [])
    except BindingError:
        return ()


def digest_of(pack: Pack) -> str:
    """Changes when a binding does, so that leave that was given for others is no leave for it."""
    declared = json.dumps(pack.settings.get("bindings") or [], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(declared.encode()).hexdigest()


def may_allow_devices(actor: User | None, pack: Pack) -> Verdict:
    """Whoever keeps the pack for its owner."""
    return may_curate(actor, pack)


def may_set(user: Viewer, pack: Pack, binding: Binding) -> Verdict:
    """Whether this person may have the binding carried out, by a card."""
    if not isinstance(user, User):
        return Verdict.no("accounts.not_logged_in")
    leave = getattr(pack, "device_leave", None)
    if leave is None or leave.digest != digest_of(pack):
        return Verdict.no("assistant.devices_not_allowed")
    if binding.who == Who.PEOPLE and packs_visible_to(user).filter(pk=pack.pk).exists():
        return Verdict.yes()
    return may_curate(user, pack)


def settable_by(user: Viewer) -> Iterator[tuple[Pack, Binding]]:
    """What this person may have set, by pack."""
    if not isinstance(user, User):
        return
    packs = packs_visible_to(user).filter(device_leave__isnull=False)
    for pack in packs.select_related("device_leave", "owner"):
        for binding in bindings_of(pack):
            if may_set(user, pack, binding):
                yield pack, binding
