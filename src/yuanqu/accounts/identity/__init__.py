"""Logging in elsewhere: OIDC, CAS and plain OAuth2, behind one protocol.

A provider (`Vouching`) answers two questions: where a person is sent, and what it claims of them
when they come back (`claims`). From the claims a rule of the settings reads who it is and what the
log-in is worth (`engines/assurance.py`); nothing else of what was sent is kept.
"""
