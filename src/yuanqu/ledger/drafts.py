"""A fact before it is recorded, and the checks that every door shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Quantity
from yuanqu.ledger.files import StoredFile
from yuanqu.ledger.kinds import Kind, all_kinds, all_units
from yuanqu.ledger.models import Access, Confidentiality, LegalBasis, Purpose

LONGEST_QUOTE = 120
LARGEST_MANTISSA = 10**18
LARGEST_EXPONENT = 30


@dataclass(frozen=True, slots=True)
class PartyRole:
    """A party's part in the fact; `share` where the kind divides something among parties."""

    party: Party
    role: str
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """One piece of evidence: a quotation of at most 120 characters, a file, or both."""

    title: str
    issuer: str = ""
    issued_on: str = ""
    address: str = ""
    quote: str = ""
    file: StoredFile | None = None
    confidentiality: Confidentiality = Confidentiality.PUBLIC


@dataclass(frozen=True, slots=True)
class FactDraft:
    """What the recorder says happened. `check` refuses what its kind does not allow."""

    kind: str
    occurred: Period
    parties: tuple[PartyRole, ...] = ()
    evidence: tuple[EvidenceDraft, ...] = ()
    quantity: Quantity | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    legal_basis: LegalBasis = LegalBasis.PUBLIC_SOURCE
    purposes: tuple[Purpose, ...] = (Purpose.PUBLICATION, Purpose.STATISTICS)
    access: Access = Access.PUBLIC


def check(draft: FactDraft) -> Kind:
    """The draft's kind. Raises `Refused` naming the first thing that is wrong."""
    kind = all_kinds().get(draft.kind)
    if kind is None:
        raise Refused("ledger.unknown_kind", kind=draft.kind[:60])
    _check_occurred(kind, draft.occurred)
    _check_quantity(kind, draft.quantity)
    _check_parties(kind, draft.parties)
    _check_attributes(kind, draft.attributes)
    _check_use(draft)
    _check_evidence(kind, draft.evidence)
    return kind


def _check_occurred(kind: Kind, occurred: Period) -> None:
    if kind.occurred == "day" and not occurred.is_day:
        raise Refused("ledger.needs_a_day", kind=kind.code)


def _check_quantity(kind: Kind, quantity: Quantity | None) -> None:
    if quantity is None:
        if kind.quantity == "required":
            raise Refused("ledger.quantity_required", kind=kind.code)
        return
    if kind.quantity == "forbidden":
        raise Refused("ledger.quantity_forbidden", kind=kind.code)
    if quantity.unit not in all_units() or (kind.units and quantity.unit not in kind.units):
        raise Refused("ledger.unknown_unit", unit=quantity.unit[:30])
    if quantity.mantissa < 0 and not kind.negative:
        raise Refused("ledger.negative")
    if all_units()[quantity.unit].counting and quantity.value % 1:
        raise Refused("ledger.not_whole", unit=quantity.unit)
    if abs(quantity.mantissa) > LARGEST_MANTISSA or abs(quantity.exponent) > LARGEST_EXPONENT:
        raise Refused("ledger.out_of_range")


def _check_parties(kind: Kind, parties: tuple[PartyRole, ...]) -> None:
    for part in parties:
        if part.role not in kind.roles:
            raise Refused("ledger.unknown_role", role=part.role[:30])
        if part.party.kind not in kind.party_kinds.get(part.role, (part.party.kind,)):
            raise Refused("ledger.role_not_for_party", role=part.role)
    for role, need in kind.roles.items():
        if need == "required" and all(part.role != role for part in parties):
            raise Refused("ledger.role_missing", role=role)
    if len({(part.party.pk, part.role) for part in parties}) != len(parties):
        raise Refused("ledger.party_twice")
    shares = [part.share for part in parties if part.share is not None]
    if shares and (sum(shares) != 1 or any(not 0 <= share <= 1 for share in shares)):
        raise Refused("ledger.shares_do_not_sum_to_one")


def _check_attributes(kind: Kind, attributes: Mapping[str, Any]) -> None:
    # The finest error first, so that the sentence names the field and not the whole object.
    for error in sorted(kind.validator.iter_errors(dict(attributes)), key=lambda e: list(e.path)):
        where = ".".join(str(step) for step in error.absolute_path)
        raise Refused("ledger.attributes_invalid", field=where or "-", problem=error.message[:200])


def _check_use(draft: FactDraft) -> None:
    if not draft.purposes:
        raise Refused("ledger.purpose_missing")
    if draft.legal_basis == LegalBasis.STATISTICS_LAW and (
        draft.access != Access.AGGREGATE or set(draft.purposes) != {Purpose.STATISTICS}
    ):
        raise Refused("ledger.statistical_return_stays_aggregate")


def _check_evidence(kind: Kind, evidence: tuple[EvidenceDraft, ...]) -> None:
    if not evidence and kind.evidence == "required":
        raise Refused("ledger.evidence_missing")
    for piece in evidence:
        if not piece.title.strip():
            raise Refused("ledger.evidence_without_title")
        if len(piece.title) > 300 or len(piece.address) > 500 or len(piece.issuer) > 200:
            raise Refused("ledger.evidence_too_long")
        if len(piece.quote) > LONGEST_QUOTE:
            raise Refused(
                "ledger.quote_too_long", length=str(len(piece.quote)), most=str(LONGEST_QUOTE)
            )
        if not (piece.quote.strip() or piece.file or piece.address.strip()):
            raise Refused("ledger.evidence_empty")
