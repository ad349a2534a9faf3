"""The index that every page is found by, and its outbox."""
