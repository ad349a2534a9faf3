"""An organization as the search index knows it."""

from collections.abc import Iterable

from yuanqu.organizations.models import Organization
from yuanqu.search.access import PUBLIC
from yuanqu.search.actions import publish, withdraw
from yuanqu.search.drafts import DocumentDraft


def document_of(organization: Organization, texts: Iterable[str]) -> DocumentDraft:
    """The document of an organization; `texts` are the names and numbers that find it."""
    party = organization.party
    return DocumentDraft(
        key=key_of(organization),
        kind="organization",
        title=party.label,
        title_en=party.label_en,
        # A credit code finds its organization as a name does.
        names=tuple(texts),
        body=f"{organization.summary_zh} {organization.summary_en}",
        url=f"/organizations/{party.pk}/",
        access=(PUBLIC,),
    )


def publish_organization(organization: Organization, texts: Iterable[str]) -> None:
    """Put the organization's present state before the search index, in the caller's transaction."""
    publish(document_of(organization, texts))


def withdraw_organization(organization: Organization) -> None:
    """Let the search find it no longer, in the caller's transaction."""
    withdraw(key_of(organization))


def key_of(organization: Organization) -> str:
    """The key of its document."""
    return f"organization:{organization.pk}"
