"""Asking, saying what one thinks of an answer, settling what was not answered, measuring."""

from yuanqu.assistant.actions.asking import (
    answered_turn,
    ask,
    delete_conversation,
    erase_conversations,
    forget_conversations,
)
from yuanqu.assistant.actions.evaluating import accept_run, evaluate
from yuanqu.assistant.actions.settling import give_feedback, settle_turns, write_entry

__all__ = [
    "accept_run",
    "answered_turn",
    "ask",
    "delete_conversation",
    "erase_conversations",
    "evaluate",
    "forget_conversations",
    "give_feedback",
    "settle_turns",
    "write_entry",
]
