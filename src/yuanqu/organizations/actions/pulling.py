"""Sources: made by an official, looked at by the clock; what they would change is proposed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from yuanqu.accounts.errors import Conflict, Refused
from yuanqu.accounts.models import User
from yuanqu.engines.proposals import ProposalState
from yuanqu.engines.text import tidied
from yuanqu.organizations import access
from yuanqu.organizations.actions.entries import demand
from yuanqu.organizations.actions.proposals import (
    ProposalDraft,
    keep_proposal,
    replace_waiting,
)
from yuanqu.organizations.importing.aside import read_table
from yuanqu.organizations.importing.checking import check_table
from yuanqu.organizations.importing.columns import CODES
from yuanqu.organizations.importing.reports import Reading
from yuanqu.organizations.importing.tables import TableError
from yuanqu.organizations.models import Proposal, Source, SourceEntry, SourceKind
from yuanqu.organizations.pulling.fetching import fetched, require_place, rows_at
from yuanqu.organizations.pulling.matching import Found, found_by

MOST_SOURCES = 50
MOST_MAPPED = 50
LONGEST_TERM = 24 * 31
# A pull that died is tried again after this, so that two never look at one source at once.
LEASE = timedelta(minutes=15)
RETRY = timedelta(hours=1)
BATCH = 500


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source as an official describes it; `mapping` says what its own headings mean."""

    name: str
    kind: SourceKind
    place: str
    rows_at: str = ""
    next_at: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    default_kind: str = ""
    every_hours: int = 24


@transaction.atomic
def add_source(*, actor: User, draft: SourceDraft) -> Source:
    """Look at this list from now on. Raises `Refused` where its place is not allowed."""
    demand(access.may_register(actor))
    name = tidied(draft.name)
    require_place(draft.kind, draft.place)
    _require_sound(draft, name)
    if Source.objects.count() >= MOST_SOURCES:
        raise Refused("pull.too_many_sources", most=str(MOST_SOURCES))
    columns = asdict(draft) | {"name": name, "mapping": dict(draft.mapping)}
    try:
        with transaction.atomic():
            return Source.objects.create(**columns, made_by=actor, due_at=timezone.now())
    except IntegrityError as error:
        raise Conflict("pull.same_name", name=name) from error


@transaction.atomic
def pause_source(*, actor: User, source: Source, paused: bool) -> Source:
    """Stop looking at a source, or begin again."""
    demand(access.may_register(actor))
    held = Source.objects.select_for_update().get(pk=source.pk)
    held.paused, held.due_at = paused, timezone.now()
    held.save(update_fields=["paused", "due_at"])
    return held


def pull_due(*, now: datetime | None = None) -> dict[str, int]:
    """Look at every source whose time has come; how many were, and how many could not be."""
    at = now or timezone.now()
    counts = {"pulled": 0, "proposed": 0, "failed": 0}
    while (source := _lease(at=at)) is not None:
        proposal = _pull(source)
        counts["pulled"] += 1
        counts["proposed"] += proposal is not None
        counts["failed"] += bool(source.failure)
    return counts


def pull_source(*, actor: User, source: Source) -> Proposal | None:
    """Look at a source now; None where it would change nothing. Raises `Refused` as it fails."""
    demand(access.may_register(actor))
    proposal = _pull(source)
    if source.failure:
        raise Refused(source.failure, **source.failure_facts)
    return proposal


def _pull(source: Source) -> Proposal | None:
    """Fetch, read and compare outside any transaction; then keep what came of it."""
    reading = Reading(source.mapping, source.default_kind)
    try:
        table = read_table(fetched(source), rows_at(source))
        report = check_table(table, reading, new=False)
        found = found_by(source, report)
    except (Refused, TableError) as error:
        _note_failure(source=source, code=error.code, facts=error.facts)
        return None
    draft = ProposalDraft(source.name, report, found.proposed, found.problems)
    return _keep(source=source, draft=draft, found=found)


@transaction.atomic
def _lease(*, at: datetime) -> Source | None:
    due = Source.objects.select_for_update(skip_locked=True).filter(paused=False, due_at__lte=at)
    source = due.order_by("due_at", "pk").first()
    if source is not None:
        source.due_at = max(at, timezone.now()) + LEASE
        source.save(update_fields=["due_at"])
    return source


@transaction.atomic
def _keep(*, source: Source, draft: ProposalDraft, found: Found) -> Proposal | None:
    """A proposal where anything differs; whom the source lists is remembered in any case."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    now = timezone.now()
    held.pulled_at, held.due_at = now, now + timedelta(hours=held.every_hours)
    held.failure, held.failure_facts = "", {}
    held.save(update_fields=["pulled_at", "due_at", "failure", "failure_facts"])
    source.failure, source.failure_facts = "", {}
    entries = [SourceEntry(source=held, party_id=party) for party in found.listed]
    SourceEntry.objects.bulk_create(entries, batch_size=BATCH, ignore_conflicts=True)
    held.entries.filter(party__in=found.listed, gone_on__isnull=False).update(gone_on=None)
    last = held.proposals.exclude(state=ProposalState.REPLACED).order_by("-made_at").first()
    if last is not None and last.digest == draft.digest and now < last.expires_at:
        return last if last.state == ProposalState.WAITING else None
    replace_waiting(source=held)
    if not draft.proposed and not draft.problems:
        return None
    return keep_proposal(actor=None, source=held, draft=draft)


@transaction.atomic
def _note_failure(*, source: Source, code: str, facts: Mapping[str, str]) -> None:
    now = timezone.now()
    source.failure, source.failure_facts = code, dict(facts)
    source.pulled_at = now
    source.due_at = now + min(RETRY, timedelta(hours=source.every_hours))
    source.save(update_fields=["failure", "failure_facts", "pulled_at", "due_at"])


def _require_sound(draft: SourceDraft, name: str) -> None:
    if not name or len(name) > 100 or len(draft.place) > 500:
        raise Refused("pull.name_missing")
    if not 1 <= draft.every_hours <= LONGEST_TERM:
        raise Refused("pull.term", most=str(LONGEST_TERM))
    if len(draft.rows_at) > 100 or len(draft.next_at) > 100 or len(draft.mapping) > MOST_MAPPED:
        raise Refused("pull.mapping_too_long", most=str(MOST_MAPPED))
    for column in draft.mapping.values():
        if column not in CODES:
            raise Refused("import.unknown_column", column=column[:60])
