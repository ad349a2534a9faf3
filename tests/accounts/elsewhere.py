"""The way to a provider and back, as a browser goes it."""

from urllib.parse import urlsplit

import yaml
from django.test import Client
from django.urls import reverse

from tests.accounts.providers import CLIENT, SECRET, go_to

KINDS = ("oidc", "oauth2", "cas2", "cas3")


def configuration(address: str, **changes) -> str:
    """The four ways to log in at the stub."""
    secret = {"client_id": CLIENT, "client_secret": SECRET}
    oauth2 = {
        name: f"{address}/{path}"
        for name, path in (("authorize", "authorize"), ("token", "token"), ("profile", "profile"))
    }
    assured = {
        "assurance_claim": "acr",
        "assurance_levels": {"face": "high", "sms": "substantial"},
    }
    claims = {"email": "email", "email_verified": "email_verified", "legal_person": "org"}
    common = {"names": {"zh": "示例认证", "en": "Example"}, **assured, **changes}
    return yaml.safe_dump(
        [
            {
                "id": "oidc",
                "kind": "oidc",
                "address": address,
                "claims": claims,
                **secret,
                **common,
            },
            {
                "id": "oauth2",
                "kind": "oauth2",
                "claims": claims | {"subject": "sub"},
                **secret,
                **oauth2,
                **common,
            },
            {"id": "cas2", "kind": "cas", "version": 2, "address": f"{address}/cas", **common},
            {"id": "cas3", "kind": "cas", "address": f"{address}/cas/", "claims": claims, **common},
        ]
    )


def path_of(kind: str) -> str:
    name = {"oidc": "openid_connect_login", "oauth2": "oauth2_login"}.get(kind, "cas_login")
    return reverse(name, kwargs={"provider_id": kind})


def depart(client: Client, kind: str, **given: str) -> str:
    """Ask to log in there; the address that the person is sent to."""
    page = client.post(path_of(kind) + "".join(f"?{key}={value}" for key, value in given.items()))
    assert page.status_code == 200
    return str(page.context["address"])


def come_back(client: Client, back: str):
    """The provider sent the person back to this address."""
    parts = urlsplit(back)
    assert parts.netloc == "testserver"
    return client.get(f"{parts.path}?{parts.query}")


def log_in_at(client: Client, kind: str, **given: str):
    """The whole way there and back."""
    return come_back(client, go_to(depart(client, kind, **given)))


def as_known_to(kind: str, **claims) -> dict[str, object]:
    """韩梅 as that kind of provider knows her."""
    name = {"cas2": "user", "cas3": "user"}.get(kind, "sub")
    return {name: "7", "name": "韩梅"} | claims
