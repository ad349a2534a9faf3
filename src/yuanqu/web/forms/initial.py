"""What a form shows of a fact that is already there."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party
from yuanqu.engines.quantities import Quantity
from yuanqu.ledger.kinds import Kind
from yuanqu.ledger.models import Evidence, Fact
from yuanqu.web.forms.attributes import initial_attributes

# The powers of ten that people write numbers in.
POWERS = (
    ("0", _("ones")),
    ("4", _("ten thousands (万)")),
    ("6", _("millions")),
    ("8", _("hundred millions (亿)")),
    ("9", _("billions")),
)


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
        initial |= _quantity(fact.quantity)
    return initial | initial_attributes(kind, fact.attributes)


def initial_about(about: Party | None, kind: Kind) -> dict[str, Any]:
    """The party that a new fact is about, in the first part that the kind asks of such a party."""
    if about is None:
        return {}
    fits = [role for role in kind.roles if about.kind in kind.party_kinds.get(role, (about.kind,))]
    required = [role for role in fits if kind.roles[role] == "required"]
    return {f"role-{role}": about.label for role in (required or fits)[:1]}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    # As it was written, where its power of ten is one that the form offers.
    offered = str(quantity.exponent) in dict(POWERS)
    return {
        "qualifier": quantity.qualifier,
        "number": str(quantity.mantissa) if offered else quantity.plain,
        "power": str(quantity.exponent) if offered else "0",
        "unit": quantity.unit,
    }


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
