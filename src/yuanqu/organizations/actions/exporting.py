"""Handing the register out, and keeping who took it for what."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.models import User
from yuanqu.ledger.models import Purpose
from yuanqu.organizations import access
from yuanqu.organizations.actions.entries import demand
from yuanqu.organizations.importing.exporting import Exported, Form, exported


@transaction.atomic
def export_organizations(
    *, actor: User | None, purpose: Purpose, form: Form, language: str
) -> Exported:
    """The register as a file; without an actor it is the installation that asks.

    Raises `Refused` where the actor may not have it for that purpose.
    """
    if actor is not None:
        demand(access.may_export(actor, purpose))
    made = exported(actor or AnonymousUser(), purpose, form, language)
    record_event(actor=actor, act="organizations.exported", reference=f"{purpose} {made.count}")
    return made
