"""What a recorded fact does to the standing of others: one rule for recording and for import."""

from datetime import datetime

from yuanqu.engines.standings import Bearing, Standing, moved
from yuanqu.ledger.models import Fact, FactStanding

FINAL = (Standing.CORRECTED, Standing.WITHDRAWN)


def stand_as_claimed(fact: Fact) -> None:
    """Every fact begins as a claim."""
    FactStanding.objects.create(fact=fact, standing=Standing.CLAIMED, changed_at=fact.recorded_at)


def take_effect(fact: Fact) -> list[Fact]:
    """Move what the fact bears on; returns the facts that moved.

    A correction replaces a claim at once. It replaces a verified or disputed fact only when it is
    itself verified, so that no figure changes on one person's word.

    Raises `StandingError` where the table has no such move.
    """
    about = fact.about
    if about is None or fact.bearing == Bearing.ERASES:
        return []
    if fact.bearing == Bearing.CORRECTS and standing_of(about).standing != Standing.CLAIMED:
        return []
    _move(about, Bearing(fact.bearing), fact.recorded_at)
    original = about.about
    if fact.bearing != Bearing.VERIFIES or about.bearing != Bearing.CORRECTS or original is None:
        return [about]
    if standing_of(original).standing in FINAL:
        return [about]
    _move(original, Bearing.CORRECTS, fact.recorded_at)
    return [about, original]


def standing_of(fact: Fact) -> FactStanding:
    """The fact's standing, locked until the transaction ends."""
    return FactStanding.objects.select_for_update().get(pk=fact.pk)


def _move(fact: Fact, bearing: Bearing, at: datetime) -> None:
    held = standing_of(fact)
    held.standing, held.changed_at = moved(Standing(held.standing), bearing), at
    held.save()
