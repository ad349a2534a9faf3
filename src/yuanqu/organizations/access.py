"""Who may see the register, and who may write in it."""

from django.db.models import QuerySet

from yuanqu.accounts.access import Viewer, may_work_as_official
from yuanqu.accounts.models import User
from yuanqu.engines.verdicts import Verdict
from yuanqu.organizations.models import Organization


def visible_to(user: Viewer) -> QuerySet[Organization]:  # noqa: ARG001 - every app's has it
    """The entries this person may open: all of them, for the register is public."""
    return Organization.objects.all()


def may_register(actor: User | None) -> Verdict:
    """An official of the park; None stands for the installation itself (demonstration)."""
    return Verdict.yes() if actor is None else may_work_as_official(actor)


def may_change(actor: User | None, organization: Organization) -> Verdict:  # noqa: ARG001
    """The same as registering, until companies keep their own profiles by cases."""
    return may_register(actor)
