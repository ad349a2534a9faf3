"""What a fact's hash is made of. Change nothing here: old chains are checked by it.

A digest is written `algorithm:hex`, so that a chain may change its algorithm and stay checkable.

Evidence has a form. In the first the file's digest covers its content alone. In the second it also
covers the file's name, size and media type, by the same salt, so that a name can still be erased;
and content that is gone must have been erased by a fact of the chain (verifying.py).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from yuanqu.ledger.models import Evidence, EvidenceContent, Fact, FactParty

GENESIS = "genesis"
CONTENT_ALONE, WITH_FILE_FACTS = 1, 2  # the forms of evidence
NEWEST_FORM = WITH_FILE_FACTS


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one way to write a record as bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(content: bytes, algorithm: str | None = None) -> str:
    """`algorithm:hex` of the bytes; the installation's algorithm unless one is named."""
    name = algorithm or settings.LEDGER_DIGEST
    return f"{name}:{hashlib.new(name, content).hexdigest()}"


def algorithm_of(written: str) -> str:
    """The algorithm that a written digest was made with."""
    return written.partition(":")[0]


def moment(at: datetime) -> str:
    """A time in UTC with microseconds, the same on every database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def content_digests(
    content: EvidenceContent, algorithm: str | None = None, form: int = NEWEST_FORM
) -> tuple[str, str]:
    """The salted digests of the quotation and of the file; empty where there is none."""
    salt = content.salt.encode()
    quote = digest(salt + b"quote" + content.quote.encode(), algorithm) if content.quote else ""
    file = digest(salt + b"file" + _of_file(content, form), algorithm)
    return quote, file if content.file_sha256 else ""


def _of_file(content: EvidenceContent, form: int) -> bytes:
    if form == CONTENT_ALONE:
        return content.file_sha256.encode()
    return canonical(
        {
            "sha256": content.file_sha256,
            "name": content.file_name,
            "bytes": content.file_bytes,
            "media_type": content.media_type,
        }
    )


def evidence_hash(evidence: Evidence, algorithm: str | None = None) -> str:
    """The hash of one piece of evidence, with its content by digest."""
    written: dict[str, Any] = {
        "id": str(evidence.id),
        "title": evidence.title,
        "issuer": evidence.issuer,
        "issued_on": evidence.issued_on,
        "address": evidence.address,
        "confidentiality": evidence.confidentiality,
        "quote": evidence.quote_digest,
        "file": evidence.file_digest,
    }
    if evidence.form != CONTENT_ALONE:  # which the first form did not say of itself
        written["form"] = evidence.form
    return digest(canonical(written), algorithm)


def fact_hash(
    fact: Fact,
    roles: Iterable[FactParty],
    evidence: Iterable[Evidence],
    algorithm: str | None = None,
) -> str:
    """The hash of a fact: every field, its parties with roles and shares, its evidence."""
    return digest(
        canonical(
            {
                "id": str(fact.id),
                "kind": [fact.kind, fact.kind_version],
                "occurred": [fact.starts_on.isoformat(), fact.ends_on.isoformat()],
                "recorded_by": str(fact.recorded_by_id),
                "recorded_at": moment(fact.recorded_at),
                "quantity": [fact.mantissa, fact.exponent, fact.unit, fact.qualifier],
                "attributes": fact.attributes,
                "legal_basis": fact.legal_basis,
                "purposes": sorted(fact.purposes),
                "access": fact.access,
                "about": str(fact.about_id) if fact.about_id else None,
                "bearing": fact.bearing,
                "parties": sorted(
                    [str(r.party_id), r.role, r.share_numerator or 0, r.share_denominator or 0]
                    for r in roles
                ),
                "evidence": [piece.hash for piece in evidence],
            }
        ),
        algorithm,
    )


def seal_hash(
    seq: int, fact: Fact, previous: str, sealed_at: datetime, algorithm: str | None = None
) -> str:
    """The hash of a link: its place, its fact, the link before, and when it was made."""
    return digest(
        canonical(
            {
                "seq": seq,
                "fact": str(fact.id),
                "fact_hash": fact.hash,
                "previous": previous,
                "sealed_at": moment(sealed_at),
            }
        ),
        algorithm,
    )
