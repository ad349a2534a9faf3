"""Reads of the register, each with its prefetching inside.

Where `aliases` can be given, it is who was merged into whom: a page that asks several of these
reads it once.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Max, Prefetch, QuerySet
from django.db.models.functions import Coalesce

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.models import Party
from yuanqu.engines.names import Names
from yuanqu.engines.standings import Standing
from yuanqu.engines.text import folded, tidied
from yuanqu.ledger import queries as ledger
from yuanqu.ledger.access import visible_to as facts_visible_to
from yuanqu.ledger.models import Access, Fact, FactParty
from yuanqu.organizations.access import visible_to
from yuanqu.organizations.aliases import Aliases, aliases_on
from yuanqu.organizations.expressions import AttributeText, off_index
from yuanqu.organizations.labels import HELD_LABELS, HOLDER, LABEL_KIND
from yuanqu.organizations.models import Organization

# A search of more words than anybody types is cut, not refused.
MOST_WORDS = 8
LONGEST_SEARCH = 200
SUMMARIES = ("summary_zh", "summary_en")
# What no longer stands joins nobody.
STANDING = (Standing.CLAIMED, Standing.VERIFIED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed by; empty narrows nothing. An unknown code finds nothing."""

    text: str = ""
    kind: str = ""
    cluster: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """A label that some organization holds, by its code."""

    code: str
    names: Names


@dataclass(frozen=True, slots=True)
class RoleTaken:
    """How often the organization took a part in facts of one kind, and lastly when it began."""

    kind: str
    role: str
    times: int


@dataclass(frozen=True, slots=True)
class Relation:
    """What joins the organization to another party: facts of one kind, in these two parts."""

    party: Party
    kind: str
    own_role: str
    other_role: str
    times: int


def organizations(
    viewer: Viewer, filters: Filters | None = None, *, language: str = "zh-hans"
) -> QuerySet[Organization]:
    """The organizations that fit, by name in this language, each with party and held labels.

    Two queries for a page of them and one for their number, whatever the filters.
    """
    asked = filters or Filters()
    found = visible_to(viewer)
    for word in folded(asked.text[:LONGEST_SEARCH]).split()[:MOST_WORDS]:
        found = found.filter(searchable__contains=word)
    if asked.kind:
        found = found.filter(kind=tidied(asked.kind))
    if asked.cluster:
        found = found.filter(cluster=tidied(asked.cluster))
    if asked.label:
        found = _holding(found, tidied(asked.label))
    order = "sort_en" if language.startswith("en") else "sort_zh"
    # What a list does not show would only be carried through the sorting.
    return _with_labels(found).defer("searchable", *SUMMARIES).order_by(order, "party")


def organization_to_open(
    viewer: Viewer, id: UUID, aliases: Aliases | None = None
) -> QuerySet[Organization]:
    """One organization by its party's id, with names, numbers and labels.

    The id of an entry that was merged into another opens that one.
    """
    found = visible_to(viewer).filter(pk=(aliases or aliases_on()).resolved(id))
    return _with_labels(found).prefetch_related("names", "identifiers")


def label_choices() -> tuple[LabelChoice, ...]:
    """The labels that a list can be narrowed by, in the order of their codes."""
    # Public and verified alone, as in `_label_roles`.
    facts = Fact.objects.filter(
        kind=LABEL_KIND, access=Access.PUBLIC, standing__standing=Standing.VERIFIED
    )
    texts = (("label",), ("title", "zh"), ("title", "en"))
    rows = facts.values_list(*(AttributeText("attributes", *path) for path in texts)).distinct()
    return tuple({code: LabelChoice(code, Names(zh, en)) for code, zh, en in sorted(rows)}.values())


def timeline(viewer: Viewer, party: Party, aliases: Aliases | None = None) -> QuerySet[Fact]:
    """The facts about a party, and about those merged into it, that this viewer may open.

    Latest happenings first.
    """
    together = (aliases or aliases_on()).together(party.pk)
    if together == {party.pk}:
        return ledger.facts(viewer, party=party)
    named = FactParty.objects.filter(party__in=together)
    return ledger.facts(viewer).filter(pk__in=named.values("fact"))


def roles_taken(
    viewer: Viewer, party: Party, aliases: Aliases | None = None
) -> tuple[RoleTaken, ...]:
    """The parts the party takes in facts this viewer may open, the most frequent first."""
    rows = (
        _standing_roles(viewer)
        .filter(party__in=(aliases or aliases_on()).together(party.pk))
        .values_list("fact__kind", "role")
        .annotate(times=Count("pk"))
        .order_by("-times", "fact__kind", "role")
    )
    return tuple(RoleTaken(*row) for row in rows)


def relations(viewer: Viewer, party: Party, aliases: Aliases | None = None) -> tuple[Relation, ...]:
    """Whom the party shares a fact with, as far as this viewer may open it; closest first.

    Two queries, and one for the aliases where they are not given. People are left out: a fact
    names them by opaque id alone. Who was merged is named by the entry that is kept.
    """
    known_as = aliases or aliases_on()
    own = known_as.together(party.pk)
    rows = (
        _standing_roles(viewer)
        .filter(fact__roles__party__in=own)
        .exclude(party__in=own)
        .exclude(party__kind="person")
        .values_list("party", "fact__kind", "fact__roles__role", "role")
        .annotate(times=Count("fact", distinct=True), latest=Max("fact__starts_on"))
        .order_by("-times", "-latest", "fact__kind", "party")
    )
    joined: dict[tuple[UUID, str, str, str], int] = {}
    for other, kind, own_role, other_role, times, _latest in rows:
        known = (known_as.resolved(other), kind, own_role, other_role)
        joined[known] = joined.get(known, 0) + times
    parties = Party.objects.in_bulk({known[0] for known in joined})
    return tuple(Relation(parties[known[0]], *known[1:], times) for known, times in joined.items())


def _holding(found: QuerySet[Organization], label: str) -> QuerySet[Organization]:
    roles = _label_roles(F("fact__kind")).annotate(code=AttributeText("fact__attributes", "label"))
    holders = roles.filter(code=label).values("party")
    # Walking the index of names up to the page is half the work of sorting every holder.
    return found.alias(key=off_index("party")).filter(key__in=holders)


def _with_labels(found: QuerySet[Organization]) -> QuerySet[Organization]:
    # By the parties of the page, not by all the labels that there are.
    held = _label_roles(off_index("fact__kind")).select_related("fact")
    labels = Prefetch("party__roles", held.order_by("fact__starts_on", "id"), to_attr=HELD_LABELS)
    return found.select_related("party").prefetch_related(labels)


def _label_roles(kind: F | Coalesce) -> QuerySet[FactParty]:
    # Public and verified alone, whoever looks: a list is the same for everybody.
    known = FactParty.objects.alias(kind=kind, standing=off_index("fact__standing__standing"))
    return known.filter(
        role=HOLDER, kind=LABEL_KIND, fact__access=Access.PUBLIC, standing=Standing.VERIFIED
    )


def _standing_roles(viewer: Viewer) -> QuerySet[FactParty]:
    seen = facts_visible_to(viewer).filter(standing__standing__in=STANDING)
    return FactParty.objects.filter(fact__in=seen)
