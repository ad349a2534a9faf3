"""What the templates of answers ask: links to sources, notes in words, whom to turn to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.translation import get_language

from yuanqu.accounts.wording import sentence
from yuanqu.assistant.models import Turn
from yuanqu.assistant.showing import ShownQuote
from yuanqu.assistant.urgent import Danger
from yuanqu.knowledge.models import Pack
from yuanqu.knowledge.publishing import passage_url
from yuanqu.web.templatetags.yuanqu import when

register = template.Library()
_EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Desk:
    """A person to turn to: a phone number and a place, of which either may be missing."""

    phone: str
    place: str


@register.filter
def source_address(shown: ShownQuote) -> str:
    """The page of the source, opened at what is quoted."""
    quote = shown.quote
    start = quote.spans[0][0] if quote.spans else quote.start
    end = quote.spans[-1][1] if quote.spans else quote.end
    return passage_url(shown.version, start, end)


@register.filter
def flowing(text: str) -> str:
    """A text without its empty lines, which only take room in a quotation."""
    return _EMPTY_LINES.sub("\n", text)


@register.filter
def in_words(note: tuple[str, Mapping[str, str]]) -> str:
    """A note on an answer, its days as one writes them."""
    code, facts = note
    said = {name: _day(value) if name == "day" else value for name, value in facts.items()}
    return sentence(code, said)


@register.filter
def warning(danger: Danger) -> str:
    """What is said to somebody in this danger."""
    return sentence(danger.warning)


@register.filter
def desk_of(pack: Pack | None) -> Desk | None:
    """Whom to turn to where a pack does not answer; none where it names nobody."""
    said = pack.settings.get("desk") if pack else None
    if not isinstance(said, dict):
        return None
    language = "en" if (get_language() or "").startswith("en") else "zh"
    place = said.get(f"place_{language}") or said.get("place_zh") or ""
    desk = Desk(str(said.get("phone") or ""), str(place))
    return desk if desk.phone or desk.place else None


@register.filter
def rating_of(turn: Turn) -> str:
    """What the asker said of the answer; nothing where they said nothing."""
    feedback = getattr(turn, "feedback", None)
    return feedback.rating if feedback else ""


@register.filter
def percent(share: float | str | None) -> str:
    """A share as a number of percent with one decimal; a dash where there is none."""
    return f"{share * 100:.1f}" if isinstance(share, float | int) else "–"


def _day(text: str) -> str:
    return when(date.fromisoformat(text))
