"""Who may read which text, and who keeps a pack."""

from django.db.models import Q, QuerySet

from yuanqu.accounts.access import (
    Viewer,
    is_official,
    may_act_for,
    may_work_as_official,
    parties_for,
    parties_of,
)
from yuanqu.accounts.errors import Forbidden
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.engines.verdicts import Verdict
from yuanqu.knowledge.models import Access, Document, Faq, Pack, State, Version
from yuanqu.search.access import OFFICIAL, PUBLIC, party_token

# The matter that an assistant's mandate must cover to keep the packs of an organization.
MATTER = "knowledge.curate"


def tokens_of(access: str, owner: Party | None) -> tuple[str, ...]:
    """The tokens of the search that open a text of this access in a pack of this owner."""
    own = party_token(owner.pk) if owner else OFFICIAL
    match access:
        case Access.PUBLIC:
            return (PUBLIC,)
        case Access.OFFICIALS:
            return tuple(sorted({own, OFFICIAL}))
    return (own,)


def packs_visible_to(user: Viewer) -> QuerySet[Pack]:
    """The packs that the person may look into."""
    return Pack.objects.filter(_open_to(user, "access", "owner"))


def visible_to(user: Viewer) -> QuerySet[Document]:
    """The documents with a version that the person may read."""
    read = versions_visible_to(user).values("document")
    return Document.objects.filter(pk__in=read)


def versions_visible_to(user: Viewer) -> QuerySet[Version]:
    """The versions that the person may read; those not read yet are shown to whoever keeps them."""
    every = Version.objects.select_related("document__pack__owner")
    readable = Q(state=State.PARSED, document__withdrawn_at__isnull=True)
    opened = _open_to(user, "access", "document__pack__owner")
    return every.filter((readable & opened) | _kept_by(user, "document__pack__owner"))


def faqs_visible_to(user: Viewer) -> QuerySet[Faq]:
    """The curated answers of the packs that the person may look into."""
    return Faq.objects.filter(_open_to(user, "pack__access", "pack__owner"))


def may_curate(actor: User | None, pack: Pack) -> Verdict:
    """Whoever acts for the owner; the park's officials for the park. None: the installation."""
    return may_own_pack(actor, pack.owner)


def require_curator(actor: User | None, pack: Pack) -> None:
    """Raise `Forbidden` unless the actor keeps the pack: before a file is looked at."""
    if not (verdict := may_curate(actor, pack)):
        raise Forbidden(verdict.code, **verdict.facts)


def may_own_pack(actor: User | None, owner: Party | None) -> Verdict:
    """Whether the actor may make and keep packs of this owner: never of a person."""
    if owner is not None and owner.kind in {PartyKind.PERSON, PartyKind.PARK}:
        return Verdict.no("accounts.no_mandate")
    if actor is None:
        return Verdict.yes()
    return may_act_for(actor, owner, MATTER) if owner else may_work_as_official(actor)


def curates(user: Viewer, pack: Pack) -> bool:
    """Whether a page offers this person to change the pack."""
    return isinstance(user, User) and bool(may_curate(user, pack))


def _open_to(user: Viewer, access: str, owner: str) -> Q:
    """A public text; one of a party of the person; for officials the park's and what they share."""
    opened = Q(**{access: Access.PUBLIC}) | Q(**{f"{owner}__in": parties_of(user).values("pk")})
    if is_official(user):
        opened |= Q(**{f"{owner}__isnull": True}) | Q(**{access: Access.OFFICIALS})
    return opened


def _kept_by(user: Viewer, owner: str) -> Q:
    """What the person keeps: unread and withdrawn texts too."""
    if not isinstance(user, User):
        return Q(pk__in=[])
    kept = Q(**{f"{owner}__in": [party.pk for party in parties_for(user, MATTER)]})
    return kept | Q(**{f"{owner}__isnull": True}) if is_official(user) else kept
