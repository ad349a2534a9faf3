"""Restricted evidence that a program was given is noted, as where a page shows it."""

from collections.abc import Iterable

from yuanqu.accounts.access import Viewer
from yuanqu.ledger.models import Fact
from yuanqu.privacy.actions import note_facts
from yuanqu.privacy.models import Sight


def note_shown(viewer: Viewer, facts: Iterable[Fact]) -> None:
    """Note it before it is given out: what cannot be noted is not shown."""
    note_facts(viewer=viewer, facts=facts, sight=Sight.API)
