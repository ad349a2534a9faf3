"""Who recorded a fact, and which people are in it: names are shown to few, or by consent."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from yuanqu.accounts.access import Viewer, is_official
from yuanqu.accounts.models import PartyKind, User
from yuanqu.ledger.models import Fact
from yuanqu.privacy.queries import public_names


def names_of_recorders(viewer: Viewer, facts: Iterable[Fact]) -> Mapping[UUID, str]:
    """The recorders' names by party; empty for whoever is not an official."""
    parties = {fact.recorded_by_id for fact in facts}
    if not parties or not is_official(viewer):
        return {}
    return {user.party_id: str(user) for user in User.objects.filter(party__in=parties)}


def names_of_people_in(fact: Fact) -> Mapping[UUID, str]:
    """The names of the people in a fact who consent to be named publicly, by party."""
    people = [p.party_id for p in fact.roles.all() if p.party.kind == PartyKind.PERSON]
    return public_names(people) if people else {}
