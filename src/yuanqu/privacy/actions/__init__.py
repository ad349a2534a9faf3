"""The only writers of consents, looks, copies and erasures."""

from yuanqu.privacy.actions.consents import give_consent, withdraw_consent
from yuanqu.privacy.actions.copies import ask_copy, drop_copies, make_copies, sweep_copies
from yuanqu.privacy.actions.erasing import erase_person, reapply_erasures
from yuanqu.privacy.actions.looks import note_facts, note_looks
from yuanqu.privacy.actions.retention import run_retention

__all__ = [
    "ask_copy",
    "drop_copies",
    "erase_person",
    "give_consent",
    "make_copies",
    "note_facts",
    "note_looks",
    "reapply_erasures",
    "run_retention",
    "sweep_copies",
    "withdraw_consent",
]
