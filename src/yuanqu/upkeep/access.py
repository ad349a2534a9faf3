"""Who may look at how the installation stands."""

from django.utils import timezone

from yuanqu.accounts.access import Viewer, memberships_of
from yuanqu.accounts.models import SEPARATED_DUTIES, Membership, PartyKind, Role, User
from yuanqu.engines.verdicts import Verdict


def may_see_self_check(user: Viewer) -> Verdict:
    """The three administrators; while the park has none of them, an official."""
    if not isinstance(user, User):
        return Verdict.no("accounts.not_logged_in")
    at_park = memberships_of(user).filter(party__kind=PartyKind.PARK)
    held = set(at_park.values_list("role", flat=True))
    if held.intersection(SEPARATED_DUTIES):
        return Verdict.yes()
    duties = Membership.objects.filter(role__in=SEPARATED_DUTIES).valid_at(timezone.now())
    if Role.OFFICIAL in held and not duties.exists():
        return Verdict.yes()
    return Verdict.no("upkeep.administrators_only")
