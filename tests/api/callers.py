"""Tokens for tests."""

from yuanqu.accounts.actions import create_token
from yuanqu.accounts.models import User


def bearer(user: User, *scopes: str) -> dict[str, str]:
    """The headers of a program that acts for this person in these scopes."""
    made = create_token(user=user, name="测试", scopes=scopes)
    return {"Authorization": f"Bearer {made.secret}"}
