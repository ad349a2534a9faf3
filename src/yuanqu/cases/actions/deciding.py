"""Decisions: one for each case, with reasons, as a fact of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.cases.actions.telling import tell_applicant
from yuanqu.cases.actions.turns import Turn
from yuanqu.cases.models import Case, Decision
from yuanqu.engines.periods import Period
from yuanqu.engines.workflow.states import Move, Outcome
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.drafts import EvidenceDraft, FactDraft, PartyRole
from yuanqu.ledger.models import Access, LegalBasis, Purpose

LONGEST_REASONS = 5000
DECISIONS = (Outcome.APPROVED, Outcome.REJECTED)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of one case of a batch: decided, or refused with the reason."""

    case_id: UUID
    number: str
    refusal: Refused | None = None

    @property
    def is_decided(self) -> bool:
        """Whether this case was decided now."""
        return self.refusal is None


def decide(*, actor: User, case: Case, outcome: Outcome, reasons: str) -> Case:
    """Approve or reject, with reasons (行政许可法, 2019-04-23, art. 38).

    Raises `Refused` during publicity, before objections are answered, and for whoever comes second
    (`cases.already_decided` names who decided and when).
    """
    # Cases come to many desks at once: whoever is late is told so without waiting for the lock;
    # whoever is not is looked at again under it.
    Turn.glanced(actor, case).demand_move(Move.DECIDE)
    return _decide(actor=actor, case=case, outcome=outcome, reasons=reasons)


@transaction.atomic
def _decide(*, actor: User, case: Case, outcome: Outcome, reasons: str) -> Case:
    turn = Turn.to_move(actor, case, Move.DECIDE)
    if outcome not in DECISIONS:
        raise Refused("cases.no_such_outcome")
    return close(turn=turn, move=Move.DECIDE, outcome=outcome, reasons=reasons)


def decide_batch(
    *, actor: User, cases: Iterable[Case], outcome: Outcome, reasons: str
) -> list[BatchResult]:
    """Decide many alike, each in a transaction of its own: one that is refused stops no other."""
    return [_decide_one(actor, case, outcome, reasons) for case in cases]


def _decide_one(actor: User, case: Case, outcome: Outcome, reasons: str) -> BatchResult:
    try:
        decided = decide(actor=actor, case=case, outcome=outcome, reasons=reasons)
    except Refused as refusal:
        return BatchResult(case.pk, case.number, refusal)
    return BatchResult(decided.pk, decided.number)


@transaction.atomic
def close(*, turn: Turn, move: Move, outcome: Outcome, reasons: str) -> Case:
    """Write the park's decision of a case whose turn it is, with its fact in the ledger."""
    if not reasons.strip() or len(reasons) > LONGEST_REASONS:
        raise Refused("cases.reasons_missing", most=str(LONGEST_REASONS))
    turn.go(move, outcome=outcome)
    decision = Decision.objects.create(
        case=turn.case,
        outcome=outcome,
        reasons=reasons.strip(),
        decided_by=turn.actor,
        on_behalf_of=turn.on_behalf_of,
        decided_at=turn.now,
    )
    tell_applicant(case=turn.case, template="decided")
    turn.settle(move)
    # Last: it publishes to the search index, whose rows are locked after all others.
    decision.fact = record_fact(actor=turn.actor, draft=_fact(turn, decision))
    decision.save(update_fields=["fact"])
    return turn.case


def _fact(turn: Turn, decision: Decision) -> FactDraft:
    case, names = turn.case, turn.matter.names
    park = Party.objects.get(kind=PartyKind.PARK)
    public = decision.outcome == Outcome.APPROVED and turn.matter.decision_access == Access.PUBLIC
    evidence = EvidenceDraft(
        title=f"{names.zh} {case.number}",
        issuer=park.label[:200],
        issued_on=turn.today.isoformat(),
        # The reasons stay with the case, where they are erased when its period is over.
        address=f"cases/{case.pk}",
    )
    return FactDraft(
        kind="case.decided",
        occurred=Period.of_day(turn.today),
        parties=(PartyRole(case.applicant, "applicant"), PartyRole(park, "authority")),
        attributes={
            "case": str(case.pk),
            "number": case.number,
            "matter": case.matter,
            "title": {"zh": names.zh, "en": names.en},
            "outcome": str(decision.outcome),
        },
        evidence=(evidence,),
        legal_basis=LegalBasis.STATUTORY_DUTY,
        purposes=(Purpose.STATISTICS, Purpose.SUPERVISION),
        access=Access.PUBLIC if public else Access.PARTIES,
    )
