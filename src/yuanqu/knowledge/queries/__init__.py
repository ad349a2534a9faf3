"""Reads of packs, documents and curated answers."""

from yuanqu.knowledge.queries.answers import (
    evaluation_questions,
    faq_entries,
    faq_to_open,
    synonyms_of,
)
from yuanqu.knowledge.queries.documents import (
    documents_in,
    documents_visible_to,
    narrowed,
    original_to_open,
    texts_of,
    version_to_open,
    versions_of,
)
from yuanqu.knowledge.queries.packs import pack_to_open, packs

__all__ = [
    "documents_in",
    "documents_visible_to",
    "evaluation_questions",
    "faq_entries",
    "faq_to_open",
    "narrowed",
    "original_to_open",
    "pack_to_open",
    "packs",
    "synonyms_of",
    "texts_of",
    "version_to_open",
    "versions_of",
]
