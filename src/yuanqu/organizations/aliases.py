"""Resolving parties whose entries of the register were merged, as of a day.

Merges are few, so they are read whole, in one query, and followed here: who was merged into an
entry that was itself merged is known by the last of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yuanqu.accounts.models import Party
from yuanqu.organizations.models import PartyAlias


@dataclass(frozen=True, slots=True)
class Aliases:
    """Which party stands for which, on one day."""

    direct: Mapping[UUID, UUID]

    def resolved(self, party: UUID) -> UUID:
        """The party that stands for this one; itself where it was merged into none."""
        while (following := self.direct.get(party)) is not None:
            party = following
        return party

    def together(self, party: UUID) -> frozenset[UUID]:
        """Everyone who is known as the same as this one, itself included."""
        if not self.direct:
            return frozenset({party})
        known = self.resolved(party)
        return frozenset({known, *(a for a in self.direct if self.resolved(a) == known)})


def aliases_on(day: date | None = None) -> Aliases:
    """The merges that held at the end of that day; now, unless said. One query."""
    held = open_aliases() if day is None else _held_on(day)
    return Aliases(dict(held.order_by().values_list("alias", "party")))


def open_aliases() -> QuerySet[PartyAlias]:
    """The merges that hold now."""
    return PartyAlias.objects.filter(until__isnull=True)


def resolved_party(party: Party, day: date | None = None) -> Party:
    """The party that stands for this one on that day; now, unless said."""
    known = aliases_on(day).resolved(party.pk)
    return party if known == party.pk else Party.objects.get(pk=known)


def _held_on(day: date) -> QuerySet[PartyAlias]:
    return PartyAlias.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
