"""Packs of documents, their versions and passages, curated answers, evaluation sets."""
