"""Restricted evidence that a page shows is noted: the one write that a GET may do."""

from collections.abc import Iterable

from django.http import HttpRequest

from yuanqu.ledger.models import Evidence, Fact
from yuanqu.privacy.actions import note_facts, note_looks
from yuanqu.privacy.models import Sight


def note_shown(request: HttpRequest, facts: Iterable[Fact]) -> None:
    """A page with all the evidence of these facts. Call it before rendering."""
    note_facts(viewer=request.user, facts=facts, sight=Sight.PAGE)


def note_quoted(request: HttpRequest, facts: Iterable[Fact]) -> None:
    """A list that quotes the first piece of each fact."""
    first = [piece for fact in facts for piece in fact.evidence.all()[:1]]
    note_looks(viewer=request.user, pieces=first, sight=Sight.PAGE)


def note_fetched(request: HttpRequest, piece: Evidence) -> None:
    """The file of a piece."""
    note_looks(viewer=request.user, pieces=[piece], sight=Sight.FILE)
