"""An organization as the search index knows it."""

from yuanqu.organizations.models import Organization


def publish_organization(organization: Organization) -> None:
    """Put the organization's present state before the search index, in the caller's transaction."""
