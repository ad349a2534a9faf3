"""Finding an organization by the credit code that an identity provider vouches for."""

from yuanqu.accounts.models import Party
from yuanqu.organizations.aliases import resolved_party
from yuanqu.organizations.models import Identifier, Scheme


def party_of(credit_code: str) -> Party | None:
    """The party with this credit code, or the one that it was merged into."""
    found = Identifier.objects.filter(scheme=Scheme.USCC, value=credit_code)
    number = found.select_related("organization__party").first()
    return resolved_party(number.organization.party) if number else None
