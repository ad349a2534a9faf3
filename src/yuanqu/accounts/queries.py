"""What an account's own page asks."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from yuanqu.accounts.access import Viewer, memberships_of, memberships_visible_to
from yuanqu.accounts.models import Membership, Party, User


@dataclass(frozen=True, slots=True)
class WaysIn:
    """With what a person logs in: how many there are of each."""

    password: bool
    apps: int
    keys: int
    elsewhere: int

    @property
    def has_second_factor(self) -> bool:
        """Whether a stolen password alone opens nothing."""
        return bool(self.apps or self.keys)


def ways_in_of(user: User) -> WaysIn:
    """How this person comes in."""
    factors = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return WaysIn(
        password=user.has_usable_password(),
        apps=factors.count(Authenticator.Type.TOTP),
        keys=factors.count(Authenticator.Type.WEBAUTHN),
        elsewhere=SocialAccount.objects.filter(user=user).count(),
    )


def places_of(user: User) -> QuerySet[Membership]:
    """The mandates that the person holds now, with the parties, those at the park first."""
    held = memberships_of(user).select_related("party")
    return held.order_by("-party__kind", "party__label", "role", "pk")


def mandates_at(viewer: Viewer, party: Party) -> QuerySet[Membership]:
    """The mandates at a party, past and present, that the viewer may see; the latest first."""
    return memberships_visible_to(viewer).filter(party=party)
