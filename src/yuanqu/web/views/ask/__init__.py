"""Asking, the curator's desk, runs of evaluation, and the box that other sites embed."""
