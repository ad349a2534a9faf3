"""One person's turn at one case: the row locked, the leave checked, then the move written.

Every action of the package goes through here, so locking, checking and recording are the same for
all. Locks are always taken in one order: the case, its counter, what belongs to it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from yuanqu.accounts.actions.events import record_event
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, User
from yuanqu.cases import access
from yuanqu.cases.access import Leave
from yuanqu.cases.clocks import counting_calendar, restored, stored
from yuanqu.cases.definitions import Matter, matter_at
from yuanqu.cases.effects import run_effects
from yuanqu.cases.models import Case, CaseEvent, Decision, EventCode
from yuanqu.cases.models.case import OPEN_STATES
from yuanqu.cases.moments import moment
from yuanqu.engines.verdicts import Verdict
from yuanqu.engines.workflow.clocks import Running, due, turned
from yuanqu.engines.workflow.states import CLOSED, Move, Outcome, Part, State, moved

# What an organization's administrators read of what was done in its name.
ACTS = {
    Move.SUBMIT: "cases.acted_submit",
    Move.RESUBMIT: "cases.acted_resubmit",
    Move.WITHDRAW: "cases.acted_withdraw",
}


def demand(verdict: Verdict) -> None:
    """Raise the verdict's `Refused` unless it allows."""
    if not verdict:
        raise Refused(verdict.code, **verdict.facts)


@dataclass(slots=True)
class Turn:
    """A case that is locked until the transaction ends, and who moves it in whose name."""

    case: Case
    matter: Matter
    actor: User
    now: datetime
    on_behalf_of: User | None = None

    @property
    def today(self) -> date:
        """The park's day."""
        return timezone.localtime(self.now).date()

    @classmethod
    def locked(cls, actor: User, case: Case) -> Self:
        """Lock the row first and read it anew: what the caller holds may be past."""
        return cls.of(actor, Case.objects.select_for_update().get(pk=case.pk))

    @classmethod
    def glanced(cls, actor: User, case: Case) -> Self:
        """Read the row anew without a lock: to refuse whoever is late before they wait for one."""
        return cls.of(actor, Case.objects.get(pk=case.pk))

    @classmethod
    def of(cls, actor: User, held: Case) -> Self:
        """A turn at this row, as it was just read."""
        return cls(held, matter_at(held.matter, held.matter_version), actor, moment())

    @classmethod
    def to_move(cls, actor: User, case: Case, move: Move) -> Self:
        """Lock, and demand leave for the move; who comes too late is told who moved it."""
        return cls.locked(actor, case).demand_move(move)

    def demand_move(self, move: Move) -> Self:
        """Demand leave for the move of the case as it was read."""
        self.demand(access.leave_to_move(self.actor, self.case, move, self.now))
        return self

    @classmethod
    def to_edit(cls, actor: User, case: Case) -> Self:
        """Lock, and demand that the actor may change answers and files."""
        turn = cls.locked(actor, case)
        turn.demand(Leave(access.may_edit(actor, turn.case)))
        return turn

    @classmethod
    def to_handle(cls, actor: User, case: Case, *parts: Part) -> Self:
        """Lock, and demand one of these parts, without moving the case."""
        turn = cls.locked(actor, case)
        turn.demand(access.leave_as_official(actor, turn.case, set(parts), turn.now))
        return turn

    def demand(self, leave: Leave) -> None:
        """Take the leave, or raise `Refused` with what the person must know."""
        if leave.verdict.code == "workflow.move_not_allowed":
            raise self.too_late()
        demand(leave.verdict)
        self.on_behalf_of = leave.on_behalf_of

    def too_late(self) -> Refused:
        """Why the move is not there any more: who decided or moved the case, and when."""
        decision = Decision.objects.select_related("decided_by").filter(case=self.case).first()
        if decision:
            return Refused(
                "cases.already_decided",
                by=str(decision.decided_by),
                at=_told(decision.decided_at),
                outcome=decision.outcome,
            )
        last = self.case.events.select_related("actor__user").last()
        if last is None or last.actor is None:
            return Refused("cases.move_not_there")
        return Refused("cases.moved_on", by=str(last.actor.user), at=_told(last.at))

    def go(
        self, move: Move, *, outcome: Outcome | None = None, resumes: date | None = None
    ) -> CaseEvent:
        """Write the move: state, clocks, whose turn is next, and the event. Effects come after."""
        case, before = self.case, State(self.case.state)
        after = moved(before, move)
        case.state = after
        if outcome:
            case.outcome, case.decided_at = outcome, self.now
        calendar = counting_calendar()
        clocks = turned(
            self.matter.workflow, restored(case.clocks), after, self.today, calendar,
            resumes=resumes,
        )  # fmt: skip
        self.tick(clocks)
        case.waits_for = self.next_part()
        self.save()
        if move in ACTS and case.applicant_id != self.actor.party_id:
            record_event(
                actor=self.actor, act=ACTS[move], party=case.applicant, reference=str(case.pk)
            )
        return self.write(EventCode(move), before)

    def tick(self, clocks: tuple[Running, ...]) -> None:
        """Keep the clocks, and the first day on which one of them runs out."""
        end = due(self.matter.workflow, clocks, counting_calendar())
        self.case.clocks = stored(clocks)
        self.case.due_on = end.on if end else None
        self.case.due_clock = end.clock if end else ""

    def next_part(self) -> str:
        """Whose turn it is; nobody's once only the archive is left."""
        state = State(self.case.state)
        if state not in CLOSED:
            return self.matter.workflow.waits[state].value
        delivers = self.matter.workflow.allows(state, Move.DELIVER)
        if delivers and self.case.outcome != Outcome.WITHDRAWN:
            return self.matter.workflow.waits[state].value
        return ""

    def save(self) -> None:
        """Write the row. Raises `Refused` where its subject has an open case already."""
        self.case.touched_at = self.now
        try:
            with transaction.atomic():
                self.case.save()
        except IntegrityError as error:
            if self.case.subject and self.others_open().exists():
                raise Refused("cases.one_open_already") from error
            raise

    def others_open(self) -> QuerySet[Case]:
        """Other open cases about the same thing, where the matter takes one at a time."""
        same = Case.objects.filter(matter=self.case.matter, subject=self.case.subject)
        return same.filter(state__in=OPEN_STATES).exclude(pk=self.case.pk)

    def write(
        self, code: EventCode, before: State | None = None, *, towards: Party | None = None
    ) -> CaseEvent:
        """Append what happened; `before` where the state changed."""
        state = State(self.case.state)
        return CaseEvent.objects.create(
            case=self.case,
            at=self.now,
            code=code,
            actor=self.actor.party,
            on_behalf_of=self.on_behalf_of.party if self.on_behalf_of else None,
            towards=towards,
            state_before=before or state,
            state_after=state,
        )

    def settle(self, move: Move) -> Case:
        """Let other apps take effect, and hand back the case as it stands now."""
        run_effects(self.case, move, self.actor)
        return self.case


def _told(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
