"""Who may see the register, and who may write in it."""

from django.db.models import QuerySet

from yuanqu.accounts.access import Viewer, is_official, may_work_as_official
from yuanqu.accounts.models import User
from yuanqu.engines.verdicts import Verdict
from yuanqu.ledger.models import Purpose
from yuanqu.organizations.aliases import open_aliases
from yuanqu.organizations.models import Organization, PartyAlias, Proposal, Source


def visible_to(user: Viewer) -> QuerySet[Organization]:  # noqa: ARG001 - every app's has it
    """The entries this person may open: the register is public. Merged ones stand for nobody."""
    return Organization.objects.exclude(pk__in=open_aliases().order_by().values("alias"))


def may_register(actor: User | None) -> Verdict:
    """An official of the park; None stands for the installation itself (demonstration)."""
    return Verdict.yes() if actor is None else may_work_as_official(actor)


def may_export(viewer: Viewer, purpose: Purpose) -> Verdict:
    """Everybody for publication; for the park's own purposes an official."""
    return Verdict.yes() if purpose == Purpose.PUBLICATION else may_work_as_official(viewer)


def proposals_visible_to(viewer: Viewer) -> QuerySet[Proposal]:
    """What is proposed to be changed: for officials alone."""
    return Proposal.objects.all() if is_official(viewer) else Proposal.objects.none()


def sources_visible_to(viewer: Viewer) -> QuerySet[Source]:
    """Where the register is fed from: for officials alone."""
    return Source.objects.all() if is_official(viewer) else Source.objects.none()


def merges_visible_to(viewer: Viewer) -> QuerySet[PartyAlias]:  # noqa: ARG001
    """Who was merged into whom: for everybody, as the register itself."""
    return PartyAlias.objects.all()


def may_change(actor: User | None, organization: Organization) -> Verdict:  # noqa: ARG001
    """The same as registering, until companies keep their own profiles by cases."""
    return may_register(actor)
