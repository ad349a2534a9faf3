"""The refusal that every app's actions raise; its sentence is made once, by `wording.sentence`."""


class Refused(Exception):
    """An action was not taken and nothing was written; `code` says why, `facts` with what."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Forbidden(Refused):
    """The person may not do this at all; trying again will not help."""


class Conflict(Refused):
    """It could have been done before: something has moved, or somebody was first."""
