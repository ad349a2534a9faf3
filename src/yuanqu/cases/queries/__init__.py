"""Reads of cases, each with its prefetching inside."""

from yuanqu.cases.queries.cases import (
    answers_seen,
    attachment_for,
    case_for,
    cases_for,
    drafts_of,
    letter_for,
    objections_of,
    stand_ins_of,
)
from yuanqu.cases.queries.filing import Offered, answers_on_file, matters_open_to
from yuanqu.cases.queries.inbox import InboxCounts, InboxPages, Side, inbox, inbox_counts
from yuanqu.cases.queries.publicity import PublicCase, in_publicity, public_case

__all__ = [
    "InboxCounts",
    "InboxPages",
    "Offered",
    "PublicCase",
    "Side",
    "answers_on_file",
    "answers_seen",
    "attachment_for",
    "case_for",
    "cases_for",
    "drafts_of",
    "in_publicity",
    "inbox",
    "inbox_counts",
    "letter_for",
    "matters_open_to",
    "objections_of",
    "public_case",
    "stand_ins_of",
]
