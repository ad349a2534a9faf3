"""A fact as the search index knows it."""

from yuanqu.ledger.models import Fact


def publish_fact(fact: Fact) -> None:
    """Put the fact's present state before the search index, inside the caller's transaction."""
