"""What a model may cost, and what it is thought to cost before it is asked."""

from typing import Protocol


class Budget(Protocol):
    """The tokens that are left for the day."""

    def spend(self, tokens: int) -> bool:
        """Take so many tokens, all or none, and say whether they were there.

        A negative number gives back what was taken and not used; that always succeeds.
        """


def estimated(text: str) -> int:
    """Tokens of a text, rather too many: a Chinese character is at most about one and a half."""
    return len(text.encode()) // 2 + 16
