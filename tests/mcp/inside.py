"""`python -m tests.mcp.inside '["make"]'`: done inside the park that a program speaks with."""

import json
import sys
from typing import Any

import django


def make() -> dict[str, str]:
    """A figure, a public document, a company with what it keeps to itself, and people's tokens."""
    from django.core.management import call_command

    from tests.assistant.factories import document, pack, private_pack
    from tests.factories import PartyFactory, assistant, figure, park, stranger
    from tests.organizations.factories import verified
    from yuanqu.accounts.actions import create_token
    from yuanqu.ledger.sealing import seal_pending

    call_command("migrate", verbosity=0)
    verified(figure(park()))
    company = PartyFactory.create(label="示例企业")
    closed = verified(figure(company, access="parties"))
    seal_pending()
    document(pack("rent"), "rent", "第一条 前两年的房租减半收取。", title="租金办法")
    secret = document(
        private_pack(company), "rules", "内部制度一条。", title="内部", access="owner"
    )
    hanmei, lilei = stranger(), assistant(company)
    tokens = {
        "hanmei": (hanmei, ("read", "write")), "lilei": (lilei, ("read",)),
        "figures_only": (hanmei, ("indicators:read",)), "short_lived": (hanmei, ("read",)),
        "busy": (busy(), ("read",)),
    }  # fmt: skip
    made = {
        name: create_token(user=user, name=name, scopes=scopes).secret
        for name, (user, scopes) in tokens.items()
    }
    return made | {"closed_document": str(secret.pk), "closed_fact": str(closed.pk)}


def busy() -> Any:
    """Somebody whose program calls too often."""
    from tests.factories import UserFactory

    return UserFactory.create(username="busy")


def drafts() -> int:
    """How many applications there are."""
    from yuanqu.cases.models import Case

    return Case.objects.count()


def revoke() -> str:
    """End the token that is to be short-lived."""
    from yuanqu.accounts.actions import revoke_token
    from yuanqu.accounts.models import ApiToken

    revoke_token(actor=None, token=ApiToken.objects.get(name="short_lived"))
    return "revoked"


if __name__ == "__main__":
    django.setup()
    result = {"make": make, "drafts": drafts, "revoke": revoke}[json.loads(sys.argv[1])[0]]()
    print(json.dumps(result))  # noqa: T201 - read by the test
