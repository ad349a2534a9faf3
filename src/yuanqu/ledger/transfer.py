"""The ledger as JSON Lines, with seals: what is imported elsewhere has the same hashes.

One object a line: a header, the parties that facts name (id and kind; never a name), then each
sealed fact in the order of the chain. Files travel separately, by their SHA-256.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party
from yuanqu.ledger.digests import CONTENT_ALONE, moment
from yuanqu.ledger.effects import stand_as_claimed, take_effect
from yuanqu.ledger.models import (
    ChainHead,
    Evidence,
    EvidenceContent,
    Fact,
    FactParty,
    Seal,
)
from yuanqu.ledger.verifying import verify

FORMAT = "yuanqu-ledger/2"
# What version 1 wrote: its evidence is of the first form and does not say so.
EARLIER_FORMAT = "yuanqu-ledger/1"
PLAIN_FACT = (
    "kind", "kind_version", "mantissa", "exponent", "unit", "qualifier", "attributes",
    "legal_basis", "purposes", "access", "bearing", "hash",
)  # fmt: skip
PLAIN_EVIDENCE = (
    "position", "title", "issuer", "issued_on", "address", "confidentiality", "quote_digest",
    "file_digest", "hash",
)  # fmt: skip
PLAIN_CONTENT = (
    "salt", "quote", "file_sha256", "file_name", "file_bytes", "media_type", "erased_reason",
)  # fmt: skip


def export_lines() -> Iterator[str]:
    """The whole chain, a line at a time, in constant memory."""
    yield _line({"format": FORMAT})
    for party in Party.objects.order_by("id").iterator():
        yield _line({"party": {"id": str(party.id), "kind": party.kind}})
    seals = Seal.objects.order_by("seq").select_related("fact")
    for seal in seals.prefetch_related("fact__roles", "fact__evidence__content").iterator(500):
        yield _line({"seal": _seal(seal), "fact": _fact(seal.fact)})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "seq": seal.seq,
        "previous": seal.previous,
        "hash": seal.hash,
        "sealed_at": moment(seal.sealed_at),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in PLAIN_FACT} | {
        "id": str(fact.id),
        "starts_on": fact.starts_on.isoformat(),
        "ends_on": fact.ends_on.isoformat(),
        "recorded_by": str(fact.recorded_by_id),
        "recorded_at": moment(fact.recorded_at),
        "about": str(fact.about_id) if fact.about_id else None,
        "roles": [
            [str(r.party_id), r.role, r.share_numerator, r.share_denominator]
            for r in fact.roles.all()
        ],
        "evidence": [_evidence(piece) for piece in fact.evidence.all()],
    }


def _evidence(piece: Evidence) -> dict[str, Any]:
    content = piece.content
    erased_at = content.erased_at
    return {name: getattr(piece, name) for name in PLAIN_EVIDENCE} | {
        "id": str(piece.id),
        "form": piece.form,
        "content": {name: getattr(content, name) for name in PLAIN_CONTENT}
        | {
            "erased_at": moment(erased_at) if erased_at else None,
            "erased_by": str(content.erased_by_id) if content.erased_by_id else None,
        },
    }


@transaction.atomic
def import_lines(lines: Iterable[str]) -> int:
    """Read an export into an empty ledger; all or nothing. Returns how many facts came in.

    Raises `Refused` where the ledger holds facts, a line cannot be read, or the chain breaks.
    """
    if Fact.objects.exists():
        raise Refused("ledger.not_empty")
    count = 0
    for number, line in enumerate(lines, 1):
        try:
            count += _take(number, json.loads(line))
        except (KeyError, TypeError, ValueError, LookupError) as error:
            raise Refused("ledger.import_line", line=str(number), problem=repr(error)) from error
    report = verify()
    if report.broken:
        raise Refused("ledger.import_differs", seq=str(report.broken.seq))
    last = Seal.objects.order_by("-seq").first()
    if last:
        ChainHead.objects.update_or_create(id=1, defaults={"seq": last.seq, "hash": last.hash})
    return count


def _take(number: int, read: dict[str, Any]) -> int:
    if number == 1:
        if read.get("format") not in {FORMAT, EARLIER_FORMAT}:
            raise ValueError(f"the first line must name the format {FORMAT}")
        return 0
    if "party" in read:
        party = read["party"]
        Party.objects.get_or_create(id=UUID(party["id"]), defaults={"kind": party["kind"]})
        return 0
    _take_fact(read["fact"], read["seal"])
    return 1


def _take_fact(read: dict[str, Any], seal: dict[str, Any]) -> None:
    fact = Fact(
        **{name: read[name] for name in PLAIN_FACT},
        id=UUID(read["id"]),
        starts_on=date.fromisoformat(read["starts_on"]),
        ends_on=date.fromisoformat(read["ends_on"]),
        recorded_by_id=UUID(read["recorded_by"]),
        recorded_at=_time(read["recorded_at"]),
        about_id=UUID(read["about"]) if read["about"] else None,
    )
    fact.save(force_insert=True)
    FactParty.objects.bulk_create(
        FactParty(
            fact=fact,
            party_id=UUID(party),
            role=role,
            share_numerator=above,
            share_denominator=below,
        )
        for party, role, above, below in read["roles"]
    )
    for piece in read["evidence"]:
        _take_evidence(fact, piece)
    stand_as_claimed(fact)
    take_effect(fact)
    Seal.objects.create(
        fact=fact,
        seq=seal["seq"],
        previous=seal["previous"],
        hash=seal["hash"],
        sealed_at=_time(seal["sealed_at"]),
    )


def _take_evidence(fact: Fact, read: dict[str, Any]) -> None:
    piece = Evidence.objects.create(
        fact=fact,
        id=UUID(read["id"]),
        form=int(read.get("form", CONTENT_ALONE)),
        **{name: read[name] for name in PLAIN_EVIDENCE},
    )
    content = read["content"]
    EvidenceContent.objects.create(
        evidence=piece,
        **{name: content[name] for name in PLAIN_CONTENT},
        erased_at=_time(content["erased_at"]) if content["erased_at"] else None,
        erased_by_id=UUID(content["erased_by"]) if content["erased_by"] else None,
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
