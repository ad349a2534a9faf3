"""A fact as the search index knows it: found by its quotations, its parties and its kind."""

from collections.abc import Iterator
from typing import Any

from yuanqu.engines.standings import Standing
from yuanqu.ledger.kinds import all_kinds
from yuanqu.ledger.models import Access, Confidentiality, Fact, FactParty
from yuanqu.search.access import OFFICIAL, PUBLIC, party_token
from yuanqu.search.actions import publish, withdraw
from yuanqu.search.drafts import DocumentDraft

NAMED = 2
GONE = (Standing.CORRECTED, Standing.WITHDRAWN)


def publish_fact(fact: Fact) -> None:
    """Put the fact's present state before the search index, inside the caller's transaction."""
    key = f"fact:{fact.pk}"
    if Fact.objects.get(pk=fact.pk).standing.standing in GONE:
        withdraw(key)
        return
    roles = list(fact.roles.select_related("party"))
    names = all_kinds()[fact.kind].names
    quotes = _public_quotes(fact)
    publish(
        DocumentDraft(
            key=key,
            kind="fact",
            title=_title(names.zh, [part.party.label for part in roles]),
            title_en=_title(names.en, [p.party.label_en or p.party.label for p in roles]),
            url=f"/facts/{fact.pk}/",
            access=_tokens(fact, roles),
            body=" ".join([*quotes, *_labels(roles), *_words(fact.attributes)]),
        )
    )


def _title(kind: str, labels: list[str]) -> str:
    """The kind and the first parties, so that two facts of one quotation are told apart."""
    return " · ".join([kind, *[label for label in labels if label][:NAMED]])


def _public_quotes(fact: Fact) -> list[str]:
    """Restricted evidence is not in the index: a search would give it away word by word."""
    public = fact.evidence.filter(confidentiality=Confidentiality.PUBLIC).select_related("content")
    return [piece.content.quote for piece in public if piece.content.quote]


def _tokens(fact: Fact, roles: list[FactParty]) -> tuple[str, ...]:
    own = [party_token(part.party_id) for part in roles]
    return tuple(
        {
            Access.PUBLIC: [PUBLIC],
            Access.PARTIES: [OFFICIAL, *own],
            Access.OFFICIALS: [OFFICIAL],
            Access.AGGREGATE: own,
        }[Access(fact.access)]
    )


def _labels(roles: list[FactParty]) -> Iterator[str]:
    for part in roles:
        yield from filter(None, (part.party.label, part.party.label_en))


def _words(value: Any) -> Iterator[str]:
    """Every text inside the attributes, whatever their shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
