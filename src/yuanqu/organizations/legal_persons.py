"""Whose credit code an identity provider vouches for; `accounts/legal_persons.py` asks."""

from yuanqu.accounts.models import Party
from yuanqu.organizations.models import Identifier, Scheme


def party_of(credit_code: str) -> Party | None:
    """The party of the organization that is registered with this credit code."""
    numbers = Identifier.objects.filter(scheme=Scheme.USCC, value=credit_code)
    found = numbers.select_related("organization__party").first()
    return found.organization.party if found else None
