"""`yuanqu ask …`: an answer from the park's public knowledge, for people or as JSON."""

import json
from collections.abc import Iterator
from typing import Any

import click
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.assistant.actions import answered_turn
from yuanqu.assistant.models import Band
from yuanqu.assistant.showing import Shown, ShownQuote, shown
from yuanqu.cli.words import gettext as _
from yuanqu.cli.words import language
from yuanqu.knowledge.access import packs_visible_to
from yuanqu.knowledge.models import Pack

NOBODY = AnonymousUser()


@click.command(help=_("Ask the park's public knowledge. Nothing is kept."))
@click.argument("question")
@click.option("--pack", "slug", metavar="P", help=_("Only of this pack."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def ask(question: str, slug: str | None, as_json: bool) -> None:
    """The answer with its sources, as a stranger gets it."""
    turn = answered_turn(asker=NOBODY, text=question, pack=_pack(slug))
    found = shown([turn], NOBODY, timezone.localdate())[0]
    if as_json:
        click.echo(json.dumps(summary(found), ensure_ascii=False, indent=1))
        return
    for line in lines_of(found):
        click.echo(line)


def _pack(slug: str | None) -> Pack | None:
    if slug is None:
        return None
    pack = packs_visible_to(NOBODY).filter(slug=slug).first()
    if pack is None:
        raise Refused("assistant.unknown_pack", pack=slug[:40])
    return pack


def summary(found: Shown) -> dict[str, Any]:
    """The answer as the JSON has it."""
    turn = found.turn
    return {
        "question": turn.question,
        "route": turn.route,
        "band": turn.band,
        "confidence": turn.confidence,
        "answer": found.text,
        "passages": [passage(quote) for quote in found.quotes],
        "notes": [code for code, _facts in found.notes],
        "call": [each.number for each in found.danger.numbers] if found.danger else [],
    }


def passage(quote: ShownQuote) -> dict[str, Any]:
    """A quoted passage with its source."""
    version = quote.version
    return {
        "document": version.document.key,
        "title": version.title,
        "article": quote.article,
        "standing": quote.standing.value,
        "version": version.number,
        "start": quote.quote.start,
        "end": quote.quote.end,
        "spans": [list(span) for span in quote.quote.spans],
        "text": "".join(part.text for part in quote.parts),
    }


def lines_of(found: Shown) -> Iterator[str]:
    """The answer for people."""
    if found.danger:
        yield sentence(found.danger.warning)
        for each in found.danger.numbers:
            yield f"  {each.number}  {each.names.in_language(language())}"
        return
    yield _head(Band(found.turn.band))
    if found.text:
        yield found.text
    for quote in found.quotes:
        yield ""
        yield "".join(part.text for part in quote.parts)
        yield "  ".join(filter(None, ("—", quote.version.title, quote.article)))
    for code, facts in found.notes:
        yield sentence(code, facts)


def _head(band: Band) -> str:
    heads = {
        Band.ANSWER: _("Answer from the sources"),
        Band.CLOSEST: _("Closest passages, please check"),
        Band.REFUSE: _("Not in my sources"),
    }
    return heads[band]
