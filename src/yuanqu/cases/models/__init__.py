"""Cases, what belongs to them, who stands in for whom, and what was told to whom."""

from yuanqu.cases.models.case import (
    Case,
    CaseCounter,
    CaseEvent,
    EventCode,
    OutcomeChoice,
    PartChoice,
    StateChoice,
)
from yuanqu.cases.models.notices import (
    Channel,
    Notice,
    NoticeAttempt,
    NoticePreference,
    NoticeStatus,
)
from yuanqu.cases.models.parts import (
    AnswerOnFile,
    Attachment,
    CorrectionItem,
    Decision,
    Letter,
    LetterKind,
    Objection,
    Submission,
)
from yuanqu.cases.models.stand_ins import Absence, Delegation

__all__ = [
    "Absence",
    "AnswerOnFile",
    "Attachment",
    "Case",
    "CaseCounter",
    "CaseEvent",
    "Channel",
    "CorrectionItem",
    "Decision",
    "Delegation",
    "EventCode",
    "Letter",
    "LetterKind",
    "Notice",
    "NoticeAttempt",
    "NoticePreference",
    "NoticeStatus",
    "Objection",
    "OutcomeChoice",
    "PartChoice",
    "StateChoice",
    "Submission",
]
