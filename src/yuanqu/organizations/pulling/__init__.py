"""Pulls: looking at somebody else's list, and what it would change in the register.

Nothing here writes; `actions/pulling.py` keeps what was found, `actions/proposals.py` applies it.
"""
