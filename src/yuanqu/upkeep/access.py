"""Who may look at how the installation stands."""

from yuanqu.accounts.access import Viewer, holds_role, is_official
from yuanqu.accounts.models import SEPARATED_DUTIES, Membership, User
from yuanqu.engines.verdicts import Verdict


def may_see_self_check(user: Viewer) -> Verdict:
    """The three administrators; while the park has none of them, an official."""
    if not isinstance(user, User):
        return Verdict.no("accounts.not_logged_in")
    if any(holds_role(user, duty) for duty in SEPARATED_DUTIES):
        return Verdict.yes()
    if is_official(user) and not Membership.objects.filter(role__in=SEPARATED_DUTIES).exists():
        return Verdict.yes()
    return Verdict.no("upkeep.administrators_only")
