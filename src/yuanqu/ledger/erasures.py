"""Erasures of evidence as the chain records them: when, why and by which request."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yuanqu.engines.standings import Bearing
from yuanqu.ledger.models import Evidence, Fact


@dataclass(frozen=True, slots=True)
class RecordedErasure:
    """One piece of evidence that was erased by procedure, as its fact says.

    `request` is the case that asked for it; empty where a period ran out or it was done again.
    """

    fact: UUID
    evidence: UUID
    erased_at: datetime
    reason: str
    request: str
    seq: int | None


def recorded_erasures() -> Iterator[RecordedErasure]:
    """Each of them once, in the order in which they were recorded."""
    said: set[UUID] = set()
    facts = Fact.objects.filter(bearing=Bearing.ERASES).select_related("seal")
    for fact in facts.order_by("recorded_at", "id").iterator():
        evidence = UUID(fact.attributes["evidence"])
        if fact.about_id is None or evidence in said:
            continue
        said.add(evidence)
        yield RecordedErasure(
            fact=fact.about_id,
            evidence=evidence,
            erased_at=fact.recorded_at,
            reason=fact.attributes["reason"],
            request=fact.attributes.get("request", ""),
            seq=fact.seal.seq if hasattr(fact, "seal") else None,
        )


def was_recorded(piece: Evidence) -> bool:
    """Whether a fact about this piece's own fact says that it was erased."""
    told = Fact.objects.filter(about=piece.fact_id, bearing=Bearing.ERASES)
    return told.filter(attributes__evidence=str(piece.pk)).exists()
