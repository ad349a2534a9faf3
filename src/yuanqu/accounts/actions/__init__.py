"""The only writers of people, parties, mandates, tokens and what guards them."""

from yuanqu.accounts.actions.events import record_event
from yuanqu.accounts.actions.guards import (
    begin_attempt,
    clear_attempts,
    forgive_attempt,
    unlock_person,
)
from yuanqu.accounts.actions.identities import (
    admit_legal_person,
    forget_identity,
    recognize_identity,
)
from yuanqu.accounts.actions.mandates import (
    MandateDraft,
    end_membership,
    give_mandate,
    grant_membership,
    handover_membership,
)
from yuanqu.accounts.actions.people import (
    PersonDraft,
    attach_phone,
    create_parties,
    create_party,
    create_person,
    free_address,
    prefer_language,
    rehearse_person,
    relabel_parties,
    relabel_party,
    rename_person,
    replace_password,
    restore_person,
    suspend_person,
)
from yuanqu.accounts.actions.texts import keep_text
from yuanqu.accounts.actions.tokens import NewToken, create_token, note_token_use, revoke_token

__all__ = [
    "MandateDraft",
    "NewToken",
    "PersonDraft",
    "admit_legal_person",
    "attach_phone",
    "begin_attempt",
    "clear_attempts",
    "create_parties",
    "create_party",
    "create_person",
    "create_token",
    "end_membership",
    "forget_identity",
    "forgive_attempt",
    "free_address",
    "give_mandate",
    "grant_membership",
    "handover_membership",
    "keep_text",
    "note_token_use",
    "prefer_language",
    "recognize_identity",
    "record_event",
    "rehearse_person",
    "relabel_parties",
    "relabel_party",
    "rename_person",
    "replace_password",
    "restore_person",
    "revoke_token",
    "suspend_person",
    "unlock_person",
]
