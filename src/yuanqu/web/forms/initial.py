"""What a form shows of a fact that is already there."""

from typing import Any

from yuanqu.ledger.kinds import Kind
from yuanqu.ledger.models import Evidence, Fact
from yuanqu.web.forms.attributes import initial_attributes


def initial_of(fact: Fact, kind: Kind) -> dict[str, Any]:
    """The fact as the recording form writes it."""
    initial: dict[str, Any] = {
        "occurred": fact.occurred.text,
        "legal_basis": fact.legal_basis,
        "purposes": fact.purposes,
        "access": fact.access,
    }
    for role in kind.roles:
        parties = [part.party.label for part in fact.roles.all() if part.role == role]
        initial[f"role-{role}"] = "; ".join(parties)
    if fact.quantity:
        initial |= {
            "qualifier": fact.quantity.qualifier,
            "number": fact.quantity.plain,
            "power": "0",
            "unit": fact.quantity.unit,
        }
    return initial | initial_attributes(kind, fact.attributes)


def initial_evidence(fact: Fact) -> list[dict[str, Any]]:
    """The evidence that the viewer may open, without its file: a file is given anew."""
    return [_evidence(piece) for piece in fact.evidence.all()]


def _evidence(piece: Evidence) -> dict[str, Any]:
    return {
        "title": piece.title,
        "issuer": piece.issuer,
        "issued_on": piece.issued_on,
        "address": piece.address,
        "quote": piece.content.quote,
        "confidentiality": piece.confidentiality,
    }
