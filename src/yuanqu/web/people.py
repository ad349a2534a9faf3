"""Who recorded a fact: officials see names, everybody else only opaque ids."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from yuanqu.accounts.access import Viewer, is_official
from yuanqu.accounts.models import User
from yuanqu.ledger.models import Fact


def names_of_recorders(viewer: Viewer, facts: Iterable[Fact]) -> Mapping[UUID, str]:
    """The recorders' names by party; empty for whoever is not an official."""
    parties = {fact.recorded_by_id for fact in facts}
    if not parties or not is_official(viewer):
        return {}
    return {user.party_id: str(user) for user in User.objects.filter(party__in=parties)}
