"""What is proposed to be changed, where it comes from, and what was merged."""

from django.db.models import QuerySet
from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.models import Party
from yuanqu.engines.proposals import ProposalState
from yuanqu.organizations.access import (
    merges_visible_to,
    proposals_visible_to,
    sources_visible_to,
)
from yuanqu.organizations.aliases import Aliases, aliases_on
from yuanqu.organizations.models import (
    PartyAlias,
    Proposal,
    ProposalProblem,
    ProposedRow,
    Source,
)


def proposals(viewer: Viewer) -> QuerySet[Proposal]:
    """What is or was proposed, the latest first."""
    found = proposals_visible_to(viewer)
    return found.select_related("source", "made_by", "decided_by").order_by("-made_at", "id")


def waiting_proposals_count(viewer: Viewer) -> int:
    """How many wait for an official."""
    waiting = proposals_visible_to(viewer).filter(state=ProposalState.WAITING)
    return waiting.filter(expires_at__gt=timezone.now()).count()


def rows_of(proposal: Proposal, change: str = "") -> QuerySet[ProposedRow]:
    """What it would change, by sort of change and line."""
    rows = proposal.rows.select_related("party").order_by("change", "line", "id")
    return rows.filter(change=change) if change else rows


def problems_of(proposal: Proposal) -> QuerySet[ProposalProblem]:
    """What is wrong in it, by line."""
    return proposal.problems.order_by("line", "id")


def sources(viewer: Viewer) -> QuerySet[Source]:
    """Where the register is fed from, by name."""
    return sources_visible_to(viewer).select_related("made_by").order_by("name")


def open_merges(viewer: Viewer) -> QuerySet[PartyAlias]:
    """The merges that hold, the latest first."""
    found = merges_visible_to(viewer).filter(until__isnull=True)
    return found.select_related("alias", "party", "merged").order_by("-since", "-id")


def merges_of(viewer: Viewer, party: Party, aliases: Aliases | None = None) -> list[PartyAlias]:
    """Who was merged into this one, also by way of another; no query where nobody was."""
    together = (aliases or aliases_on()).together(party.pk) - {party.pk}
    return list(open_merges(viewer).filter(alias__in=together)) if together else []
