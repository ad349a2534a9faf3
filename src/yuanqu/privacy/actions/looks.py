"""The log of who looked at restricted evidence: the one write that a GET may do."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import Viewer, is_official, parties_of
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.ledger.models import Confidentiality, Evidence, Fact, FactParty
from yuanqu.privacy.models import EvidenceLook, Sight


def note_looks(*, viewer: Viewer, pieces: Iterable[Evidence], sight: Sight) -> int:
    """Note that the viewer is shown these pieces, of which only restricted ones with content count.

    Call it before they are shown: what cannot be noted is not shown. Returns how many were noted.
    """
    shown = [piece for piece in pieces if _is_restricted(piece)]
    if not shown or not isinstance(viewer, User):
        return 0
    return _note(viewer=viewer, shown=shown, sight=sight)


def note_facts(*, viewer: Viewer, facts: Iterable[Fact], sight: Sight) -> int:
    """The same for every piece of evidence that was fetched with these facts."""
    pieces = [piece for fact in facts for piece in fact.evidence.all()]
    return note_looks(viewer=viewer, pieces=pieces, sight=sight)


def _is_restricted(piece: Evidence) -> bool:
    return piece.confidentiality == Confidentiality.RESTRICTED and piece.content.erased_at is None


@transaction.atomic
def _note(*, viewer: User, shown: list[Evidence], sight: Sight) -> int:
    now, standing = timezone.now(), _standing_for(viewer, shown)
    noted = EvidenceLook.objects.bulk_create(
        EvidenceLook(
            at=now, evidence=piece, viewer=viewer, sight=sight,
            standing_for_id=standing.get(piece.fact_id, viewer.party_id),
        )
        for piece in {piece.pk: piece for piece in shown}.values()
    )  # fmt: skip
    return len(noted)


def _standing_for(viewer: User, shown: list[Evidence]) -> dict[UUID, UUID]:
    """For each fact as whose person the viewer sees it: an official as the park's."""
    facts = {piece.fact_id for piece in shown}
    if is_official(viewer):
        park = Party.objects.get(kind=PartyKind.PARK)
        return dict.fromkeys(facts, park.pk)
    own = FactParty.objects.filter(fact__in=facts, party__in=parties_of(viewer)).order_by("-pk")
    return dict(own.values_list("fact", "party"))
