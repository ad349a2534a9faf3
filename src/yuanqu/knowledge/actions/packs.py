"""Making packs and changing what is said of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import Party, User
from yuanqu.engines.names import Names
from yuanqu.engines.text import tidied
from yuanqu.engines.verdicts import Verdict
from yuanqu.knowledge import access
from yuanqu.knowledge.models import Access, Audience, Pack
from yuanqu.knowledge.publishing import publish_faq

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_NAME, LONGEST_ABOUT = 40, 100, 300
# They stand in addresses where a pack's short name would.
RESERVED = {"new", "packs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDraft:
    """A pack as somebody describes it."""

    slug: str
    names: Names
    about: Names = field(default_factory=lambda: Names("", ""))
    owner: Party | None = None
    audience: str = Audience.EVERYONE
    access: str = Access.PUBLIC
    license: str = ""
    synonyms: Sequence[Mapping[str, Any]] | None = None  # None: as they are
    settings: Mapping[str, Any] | None = None


@transaction.atomic
def add_pack(*, actor: User | None, draft: PackDraft) -> Pack:
    """A new pack. Raises `Refused`, and `Conflict` where there is one of that short name."""
    demand(access.may_own_pack(actor, draft.owner))
    _require_sound(draft)
    try:
        with transaction.atomic():
            pack = Pack.objects.create(slug=draft.slug, owner=draft.owner, **_columns(draft))
    except IntegrityError as error:
        raise Conflict("knowledge.same_slug", slug=draft.slug) from error
    record_event(actor=actor, act="knowledge.pack_added", party=pack.owner, reference=pack.slug)
    return pack


@transaction.atomic
def change_pack(*, actor: User | None, pack: Pack, draft: PackDraft) -> Pack:
    """Change names, audience, access and what the assistant is told; never the owner."""
    demand(access.may_curate(actor, pack))
    _require_sound(draft)
    held = Pack.objects.select_for_update(of=("self",)).select_related("owner").get(pk=pack.pk)
    before = held.access
    for name, value in _columns(draft).items():
        setattr(held, name, value)
    held.save()
    if held.access != before:
        for faq in held.faqs.select_related("pack__owner"):
            publish_faq(faq)
    return held


def demand(verdict: Verdict) -> None:
    """Raise the verdict's `Forbidden` unless it allows."""
    if not verdict:
        raise Forbidden(verdict.code, **verdict.facts)


def _columns(draft: PackDraft) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "name_zh": tidied(draft.names.zh), "name_en": tidied(draft.names.en),
        "about_zh": tidied(draft.about.zh), "about_en": tidied(draft.about.en),
        "audience": draft.audience, "access": draft.access, "license": tidied(draft.license),
    }  # fmt: skip
    if draft.synonyms is not None:
        columns["synonyms"] = [dict(each) for each in draft.synonyms]
    if draft.settings is not None:
        columns["settings"] = dict(draft.settings)
    return columns


def _require_sound(draft: PackDraft) -> None:
    named = SLUG.fullmatch(draft.slug) and len(draft.slug) <= LONGEST_SLUG
    if not named or draft.slug in RESERVED:
        raise Refused("knowledge.slug", most=str(LONGEST_SLUG))
    names, about = (draft.names.zh, draft.names.en), (draft.about.zh, draft.about.en)
    if not tidied(draft.names.zh) or max(map(len, names)) > LONGEST_NAME:
        raise Refused("knowledge.pack_name", most=str(LONGEST_NAME))
    if max(map(len, about)) > LONGEST_ABOUT or len(draft.license) > LONGEST_NAME:
        raise Refused("knowledge.text_too_long", name="about", most=str(LONGEST_ABOUT))
    for name, value, known in (
        ("audience", draft.audience, Audience.values), ("access", draft.access, Access.values),
    ):  # fmt: skip
        if value not in known:
            raise Refused("knowledge.unknown_choice", name=name, value=str(value)[:60])
