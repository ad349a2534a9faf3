"""The shapes that routes answer with; each is made from one object by `of`."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from ninja import Schema

from yuanqu.accounts.models import Party
from yuanqu.engines.names import Names
from yuanqu.engines.quantities import Quantity
from yuanqu.indicators.queries import LineageRow
from yuanqu.indicators.values import IndicatorValue
from yuanqu.ledger.models import Evidence, Fact
from yuanqu.organizations.models import Organization
from yuanqu.search.queries import Hit


class NamesOut(Schema):
    """A name in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, names: Names) -> Self:
        """From the engine's names."""
        return cls(zh=names.zh, en=names.en)


class PartyOut(Schema):
    """A party by its opaque id; a person has no label here."""

    id: UUID
    kind: str
    label: str
    label_en: str

    @classmethod
    def of(cls, party: Party) -> Self:
        """From the model."""
        return cls(id=party.pk, kind=party.kind, label=party.label, label_en=party.label_en)


class QuantityOut(Schema):
    """An exact amount: `number` for arithmetic, `text` in plain digits, whatever the size."""

    number: int | float | str
    text: str
    unit: str
    qualifier: str

    @classmethod
    def of(cls, quantity: Quantity | None) -> Self | None:
        """From the engine's quantity; None where nothing is known."""
        if quantity is None:
            return None
        return cls(
            number=quantity.number,
            text=quantity.plain,
            unit=quantity.unit,
            qualifier=quantity.qualifier.value,
        )


class EvidenceOut(Schema):
    """What a fact rests on, as far as the caller may open it."""

    id: UUID
    title: str
    issuer: str
    issued_on: str
    address: str
    quote: str
    has_file: bool
    erased: bool

    @classmethod
    def of(cls, piece: Evidence) -> Self:
        """From the model with its content."""
        content = piece.content
        return cls(
            id=piece.pk,
            title=piece.title,
            issuer=piece.issuer,
            issued_on=piece.issued_on,
            address=piece.address,
            quote=content.quote,
            has_file=bool(content.file_sha256),
            erased=content.erased_at is not None,
        )


class SealOut(Schema):
    """The fact's place in the chain; absent in the moment before it is sealed."""

    seq: int
    hash: str
    sealed_at: datetime


class FactPartyOut(Schema):
    """A party's part in a fact; `share` such as "1/3" where something is divided."""

    party: PartyOut
    role: str
    share: str | None


class FactOut(Schema):
    """A fact with its parties, evidence and seal. `occurred_on` is a day or a period as text."""

    id: UUID
    kind: str
    occurred_on: str
    quantity: QuantityOut | None
    attributes: dict[str, Any]
    parties: list[FactPartyOut]
    evidence: list[EvidenceOut]
    standing: str
    legal_basis: str
    purposes: list[str]
    access: str
    about: UUID | None
    bearing: str
    recorded_at: datetime
    hash: str
    seal: SealOut | None

    @classmethod
    def of(cls, fact: Fact) -> Self:
        """From a fact of `ledger.queries`, which brings everything with it."""
        seal = getattr(fact, "seal", None)
        return cls(
            id=fact.pk,
            kind=fact.kind,
            occurred_on=fact.occurred.text,
            quantity=QuantityOut.of(fact.quantity),
            attributes=fact.attributes,
            parties=[
                FactPartyOut(party=PartyOut.of(part.party), role=part.role, share=share_text(part))
                for part in fact.roles.all()
            ],
            evidence=[EvidenceOut.of(piece) for piece in fact.evidence.all()],
            standing=fact.standing.standing,
            legal_basis=fact.legal_basis,
            purposes=fact.purposes,
            access=fact.access,
            about=fact.about_id,
            bearing=fact.bearing,
            recorded_at=fact.recorded_at,
            hash=fact.hash,
            seal=SealOut(seq=seal.seq, hash=seal.hash, sealed_at=seal.sealed_at) if seal else None,
        )


def share_text(part: Any) -> str | None:
    """A share as the fraction that it is."""
    if part.share_numerator is None:
        return None
    return f"{part.share_numerator}/{part.share_denominator}"


class OrganizationOut(Schema):
    """An organization of the register, with the labels it holds."""

    id: UUID
    label: str
    label_en: str
    kind: str
    cluster: str
    industry: str
    labels: list[str]

    @classmethod
    def of(cls, organization: Organization) -> Self:
        """From an organization of `organizations.queries`."""
        return cls(
            id=organization.pk,
            label=organization.party.label,
            label_en=organization.party.label_en,
            kind=organization.kind,
            cluster=organization.cluster,
            industry=organization.industry,
            labels=[label.code for label in organization.labels],
        )


class LeftOutOut(Schema):
    """How many facts a value leaves out for one reason, and those the caller may open."""

    reason: str
    count: int
    facts: list[UUID]


class IndicatorOut(Schema):
    """A value with its lineage. `value` is null where nothing is known, which is not zero."""

    code: str
    version: int
    name: NamesOut
    value: QuantityOut | None
    period: str
    as_of: date
    facts: list[UUID]
    facts_closed: int
    left_out: list[LeftOutOut]
    source: NamesOut

    @classmethod
    def of(cls, value: IndicatorValue) -> Self:
        """From a value of `indicators.queries`."""
        return cls(
            code=value.definition.code,
            version=value.definition.version,
            name=NamesOut.of(value.definition.names),
            value=QuantityOut.of(value.value),
            period=value.period.text,
            as_of=value.as_of,
            facts=list(value.used.opened),
            facts_closed=value.used.closed,
            left_out=[
                LeftOutOut(
                    reason=left.reason, count=left.lines.total, facts=list(left.lines.opened)
                )
                for left in value.left_out
            ],
            source=NamesOut.of(value.definition.source),
        )


class LineageRowOut(Schema):
    """Facts used (`reason` empty) or left out, whole."""

    reason: str
    count: int
    facts: list[FactOut]

    @classmethod
    def of(cls, row: LineageRow) -> Self:
        """From a row of `indicators.queries.lineage`."""
        facts = [FactOut.of(fact) for fact in row.facts]
        return cls(reason=row.reason, count=row.lines.total, facts=facts)


class IndicatorWithLineageOut(Schema):
    """One indicator opened down to its evidence."""

    indicator: IndicatorOut
    lineage: list[LineageRowOut]


class HitOut(Schema):
    """A document that was found; `url` is a path of this park."""

    key: str
    kind: str
    title: str
    snippet: str
    url: str

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """From a hit of `search.queries`."""
        snippet = "".join(part.text for part in hit.snippet)
        return cls(key=hit.key, kind=hit.kind, title=hit.title, snippet=snippet, url=hit.url)
