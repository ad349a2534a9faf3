"""The sealer: puts committed facts into one chain, under one lock, after the outermost commit.

`record()` itself takes no lock, so that an action never waits for another's ledger entry. What a
crash leaves unsealed stays in the queue and is sealed at the next start or commit.
"""

import logging

from django.db import transaction
from django.utils import timezone

from yuanqu.ledger.digests import GENESIS, seal_hash
from yuanqu.ledger.models import ChainHead, Fact, Seal, UnsealedFact

logger = logging.getLogger(__name__)

BATCH = 500


def seal_after_commit(fact: Fact) -> None:
    """Queue the fact, and seal the queue once the surrounding transaction has committed."""
    UnsealedFact.objects.create(fact=fact)
    # robust: a sealer that fails must not undo what the person was told is recorded.
    transaction.on_commit(seal_pending, robust=True)


def seal_pending() -> int:
    """Seal whatever is committed and unsealed; returns how many facts. Safe in any process."""
    sealed = 0
    while UnsealedFact.objects.exists():
        sealed += (count := _seal_batch())
        if count == 0:
            break
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    ChainHead.objects.get_or_create(id=1, defaults={"hash": GENESIS})
    head = ChainHead.objects.select_for_update().get(id=1)
    queue = list(UnsealedFact.objects.select_related("fact").order_by("id")[:BATCH])
    seals = []
    # Never earlier than the seal before, whatever the clock of this machine says.
    last = Seal.objects.filter(seq=head.seq).values_list("sealed_at", flat=True).first()
    sealed_at = max(timezone.now(), last) if last else timezone.now()
    for waiting in queue:
        link = seal_hash(head.seq + 1, waiting.fact, head.hash, sealed_at)
        seals.append(
            Seal(
                seq=head.seq + 1,
                fact=waiting.fact,
                previous=head.hash,
                hash=link,
                sealed_at=sealed_at,
            )
        )
        head.seq, head.hash = head.seq + 1, link
    Seal.objects.bulk_create(seals)
    UnsealedFact.objects.filter(pk__in=[waiting.pk for waiting in queue]).delete()
    head.save()
    return len(seals)
