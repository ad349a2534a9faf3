"""Under which keys wrong passwords are counted. No name or address can be read from a key."""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from yuanqu.accounts.models import LockOutKind, User

# The network a household or office is given; within it, anyone may take any address.
IPV6_NETWORK = 64


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to log in, by the digests of whom it is at and where it comes from."""

    account: str
    address: str

    def counts(self) -> tuple[tuple[LockOutKind, str], ...]:
        """The rows that it counts in, in the order in which they are locked."""
        return (LockOutKind.ACCOUNT, self.account), (LockOutKind.ADDRESS, self.address)


def account_key(user: User) -> str:
    """A person's key, the same whichever of their names they log in with."""
    return _digest(f"person:{user.pk}")


def unknown_key(login: str) -> str:
    """The key of a name that nobody has: it is counted too, so that a lock-out betrays nobody."""
    return _digest(f"name:{login.strip().casefold()}")


def address_key(address: str) -> str:
    """The key of a network address; IPv6 by the network, in which a caller chooses freely."""
    return _digest(f"address:{_network(address)}")


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, as far as proxies of ours say so.

    Each proxy appends to `X-Forwarded-For`, so only as many entries as there are proxies
    (YUANQU_TRUSTED_PROXIES), counted from the right, were not written by the caller.
    """
    peer: str = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - nothing is bound
    proxies = settings.TRUSTED_PROXIES
    said = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",")]
    forwarded = said[-proxies] if proxies and len(said) >= proxies else ""
    return _address(forwarded) or _address(peer) or "0.0.0.0"  # noqa: S104


def _address(text: str) -> str:
    """The address in one spelling, without a port; empty where it is none."""
    bare = text.rpartition("]")[0].lstrip("[") if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def _network(address: str) -> str:
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{parsed}/{IPV6_NETWORK}", strict=False))
    return str(parsed)


def _digest(text: str) -> str:
    return salted_hmac("yuanqu.accounts.guarding", text, algorithm="sha256").hexdigest()
