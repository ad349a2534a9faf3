"""Packs, documents opened at a passage, and what a curator does with them."""
