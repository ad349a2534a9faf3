"""Keeping the park running: jobs by the clock, backups, health, metrics, logs, self-check."""
