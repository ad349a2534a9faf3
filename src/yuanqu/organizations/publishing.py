"""An organization as the search index knows it."""

from yuanqu.organizations.models import Organization
from yuanqu.search.access import PUBLIC
from yuanqu.search.actions import publish
from yuanqu.search.drafts import DocumentDraft


def publish_organization(organization: Organization) -> None:
    """Put the organization's present state before the search index, in the caller's transaction."""
    party = organization.party
    names = organization.names.values_list("text", flat=True)
    numbers = organization.identifiers.values_list("value", flat=True)
    publish(
        DocumentDraft(
            key=f"organization:{party.pk}",
            kind="organization",
            title=party.label,
            title_en=party.label_en,
            # A credit code finds its organization as a name does.
            names=(*names, *numbers),
            body=f"{organization.summary_zh} {organization.summary_en}",
            url=f"/organizations/{party.pk}/",
            access=(PUBLIC,),
        )
    )
