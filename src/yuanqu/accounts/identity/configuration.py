"""Which identity providers a park trusts, and with what: read from YAML, checked, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import yaml

from yuanqu.engines.assurance import Assurance, ClaimRule
from yuanqu.env import BadSetting

# Our kinds, by the name that django-allauth knows each by.
KINDS = {"oidc": "openid_connect", "cas": "cas", "oauth2": "oauth2"}
# What each kind cannot do without.
NEEDED = {
    "oidc": ("address", "client_id", "client_secret"),
    "cas": ("address",),
    "oauth2": ("client_id", "client_secret", "authorize", "token", "profile"),
}
ADDRESSES = ("address", "authorize", "token", "profile")
KNOWN = {
    "id", "kind", "names", "version", "client_id", "client_secret", "scope", "opens_accounts",
    "claims", "assurance", "assurance_claim", "assurance_levels", *ADDRESSES,
}  # fmt: skip
CLAIMS = {"subject", "name", "email", "email_verified", "legal_person"}
SUBJECTS = {"oidc": "sub", "cas": "user", "oauth2": "id"}


@dataclass(frozen=True, slots=True)
class ProviderRule:
    """How one provider is believed; `opens_accounts`: whoever is unknown here gets an account."""

    names: Mapping[str, str]
    claims: ClaimRule
    opens_accounts: bool = True


def providers(text: str) -> dict[str, Any]:
    """django-allauth's SOCIALACCOUNT_PROVIDERS for a YAML list of providers.

    Raises `BadSetting` naming the provider and what is wrong with it.
    """
    found: dict[str, Any] = {
        "openid_connect": {"provider_class": "yuanqu.accounts.identity.oidc.OIDC", "APPS": []},
        "cas": {"APPS": []},
        "oauth2": {"APPS": []},
    }
    seen: set[str] = set()
    for entry in _entries(text):
        name = str(entry.get("id", ""))
        if not name.isidentifier() or not name.isascii() or name in seen:
            raise BadSetting(f"Identity provider {name!r}: id must be a word, used once.")
        seen.add(name)
        kind = _checked(name, entry)
        found[KINDS[kind]]["APPS"].append(_app(name, kind, entry))
    return found


def rule_of(app_settings: Mapping[str, Any]) -> ProviderRule:
    """The rule that `providers` put into an app's settings."""
    rule: ProviderRule = app_settings["rule"]
    return rule


def _entries(text: str) -> list[dict[str, Any]]:
    try:
        read = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        raise BadSetting("YUANQU_IDENTITY is not YAML.") from error
    if not isinstance(read, list) or not all(isinstance(entry, dict) for entry in read):
        raise BadSetting("YUANQU_IDENTITY must be a list of providers.")
    return read


def _checked(name: str, entry: Mapping[str, Any]) -> str:
    kind = entry.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadSetting(f"Identity provider {name}: kind must be one of {', '.join(KINDS)}.")
    if unknown := set(entry) - KNOWN | set(entry.get("claims", {})) - CLAIMS:
        raise BadSetting(f"Identity provider {name}: unknown {', '.join(sorted(unknown))}.")
    if missing := [key for key in NEEDED[kind] if not entry.get(key)]:
        raise BadSetting(f"Identity provider {name}: {', '.join(missing)} missing.")
    for key in ADDRESSES:
        if key in entry and not _is_private(str(entry[key])):
            raise BadSetting(f"Identity provider {name}: {key} must begin with https://.")
    return kind


def _is_private(address: str) -> bool:
    """Nobody on the way reads or changes it: HTTPS, or this machine's own loopback."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        local = parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        local = False
    return parts.scheme == "http" and local


def _app(name: str, kind: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    names = entry.get("names") or {"zh": name, "en": name}
    rule = ProviderRule(names, _claim_rule(name, kind, entry), entry.get("opens_accounts", True))
    settings = {key: entry[key] for key in (*ADDRESSES, "scope", "version") if key in entry}
    settings |= {"rule": rule, "oauth_pkce_enabled": True}
    if kind == "oidc":
        settings["server_url"] = entry["address"]
    return {
        "provider_id": name,
        "name": str(names.get("en", name))[:40],
        "client_id": str(entry.get("client_id", name)),
        "secret": str(entry.get("client_secret", "")),
        "settings": settings,
    }


def _claim_rule(name: str, kind: str, entry: Mapping[str, Any]) -> ClaimRule:
    try:
        levels = {str(k): Assurance(v) for k, v in entry.get("assurance_levels", {}).items()}
        worth = Assurance(entry.get("assurance", "low"))
    except ValueError:
        known = ", ".join(Assurance)
        raise BadSetting(f"Identity provider {name}: assurance is one of {known}.") from None
    return ClaimRule(
        **{"subject": SUBJECTS[kind]} | entry.get("claims", {}),
        assurance=worth,
        assurance_claim=entry.get("assurance_claim", ""),
        assurance_levels=levels,
    )
