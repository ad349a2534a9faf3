"""The only writers of cases, one module for each stretch of a case's life."""

from yuanqu.cases.actions.closing import archive, deliver, discard_draft, erase_expired
from yuanqu.cases.actions.deciding import BatchResult, decide, decide_batch
from yuanqu.cases.actions.drafts import (
    SavedDraft,
    attach_file,
    open_draft,
    remove_attachment,
    save_draft,
)
from yuanqu.cases.actions.examining import (
    CorrectionDraft,
    accept,
    assign,
    decline,
    request_corrections,
    start_review,
)
from yuanqu.cases.actions.minding import recount_clocks, remind_overdue
from yuanqu.cases.actions.publicity import (
    answer_objection,
    object_to,
    return_to_review,
    start_publicity,
)
from yuanqu.cases.actions.sending import NoticeWishes, prefer_notices, send_due
from yuanqu.cases.actions.standing_in import (
    DelegationDraft,
    delegate,
    end_absence,
    end_delegation,
    record_absence,
)
from yuanqu.cases.actions.submitting import resubmit, submit, withdraw_case

__all__ = [
    "BatchResult",
    "CorrectionDraft",
    "DelegationDraft",
    "NoticeWishes",
    "SavedDraft",
    "accept",
    "answer_objection",
    "archive",
    "assign",
    "attach_file",
    "decide",
    "decide_batch",
    "decline",
    "delegate",
    "deliver",
    "discard_draft",
    "end_absence",
    "end_delegation",
    "erase_expired",
    "object_to",
    "open_draft",
    "prefer_notices",
    "record_absence",
    "recount_clocks",
    "remind_overdue",
    "remove_attachment",
    "request_corrections",
    "resubmit",
    "return_to_review",
    "save_draft",
    "send_due",
    "start_publicity",
    "start_review",
    "submit",
    "withdraw_case",
]
