"""The demonstration park."""
