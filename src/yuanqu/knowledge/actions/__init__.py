"""The only writers of packs, documents and curated answers."""

from yuanqu.knowledge.actions.adding import (
    Added,
    DocumentDraft,
    add_document,
    add_file,
    add_texts,
)
from yuanqu.knowledge.actions.amending import amend_version, withdraw_document
from yuanqu.knowledge.actions.answers import FaqDraft, keep_faq, keep_faqs, withdraw_faq
from yuanqu.knowledge.actions.evaluating import QuestionDraft, keep_questions
from yuanqu.knowledge.actions.loading import Loaded, load_pack
from yuanqu.knowledge.actions.packs import PackDraft, add_pack, change_pack
from yuanqu.knowledge.actions.reading import read_version, read_waiting, retry_version, sweep_files

__all__ = [
    "Added",
    "DocumentDraft",
    "FaqDraft",
    "Loaded",
    "PackDraft",
    "QuestionDraft",
    "add_document",
    "add_file",
    "add_pack",
    "add_texts",
    "amend_version",
    "change_pack",
    "keep_faq",
    "keep_faqs",
    "keep_questions",
    "load_pack",
    "read_version",
    "read_waiting",
    "retry_version",
    "sweep_files",
    "withdraw_document",
    "withdraw_faq",
]
