"""Changing what is stated of a version, and taking a document out."""

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.models import User
from yuanqu.engines import imprint
from yuanqu.knowledge import access
from yuanqu.knowledge.actions.packs import demand
from yuanqu.knowledge.actions.texts import settle
from yuanqu.knowledge.composing import state_all
from yuanqu.knowledge.models import Document, Status, Version
from yuanqu.knowledge.statements import NAMES, Statement


@transaction.atomic
def amend_version(*, actor: User | None, version: Version, statement: Statement) -> Version:
    """State anew what a version is: its title, issuer, days, status, access. The text stays."""
    document = _locked(version.document)
    demand(access.may_curate(actor, document.pack))
    held = document.versions.select_for_update().get(pk=version.pk)
    held.document = document
    state_all(held, statement)
    if imprint.is_draft(held.title):
        held.status = Status.DRAFT
    held.stated = sorted(NAMES)
    held.save()
    settle(document=document)
    record_event(
        actor=actor, act="knowledge.document_amended", party=document.pack.owner,
        reference=held.pk.hex,
    )  # fmt: skip
    return held


@transaction.atomic
def withdraw_document(*, actor: User | None, document: Document) -> Document:
    """Answer from this document no longer, about no day; adding it again brings it back."""
    held = _locked(document)
    demand(access.may_curate(actor, held.pack))
    if held.withdrawn_at is None:
        held.withdrawn_at = timezone.now()
        held.save(update_fields=["withdrawn_at"])
        settle(document=held)
        record_event(
            actor=actor, act="knowledge.document_withdrawn", party=held.pack.owner,
            reference=held.pk.hex,
        )  # fmt: skip
    return held


def _locked(document: Document) -> Document:
    held = Document.objects.select_for_update(of=("self",)).select_related("pack__owner")
    return held.get(pk=document.pk)
