"""Reads of the ledger, each with its prefetching inside."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.models import Party, User
from yuanqu.engines.standings import Bearing, Standing
from yuanqu.ledger.access import evidence_visible_to, of_own_side, visible_to
from yuanqu.ledger.models import Access, Confidentiality, Evidence, Fact, FactParty, Seal

# A fact of these is part of another fact's story, not one of its own.
TOLD_THERE = (Bearing.VERIFIES, Bearing.DISPUTES, Bearing.WITHDRAWS, Bearing.ERASES)


def with_content(facts: QuerySet[Fact], viewer: Viewer) -> QuerySet[Fact]:
    """The facts with parties, standing, seal and the evidence this viewer may open."""
    evidence = evidence_visible_to(viewer).select_related("content").order_by("position")
    return facts.select_related("standing", "seal", "recorded_by").prefetch_related(
        Prefetch("roles", FactParty.objects.select_related("party").order_by("role", "id")),
        Prefetch("evidence", evidence),
    )


def facts(
    viewer: Viewer, *, kind: str = "", standing: str = "", party: Party | None = None
) -> QuerySet[Fact]:
    """The facts this viewer may open, latest happenings first."""
    found = visible_to(viewer).exclude(bearing__in=TOLD_THERE)
    if kind:
        found = found.filter(kind=kind)
    if standing:
        found = found.filter(standing__standing=standing)
    if party:
        found = found.filter(pk__in=FactParty.objects.filter(party=party).values("fact"))
    return with_content(found, viewer).order_by("-starts_on", "-recorded_at", "id")


def fact_story(viewer: Viewer, fact: Fact) -> QuerySet[Fact]:
    """What bears on a fact, in order: what settled or corrected it, and erasures of evidence."""
    told = visible_to(viewer).filter(about=fact)
    return with_content(told, viewer).order_by("recorded_at", "id")


def claims_to_settle(official: User) -> QuerySet[Fact]:
    """What waits on the desk: claims and corrections that this official may settle."""
    return with_content(_claims_of_others(official), official).order_by("recorded_at", "id")


def claims_waiting_count(official: User) -> int:
    """How many claims wait for this official."""
    return _claims_of_others(official).count()


def _claims_of_others(official: User) -> QuerySet[Fact]:
    waiting = visible_to(official).filter(standing__standing=Standing.CLAIMED)
    others = waiting.exclude(bearing__in=TOLD_THERE).exclude(recorded_by_id=official.party_id)
    own = of_own_side(official).values("pk")
    # An original fact is about nothing: without the first, NULL would drop it from the list.
    return others.exclude(pk__in=own).filter(Q(about__isnull=True) | ~Q(about__in=own))


def evidence_to_open(viewer: Viewer, id: UUID) -> QuerySet[Evidence]:
    """One piece of evidence, if this viewer may open it."""
    return evidence_visible_to(viewer).filter(pk=id).select_related("content", "fact")


def facts_of_kinds(kinds: Collection[str]) -> QuerySet[Fact]:
    """Every fact of these kinds whoever may open it, with the seals of what bears on it.

    For computing aggregates only: what it returns must not be shown below the aggregate.
    """
    bearings = Fact.objects.select_related("seal").order_by("seal__seq")
    return (
        Fact.objects.filter(kind__in=kinds)
        .select_related("seal")
        .prefetch_related("roles", Prefetch("bearings", bearings))
        .order_by("seal__seq", "id")
    )


def end_of(day: date) -> datetime:
    """The first moment after the day, in the park's time zone: "as of a day" includes the day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def seals_known_by(moment: datetime) -> QuerySet[Seal]:
    """The links made before the moment."""
    return Seal.objects.filter(sealed_at__lt=moment)


def counts_by_kind(viewer: Viewer) -> dict[str, int]:
    """How many facts of each kind this viewer may open."""
    rows = visible_to(viewer).exclude(bearing__in=TOLD_THERE).order_by().values("kind")
    return {row["kind"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def public_sources_of(facts: Collection[UUID]) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Title and issuer of the public documents that each of these facts rests on, once each."""
    public = Evidence.objects.filter(
        fact__in=facts, fact__access=Access.PUBLIC, confidentiality=Confidentiality.PUBLIC
    )
    found: dict[UUID, dict[tuple[str, str], None]] = {}
    for fact, title, issuer in public.order_by("position").values_list("fact", "title", "issuer"):
        found.setdefault(fact, {})[title, issuer] = None
    return {fact: tuple(documents) for fact, documents in found.items()}
