"""Packs, documents with versions and passages, curated answers, questions for measuring."""

from yuanqu.knowledge.models.documents import Document, Passage, State, Status, Version
from yuanqu.knowledge.models.packs import Access, Audience, Pack
from yuanqu.knowledge.models.questions import EvaluationQuestion, Faq

__all__ = [
    "Access",
    "Audience",
    "Document",
    "EvaluationQuestion",
    "Faq",
    "Pack",
    "Passage",
    "State",
    "Status",
    "Version",
]
