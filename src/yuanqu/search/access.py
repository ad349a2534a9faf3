"""Who may find what: a person holds tokens, a document lists those that open it."""

from collections.abc import Iterable
from uuid import UUID

from yuanqu.accounts.access import Viewer, is_official, parties_of

PUBLIC = "public"
OFFICIAL = "official"
EVERYONE = frozenset({PUBLIC})


def party_token(party_id: UUID | str) -> str:
    """The token of everyone who acts for a party."""
    return f"party:{UUID(str(party_id))}"


def is_token(text: str) -> bool:
    """Whether this is a token that somebody could hold."""
    if text in {PUBLIC, OFFICIAL}:
        return True
    try:
        return text == party_token(text.removeprefix("party:"))
    except ValueError:
        return False


def viewer_tokens(user: Viewer) -> frozenset[str]:
    """All tokens that the person holds now."""
    own = {party_token(party_id) for party_id in parties_of(user).values_list("pk", flat=True)}
    return EVERYONE | own | ({OFFICIAL} if is_official(user) else set())


def may_see(access: Iterable[str], tokens: frozenset[str]) -> bool:
    """Whether one of the tokens opens a document of this access list."""
    return not tokens.isdisjoint(access)
