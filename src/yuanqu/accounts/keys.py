"""How the secret of a token is written and kept."""

import hashlib
import re

# What every secret begins with, so that scanners of repositories and logs can find one.
PREFIX = "yq_"
IDENTIFIER = re.compile(r"[0-9a-f]{16}")


def digest(key: str) -> str:
    """What is kept of a key. It has 256 random bits, so a slow hash would slow only ourselves."""
    return hashlib.sha256(key.encode()).hexdigest()


def parts(secret: str) -> tuple[str, str]:
    """The identifier and the key of a secret; both empty where it is none of ours."""
    if not secret.startswith(PREFIX):
        return "", ""
    identifier, _, key = secret[len(PREFIX) :].partition("_")
    return (identifier, key) if IDENTIFIER.fullmatch(identifier) else ("", "")
