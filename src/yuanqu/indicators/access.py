"""Who may ask for values for which purpose, and which facts a value opens to."""

from collections.abc import Iterable
from uuid import UUID

from yuanqu.accounts.access import Viewer, may_work_as_official
from yuanqu.engines.verdicts import Verdict
from yuanqu.ledger.access import visible_to as facts_visible_to
from yuanqu.ledger.models import Access, Fact, Purpose


def may_ask(viewer: Viewer, purpose: Purpose) -> Verdict:
    """Published values are for everyone, the other purposes for officials of the park."""
    return Verdict.yes() if purpose == Purpose.PUBLICATION else may_work_as_official(viewer)


def opened_to(viewer: Viewer, facts: Iterable[Fact]) -> frozenset[UUID]:
    """Which of these facts a figure opens to for this viewer.

    A statistical return opens to nobody here, its own company included: a figure's lineage is no
    way round the aggregate. At most two queries, and none where all facts are public.
    """
    known = list(facts)
    public = {fact.pk for fact in known if fact.access == Access.PUBLIC}
    shared = [fact.pk for fact in known if fact.access in (Access.PARTIES, Access.OFFICIALS)]
    if shared and viewer.is_authenticated:
        seen = facts_visible_to(viewer).filter(pk__in=shared)
        public |= set(seen.values_list("pk", flat=True))
    return frozenset(public)
