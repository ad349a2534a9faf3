"""Append-only facts with their evidence, sealed into a chain."""
