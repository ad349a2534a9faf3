"""Checking the chain from its first link: what was changed, recomputed or cut is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yuanqu.engines.standings import Bearing, Standing
from yuanqu.ledger.digests import (
    CONTENT_ALONE,
    GENESIS,
    algorithm_of,
    content_digests,
    evidence_hash,
    fact_hash,
    seal_hash,
)
from yuanqu.ledger.erasures import recorded_erasures, was_recorded
from yuanqu.ledger.models import (
    ChainHead,
    Evidence,
    EvidenceContent,
    Fact,
    FactStanding,
    Seal,
)

AT_ONCE = 500

# The standing that each fact about another can give it.
MAKES = {
    Bearing.VERIFIES: Standing.VERIFIED,
    Bearing.DISPUTES: Standing.DISPUTED,
    Bearing.WITHDRAWS: Standing.WITHDRAWN,
    Bearing.CORRECTS: Standing.CORRECTED,
}


@dataclass(frozen=True, slots=True)
class Head:
    """The last link as it was exported: enough to find a chain recomputed or cut since."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken link: its place, the fact at it, and what is wrong, as a code."""

    seq: int
    fact: str
    code: str


@dataclass(frozen=True, slots=True)
class Report:
    """How many links were checked, how many facts wait for a seal, and the first break if any.

    `erased` counts evidence that a fact of the chain says was erased; `erased_earlier` what was
    erased before the chain recorded erasures, of which only the tombstone's own row speaks.
    """

    checked: int
    unsealed: int
    broken: Break | None
    erased: int = 0
    erased_earlier: int = 0


def head() -> Head:
    """The chain's last link; (0, genesis) while it is empty."""
    last = Seal.objects.order_by("-seq").first()
    return Head(last.seq, last.hash) if last else Head(0, GENESIS)


def verify(against: Head | None = None) -> Report:
    """Recompute every hash from the rows. With `against`, also hold the chain to that link.

    It is always held to the sealer's own last link, read first, since more may be sealed meanwhile.
    """
    known = [link for link in (against, _kept_head()) if link]
    checked, previous = 0, GENESIS
    for seal in _links():
        code = _fault(seal, checked + 1, previous)
        if code is None and any(k.seq == seal.seq and k.hash != seal.hash for k in known):
            code = "ledger.chain_recomputed"
        if code:
            return Report(checked, 0, Break(seal.seq, str(seal.fact_id), code))
        checked, previous = seal.seq, seal.hash
    if any(link.seq > checked for link in known):
        return Report(checked, 0, Break(checked + 1, "", "ledger.chain_cut"))
    return _unsealed(checked)


def _kept_head() -> Head | None:
    """The link that the sealer goes on from."""
    row = ChainHead.objects.filter(id=1).first()
    return Head(row.seq, row.hash) if row else None


def _links() -> Iterator[Seal]:
    return (
        Seal.objects.order_by("seq")
        .select_related("fact")
        .prefetch_related("fact__roles", "fact__evidence__content")
        .iterator(chunk_size=AT_ONCE)
    )


def _unsealed(checked: int) -> Report:
    """Facts without a seal are fine while they queue; one in neither place was slipped in."""
    loose = Fact.objects.filter(seal__isnull=True)
    slipped = loose.filter(unsealed__isnull=True).values_list("pk", flat=True).first()
    broken = Break(checked + 1, str(slipped), "ledger.fact_outside_chain") if slipped else None
    recorded = [each.evidence for each in recorded_erasures()]
    broken = broken or _standing_fault(checked) or _fault_of_erased(recorded, checked)
    gone = EvidenceContent.objects.filter(erased_at__isnull=False).count()
    return Report(checked, loose.count(), broken, len(recorded), max(gone - len(recorded), 0))


def _fault_of_erased(recorded: list[UUID], checked: int) -> Break | None:
    """The first content that is there although the chain says that it was erased."""
    for start in range(0, len(recorded), AT_ONCE):
        some = EvidenceContent.objects.filter(pk__in=recorded[start : start + AT_ONCE])
        back = some.filter(erased_at__isnull=True).select_related("evidence").first()
        if back is not None:
            fact = back.evidence.fact_id
            return Break(_place_of(fact, checked), str(fact), "ledger.erased_is_back")
    return None


def _place_of(fact: UUID, checked: int) -> int:
    """The link of a fact; where it has none yet, the one after the last."""
    seal = Seal.objects.filter(fact=fact).first()
    return seal.seq if seal else checked + 1


def _standing_fault(checked: int) -> Break | None:
    """The first standing that no fact gave: a claim made to look verified by its row alone."""
    unfounded: Q = Q(standing=Standing.CLAIMED) & Q(Exists(_bearings(*MAKES, but=Bearing.CORRECTS)))
    for bearing, standing in MAKES.items():
        unfounded |= Q(standing=standing) & ~Q(Exists(_bearings(bearing)))
    wrong = FactStanding.objects.filter(unfounded).order_by("fact__seal__seq", "pk").first()
    if wrong is None:
        return None
    return Break(_place_of(wrong.pk, checked), str(wrong.pk), "ledger.standing_differs")


def _bearings(*codes: Bearing, but: Bearing | None = None) -> QuerySet[Fact]:
    wanted = [code for code in codes if code != but]
    return Fact.objects.filter(about=OuterRef("pk"), bearing__in=wanted)


def _fault(seal: Seal, expected: int, previous: str) -> str | None:
    if seal.seq != expected:
        return "ledger.link_missing"
    if seal.previous != previous:
        return "ledger.previous_differs"
    if (code := _fact_fault(seal.fact)) is not None:
        return code
    algorithm = algorithm_of(seal.hash)
    made = seal_hash(seal.seq, seal.fact, seal.previous, seal.sealed_at, algorithm)
    return None if made == seal.hash else "ledger.seal_differs"


def _fact_fault(fact: Fact) -> str | None:
    evidence = list(fact.evidence.all())
    for piece in evidence:
        if (code := _evidence_fault(piece)) is not None:
            return code
    made = fact_hash(fact, fact.roles.all(), evidence, algorithm_of(fact.hash))
    return None if made == fact.hash else "ledger.fact_differs"


def _evidence_fault(piece: Evidence) -> str | None:
    algorithm = algorithm_of(piece.hash)
    if evidence_hash(piece, algorithm) != piece.hash:
        return "ledger.evidence_differs"
    content = getattr(piece, "content", None)
    if content is None:
        return "ledger.content_missing"
    if content.erased_at is not None:
        # Before the second form nothing was recorded: only the tombstone itself can say.
        known = piece.form == CONTENT_ALONE or was_recorded(piece)
        return None if known else "ledger.erased_without_record"
    made = content_digests(content, algorithm, piece.form)
    same = made == (piece.quote_digest, piece.file_digest)
    return None if same else "ledger.content_differs"
