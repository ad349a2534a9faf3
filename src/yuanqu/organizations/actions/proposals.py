"""Keeping what is proposed, and deciding it: applied whole, declined, or out of date."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.errors import Conflict, Refused
from yuanqu.accounts.models import User
from yuanqu.engines.proposals import (
    Change,
    ProposalError,
    ProposalMove,
    ProposalState,
    moved,
)
from yuanqu.organizations import access
from yuanqu.organizations.actions.amending import Amendment, amend_entries
from yuanqu.organizations.actions.entries import demand
from yuanqu.organizations.actions.importing import Entries, entries_of, insert_entries, insert_rows
from yuanqu.organizations.importing.columns import Column
from yuanqu.organizations.importing.records import draft_of
from yuanqu.organizations.importing.reports import Problem, Report, Row
from yuanqu.organizations.importing.twice import twice_in_register
from yuanqu.organizations.models import Proposal, ProposalProblem, ProposedRow, Source, SourceEntry
from yuanqu.organizations.pulling.matching import Proposed
from yuanqu.search.actions import publish_all

UPLOAD_LASTS = timedelta(days=2)
PULL_LASTS = timedelta(days=14)
# A decided or expired proposal is of use for a while to whoever asks what was done.
KEPT = timedelta(days=90)
BATCH = 500


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """What is known of a proposal before it is kept."""

    title: str
    report: Report
    proposed: Sequence[Proposed]
    problems: Sequence[Problem]

    @property
    def digest(self) -> str:
        """Equal for drafts that propose the same and complain of the same."""
        rows = [(one.change, str(one.party), dict(one.after), dict(one.before))
                for one in self.proposed]  # fmt: skip
        wrong = [(one.column, one.value, one.code) for one in self.problems]
        told = json.dumps([rows, wrong], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def propose_import(*, actor: User, title: str, report: Report) -> Proposal:
    """Keep what somebody's file would enter, and all that is wrong in it, for two days."""
    demand(access.may_register(actor))
    added = [
        Proposed(row.line, Change.ADDED, after={str(c): text for c, text in row.record.items()})
        for row in report.rows
    ]
    draft = ProposalDraft(title, report, added, report.problems)
    return keep_proposal(actor=actor, source=None, draft=draft)


@transaction.atomic
def keep_proposal(*, actor: User | None, source: Source | None, draft: ProposalDraft) -> Proposal:
    """Write a proposal with its rows. Whoever may was asked before."""
    now, report = timezone.now(), draft.report
    places = report.columns.places
    proposal = Proposal.objects.create(
        source=source,
        made_by=actor,
        made_at=now,
        expires_at=now + (PULL_LASTS if source else UPLOAD_LASTS),
        digest=draft.digest,
        title=draft.title[:200],
        written_in=report.written_in[:100],
        columns={report.columns.title_of(place): column for column, place in places.items()},
        ignored=list(report.columns.ignored),
        **Counter(str(one.change) for one in draft.proposed),
        bad_lines=len({problem.line for problem in draft.problems}),
    )
    insert_rows(rows=[_row(proposal, one) for one in draft.proposed])
    insert_rows(rows=[_problem(proposal, one) for one in draft.problems])
    return proposal


@dataclass(frozen=True, slots=True)
class Prepared:
    """A proposal's rows, ready to be written, so that the transaction that writes is short."""

    rows: Sequence[ProposedRow]
    added: Sequence[Row]
    entries: Entries


def prepared(*, proposal: Proposal) -> Prepared:
    """Prepare what applying this proposal writes; nothing is written yet."""
    rows = list(proposal.rows.all())
    added = [Row(row.line, _record(row)) for row in rows if row.change == Change.ADDED]
    entries = entries_of(drafts=[draft_of(row.record) for row in added])
    return Prepared(rows, added, entries)


def apply_proposal(*, actor: User, proposal: Proposal, ready: Prepared | None = None) -> Proposal:
    """Change the register as proposed: everything, or nothing.

    `ready` is for whoever calls within a transaction and has prepared before it. Raises `Refused`
    where a file has a wrong row, `Conflict` where the proposal is decided or expired, or the
    register is no longer as it was seen.
    """
    demand(access.may_register(actor))
    if proposal.source_id is None and proposal.bad_lines:
        raise Refused("import.has_problems", count=str(proposal.bad_lines))
    ready = ready or prepared(proposal=proposal)
    with transaction.atomic():
        held = _decide(actor=actor, proposal=proposal, move=ProposalMove.APPLY)
        if any(twice_in_register(ready.added)):
            raise Conflict("import.register_changed")
        _apply(actor, held, ready.rows, ready.entries)
    return held


@transaction.atomic
def decline_proposal(*, actor: User, proposal: Proposal) -> Proposal:
    """Leave the register as it is. Raises `Conflict` where somebody has decided already."""
    demand(access.may_register(actor))
    return _decide(actor=actor, proposal=proposal, move=ProposalMove.DECLINE)


@transaction.atomic
def drop_old_proposals(*, now: datetime | None = None) -> int:
    """Forget what was decided or has expired long ago. Returns how many there were."""
    before = (now or timezone.now()) - KEPT
    old = Proposal.objects.filter(expires_at__lt=before)
    count = old.count()
    old.delete()
    return count


@transaction.atomic
def replace_waiting(*, source: Source) -> None:
    """Make way for a later proposal of the same source."""
    for held in source.proposals.select_for_update().filter(state=ProposalState.WAITING):
        state = ProposalState(held.state_at(timezone.now()))
        held.state = moved(state, ProposalMove.REPLACE)
        held.save(update_fields=["state"])


@transaction.atomic
def _decide(*, actor: User, proposal: Proposal, move: ProposalMove) -> Proposal:
    held = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    now = timezone.now()
    try:
        held.state = moved(ProposalState(held.state_at(now)), move)
    except ProposalError as error:
        raise Conflict(error.code) from error
    held.decided_by, held.decided_at = actor, now
    held.save(update_fields=["state", "decided_by", "decided_at"])
    return held


def _apply(actor: User, proposal: Proposal, rows: Sequence[ProposedRow], entries: Entries) -> None:
    changed = [
        Amendment(row.party_id, row.before, row.record)
        for row in rows
        if row.change == Change.CHANGED and row.party_id
    ]
    insert_entries(actor=actor, entries=entries)
    documents = amend_entries(amendments=changed)
    if proposal.source is not None:
        listed = {one.pk for one in entries.parties} | {one.party for one in changed}
        gone = {row.party_id for row in rows if row.change == Change.GONE and row.party_id}
        _remember(proposal.source, listed, gone)
    publish_all([*entries.documents, *documents])


def _remember(source: Source, listed: Iterable[UUID], gone: Iterable[UUID]) -> None:
    entries = [SourceEntry(source=source, party_id=party) for party in listed]
    SourceEntry.objects.bulk_create(entries, batch_size=BATCH, ignore_conflicts=True)
    today = timezone.localdate()
    source.entries.filter(party__in=list(gone)).update(gone_on=today)


def _row(proposal: Proposal, one: Proposed) -> ProposedRow:
    return ProposedRow(
        proposal=proposal, line=one.line, change=one.change, party_id=one.party,
        record=dict(one.after), before=dict(one.before),
    )  # fmt: skip


def _problem(proposal: Proposal, one: Problem) -> ProposalProblem:
    return ProposalProblem(
        proposal=proposal, line=one.line, column=one.column[:100], value=one.value[:100],
        code=one.code, facts=dict(one.facts),
    )  # fmt: skip


def _record(row: ProposedRow) -> dict[Column, str]:
    return {Column(column): text for column, text in row.record.items()}
