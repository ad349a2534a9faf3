"""What a person wants done, by rules, in a pack's words and in the park's."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from yuanqu.accounts.access import Viewer, parties_of
from yuanqu.accounts.errors import Refused
from yuanqu.assistant.tools.calling import check_arguments
from yuanqu.assistant.tools.registry import tool_named
from yuanqu.engines.forms.checking import FieldError
from yuanqu.engines.forms.schema import Kind
from yuanqu.engines.intent_files import Intents, intents_from
from yuanqu.engines.intents import Hearing, IntentError, understood
from yuanqu.engines.text import folded
from yuanqu.engines.tools import Tool
from yuanqu.knowledge.access import packs_visible_to
from yuanqu.knowledge.models import Pack
from yuanqu.organizations.queries import Filters, organizations

FILE = Path(__file__).with_name("intents.yaml")
# Shorter words stand in too many names to mean one choice.
SHORTEST_PART = 2
# How names of organizations end: what is not registered is then said to be unknown.
ORGANIZATION = re.compile(
    r"(?:公司|集团|股份|研究院|研究所|大学|学院|医院|实验室|科技|生物|医药|制药)$|\b(?:inc|ltd|university)\.?$"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A tool and the arguments known so far; `errors` says which are missing or wrong."""

    tool: Tool
    arguments: Mapping[str, Any]
    errors: tuple[FieldError, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing must be asked any more."""
        return not self.errors


@cache
def park_intents() -> Intents:
    """What every pack understands."""
    return intents_from(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def intents_for(viewer: Viewer, pack: Pack | None) -> Intents:
    """What is understood, in the order in which it is tried.

    Within a pack its own words come first. Without one, those of the park's packs do, and those of
    the person's organizations come last: nobody else's pack takes the park's words over.
    """
    if pack is not None:
        return _joined(_own(pack), park_intents())
    seen = packs_visible_to(viewer).filter(settings__has_key="intents")
    parks = seen.filter(owner__isnull=True)
    theirs = seen.filter(owner__in=parties_of(viewer).values("pk"))
    return _joined(*map(_own, parks), park_intents(), *map(_own, theirs))


def _joined(*several: Intents) -> Intents:
    return Intents(
        tuple(intent for one in several for intent in one.intents),
        tuple(word for one in several for word in one.polite),
    )


def _own(pack: Pack) -> Intents:
    return _read(json.dumps(pack.settings.get("intents"), sort_keys=True))


@lru_cache(maxsize=64)
def _read(said: str) -> Intents:
    """Intents that are not written as intents are none."""
    try:
        return intents_from(json.loads(said))
    except IntentError:
        return Intents()


def wish_in(
    text: str, viewer: Viewer, pack: Pack | None = None, on: date | None = None
) -> Wish | None:
    """What the words want done, by rules alone; None where they want nothing that a tool does."""
    known = intents_for(viewer, pack)

    def means(tool: str, parameter: str, words: str) -> str | None:
        return meaning(viewer, tool, parameter, words)

    hearing = Hearing(on or timezone.localdate(), known.polite, means)
    found = understood(text, known.intents, hearing)
    if found is None:
        return None
    try:
        return wish_for(tool_named(found.tool, viewer), viewer, found.arguments)
    except Refused:  # a pack may name what is not there, or not for this person
        return None


def wish_for(tool: Tool, viewer: Viewer, arguments: Mapping[str, Any]) -> Wish:
    """The wish with what goes without saying: where there is one choice, it is taken."""
    form = tool.form(viewer)
    alone = {
        asked.code: asked.choices[0].code
        for asked in form.fields
        if asked.required and asked.kind == Kind.CHOICE and len(asked.choices) == 1
        if asked.code in tool.offers
    }
    checked = check_arguments(tool, viewer, {**alone, **arguments})
    return Wish(tool, checked.answers, checked.errors)


def meaning(viewer: Viewer, tool: str, parameter: str, words: str) -> str | None:
    """What words mean for a parameter: a choice by its name, a registered organization."""
    try:
        found = tool_named(tool, viewer)
    except Refused:
        return None
    asked = next((one for one in found.fields if one.code == parameter), None)
    if asked is None:
        return None
    if asked.kind == Kind.CHOICE:
        return _choice(found, viewer, parameter, words)
    is_named = ORGANIZATION.search(words) or organizations(viewer, Filters(text=words)).exists()
    return words if is_named else None


def _choice(tool: Tool, viewer: Viewer, parameter: str, words: str) -> str | None:
    """The choice that is called so; else the only one whose name holds the words."""
    offered = tool.offered(parameter, viewer)
    if called := [one for one in offered if one.is_called(words)]:
        return called[0].code
    part = folded(words)
    if len(part) < SHORTEST_PART:
        return None
    holding = [one for one in offered if any(part in folded(name) for name in one.spellings)]
    return holding[0].code if len(holding) == 1 else None
