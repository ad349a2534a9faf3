"""Figures computed from facts, each with its lineage."""
